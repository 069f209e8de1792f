"""Dates told from a date that the text named before: "the same day", "two days later", "the following Tuesday"."""

from __future__ import annotations

import datetime
import re

from tacitus.errors import UsageError
from tacitus.records import DatePrecision, EventDate
from tacitus.resolve.dates.grammar import Kind, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Anaphor, AnaphorUnit, DateMention
from tacitus.resolve.dates.periods import (
    days,
    last_day,
    month_shift,
    week,
    weekday_on_or_after,
    weekday_on_or_before,
)
from tacitus.resolve.dates.words import FEW, GAP, NUMBER, NUMBER_FIRST, WEEKDAY, number, weekday_number

Date = datetime.date

_UNIT_OF: dict[str, AnaphorUnit] = {"week": "week", "weekend": "weekend", "month": "month", "year": "year"}
_SIGN = {
    "next": 1,
    "following": 1,
    "after": 1,
    "later": 1,
    "afterwards": 1,
    "afterward": 1,
    "previous": -1,
    "preceding": -1,
    "before": -1,
    "earlier": -1,
    "prior": -1,
    "beforehand": -1,
    "previously": -1,
}


def _anaphor(match: re.Match[str], anaphor: Anaphor, kind: Kind = "other") -> Reading:
    return Reading(match.start(), match.end(), kind, anaphor=anaphor)


def _same(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the same day", "that night", "later that evening", "that weekend", "that Monday"."""
    word = match["unit"].lower()
    if match["weekday"]:
        return _anaphor(match, Anaphor("weekday", 0, weekday=weekday_number(word)), "day")
    return _anaphor(match, Anaphor(_UNIT_OF.get(word, "day")), "other")


def _adjacent(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the next day", "the previous night", "the day before", "the following Tuesday", "the week after"."""
    sign = _SIGN[match["side"].lower()]
    word = match["unit"].lower()
    if match["weekday"]:
        return _anaphor(match, Anaphor("weekday", sign, weekday=weekday_number(word)), "day")
    return _anaphor(match, Anaphor(_UNIT_OF.get(word, "day"), sign), "other")


def _counted(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "two days later", "three weeks earlier", "hours later", "a few days before"."""
    sign = _SIGN[match["side"].lower()]
    unit = match["unit"].lower().rstrip("s")
    if unit in ("hour", "minute"):
        return _anaphor(match, Anaphor("day", 0))
    if match["few"] is not None or match["number"] is None:
        return _anaphor(match, Anaphor(_UNIT_OF.get(unit, "day"), sign, vague=True))
    return _anaphor(match, Anaphor(_UNIT_OF.get(unit, "day"), sign * number(match["number"])))


_PART_OF_DAY = "day|night|evening|morning|afternoon|dawn"
_UNIT = f"(?P<unit>{_PART_OF_DAY}|weekend|week|month|year|(?P<weekday>{WEEKDAY}))\\b(?!{GAP}of\\b)"
_LATER = f"(?:(?:later|earlier|early|late){GAP}(?:on{GAP}|in{GAP})?)"

RULES: list[Rule] = [
    rule(
        {"the", "that", "this", "later", "earlier", "early", "late", "same"},
        f"{_LATER}?(?:(?:the|that|this){GAP}(?:very{GAP})?(?:self-?)?same|that(?:{GAP}very)?(?!{GAP}{WEEKDAY})|same){GAP}{_UNIT}",
        _same,
    ),
    rule({"later", "earlier"}, f"(?:later|earlier){GAP}(?:in|on){GAP}the{GAP}(?P<unit>day)(?P<weekday>)\\b", _same),
    rule({"within"}, f"within{GAP}(?P<unit>hours|minutes)(?P<weekday>)\\b", _same),
    rule(
        {"the", "that", "next", "early", "late", "later"},
        f"{_LATER}?(?:(?:the|that){GAP})?(?:very{GAP})?(?P<side>next(?={GAP}(?:{_PART_OF_DAY})\\b)"
        f"|(?<=the )next|following|previous|preceding){GAP}{_UNIT}",
        _adjacent,
    ),
    rule(
        {"the"},
        f"the{GAP}(?P<unit>{_PART_OF_DAY}|weekend|week|month|year)(?P<weekday>){GAP}(?P<side>before|after|prior)\\b"
        f"(?!{GAP}(?:last|next|yesterday|tomorrow)\\b)",
        _adjacent,
    ),
    rule(
        NUMBER_FIRST | {"several", "some", "many", "few", "couple", "the"},
        f"(?:(?P<few>{FEW})|(?P<number>{NUMBER})){GAP}(?P<unit>minutes?|hours?|days?|weeks?|months?|years?){GAP}"
        "(?P<side>later|earlier|after|before|afterwards?|beforehand|previously|prior)\\b",
        _counted,
    ),
    rule(
        {"minutes", "hours", "days", "weeks", "months", "years"},
        f"(?P<few>)(?P<number>)(?P<unit>minutes|hours|days|weeks|months|years){GAP}"
        "(?P<side>later|earlier|after|before|afterwards?|beforehand)\\b",
        _counted,
    ),
]
"""Dates that count from another date."""


def _unknown(text: str, end: Date | None) -> EventDate:
    return EventDate(text=text, start=None, end=end, precision="unknown", basis="anaphoric")


def _span(text: str, start: Date, end: Date, precision: DatePrecision) -> EventDate:
    return EventDate(text=text, start=start, end=end, precision=precision, basis="anaphoric")


def resolve_anaphor(mention: DateMention, antecedent: EventDate) -> EventDate:
    """Return the date that the mention means after `antecedent`; basis "anaphoric".

    The interval is not cut at publication. Where the antecedent is itself open, or the words give only a direction,
    precision is unknown and `start` null. Raises UsageError where the mention is no anaphor.
    """
    anaphor = mention.anaphor
    if anaphor is None:
        raise UsageError("the date does not count from another one", where=mention.text, remedy="Use its own date")
    if antecedent.start is None or antecedent.end is None:
        return _unknown(mention.text, antecedent.end if anaphor.unit == "day" and anaphor.shift == 0 else None)
    try:
        if anaphor.vague:
            return _unknown(mention.text, antecedent.start - days(1) if anaphor.shift < 0 else None)
        return _count(mention.text, anaphor, antecedent.start, antecedent.end, antecedent.precision)
    except (ValueError, OverflowError):
        # 29 February of another year, or a year outside the calendar
        return _unknown(mention.text, None)


def _count(text: str, anaphor: Anaphor, first: Date, last: Date, precision: DatePrecision) -> EventDate:
    shift = anaphor.shift
    near = last if shift > 0 else first
    if anaphor.unit == "day":
        return _count_days(text, shift, first, last, precision)
    if anaphor.unit == "weekday" and anaphor.weekday is not None:
        if shift > 0:
            found = weekday_on_or_after(last + days(1), anaphor.weekday)
        elif shift < 0:
            found = weekday_on_or_before(first - days(1), anaphor.weekday)
        else:
            found = week(first)[0] + days(anaphor.weekday)
        return _span(text, found, found, "day")
    if anaphor.unit == "week":
        return _span(text, *week(near + days(7 * shift)), "week")
    if anaphor.unit == "weekend":
        saturday = week(near + days(7 * shift))[0] + days(5)
        return _span(text, saturday, saturday + days(1), "days")
    if anaphor.unit == "month":
        month = month_shift(near, shift)
        return _span(text, month, last_day(month.year, month.month), "month")
    year = near.year + shift
    if anaphor.unit == "calendar" and anaphor.month is not None:
        if anaphor.day is not None:
            found = Date(year, anaphor.month, anaphor.day)
            return _span(text, found, found, "day")
        return _span(text, Date(year, anaphor.month, 1), last_day(year, anaphor.month), "month")
    return _span(text, Date(year, 1, 1), Date(year, 12, 31), "year")


def _count_days(text: str, shift: int, first: Date, last: Date, precision: DatePrecision) -> EventDate:
    """Days after several days count from the last, days before from the first; longer periods move as a whole."""
    if shift == 0 or precision not in ("day", "days"):
        return _span(text, first + days(shift), last + days(shift), precision)
    found = (last if shift > 0 else first) + days(shift)
    return _span(text, found, found, "day")
