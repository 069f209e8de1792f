"""Lines and blocks of a text, with offsets; which blocks are prose; names and labels in lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_AUTO_LINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_EDGE_MARKS = re.compile(r"^(?:[#>]+\s+|[*_]{1,3}(?=\w)|[-•]\s+)+|(?<=\S)[*_]{1,3}$")
_TERMINAL = re.compile(r"[.!?…。؟।][\"'”’»)\]*_]*(?:\s*\[\d+\])?$|[.!?,][”\"]$")
_PARTICLES = frozenset(
    (
        *("al", "an", "as", "at", "bin", "bint", "de", "del", "den", "der", "des", "di", "du", "e", "el", "for", "ibn"),
        *("in", "la", "le", "of", "on", "the", "to", "und", "van", "von", "y", "and"),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `plain` is without markdown links, emphasis and surrounding space."""

    start: int
    end: int
    raw: str
    plain: str
    block: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text; `blocks` holds the line indexes of each paragraph; `prose` the indexes of prose blocks."""

    lines: tuple[Line, ...]
    blocks: tuple[tuple[int, ...], ...]
    prose: frozenset[int]

    def block_text(self, block: int) -> str:
        """The lines of a block joined by spaces, plain."""
        return " ".join(self.lines[index].plain for index in self.blocks[block])


def plain_line(raw: str) -> str:
    """A line without markdown: "[South Hill](#)" is "South Hill"."""
    text = _LINK.sub(r"\1", raw) if "](" in raw else raw
    text = _AUTO_LINK.sub(r"\1", text).strip()
    return _EDGE_MARKS.sub("", text).strip() or text


def is_link_only(raw: str) -> bool:
    """Tell whether a line is nothing but one markdown link."""
    found = _LINK.fullmatch(raw.strip())
    return found is not None and bool(found.group(1))


def is_prose(text: str) -> bool:
    """Tell whether a paragraph is running text: it ends as sentences end, or is long, and is not all names."""
    words = text.split()
    if len(words) >= 25:
        return True
    if len(words) < 3 or not any(word[:1].islower() and word not in _PARTICLES for word in words):
        return False
    return _TERMINAL.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends with the mark of a sentence's end."""
    return _TERMINAL.search(text) is not None


def is_name_case(text: str) -> bool:
    """Tell whether all words but particles begin with a capital or a figure, as names do."""
    words = re.findall(r"[^\W_][\w'’`´.-]*", text)
    if not words or all(word.lower() in _PARTICLES for word in words):
        return False
    # "al-Hasan" and scripts without capitals are names as well.
    return all(not word[0].islower() or word in _PARTICLES or "-" in word for word in words)


def lay_out(text: str) -> Layout:
    """Divide a text into lines and blocks. Offsets are into `text`; either kind of line end will do."""
    lines: list[Line] = []
    blocks: list[tuple[int, ...]] = []
    current: list[int] = []
    last_end = 0
    for found in _LINE.finditer(text):
        raw = found.group()
        gap = text[last_end : found.start()]
        last_end = found.end()
        blank = not raw.strip()
        if current and (blank or gap.count("\n") > 1 or gap.count("\r") > 1):
            blocks.append(tuple(current))
            current = []
        if blank:
            continue
        start = found.start() + len(raw) - len(raw.lstrip())
        end = found.end() - (len(raw) - len(raw.rstrip()))
        current.append(len(lines))
        lines.append(Line(start, end, raw.strip(), plain_line(raw), len(blocks)))
    if current:
        blocks.append(tuple(current))
    prose = frozenset(
        number for number, block in enumerate(blocks) if is_prose(" ".join(lines[index].plain for index in block))
    )
    return Layout(tuple(lines), tuple(blocks), prose)
