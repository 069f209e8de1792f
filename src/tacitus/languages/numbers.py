"""Numbers told in words or figures of another language, with what hedges them."""

from __future__ import annotations

import re

from tacitus.languages.words import LanguageWords, fold
from tacitus.records import Count, Span

_FIGURE = re.compile(r"\d{1,3}(?:[., \u00a0]\d{3})+(?!\d)|\d+")


def count_in(span: Span, words: LanguageWords) -> Count | None:
    """The number that a stretch of text tells; nulls where only a vague word stands; None where there is none."""
    folded = fold(span.text)
    value = _value(folded, words)
    if value is None:
        vague = any(_has(folded, word) for word in words["vague"])
        return Count(text=span.text, spans=[span]) if vague else None
    if any(_has(folded, word) for word in words["more_than"]):
        return Count(text=span.text, low=value, spans=[span])
    if any(_has(folded, word) for word in words["at_least"]):
        return Count(text=span.text, low=value, best=value, spans=[span])
    return Count(text=span.text, low=value, best=value, high=value, spans=[span])


def _value(folded: str, words: LanguageWords) -> int | None:
    figures = [int(re.sub(r"\D", "", match.group())) for match in _FIGURE.finditer(folded)]
    if len(figures) == 1:
        return figures[0]
    if figures:
        return None
    told = sorted((word for word in words.numbers if _has(folded, word)), key=len, reverse=True)
    # "on iki" holds "on" and "iki"; what is left beside the longest word is another number, and no sum is guessed.
    rest = [word for word in told[1:] if word not in told[0]] if told else []
    return words.numbers[told[0]] if told and not rest else None


def _has(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None
