"""Dates told from the day of publication: "yesterday", "last Friday", "two days ago", "over the weekend"."""

from __future__ import annotations

import datetime
import re

from tacitus.records import DatePrecision
from tacitus.resolve.dates.grammar import Build, Interval, Kind, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Role
from tacitus.resolve.dates.periods import (
    day_interval,
    days,
    month_interval,
    month_shift,
    same_day_months_before,
    week,
    weekday_on_or_after,
    weekday_on_or_before,
    year_interval,
)
from tacitus.resolve.dates.words import (
    DASH,
    FEW,
    GAP,
    NUMBER,
    NUMBER_FIRST,
    WEEKDAY,
    WEEKDAY_FIRST,
    number,
    weekday_number,
)

Date = datetime.date


def _reading(
    match: re.Match[str], kind: Kind, when: Interval | None, role: Role = "point", end: int | None = None
) -> Reading:
    return Reading(match.start(), match.end() if end is None else end, kind, when, role)


def upper_bound(published: Date) -> Interval:
    """Return the interval of "recently": ends at publication, begins nobody knows when."""
    return Interval(None, published, "unknown", "relative")


_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _day_word(match: re.Match[str], setting: Setting) -> Reading | None:
    word = match["word"]
    before = setting.text[max(0, match.start() - 2) : match.start()]
    if word[0].isupper() and before[:1].isalnum() and before[1:] == " ":
        return None  # "Russia Today" is an outlet
    shift = _DAY_WORDS[word.lower()]
    when = day_interval(setting.published + days(shift), "relative") if setting.published else None
    return _reading(match, "day", when, "future" if shift > 0 else "point")


def _shifted_day(shift: int) -> Build:
    """Return the builder of a fixed number of days from publication."""

    def build(match: re.Match[str], setting: Setting) -> Reading | None:
        when = day_interval(setting.published + days(shift), "relative") if setting.published else None
        return _reading(match, "day", when, "future" if shift > 0 else "point")

    return build


def _weekday(match: re.Match[str], setting: Setting) -> Reading | None:
    """A weekday alone or with last, next, this, coming, past before it, or with "last week" after it."""
    day = weekday_number(match["day"])
    side = (match["side"] or "").lower().split()
    week_word = (match["week"] or "").lower()
    published = setting.published
    if published is None:
        return _reading(match, "day", None, "future" if "next" in side else "point")
    if week_word:
        monday = week(published)[0] + days({"last": -7, "this": 0, "next": 7}[week_word])
        when = day_interval(monday + days(day), "relative")
        return _reading(match, "day", when, "future" if week_word == "next" else "point")
    if "next" in side or "coming" in side:
        return _reading(match, "day", day_interval(weekday_on_or_after(published + days(1), day), "relative"), "future")
    if setting.forward:
        return _reading(match, "day", day_interval(weekday_on_or_after(published, day), "relative"), "future")
    latest = published - days(1) if "last" in side or "past" in side else published
    return _reading(match, "day", day_interval(weekday_on_or_before(latest, day), "relative"))


def _unit(word: str) -> str:
    return word.lower().rstrip("s")


def _period(published: Date, unit: str, shift: int) -> tuple[Interval, Kind]:
    """Return the calendar week, weekend, month or year `shift` of them from publication."""
    if unit == "week":
        monday, sunday = week(published + days(7 * shift))
        return Interval(monday, sunday, "week", "relative"), "week"
    if unit == "month":
        first = month_shift(published, shift)
        return month_interval(first.year, first.month, "relative"), "month"
    return year_interval(published.year + shift, published.year + shift, "relative"), "year"


def _weekend(published: Date, side: str) -> Interval:
    """The Saturday and Sunday: of "last", whole before publication; of "next", after it; else the latest begun."""
    if side == "last":
        saturday = weekday_on_or_before(published - days(1), 6) - days(1)
    elif side in ("next", "coming"):
        saturday = weekday_on_or_after(published + days(1), 5)
    else:
        saturday = weekday_on_or_before(published, 5)
    return Interval(saturday, saturday + days(1), "days", "relative")


def _last_unit(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "last week", "this month", "next year", "last weekend"."""
    side, unit = match["side"].lower().split()[-1], _unit(match["unit"])
    role: Role = "future" if side in ("next", "coming") else "point"
    kind: Kind = "weekend" if unit == "weekend" else ("week" if unit == "week" else "month")
    if unit == "year":
        kind = "year"
    if setting.published is None:
        return _reading(match, kind, None, role)
    if unit == "weekend":
        side = "last" if match["side"].lower() in ("last", "past") else side
        return _reading(match, kind, _weekend(setting.published, side), role)
    shift = {"last": -1, "this": 0}.get(side, 1)
    return _reading(match, kind, _period(setting.published, unit, shift)[0], role)


def _before_last(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the week before last"."""
    unit = _unit(match["unit"])
    if setting.published is None:
        return _reading(match, "other", None)
    if unit == "weekend":
        last = _weekend(setting.published, "last")
        assert last.first is not None
        return _reading(match, "weekend", Interval(last.first - days(7), last.last - days(7), "days", "relative"))
    when, kind = _period(setting.published, unit, -2)
    return _reading(match, kind, when)


def _ago(match: re.Match[str], setting: Setting) -> Reading | None:
    published, unit = setting.published, _unit(match["unit"])
    if published is None:
        return _reading(match, "other", None)
    if match["few"] or not match["number"]:
        if unit in ("hour", "minute"):
            return _reading(match, "day", day_interval(published, "relative"))
        return _reading(match, "other", upper_bound(published))
    count = number(match["number"])
    if unit in ("hour", "minute"):
        return _reading(match, "day", day_interval(published - days(count // 24 if unit == "hour" else 0), "relative"))
    if unit == "day":
        return _reading(match, "day", day_interval(published - days(count), "relative"))
    if unit == "decade":
        return _reading(match, "other", upper_bound(published))
    when, kind = _period(published, unit, -count)
    return _reading(match, kind, when)


def _past(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the past 48 hours" and its like: back from publication.

    24 hours are the day and the day before, 48 and 72 the day and two before (UCDP); n days are 24 n hours.
    """
    published, unit = setting.published, _unit(match["unit"])
    if published is None:
        return _reading(match, "other", None)
    if match["few"]:
        return _reading(match, "other", upper_bound(published))
    count = number(match["number"]) if match["number"] else 1
    precision: DatePrecision
    if unit in ("hour", "day"):
        whole = count if unit == "day" else max(1, -(-count // 24))
        first = published - days(1 if whole == 1 else max(2, whole - 1))
        precision = "days"
    elif unit == "week":
        first, precision = published - days(7 * count), "week" if count == 1 else "days"
    elif unit == "decade":
        first, precision = same_day_months_before(published, 120 * count), "year"
    else:
        first = same_day_months_before(published, count if unit == "month" else 12 * count)
        precision = "month" if unit == "month" else "year"
    return _reading(match, "other", Interval(first, published, precision, "relative"))


def _recently(match: re.Match[str], setting: Setting) -> Reading | None:
    return _reading(match, "other", upper_bound(setting.published) if setting.published else None)


def _coming(match: re.Match[str], setting: Setting) -> Reading | None:
    return _reading(match, "other", None, "future")


def _the_weekend(match: re.Match[str], setting: Setting) -> Reading | None:
    when = _weekend(setting.published, "") if setting.published else None
    return _reading(match, "weekend", when)


_THE = f"(?:the{GAP})?"
_CALENDAR_UNIT = "(?P<unit>week|weekend|month|year)\\b"
_AGO = f"(?:ago|back(?={GAP}?[,.;]))\\b"
_UNITS = "(?P<unit>minutes?|hours?|days?|weeks?|months?|years?|decades?)\\b"
_NIGHT = "(?:night|evening)\\b"

RULES: list[Rule] = [
    rule(_DAY_WORDS, "(?P<word>today|tonight|yesterday|tomorrow)\\b", _day_word),
    rule({"the", "day"}, f"{_THE}day{GAP}before{GAP}yesterday\\b", _shifted_day(-2)),
    rule({"the", "night"}, f"{_THE}night{GAP}before{GAP}last\\b", _shifted_day(-2)),
    rule({"the", "day"}, f"{_THE}day{GAP}after{GAP}tomorrow\\b", _shifted_day(2)),
    rule({"last"}, f"last{GAP}{_NIGHT}", _shifted_day(-1)),
    rule(
        {"this"},
        f"this{GAP}(?:(?:early|late|past){GAP})?(?:morning|afternoon|evening|lunchtime)\\b",
        _shifted_day(0),
    ),
    rule(
        {"last", "next", "this", "past", "coming", "the", *WEEKDAY_FIRST},
        f"(?:(?P<side>last|next|this(?:{GAP}(?:past|coming))?|(?:the{GAP})?(?:past|coming)){GAP})?(?P<day>{WEEKDAY})"
        f"(?:,?{GAP}(?:of{GAP})?(?P<week>last|this|next){GAP}week\\b)?",
        _weekday,
    ),
    rule(
        {"last", "next", "this", "past"},
        f"(?P<side>last|next|this{GAP}(?:past|coming)|this){GAP}{_CALENDAR_UNIT}(?!{DASH})",
        _last_unit,
    ),
    rule({"the"}, f"the{GAP}(?P<side>past|coming){GAP}(?P<unit>weekend)\\b", _last_unit),
    rule({"the"}, f"the{GAP}weekend\\b", _the_weekend),
    rule({"the"}, f"the{GAP}{_CALENDAR_UNIT}{GAP}before{GAP}last\\b", _before_last),
    rule(
        NUMBER_FIRST | {"several", "some", "many", "few", "couple", "the"},
        f"(?:(?P<few>{FEW})|(?P<number>{NUMBER})){GAP}{_UNITS}{GAP}{_AGO}",
        _ago,
    ),
    rule(
        {"days", "weeks", "months", "years", "hours", "minutes", "decades"},
        f"(?P<unit>minutes|hours|days|weeks|months|years|decades){GAP}(?P<few>)(?P<number>)ago\\b",
        _ago,
    ),
    rule(
        {"the", "this", "past", "last"},
        f"(?:(?:the|this){GAP}(?:past|last|previous(?={GAP}[0-9]+{GAP}hours))|past|last(?={GAP}{NUMBER}|{GAP}(?:few|several|couple)))"
        f"(?:{GAP}(?:(?P<few>few|several|couple{GAP}of|many)|(?P<number>{NUMBER})))?"
        f"{GAP}(?P<unit>hours?|days?|weeks?|months?|years?|decades?)\\b(?!{GAP}(?:of|before|in{GAP}power)\\b)",
        _past,
    ),
    rule({"recently", "lately"}, "(?:recently|lately)\\b", _recently),
    rule({"recent"}, f"recent{GAP}(?:hours|days|weeks|months|years)\\b", _recently),
    rule({"the"}, f"the{GAP}other{GAP}(?:day|night|week)\\b", _recently),
    rule(
        {"the", "coming"},
        f"(?:the{GAP})?coming{GAP}(?:(?:few|{NUMBER}){GAP})?(?:hours|days|weeks|months|years|week|month|year)\\b",
        _coming,
    ),
    rule(
        {"the", "next"},
        f"(?:the{GAP})?next{GAP}(?:few|several|couple{GAP}of|{NUMBER}){GAP}(?:hours|days|weeks|months|years)\\b",
        _coming,
    ),
]
"""Dates that count from the publication date."""
