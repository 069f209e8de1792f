"""Copies: articles that repeat the words of another, whole or in part, under whatever headline.

A text is the set of its four-word sequences ("shingles"), as numbers. What share of one text's shingles stands in the
other decides (containment: A. Broder, 1997). A fixed fifth of all possible shingles, the same for every text, is kept
as prints to find candidates by (mod-p sampling, from the same paper), so an article that holds a copied paragraph is
found whatever else it says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy

from tacitus.link.traits import fold

WORDS_IN_SHINGLE = 4
SAMPLED = 5
"""One shingle in so many is a print."""
SHORT = 24
"""All shingles of a text with no more than these are prints."""
CROWD = 300
"""A print that so many articles have is a phrase of the trade or boilerplate, and says nothing."""

_WORD = re.compile(r"\w+")
_MULTIPLIERS = numpy.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=numpy.uint64)
_NUMBERS = numpy.ndarray[Any, numpy.dtype[numpy.uint64]]
_SIGNED = numpy.ndarray[Any, numpy.dtype[numpy.int64]]


@dataclass(frozen=True)
class Limits:
    """From which share on (0 to 1) a text repeats another. `part` and `shingles`: at least, for a part to count."""

    whole: float = 0.85
    edited: float = 0.33
    part: float = 0.12
    shingles: int = 14
    passage: float = 0.6


LIMITS = Limits()


@dataclass(frozen=True)
class Copy:
    """An article repeats another: `share` of it stands there, `share_of_original` of the other stands here."""

    article_id: str
    original_id: str
    share: float
    share_of_original: float
    kind: str

    @property
    def whole(self) -> bool:
        """Whether the article as a whole adds no voice of its own."""
        return self.kind in ("whole", "shortened", "extended", "edited")

    def reason(self) -> str:
        """Say it in a sentence."""
        return (
            f"{_SAID[self.kind]}: {self.share:.0%} of its word sequences stand in {self.original_id}, "
            f"{self.share_of_original:.0%} of that article's stand here"
        )


_SAID = {
    "whole": "republished whole",
    "shortened": "republished in a shorter form",
    "extended": "republished with text added",
    "edited": "republished with edits",
    "part": "repeats a part",
}


def shingles(text: str) -> _NUMBERS:
    """Return the numbers of a text's four-word sequences, sorted, each once; case and punctuation do not count."""
    words = _WORD.findall(text.casefold())
    if len(words) < WORDS_IN_SHINGLE:
        words = [*words, *[""] * (WORDS_IN_SHINGLE - len(words))] if words else []
    if not words:
        return numpy.empty(0, dtype=numpy.uint64)
    numbers = numpy.fromiter((_number(word) for word in words), dtype=numpy.uint64, count=len(words))
    count = len(numbers) - WORDS_IN_SHINGLE + 1
    mixed = numpy.zeros(count, dtype=numpy.uint64)
    for offset in range(WORDS_IN_SHINGLE):
        mixed += numbers[offset : offset + count] * _MULTIPLIERS[offset]
    # A last stir, so that the low bits by which prints are sampled depend on every word.
    mixed ^= mixed >> numpy.uint64(29)
    mixed *= _MULTIPLIERS[1]
    mixed ^= mixed >> numpy.uint64(32)
    return numpy.unique(mixed)


def prints(numbers: _NUMBERS) -> _SIGNED:
    """Return the sampled shingles, as signed 64-bit numbers that a database can keep.

    Of a text of two or three sentences all are taken: an edit may leave few of them standing.
    """
    chosen = numbers if len(numbers) <= SHORT else numbers[numbers % numpy.uint64(SAMPLED) == 0]
    return chosen.view(numpy.int64)


def body(document: Mapping[str, Any]) -> str:
    """Return a document's text without its boilerplate."""
    text = str(document.get("text", ""))
    for stretch in sorted(document.get("boilerplate") or (), key=lambda one: -int(one["start"])):
        text = text[: int(stretch["start"])] + " " + text[int(stretch["end"]) :]
    return text


def shared(one: _NUMBERS, other: _NUMBERS) -> int:
    """Return how many shingles two texts share."""
    return len(numpy.intersect1d(one, other, assume_unique=True))


def repeats_passage(one: str, other: str, limits: Limits = LIMITS) -> bool:
    """Tell whether the shorter of two passages stands, nearly word for word, in the other."""
    first, second = shingles(one), shingles(other)
    fewer = min(len(first), len(second))
    return fewer >= 4 and shared(first, second) / fewer >= limits.passage


def compare_texts(
    article_id: str, text: _NUMBERS, original_id: str, original: _NUMBERS, limits: Limits = LIMITS
) -> Copy | None:
    """Return how an article repeats another, or nothing where it does not."""
    if not len(text) or not len(original):
        return None
    common = shared(text, original)
    share, of_original = common / len(text), common / len(original)
    kind = _kind(share, of_original, common, limits)
    return Copy(article_id, original_id, round(share, 4), round(of_original, 4), kind) if kind else None


def _kind(share: float, of_original: float, common: int, limits: Limits) -> str | None:
    if share >= limits.whole:
        return "whole" if of_original >= limits.whole else "shortened"
    if of_original >= limits.whole and share >= limits.edited:
        return "extended"
    if share >= limits.edited and of_original >= limits.edited:
        return "edited"
    if common >= limits.shingles and max(share, of_original) >= limits.part:
        return "part"
    return None


class CopyFinder:
    """Finds copies among articles that come one after the other.

    The first to come of several that repeat each other is what the others are compared with; which of them was
    published first is another question (`original_of`). Feeding a day's articles later gives what feeding all gives.
    """

    def __init__(self, known: Mapping[int, list[str]] | None = None, limits: Limits = LIMITS) -> None:
        self._holders: dict[int, list[str]] = {key: list(value) for key, value in (known or {}).items()}
        self._limits = limits

    def candidates(self, own: Iterable[int], size: int) -> list[str]:
        """Return the articles that share prints, the likeliest first, at most twenty.

        `size` is how many prints the article has; `own` may leave out those that nobody else has.
        """
        counts: Counter[str] = Counter()
        for number in own:
            holders = self._holders.get(number, ())
            if len(holders) < CROWD:
                counts.update(holders)
        # A sixth of a short text's prints, and some print of each repeated paragraph of a long one.
        least = max(1, min(2, size // 6))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [article for article, times in ranked[:20] if times >= least]

    def keep(self, article_id: str, own: Iterable[int]) -> None:
        """Remember an article that is no copy."""
        for number in own:
            self._holders.setdefault(number, []).append(article_id)


def original_of(articles: Iterable[Mapping[str, Any]]) -> str:
    """Return which of several articles that repeat each other is the original.

    An article from which others say that they republished; else the one published first; else the longest.
    """
    articles = list(articles)
    named = {fold(str(one["republished_from"])) for one in articles if one.get("republished_from")}

    def rank(one: Mapping[str, Any]) -> tuple[bool, bool, str, int, str]:
        own = not one.get("republished_from")
        is_named = own and fold(str(one.get("publisher") or "")) in named
        return (
            not is_named,
            not own,
            str(one.get("published") or "9999"),
            -int(one.get("length") or 0),
            str(one["id"]),
        )

    return str(min(articles, key=rank)["id"])


def same_words(pairs: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of event ids whose passages repeat each other; given (event, passage, event, passage)."""
    for one, passage, other, match in pairs:
        if repeats_passage(passage, match):
            yield one, other


@lru_cache(maxsize=1 << 18)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
