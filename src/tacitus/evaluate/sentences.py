"""A plain sentence splitter for gold reports.

It is the gold corpus's own, independent of the parser that is measured against it, so that a fault of the parser
never moves the gold.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\n\s*|(?<=[.!?])[\"”’'\)\]]*\s+(?=[\"“‘'\(\[]?[A-Z0-9À-ÞĀ-Ž])")
_LAST_WORD = re.compile(r"(\S+)$")
_ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "cpl", "brig", "adm", "cmdr"),
        *("sen", "rep", "gov", "rev", "st", "jr", "sr", "no", "nos", "vs", "etc", "approx", "km", "ave", "co", "inc"),
        *("ltd", "dept", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    )
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+$")
# After "the U.S." or "5 p.m." these words nearly always open a sentence.
_OPENERS = re.compile(r"[\"“‘'\(\[]?(?:The|A|An|In|On|At|It|He|She|They|But|And|Two|Three|Several|No|Local)\b")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences: (start, end) offsets without surrounding white space, in order."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK.finditer(text):
        end = found.end() - len(found.group()) + len(found.group().rstrip())
        if "\n" in found.group() or _ends_sentence(text, found.start(), found.end()):
            _append(spans, text, start, end)
            start = found.end()
    _append(spans, text, start, len(text))
    return spans


def sentence_of(spans: list[tuple[int, int]], start: int) -> tuple[int, int]:
    """Return the sentence that holds the offset, or the nearest before it."""
    index = bisect_right(spans, (start, 1 << 60)) - 1
    return spans[max(index, 0)]


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    if first < last:
        spans.append((first, last))


def _ends_sentence(text: str, stop: int, following: int) -> bool:
    """Tell whether the full stop before offset `stop` ends a sentence and is no abbreviation's."""
    if text[stop - 1] != ".":
        return True
    before = _LAST_WORD.search(text[max(0, stop - 30) : stop])
    word = before.group(1).lstrip("\"“‘'([") if before else ""
    if word[:-1].lower() in _ABBREVIATIONS:
        return False
    if _INITIALS.fullmatch(word):
        return bool(_OPENERS.match(text, following))
    return True
