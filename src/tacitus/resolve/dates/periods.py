"""Arithmetic of days, weeks, months, seasons and years. All intervals are closed; errors of range are ValueErrors."""

from __future__ import annotations

import calendar
import datetime

from tacitus.records import DateBasis
from tacitus.resolve.dates.grammar import Interval

Date = datetime.date


def days(count: int) -> datetime.timedelta:
    """Return a difference of whole days."""
    return datetime.timedelta(days=count)


def day_interval(day: Date, basis: DateBasis) -> Interval:
    """Return the interval of one day."""
    return Interval(day, day, "day", basis)


def last_day(year: int, month: int) -> Date:
    """Return the last day of the month."""
    return Date(year, month, calendar.monthrange(year, month)[1])


def month_shift(day: Date, months: int) -> Date:
    """Return the first day of the month `months` after the one of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return Date(index // 12, index % 12 + 1, 1)


def same_day_months_before(day: Date, months: int) -> Date:
    """Return the same day of an earlier month, the month's last where it is shorter."""
    first = month_shift(day, -months)
    return min(last_day(first.year, first.month), first + days(day.day - 1))


def week(day: Date) -> tuple[Date, Date]:
    """Return Monday and Sunday of the week of `day`."""
    monday = day - days(day.weekday())
    return monday, monday + days(6)


def weekday_on_or_before(day: Date, weekday: int) -> Date:
    """Return the latest such weekday, `day` included."""
    return day - days((day.weekday() - weekday) % 7)


def weekday_on_or_after(day: Date, weekday: int) -> Date:
    """Return the next such weekday, `day` included."""
    return day + days((weekday - day.weekday()) % 7)


def latest_year(month: int, day: int, published: Date, *, forward: bool = False) -> int:
    """Return the year of the latest such date on or before publication (the first on or after, `forward`)."""
    step = 1 if forward else -1
    for offset in range(9):
        year = published.year + step * offset
        try:
            found = Date(year, month, day)
        except ValueError:
            # 29 February
            continue
        if (found >= published) if forward else (found <= published):
            return year
    raise ValueError(f"no such day: {month}-{day}")


def month_interval(year: int, month: int, basis: DateBasis) -> Interval:
    """Return the whole month."""
    return Interval(Date(year, month, 1), last_day(year, month), "month", basis)


def season_interval(year: int, first_month: int, basis: DateBasis) -> Interval:
    """Return three months; winter is named for the year of its January."""
    begin = Date(year - 1 if first_month == 12 else year, first_month, 1)
    end = month_shift(begin, 2)
    return Interval(begin, last_day(end.year, end.month), "season", basis)


def year_interval(first: int, last: int, basis: DateBasis) -> Interval:
    """Return whole years."""
    return Interval(Date(first, 1, 1), Date(last, 12, 31), "year", basis)
