"""Folding of names: one form for all the ways in which reports write the same name.

Two strengths. `fold_text` makes case, diacritics, apostrophes, hyphens, white space and the assimilated Arabic article
alike and keeps the way back to the original offsets. `skeleton` goes further, to the consonants that transliterations
agree on ("Hurras al-Deen" and "Horas ad-Din" are both `hrs dn`); it proposes candidates and never decides alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ARTICLES = frozenset(
    {"al", "el", "ul", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "es", "en", "et"}
)
"""The Arabic article and its assimilated forms, as they stand before a hyphen."""

_APOSTROPHES = frozenset("'`´’‘‛ʼʻʿʾ′ˈʹ\u02bd\u02be\u02bf\"“”„«»")
_QUOTES = frozenset('"“”„«»')
_HYPHENS = frozenset("-‐‑‒–—−\u00ad_/")
_SPECIAL = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ß": "s",
    "æ": "a",
    "œ": "o",
    "þ": "t",
    "ə": "a",
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ـ": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\ufeff": "",
}


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Return the folded form: one character, or none for what is dropped."""
    if character.isspace() or character in _HYPHENS:
        return " "
    if character in _APOSTROPHES and character not in _QUOTES:
        return ""
    lowered = character.lower()[:1]
    if lowered in _SPECIAL:
        return _SPECIAL[lowered]
    if unicodedata.combining(lowered):
        return ""
    return unicodedata.normalize("NFKD", lowered)[:1]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text with the offset in the original of each of its characters."""

    text: str
    origins: list[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of a non-empty span of the folded text."""
        return self.origins[start], self.origins[end - 1] + 1

    def is_bounded(self, start: int, end: int) -> bool:
        """Tell whether the span begins and ends at a word boundary."""
        text = self.text
        return not ((start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()))


def fold_text(text: str) -> FoldedText:
    """Fold a text: lower case, no diacritics or apostrophes, one space for white space and hyphens.

    A possessive 's becomes a word of its own, and an assimilated Arabic article before a hyphen becomes "al".
    """
    out: list[str] = []
    origins: list[int] = []
    word = 0
    for offset, character in enumerate(text):
        folded = _fold_character(character)
        if not folded:
            if character in _APOSTROPHES and _is_possessive(text, offset) and out and out[-1] != " ":
                out.append(" ")
                origins.append(offset)
                word = len(out)
            continue
        if folded == " ":
            if out and out[-1] == " ":
                continue
            if character in _HYPHENS and 2 <= len(out) - word <= 3 and "".join(out[word:]) in ARTICLES:
                out[word:] = "al"
                del origins[word + 2 :]
            out.append(" ")
            origins.append(offset)
            word = len(out)
            continue
        out.append(folded)
        origins.append(offset)
    return FoldedText("".join(out), origins)


def _is_possessive(text: str, offset: int) -> bool:
    following = text[offset + 1 : offset + 3]
    return following[:1] in ("s", "S") and not following[1:].isalnum()


def fold_name(name: str) -> str:
    """Return the folded form of one name, for exact comparison."""
    return fold_text(name).text.strip()


_DIGRAPHS = (
    ("kh", "x"),
    ("gh", "k"),
    ("sh", "$"),
    ("sch", "$"),
    ("ch", "$"),
    ("th", "t"),
    ("dh", "d"),
    ("zh", "j"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("g", "k"),
    ("c", "k"),
    ("v", "w"),
    ("x", "x"),
)
_REPEATED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouyw]")
_LEADING_VOWEL = re.compile(r"^[aeiouy]")
DROPPED_WORDS = ARTICLES | {"the", "of", "and", "wa", "wal", "w", "u", "wel", "s"}
"""Articles and joining words, which tell no two names apart."""


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonant skeleton of one folded word; a leading vowel is kept as "a", digits stay as they are."""
    if not word.isalpha():
        return word
    for digraph, letter in _DIGRAPHS:
        word = word.replace(digraph, letter)
    word = _REPEATED.sub(r"\1", word)
    if len(word) > 3 and word.endswith("h"):
        word = word[:-1]
    leading = "a" if _LEADING_VOWEL.match(word) else word[:1]
    return leading + _VOWELS.sub("", word[1:])


def content_words(name: str) -> list[str]:
    """Return the folded words of a name without articles and joining words."""
    return [word for word in re.split(r"[^\w]+", fold_name(name)) if word and word not in DROPPED_WORDS]
