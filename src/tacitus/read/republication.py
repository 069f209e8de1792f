"""Where a page's text comes from: statements of the original source, copyright lines, two outlets at the head."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.read.layout import is_name_case
from tacitus.read.written_date import FULL_DATE, WrittenDate, parse_written_date

_STATEMENTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"the original source of (?:this|the) (?:article|text|report)(?: is|\s*:)\s+(?P<outlet>.+)",
        r"(?:(?:this|the) (?:article|story|report|piece|post|text)\s+)?(?:was |has been )?(?:originally|first) "
        r"(?:published|posted|appeared)(?: first)?(?:\s+(?:by|at|in|on|with))?\s+(?P<outlet>.+)",
        r"(?:this (?:article|story|report|piece|post) (?:is|was) )?(?:republished|reprinted|re-?posted|cross-?posted|"
        r"syndicated)(?: here)?(?: with (?:the )?(?:kind )?permission)? (?:from|of|by)\s+(?P<outlet>.+)",
        r"sources?\s*:\s*(?P<outlet>.+)",
        r"(?:the )?post .{3,200} (?:first )?appeared first on\s+(?P<outlet>.+)",
    )
)
_COPYRIGHT = re.compile(r"(?:copyright\s*(?:©|\(c\)|:)?|©|\(c\)\s)\s*(?P<rest>.+)", re.I)
_DATE = re.compile(rf"[,(]?\s*(?:\bon\s+)?(?P<date>{FULL_DATE})\)?", re.I)
_URL = re.compile(r"<?https?://(?:www\.)?(?P<host>[\w.-]+)[^\s>]*>?", re.I)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|\d\d))?\b")
_RIGHTS = re.compile(r"\W*\b(?:all|some) rights reserved.*", re.I)


@dataclass(frozen=True, slots=True)
class Statement:
    """What the text says of its origin: the original outlet, the original's date, or both."""

    outlet: str | None
    date: WrittenDate | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Outlets and dates of a page and of the original that it repeats."""

    publisher: str | None = None
    original: str | None = None
    published: datetime.date | None = None
    republished: datetime.date | None = None
    original_date_missing: bool = False


def same_outlet(one: str | None, other: str | None) -> bool:
    """Tell whether two names are one outlet's: "SouthHill" and "South Hill", "The Observer" and "Observer"."""
    left, right = _key(one), _key(other)
    return bool(left) and left == right


def _key(name: str | None) -> str:
    text = re.sub(r"^the\s+", "", (name or "").lower())
    text = re.sub(r"\.(?:com|org|net|info)$", "", text.removeprefix("www."))
    return re.sub(r"[\W_]+", "", text)


def find_statement(lines: Iterable[str]) -> Statement | None:
    """The first statement of origin among plain lines; those higher in the list of patterns are surer."""
    short = [line for line in lines if len(line) <= 300]
    for pattern in _STATEMENTS:
        for line in short:
            found = pattern.match(line)
            statement = _statement(found["outlet"]) if found else None
            if statement is not None:
                return statement
    return None


def _statement(rest: str) -> Statement | None:
    dated = _DATE.search(rest)
    date = parse_written_date(dated["date"]) if dated else None
    outlet = _outlet(_DATE.sub("", rest, count=1))
    return Statement(outlet, date) if outlet or date else None


def _outlet(text: str) -> str | None:
    host = _URL.search(text)
    named = _URL.sub("", text).strip(' .,;:()[]–—-"“”*')
    named = re.sub(r"^(?:by|at|in|on|the website of)\s+", "", named, flags=re.I)
    named = re.split(r"(?<=\w{3})[.!?]\s|\s(?:and|under|where|as|with)\s", named)[0].strip(" .,;")
    if not named:
        return host["host"] if host else None
    return named if len(named.split()) <= 8 and is_name_case(named) else None


def copyright_holder(lines: Iterable[str]) -> str | None:
    """The outlet of the first copyright line: in "Copyright © Lina Haddad, Hill Monitor, 2021" the last name."""
    for line in lines:
        found = _COPYRIGHT.match(line) if len(line) <= 200 else None
        if found is None:
            continue
        rest = _RIGHTS.sub("", _YEARS.sub("", found["rest"]))
        names = [name for name in (part.strip(" .,;|©–-") for part in rest.split(",")) if name]
        if names and len(names[-1].split()) <= 8 and is_name_case(names[-1]):
            return names[-1]
    return None


def settle(
    heads: list[tuple[str, datetime.date]], statement: Statement | None, page: str | None, agency: str | None
) -> Provenance:
    """Decide who published first and who repeats, from the head's outlet lines, the statement and the page's outlet.

    Of two outlets with dates the one that the statement names, or else the earlier, is the original.
    """
    stated = statement.outlet if statement else None
    stated_date = statement.date.resolve(None) if statement and statement.date else None
    distinct = _distinct(heads)
    if len(distinct) >= 2:
        return _settle_two(distinct[0], distinct[1], stated, page)
    if stated is not None and not (page and same_outlet(stated, page)):
        if distinct and same_outlet(distinct[0][0], stated):
            return Provenance(page, stated, distinct[0][1] if stated_date is None else stated_date)
        outlet, day = distinct[0] if distinct else (page, None)
        return Provenance(page or outlet, stated, stated_date, day, stated_date is None)
    if distinct:
        outlet, day = distinct[0]
        original = agency if agency and not same_outlet(agency, page or outlet) else None
        return Provenance(page or outlet, original, stated_date or day)
    if agency and page and not same_outlet(agency, page):
        return Provenance(page, agency, stated_date)
    return Provenance(page or agency or stated, None, stated_date)


def _distinct(heads: list[tuple[str, datetime.date]]) -> list[tuple[str, datetime.date]]:
    kept: list[tuple[str, datetime.date]] = []
    for outlet, day in heads:
        if not any(same_outlet(outlet, other) for other, _ in kept):
            kept.append((outlet, day))
    return kept


def _settle_two(
    first: tuple[str, datetime.date], second: tuple[str, datetime.date], stated: str | None, page: str | None
) -> Provenance:
    if same_outlet(first[0], stated) or same_outlet(second[0], page):
        original, copy = first, second
    elif same_outlet(second[0], stated) or same_outlet(first[0], page):
        original, copy = second, first
    else:
        original, copy = (first, second) if first[1] < second[1] else (second, first)
    return Provenance(page or copy[0], original[0], original[1], copy[1])
