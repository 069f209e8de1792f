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
        scales = [word for said in words.table("scales").values() for word in said]
        vague = any(_has(folded, word) for word in (*words["vague"], *scales))
        return Count(text=span.text, spans=[span]) if vague else None
    if any(_has(folded, word) for word in words["more_than"]):
        return Count(text=span.text, low=value, spans=[span])
    if any(_has(folded, word) for word in words["at_least"]):
        return Count(text=span.text, low=value, best=value, spans=[span])
    return Count(text=span.text, low=value, best=value, high=value, spans=[span])


def _value(folded: str, words: LanguageWords) -> int | None:
    """The number, times the scale behind it ("five thousand"). What is not understood whole is no number."""
    scales = [int(scale) for scale, said in words.table("scales").items() if any(_has(folded, word) for word in said)]
    if len(scales) > 1:
        return None
    number = _plain_number(folded, words)
    if number is None:
        return None
    return number * scales[0] if scales else number


def _plain_number(folded: str, words: LanguageWords) -> int | None:
    figures = [int(re.sub(r"\D", "", match.group())) for match in _FIGURE.finditer(folded)]
    told = sorted((word for word in words.numbers if _has(folded, word, words["prefixes"])), key=len, reverse=True)
    if figures:
        return figures[0] if len(figures) == 1 and not told else None
    # "on iki" holds "on" and "iki"; what is left beside the longest word is another number, and no sum is guessed.
    rest = [word for word in told[1:] if word not in told[0]] if told else []
    return words.numbers[told[0]] if told and not rest else None


def _has(folded: str, word: str, prefixes: tuple[str, ...] = ()) -> bool:
    joined = "|".join(re.escape(prefix) for prefix in prefixes)
    front = f"(?:{joined})?" if joined else ""
    return re.search(rf"(?<!\w){front}{re.escape(word)}(?!\w)", folded) is not None
