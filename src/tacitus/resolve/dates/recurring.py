"""Words of time that date nothing by themselves: durations, habits, anniversaries; and the feasts."""

from __future__ import annotations

import datetime
import re

from tacitus.resolve.dates.grammar import Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Role
from tacitus.resolve.dates.periods import day_interval, latest_year
from tacitus.resolve.dates.words import (
    DASH,
    FEW,
    FULL_WEEKDAYS,
    GAP,
    NUMBER,
    NUMBER_FIRST,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    WEEKDAY_FIRST,
    WORDS,
    YEAR,
    one_of,
)

_FIXED: dict[str, list[int]] = {name.lower(): day for name, day in WORDS["fixed_feasts"].items()}
_MOVING: list[str] = WORDS["moving_feasts"]


class _Silent:
    """Builds a reading without a date."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, match: re.Match[str], setting: Setting) -> Reading | None:
        return Reading(match.start(), match.end(), role=self.role)


def _feast(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "Christmas Day" is a day of the year; "Ramadan" stays without a date."""
    words = " ".join(match["feast"].replace("’", "'").split()).lower()
    year_text, published = match["year"], setting.published
    start, end = match.span()
    fixed = _FIXED.get(words)
    if fixed is None:
        return Reading(start, end, role="season") if setting.anchor else None
    month, day = fixed
    if year_text:
        year = int(year_text)
    elif published is not None:
        year = latest_year(month, day, published)
    else:
        return Reading(start, end, "day", role="season")
    return Reading(start, end, "day", day_interval(datetime.date(year, month, day), "stated"), "season")


_SPAN_UNIT = "(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)\\b"
_ROUGHLY = (
    f"(?:(?:about|almost|nearly|around|roughly|some|over|more{GAP}than|less{GAP}than|at{GAP}least|up{GAP}to|"
    f"a{GAP}further|another|the{GAP}next){GAP})?"
)
_PLURALS = one_of(f"{day}s" for day in FULL_WEEKDAYS)
_FEASTS = one_of([*WORDS["fixed_feasts"], *_MOVING])

RULES: list[Rule] = [
    rule(
        {"for", "within", "in", "during", "over", "after"},
        f"(?:for|within|in|during|over|after){GAP}{_ROUGHLY}(?:{NUMBER}|{FEW}){GAP}(?:(?:long|straight|consecutive|more)"
        f"{GAP})?{_SPAN_UNIT}(?!{GAP}(?:ago|before|earlier|later|after|of{GAP}age|old|in{GAP}a{GAP}row)\\b)",
        _Silent("duration"),
    ),
    rule(
        {"for", "within", "over"},
        f"for{GAP}{_ROUGHLY}(?:hours|days|weeks|months|years|decades)\\b",
        _Silent("duration"),
    ),
    rule(
        {"for"},
        f"for{GAP}(?:the|a){GAP}{ORDINAL}{GAP}(?:(?:consecutive|straight|successive){GAP})?"
        f"(?:day|night|week|month|year|{WEEKDAY})\\b(?:{GAP}in{GAP}a{GAP}row|{GAP}running)?",
        _Silent("duration"),
    ),
    rule(
        NUMBER_FIRST,
        f"{NUMBER}{DASH}(?:hour|day|night|week|month|year|decade)s?\\b(?:{DASH}long)?(?!{DASH}?{GAP}?olds?\\b|{DASH}olds?\\b)",
        _Silent("duration"),
    ),
    rule(
        {"every", "each"},
        f"(?:every|each){GAP}(?:(?:other|single|few|{NUMBER}){GAP})?(?:{WEEKDAY}|hours?|days?|nights?|mornings?|evenings?|"
        f"weeks?|weekends?|months?|years?)\\b(?:{GAP}(?:morning|afternoon|evening|night)\\b)?",
        _Silent("habitual"),
    ),
    rule(
        WEEKDAY_FIRST | {f"{day}s" for day in WEEKDAY_FIRST},
        f"{_PLURALS}\\b|(?P<once>{WEEKDAY}){GAP}after{GAP}(?P=once)\\b|{WEEKDAY}{GAP}(?:mornings|afternoons|evenings|nights)\\b",
        _Silent("habitual"),
    ),
    rule(
        {"daily", "nightly", "weekly", "monthly", "annually", "yearly", "weekends", "nights", "almost"},
        "(?-i:daily|nightly|weekly|monthly|annually|yearly)\\b(?!\\s(?-i:[A-Z])|\\s(?:newspaper|paper|magazine)\\b)",
        _Silent("habitual"),
    ),
    rule({"on", "at"}, f"(?:on|at){GAP}weekends\\b", _Silent("habitual")),
    rule({"on", "most"}, f"(?:on{GAP})?most{GAP}(?:days|nights|{_PLURALS})\\b", _Silent("habitual")),
    rule(
        {"#", *ORDINALS},
        f"{ORDINAL}(?:{GAP}|{DASH})(?:year{GAP})?anniversary\\b",
        _Silent("anniversary"),
    ),
    rule({"anniversary"}, "anniversary\\b", _Silent("anniversary")),
    rule(
        {name.split()[0].lower().replace("'", "’").split("’")[0].split("-")[0] for name in [*_FIXED, *_MOVING]},
        f"(?P<feast>(?-i:{_FEASTS}))\\b(?!{GAP}(?-i:[A-Z][a-z])|-)(?:,?{GAP}(?P<year>{YEAR}))?",
        _feast,
    ),
]
"""Durations, habits, anniversaries, feasts."""
