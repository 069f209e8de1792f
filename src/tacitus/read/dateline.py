"""Where and when a text says that it was written: agency datelines, and lines of outlet and date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tacitus.read.byline import author_of
from tacitus.read.layout import is_name_case
from tacitus.read.rules import Rules
from tacitus.read.written_date import FULL_DATE, PARTIAL_DATE, WrittenDate, parse_written_date

_WORD = r"[^\W\d_][\w'’`´.-]*"
_PLACE = rf"(?P<place>{_WORD}(?:[ /]{_WORD}){{0,4}}(?:,\s*{_WORD}(?: {_WORD}){{0,3}})?)"
_AGENCY = r"[(\[](?P<agency>[^\W\d_][\w .&/’'-]{1,40})[)\]]"
_DASH = r"(?:--+|[-–—]|:)"
_DATE = rf"(?P<date>{FULL_DATE}|{PARTIAL_DATE})"
_SHAPES = tuple(
    re.compile(shape, re.I)
    for shape in (
        rf"{_PLACE}\s*[,.]?\s*{_DATE}\s*[,.]?\s*{_AGENCY}\s*{_DASH}\s*",
        rf"{_PLACE}\s*[,.]?\s*{_AGENCY}\s*,?\s*{_DATE}\s*{_DASH}\s*",
        rf"{_PLACE}\s*[,/]?\s*(?:[-–—]\s*)?[(]?{_DATE}[)]?\s*,?\s*(?:--+|[-–—])\s*",
        rf"{_PLACE}\s*[,.]?\s*{_AGENCY}\s*{_DASH}\s*",
        rf"[(\[]{_PLACE}\s*,\s*{_DATE}[)\]]\s*{_DASH}\s*",
        rf"{_DATE}\s*,?\s*{_AGENCY}\s*{_DASH}\s*",
        rf"{_AGENCY}\s*{_DASH}\s*",
        rf"{_PLACE}\s*(?:--+|[–—]|\s-\s)\s*",
    )
)
_TIME = re.compile(
    r"(?:,?\s*(?:at\s+)?\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?(?:GMT|UTC|local time|[A-Z]{2,4})(?:\s*[+-]\d{1,2}(?::?\d\d)?)?\)?)?",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:last\s+)?(?:published|posted|updated|modified|created|date|released|issued)(?:\s+(?:on|at))?\b\s*:?", re.I
)
# What kind of document it is, is no outlet's name.
_DOCUMENT = re.compile(
    r"\b(?:for immediate release|(?:press|news|media) (?:release|statement|communiqu[eé])|(?:military )?communiqu[eé]|"
    r"(?:military |daily |weekly )?statement|bulletin|translated from the \w+|unofficial translation)"
    r"(?:\s+(?:no\.?|number|#)\s*\d+)?\b",
    re.I,
)
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.I)
_FULL = re.compile(FULL_DATE, re.I)
_PARTIAL = re.compile(PARTIAL_DATE, re.I)
_PART = re.compile(r"\s*(?:[|•·]|(?<=\s)[-–—/](?=\s))\s*")
_NOT_PLACES = frozenset(("BREAKING", "UPDATE", "UPDATED", "EXCLUSIVE", "WATCH", "LIVE", "VIDEO", "PHOTOS", "ANALYSIS"))
_TIME_WORDS = frozenset(
    (
        *("since", "until", "before", "after", "by", "early", "late", "from", "between", "during", "around", "only"),
        *("then", "on", "in", "at", "of", "and", "to", "for"),
    )
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """An agency's dateline before the first sentence: "MOGADISHU, March 3 (Reuters) - ". `end` is past the dash."""

    end: int
    place: str | None
    date: WrittenDate | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class OutletLine:
    """A line of outlet, date, or both with an author: "Valley Observer, May 4, 2021"."""

    outlet: str | None
    date: WrittenDate
    author: str | None
    updated: bool
    place_like: bool


def find_dateline(paragraph: str, rules: Rules) -> Dateline | None:
    """The dateline at the very start of a paragraph, or None. `end` counts from the paragraph's start."""
    head = paragraph[:200]
    for shape in _SHAPES:
        found = shape.match(head)
        if found is None or found.end() >= len(paragraph.rstrip()):
            continue
        parts = found.groupdict()
        place, agency = parts.get("place"), parts.get("agency")
        date = parse_written_date(parts["date"]) if parts.get("date") else None
        if _believable(place, agency, date, rules):
            return Dateline(found.end(), place, date, agency)
    return None


def _believable(place: str | None, agency: str | None, date: WrittenDate | None, rules: Rules) -> bool:
    """Tell a dateline from a sentence with a dash: "Fighters of the Front (NF) - the largest group - ..." ."""
    known = agency is not None and rules.is_agency(agency)
    if place is None:
        return known or (date is not None and agency is not None)
    capitals = place.split(",")[0]
    words = place.lower().split()
    if capitals in _NOT_PLACES or not is_name_case(place) or words[-1] in _TIME_WORDS or words[0] in _TIME_WORDS:
        return False
    if known or date is not None:
        return True
    return capitals.isupper() and sum(letter.isalpha() for letter in capitals) >= 5


def outlet_line(plain: str) -> OutletLine | None:
    """Read a line of the head that holds a full date and otherwise only names. None for anything else."""
    if len(plain) > 140:
        return None
    found = _FULL.search(plain)
    if found is None:
        return None
    date = parse_written_date(found.group())
    if date is None or date.year is None:
        return None
    rest = plain[: found.start()] + " | " + plain[found.end() :]
    updated = bool(_UPDATED.search(rest)) and not re.search(r"published|posted", rest, re.I)
    rest = _FULL.sub(" | ", _TIME.sub(" | ", rest))
    rest = _LEAD.sub(" | ", rest)
    rest = _DOCUMENT.sub(" ", rest)
    if _PARTIAL.search(rest):
        return None  # a span of days, as in the title of a weekly update
    outlet, author, place_like = None, None, False
    for part in (piece.strip(" ,;:()[]–—-") for piece in _PART.split(rest)):
        if not part or part.lower() in ("on", "at", "in", "edt", "est", "gmt", "utc"):
            continue
        by = author_of(part)
        if by is not None:
            author = by
        elif not is_name_case(part) or len(part.split()) > 8 or part.endswith(("?", "!")):
            return None
        elif outlet is None and ":" not in part:
            outlet, place_like = part.removeprefix("By ").strip(), _is_place_like(part)
    return OutletLine(outlet, date, author, updated, place_like)


def _is_place_like(name: str) -> bool:
    # "Kabul, 4 January 2010" and "Idlib, Syria, 3 June 2020" head releases as often as outlets' names do.
    return "," in name or (len(name.split()) == 1 and not name.isupper())
