"""Several days told together: "June 14-15", "11, 12 and 13 May", "between 3 and 5 May", "Sunday and Monday".

Coordinated consecutive days are one reading that lists its days; others are one reading each.
"""

from __future__ import annotations

import datetime
import itertools
import re
from typing import NamedTuple

from tacitus.resolve.dates.absolute import YEAR_WORDS, counts_things, day_number
from tacitus.resolve.dates.grammar import Interval, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Role
from tacitus.resolve.dates.periods import day_interval, days, latest_year, weekday_on_or_after, weekday_on_or_before
from tacitus.resolve.dates.words import (
    DASH,
    DAY,
    DIGIT_FIRST,
    FLAGS,
    GAP,
    MONTH,
    MONTH_FIRST,
    WEEKDAY,
    WEEKDAY_FIRST,
    YEAR,
    month_number,
    weekday_number,
)

_HOUR = "(?:(?:early|late|mid)[ -])?(?:morning|afternoon|evening|night|dawn|noon|midnight|midday)\\b"
_SIDE = f"(?:(?:(?:the{GAP})?(?:early{GAP}hours{GAP}of|early|late|again{GAP}on|on)){GAP})"
_RANGE = f"(?:(?:{GAP})?(?:{DASH}|/)(?:{GAP})?|{GAP}(?:to|till|until|through){GAP})"
_LINK = f"(?:{_RANGE}|,?{GAP}(?:and|&){GAP}(?:also{GAP}|then{GAP})?)(?:on{GAP})?(?:the{GAP})?"
_TAIL = f"(?:,?{GAP}{YEAR})?"
_MD = f"{MONTH}{GAP}{DAY}"
_DM = f"{DAY}(?:{GAP}(?:of{GAP})?{MONTH})?"

_PART = re.compile(
    f"(?P<year>{YEAR})|(?P<day>{DAY})|(?P<month>{MONTH})|(?P<range>{DASH}|/|\\b(?:to|till|until|through)\\b)", FLAGS
)
_WEEKDAY_PART = re.compile(f"(?P<weekday>{WEEKDAY})|(?P<range>{DASH}|/|\\b(?:to|till|until|through)\\b)", FLAGS)
_YEAR_WORDS = re.compile(YEAR_WORDS, FLAGS)


class _Day(NamedTuple):
    start: int
    end: int
    month: int
    day: int
    year: int | None


def _parts(match: re.Match[str], month_first: bool) -> tuple[list[_Day], bool] | None:
    """Return the days in order of text with their months and years filled in, and whether a range links them."""
    found: list[list[int | None]] = []  # start, end, month, day, year
    ranged = False
    month: int | None = None
    month_start: int | None = None
    for part in _PART.finditer(match.string, match.start(), match.end()):
        if part["range"]:
            ranged = True
        elif part["month"]:
            month = month_number(part["month"])
            if month is None:
                return None
            month_start = part.start()
            if not month_first and found and found[-1][2] is None:
                found[-1][1:3] = [part.end(), month]
        elif part["day"]:
            begin = month_start if month_first and month_start is not None else part.start()
            found.append([begin, part.end(), month if month_first else None, day_number(part["day"]), None])
            month_start = None
        elif found:
            found[-1][1], found[-1][4] = part.end(), int(part["year"])
    later_month, later_year = None, None
    for item in reversed(found):
        item[2] = item[2] or later_month
        if item[4] is None and later_year is not None and later_month is not None and item[2] is not None:
            item[4] = later_year - (item[2] > later_month)
        later_month, later_year = item[2], item[4] if item[4] is not None else later_year
    if len(found) < 2 or any(item[2] is None for item in found):
        return None
    return [_Day(*item) for item in found], ranged  # type: ignore[arg-type]


def _dated(parts: list[_Day], setting: Setting, year: int | None) -> list[datetime.date] | None:
    """Return the dates, None where the year is not known. The last day is the latest on or before publication."""
    dates: list[datetime.date] = []
    for index, part in enumerate(parts):
        datetime.date(2000, part.month, part.day)
        given = part.year if part.year is not None else year
        if given is None:
            if index == 0:
                if setting.published is None:
                    return None
                given = latest_year(part.month, part.day, setting.published, forward=setting.forward)
            else:
                given = dates[-1].year + ((part.month, part.day) < (dates[-1].month, dates[-1].day))
        dates.append(datetime.date(given, part.month, part.day))
    return dates


def _consecutive(dates: list[datetime.date]) -> bool:
    return all(later - earlier == days(1) for earlier, later in itertools.pairwise(dates))


def _month_first(match: re.Match[str], setting: Setting) -> Reading | None:
    return _calendar_days(match, setting, _parts(match, month_first=True))


def _day_first(match: re.Match[str], setting: Setting) -> Reading | None:
    return _calendar_days(match, setting, _parts(match, month_first=False))


def _calendar_days(match: re.Match[str], setting: Setting, read: tuple[list[_Day], bool] | None) -> Reading | None:
    if read is None:
        return None
    parts, ranged = read
    end = match.end()
    year: int | None = None
    if match.string[end - 1].isdigit() and parts[-1].year is None and counts_things(setting, end):
        return None  # "On June 14 and 15 fighters were killed"
    tail = _YEAR_WORDS.match(setting.text, end)
    if tail and (tail["yearword"] or "").lower() in ("this", "last") and setting.published:
        year = setting.published.year - (tail["yearword"].lower() == "last")
        end = tail.end()
    dates = _dated(parts, setting, year)
    role: Role = "future" if setting.forward else "point"
    if ranged or setting.between:
        if len(parts) > 2:
            return None
        when = None
        if dates is not None:
            if dates[0] > dates[-1]:
                return None
            when = Interval(dates[0], dates[-1], "days", "stated")
        return Reading(match.start(), end, "days", when, role)
    if dates is None:
        return Reading(match.start(), end, "days")
    if _consecutive(dates):
        return Reading(
            match.start(), end, "days", Interval(dates[0], dates[-1], "days", "stated"), role, days=tuple(dates)
        )
    singles = [
        Reading(part.start, part.end, "day", day_interval(date, "stated"), role)
        for part, date in zip(parts, dates, strict=True)
    ]
    return Reading(match.start(), end, "days", others=tuple(singles))


def _weekdays(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "Sunday and Monday": the last is the latest on or before publication, each before it the latest before that."""
    numbers: list[int] = []
    ranged = setting.between
    for part in _WEEKDAY_PART.finditer(match.string, match.start(), match.end()):
        if part["weekday"]:
            numbers.append(weekday_number(part["weekday"]))
        else:
            ranged = True
    if len(set(numbers)) != len(numbers) or (ranged and len(numbers) > 2):
        return None
    steps = [(later - earlier) % 7 for earlier, later in itertools.pairwise(numbers)]
    if not ranged and any(step != 1 for step in steps):
        return None
    if setting.published is None:
        return Reading(match.start(), match.end(), "days")
    total = sum(steps)
    if setting.forward:
        first = weekday_on_or_after(setting.published, numbers[0])
        last = first + days(total)
    else:
        last = weekday_on_or_before(setting.published, numbers[-1])
        first = last - days(total)
    listed = () if ranged else tuple(first + days(offset) for offset in range(total + 1))
    when = Interval(first, last, "days", "relative")
    return Reading(match.start(), match.end(), "days", when, "future" if setting.forward else "point", days=listed)


RULES: list[Rule] = [
    rule(
        MONTH_FIRST,
        f"{_MD}{_TAIL}(?:,{GAP}(?:{MONTH}{GAP})?{DAY}(?={GAP}and\\b|,)){{0,5}}{_LINK}(?:{MONTH}{GAP})?{DAY}{_TAIL}",
        _month_first,
    ),
    rule(
        DIGIT_FIRST,
        f"(?<![.,:/$€£-]){_DM}{_TAIL}(?:,{GAP}{_DM}){{0,5}}{_LINK}{DAY}{GAP}(?:of{GAP})?{MONTH}{_TAIL}",
        _day_first,
    ),
    rule(
        WEEKDAY_FIRST,
        f"{WEEKDAY}(?:{GAP}{_HOUR})?(?:,{GAP}{WEEKDAY}){{0,5}}{_RANGE}{_SIDE}?(?:{WEEKDAY})|"
        f"{WEEKDAY}(?:{GAP}{_HOUR})?(?:,{GAP}{WEEKDAY}){{0,5}},?{GAP}(?:and|&){GAP}{_SIDE}?(?:{WEEKDAY})",
        _weekdays,
    ),
]
"""Lists and ranges of days."""
