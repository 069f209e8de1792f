"""Grounding: a quote of the model is found in the article, or it is dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from tacitus.llm.windows import Stretch
from tacitus.records import Span

_SAME = str.maketrans("‘’‛`´“”„‟«»‐‑‒–—−\u00a0\u202f\u2009", '\'\'\'\'\'""""""------   ')
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…|\[\.\.\.\])\s*")
_EDGES = " \t\r\n\"'“”‘’«».,;:()[]"


@dataclass
class Grounds:
    """The text of a window made plain, character for character, in which quotes are looked for."""

    text: str
    stretches: Sequence[Stretch]
    _plain: str = field(init=False)

    def __post_init__(self) -> None:
        self._plain = "".join(_fold(character) for character in self.text)

    def find(self, quote: str, near: int | None = None) -> Span | None:
        """The place of the quote that is nearest to the offset `near` (the first without it), or None.

        Case, kinds of quotation marks, dashes and blanks may differ; letters may not. Words end where words end.
        """
        pattern = _pattern(quote)
        if pattern is None:
            return None
        found = [
            match.span()
            for start, end in self.stretches
            for match in pattern.finditer(self._plain, start, end)
            if self._bounded(*match.span())
        ]
        if not found:
            return None
        start, end = min(found, key=lambda span: abs(span[0] - near)) if near is not None else found[0]
        return Span.of(self.text, start, end)

    def _bounded(self, start: int, end: int) -> bool:
        before = start and self._plain[start - 1].isalnum() and self._plain[start].isalnum()
        after = end < len(self._plain) and self._plain[end].isalnum() and self._plain[end - 1].isalnum()
        return not (before or after)


def _fold(character: str) -> str:
    plain = character.translate(_SAME)
    lowered = plain.lower()
    return " " if plain.isspace() else lowered if len(lowered) == 1 else plain


def _pattern(quote: str) -> re.Pattern[str] | None:
    """What finds a quote; None where nothing but marks is quoted. A quote with a gap in it is none."""
    quote = unicodedata.normalize("NFC", quote).strip(_EDGES)
    if _ELLIPSIS.search(quote) or not any(character.isalnum() for character in quote):
        return None
    words = "".join(_fold(character) for character in quote).split()
    return re.compile(r" +".join(re.escape(word) for word in words))
