"""From an author's words to offsets in the text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_NUMBERED = re.compile(r"(?P<words>.+?)@(?P<number>\d+)", re.DOTALL)
_QUOTES = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_LIST_LINE = re.compile(r"\s*(?:[-*•–—]|\d+[.)])\s")
# Shorter lines are headings, datelines or items of a list; longer ones were wrapped for the author's eye.
_WRAPPED_FROM = 60


def unwrap(text: str) -> str:
    """Undo the line wrapping of a source file: paragraphs become one line, as a reader of web pages yields them.

    Every character keeps its offset. Blank lines, short lines and items of lists keep their line break.
    """
    lines = text.split("\n")
    pieces: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = len(line) >= _WRAPPED_FROM or following.strip()[:1].islower()
        wrapped = line.strip() and following.strip() and goes_on and not _LIST_LINE.match(following)
        pieces.append(line + (" " if wrapped else "\n"))
    return "".join(pieces)[:-1]


def split_number(words: str) -> tuple[str, int | None]:
    """Split "clash@2" into ("clash", 2); words without a number give None."""
    found = _NUMBERED.fullmatch(words)
    return (found["words"], int(found["number"])) if found else (words, None)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Find all occurrences of the words as (start, end), whole words if there are any.

    Any white space matches any other, a straight quotation mark a curly one. Capitals count.
    """
    pieces = words.split()
    if not pieces:
        return []
    pattern = r"\s+".join("".join(_QUOTES.get(char, re.escape(char)) for char in piece) for piece in pieces)
    left = r"(?<!\w)" if pieces[0][0].isalnum() else ""
    right = r"(?!\w)" if pieces[-1][-1].isalnum() else ""
    whole = [found.span() for found in re.finditer(left + pattern + right, text)]
    return whole or [found.span() for found in re.finditer(pattern, text)]


def nearest(spans: list[tuple[int, int]], anchor: tuple[int, int]) -> tuple[int, int]:
    """Return the span with the fewest characters between it and the anchor; the earlier of equals."""
    return min(spans, key=lambda span: (max(span[0] - anchor[1], anchor[0] - span[1], 0), span[0]))


def suggestions(text: str, words: str, limit: int = 3) -> list[str]:
    """Offer stretches of the text that resemble words that were not found, most similar first."""
    tokens = [(found.start(), found.end()) for found in re.finditer(r"[\w'’-]+", text)]
    length = max(len(words.split()), 1)
    wanted = " ".join(words.split()).lower()
    scored: dict[str, float] = {}
    for size in {max(length - 1, 1), length, length + 1}:
        for first in range(len(tokens) - size + 1):
            piece = " ".join(text[tokens[first][0] : tokens[first + size - 1][1]].split())
            matcher = SequenceMatcher(None, piece.lower(), wanted, autojunk=False)
            if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
                scored[piece] = matcher.ratio()
    best = sorted(scored, key=lambda piece: -scored[piece])
    return [piece for piece in best if scored[piece] > 0.6][:limit]
