"""Blocks: the paragraphs of a document that may be coded, as stretches of its text.

Scrapers and page breaks cut paragraphs, sometimes inside a name ("the National / Defense Forces"). Blocks mend that
without moving an offset: a line break inside a block becomes one blank of the same length.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from tacitus.parse.dateline import dateline_end, slug_of
from tacitus.records import Document

_PARAGRAPH_BREAK = re.compile(r"[ \t\r\f\v\xa0]*\n(?:[ \t\r\f\v\xa0]*\n)+[ \t\r\f\v\xa0]*")
_BULLET = re.compile(r"\s*(?:[-*•▪●–—]|\d{1,2}[.)])\s+\S")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_SENTENCE_END_INSIDE = re.compile(r"[a-z0-9)\"”][.!?][\"”']*\s+[A-Z“\"]")
_SAME_LENGTH = {
    "\n": " ", "\r": " ", "\t": " ", "\f": " ", "\v": " ", "\xa0": " ", "\u2028": " ", "\u2029": " ", "\u202f": " ",
    "‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‑": "-", "‐": "-",
}  # fmt: skip
_TRANSLATION = str.maketrans(_SAME_LENGTH)


@dataclass(frozen=True)
class Block:
    """A paragraph: `text` is the document's text from `start` to `end` with line breaks and quotes made plain,
    character for character, so that an offset in it plus `start` is an offset in the document."""

    start: int
    end: int
    text: str
    headline: bool = False
    slug: tuple[int, int] | None = None
    """Where the item's place heading stands in the document ("- Kornoi: ...")."""


def plain(text: str) -> str:
    """Make line breaks, odd blanks and typographic quotes plain without changing the length."""
    return text.translate(_TRANSLATION)


def blocks_of(document: Document) -> list[Block]:
    """Cut the document into the blocks that may be coded, in order. Boilerplate is left out."""
    text = document.text
    covered = [(b.start, b.end) for b in document.boilerplate if b.kind != "headline"]
    stretches = [s for stretch in _uncovered(len(text), covered) for s in _paragraphs(text, *stretch)]
    return [
        _block(text, start, end, _looks_like_headline(text, start, end, position))
        for position, (start, end) in enumerate(_joined(text, stretches))
    ]


def _block(text: str, start: int, end: int, headline: bool) -> Block:
    """A paragraph without its dateline or place heading: they say where the report, or the item, is from."""
    body = plain(text[start:end])
    skipped = dateline_end(body)
    slug = None
    if not skipped and (found := slug_of(body)) is not None:
        slug = (start + found[0], start + found[1])
        skipped = found[2]
    if skipped >= len(body):
        skipped, slug = 0, None
    return Block(start + skipped, end, body[skipped:], headline and not skipped, slug)


def _uncovered(length: int, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    stretches, at = [], 0
    for start, end in sorted(covered):
        if start > at:
            stretches.append((at, start))
        at = max(at, end)
    if at < length:
        stretches.append((at, length))
    return stretches


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split at blank lines, then at line breaks that end a paragraph in texts without blank lines."""
    pieces, at = [], start
    for found in _PARAGRAPH_BREAK.finditer(text, start, end):
        pieces.append((at, found.start()))
        at = found.end()
    pieces.append((at, end))
    return [trimmed for piece in pieces for line in _lines(text, *piece) if (trimmed := _trimmed(text, *line))]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines, at = [], start
    for found in re.compile(r"\n").finditer(text, start, end):
        lines.append((at, found.start()))
        at = found.end()
    lines.append((at, end))
    if len(lines) == 1:
        return lines
    widest = max(e - s for s, e in lines)
    groups = [lines[0]]
    for before, line in itertools.pairwise(lines):
        if _breaks_paragraph(text, before, line, widest):
            groups.append(line)
        else:
            groups[-1] = (groups[-1][0], line[1])
    return groups


def _breaks_paragraph(text: str, before: tuple[int, int], line: tuple[int, int], widest: int) -> bool:
    upper, lower = text[slice(*before)], text[slice(*line)]
    if _BULLET.match(lower):
        return True
    short = len(upper) < 0.7 * widest or widest > 130
    starts_afresh = lower.lstrip()[:1].isupper() or lower.lstrip()[:1] in "\"“‘«'"
    if _TERMINAL.search(upper):
        return short
    return len(upper) < 0.7 * widest and starts_afresh and not upper.rstrip().endswith((",", "-", "and", "the", "of"))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _joined(text: str, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a paragraph cut by a page break to its continuation."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and _continues(text, joined[-1], (start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    upper, lower = text[slice(*before)], text[slice(*after)]
    if text[before[1] : after[0]].strip() or _BULLET.match(lower) or len(upper) < 80:
        return False
    if not (upper[-1].isalnum() or upper[-1] in ",-"):
        return False
    return lower[0].islower() or bool(_SENTENCE_END_INSIDE.search(upper))


def _looks_like_headline(text: str, start: int, end: int, position: int) -> bool:
    return position == 0 and end - start < 160 and not _TERMINAL.search(text[start:end])
