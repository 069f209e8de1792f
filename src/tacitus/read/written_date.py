"""Dates as reports write them at their head: "June 16, 2020", "4 Jan 2010", "March 3"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:19|20)\d\d"

FULL_DATE = (
    rf"(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.]{_DAY}|{_DAY}[./-](?:0?[1-9]|1[0-2])[./-]{_YEAR}"
    rf"|(?:0?[1-9]|1[0-2])/{_DAY}/{_YEAR})"
)
"""Pattern of a date with its year. To be compiled with re.I."""

PARTIAL_DATE = rf"(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})"
"""Pattern of a day and month without a year. To be compiled with re.I."""

_NAMED = re.compile(rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+(?P<year>{_YEAR}))?", re.I)
_NAMED_DAY_FIRST = re.compile(rf"(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?", re.I)
_YEAR_FIRST = re.compile(rf"(?P<year>{_YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})")
_YEAR_LAST = re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})[./-](?P<year>{_YEAR})")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as written; `year` is None where the text leaves it out."""

    month: int
    day: int
    year: int | None = None

    def resolve(self, reference: datetime.date | None) -> datetime.date | None:
        """The date. Without a year: the latest such day on or before `reference` (two days' grace for time zones)."""
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if reference is None:
            return None
        latest = reference + datetime.timedelta(days=2)
        for year in range(latest.year, latest.year - 5, -1):
            day = _date(year, self.month, self.day)
            if day is not None and day <= latest:
                return day
        return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def parse_written_date(text: str) -> WrittenDate | None:
    """Read a date found by FULL_DATE or PARTIAL_DATE. None for one that does not exist or could be two days."""
    found = _YEAR_FIRST.search(text)
    if found:
        return _checked(int(found["month"]), int(found["day"]), int(found["year"]))
    found = _YEAR_LAST.search(text)
    if found:
        return _day_or_month_first(int(found["first"]), int(found["second"]), int(found["year"]), found["mark"])
    for pattern in (_NAMED, _NAMED_DAY_FIRST):
        found = pattern.search(text)
        if found:
            name = found["month"].lower().rstrip(".")[:3]
            month = next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name))
            day = int(re.sub(r"\D", "", found["day"]))
            return _checked(month, day, int(found["year"]) if found["year"] else None)
    return None


def _day_or_month_first(first: int, second: int, year: int, mark: str) -> WrittenDate | None:
    # 03.06.2020 is the third of June wherever points are used; with strokes it may be either, and is not guessed.
    if mark == "." or first > 12 or first == second:
        return _checked(second, first, year)
    return _checked(first, second, year) if second > 12 else None


def _checked(month: int, day: int, year: int | None) -> WrittenDate | None:
    # 2020 is a leap year: without a year, 29 February is possible.
    return WrittenDate(month, day, year) if _date(year or 2020, month, day) else None


def iso_date(value: object) -> datetime.date | None:
    """The day of an ISO date or date-time, as given in files and in pages' meta data. None for anything else."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        return None
    found = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)(?=$|[T\s])", value) or re.match(r"\s*(\d{4})(\d\d)(\d\d)\s*$", value)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None
