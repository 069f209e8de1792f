"""The grammar's words, from calendar.yaml, as look-up tables and fragments of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("calendar.yaml").read_text(encoding="utf-8"))
"""The file as it stands."""

FLAGS = re.IGNORECASE | re.ASCII


def one_of(words: Iterable[str]) -> str:
    """Return an alternation of literal words, longest first, inner blanks as any gap."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("\\ ", GAP).replace("'", "['’]") for word in ordered) + ")"


# One gap between words: blanks and at most one line break, so that no date reaches over a paragraph.
_BLANK = "[ \\t\u00a0\u2009\u202f]"
# Atomic: a gap can be read in one way only, so that a failing list of days costs no backtracking.
GAP = f"(?>{_BLANK}{{1,4}}(?:\\r?\\n{_BLANK}{{0,4}})?|\\r?\\n{_BLANK}{{0,4}})"
DASH = "[-\u2010-\u2015]"
POSSESSIVE = re.compile("['’]s\\b", FLAGS)

_MONTHS: dict[str, int] = {name.lower(): number for number, names in WORDS["months"].items() for name in names}
_FULL_MONTHS: list[str] = [names[0] for names in WORDS["months"].values()]
_WEEKDAYS: dict[str, int] = {name.lower(): number for number, names in WORDS["weekdays"].items() for name in names}
FULL_WEEKDAYS: list[str] = [names[0] for names in WORDS["weekdays"].values()]
NUMBERS: dict[str, int] = WORDS["numbers"]
ORDINALS: dict[str, int] = WORDS["ordinals"]
SEASONS: dict[str, int] = WORDS["seasons"]

# A full stop belongs to a short form only where the date goes on.
_STOP = f"(?:\\.(?=,?{GAP}[0-9]))?"
MONTH = one_of(_MONTHS) + "\\b" + _STOP
FULL_MONTH = one_of(_FULL_MONTHS) + "\\b"
WEEKDAY = one_of(FULL_WEEKDAYS) + "\\b"
ANY_WEEKDAY = one_of(_WEEKDAYS) + "\\b"
DAY = "(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9\\w:]|[.,][0-9])"
YEAR = "(?:18|19|20)[0-9]{2}(?![0-9\\w]|[.,][0-9])"
NUMBER = "(?:[0-9]{1,3}|" + one_of(NUMBERS) + ")\\b"
ORDINAL = "(?:[0-9]{1,2}(?:st|nd|rd|th)|" + one_of(ORDINALS) + ")\\b"
FEW = f"(?:(?:the{GAP})?(?:(?:a{GAP})?(?:few|couple{GAP}of|number{GAP}of)|several|some|many))"
SEASON = one_of(SEASONS) + "\\b"
COUNTED = f"(?:(?:(?-i:[A-Z])[\\w-]*|other|more|armed|government|rebel|young|local){GAP})?{one_of(WORDS['counted'])}\\b"

MONTH_FIRST = frozenset(_MONTHS)
FULL_MONTH_FIRST = frozenset(name.lower() for name in _FULL_MONTHS)
WEEKDAY_FIRST = frozenset(name.lower() for name in FULL_WEEKDAYS)
ANY_WEEKDAY_FIRST = frozenset(_WEEKDAYS)
NUMBER_FIRST = frozenset({"#", *NUMBERS})
DIGIT_FIRST = frozenset({"#"})

_COMMON = frozenset(WORDS["common_word_months"])


def month_number(word: str) -> int | None:
    """Return 1 to 12, or None where the spelling says that the word is no month ("may", "march", "mar")."""
    bare = word.rstrip(".")
    number = _MONTHS.get(bare.lower())
    lower_allowed = bare in FULL_MONTH_FIRST and bare not in _COMMON
    return number if number and (bare[0].isupper() or lower_allowed) else None


def weekday_number(word: str) -> int:
    """Return 0 (Monday) to 6."""
    return _WEEKDAYS[word.rstrip(".").lower()]


def number(word: str) -> int:
    """Return the value of digits or of a number word."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def ordinal(word: str) -> int:
    """Return the value of "third" or "3rd"."""
    return ORDINALS[word.lower()] if word.lower() in ORDINALS else int(word[:-2])
