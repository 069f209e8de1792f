"""Letters that pretend: words that mix scripts whose letters look alike, and marks that turn the direction of writing.

Neither is mended, for both occur in honest text; the reader is told of them.
"""

from __future__ import annotations

import re

_OTHER = "\u0370-\u03ff\u0400-\u052f"  # Greek and Cyrillic have letters that look like Latin ones
_MIXED = re.compile(f"[A-Za-z][{_OTHER}]|[{_OTHER}][A-Za-z]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONGEST_HALF = 30
_MOST_NAMED = 3


def warnings_of(text: str) -> list[str]:
    """Warnings about a text, in words; none for most texts. Time is linear in its length."""
    found = []
    words: dict[str, None] = {}
    for pair in _MIXED.finditer(text):
        words[_word_around(text, pair.start())] = None
        if len(words) == _MOST_NAMED:
            break
    if words:
        named = ", ".join(f'"{word}"' for word in words)
        found.append(f"text: {named} mix letters of scripts that look alike; the name may not be what it seems")
    if _TURNING.search(text):
        found.append("text: marks turn the direction of writing; they are shown as such, e.g. ⟨U+202E⟩")
    return found


def _word_around(text: str, at: int) -> str:
    start, end = at, at
    while start > 0 and at - start < _LONGEST_HALF and (text[start - 1].isalnum() or text[start - 1] == "-"):
        start -= 1
    while end < len(text) and end - at < _LONGEST_HALF and (text[end].isalnum() or text[end] == "-"):
        end += 1
    return text[start:end]
