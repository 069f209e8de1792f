"""Words before a date that say what it means: "since", "between", "around", "overnight", "at dawn on"."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import cast

from tacitus.records import DatePrecision
from tacitus.resolve.dates.grammar import Anchor, Interval, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Anaphor, Role
from tacitus.resolve.dates.periods import days
from tacitus.resolve.dates.words import DASH, FLAGS, GAP, POSSESSIVE, WEEKDAY, weekday_number

_HOURS = (
    "(?:(?:pre-?)?dawn|daybreak|sunrise|dusk|sunset|nightfall|midnight|noon|midday|morning|afternoon|evening|night|"
    "lunchtime|hours)\\b"
)
_SIZE = f"(?:(?:early|late|small|first|pre-?dawn|mid)(?:{GAP}|{DASH}))"
_SUFFIX = re.compile(
    f"{GAP}{_SIZE}?(?:morning|afternoon|evening|night|dawn|midnight|noon|midday|lunchtime)\\b(?!{GAP}prayers?\\b)"
    f"|,?{GAP}(?:at|around){GAP}(?:dawn|daybreak|sunrise|dusk|sunset|nightfall|midnight|noon|midday|night)\\b"
    f"|,?{GAP}in{GAP}the{GAP}{_SIZE}?(?:morning|afternoon|evening|hours)\\b",
    FLAGS,
)
_INTO = re.compile(
    f"{GAP}(?:in)?to{GAP}(?:(?:early|late){GAP}|the{GAP}early{GAP}hours{GAP}of{GAP})?(?P<day>{WEEKDAY})", FLAGS
)
_DEADLINE = re.compile(
    "\\b(?:will|must|shall|deadline|ultimatum|expires?|extend(?:ed|s)?|scheduled|due|expected|planned|plans)\\b"
    "[^.;!?\\n]{0,60}$",
    FLAGS,
)
_UNTIL = re.compile(f"{GAP}(?:to|until|till|through){GAP}", FLAGS)
_AND = re.compile(f"{GAP}and{GAP}", FLAGS)
_PRAYERS = re.compile(f"{GAP}prayers?\\b", FLAGS)


def with_time_of_day(reading: Reading, setting: Setting) -> Reading:
    """Return the reading with the words of the hour after it: "Monday evening", "Sunday night into Monday"."""
    if reading.kind not in ("day", "days"):
        return reading
    match = _SUFFIX.match(setting.text, reading.end)
    if match is not None:
        reading = replace(reading, end=match.end(), time_of_day=True)
    if reading.kind != "day" or not reading.time_of_day:
        return reading
    into = _INTO.match(setting.text, reading.end)
    if into is None:
        return reading
    when = reading.when
    if when is not None:
        if when.last == datetime.date.max or (when.last + days(1)).weekday() != weekday_number(into["day"]):
            return reading
        next_day = when.last + days(1)
        when = Interval(when.first, next_day, "days", when.basis)
    longer = replace(reading, end=into.end(), kind="days", when=when)
    suffix = _SUFFIX.match(setting.text, longer.end)
    return replace(longer, end=suffix.end()) if suffix else longer


def _plain(match: re.Match[str], setting: Setting) -> Reading | None:
    """A preposition or article that is no part of the date but tells that a bare month or year is one."""
    word = match[0].lower().split()[0]
    anchor: Anchor = "article" if word in ("the", "a", "an") else ("on" if word == "on" else "preposition")
    inner = setting.read(match.end(), anchor=anchor)
    if inner is None:
        return None
    if anchor == "on" and inner.kind == "day" and _long_past(inner, setting) and _is_planned(setting, match.start()):
        return setting.read(match.end(), anchor=anchor, forward=True)
    return replace(inner, modifier=True) if anchor == "article" else inner


def _is_planned(setting: Setting, start: int) -> bool:
    """Tell whether words of plan or duty stand before `start` in the same sentence."""
    return _DEADLINE.search(setting.text[max(0, start - 90) : start]) is not None


def _long_past(reading: Reading, setting: Setting) -> bool:
    """ "will vote on June 28" of June 16: a day without a year that would be most of a year ago."""
    when, published = reading.when, setting.published
    return when is not None and published is not None and 270 < (published - when.last).days < 366


def _bound(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "since March 5", "until June 30", "by Friday", "before 2014"."""
    word = match["bound"].lower()
    role = cast(Role, {"till": "until", "through": "until"}.get(word.split()[0], word.split()[0]))
    inner = setting.read(match.end(), anchor="preposition")
    if inner is None or inner.role not in ("point", "season") or inner.others:
        return inner
    text = setting.text
    if inner.modifier or POSSESSIVE.match(text, inner.end) or _PRAYERS.match(text, inner.end) or inner.kind == "name":
        return inner
    if role in ("before", "after") and (inner.time_of_day or inner.anaphor):
        return inner
    if role in ("until", "by", "before") and inner.kind == "day" and _is_planned(setting, match.start()):
        forward = setting.read(match.end(), anchor="preposition", forward=True)
        if forward is not None and forward.role == "future":
            return replace(forward, start=match.start())
    return replace(inner, start=match.start(), role=role)


def _scheduled(match: re.Match[str], setting: Setting) -> Reading | None:
    inner = setting.read(match.end(), anchor="preposition", forward=True)
    return inner if inner is not None and inner.role == "future" else None


def _between(match: re.Match[str], setting: Setting) -> Reading | None:
    inner = setting.read(match.end(), between=True)
    if inner is None or inner.start != match.end() or inner.others:
        return None
    if inner.kind not in ("days", "range") or inner.days:
        return None
    return replace(inner, start=match.start())


_PERIODS = ("day", "week", "month", "season", "year", "other")
_COARSENESS: tuple[DatePrecision, ...] = ("day", "days", "week", "month", "season", "year")


def _from_to(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "from Monday until yesterday", "between late 2018 and May 2019": the time from one date to another."""
    ranged = match["word"].lower() == "from"
    first = setting.read(match.end(), anchor="preposition")
    if first is None or first.kind not in _PERIODS or first.modifier or first.anaphor or first.others:
        return None
    link = (_UNTIL if ranged else _AND).match(setting.text, first.end)
    second = setting.read(link.end(), anchor="preposition") if link else None
    if second is None or second.kind not in _PERIODS or second.modifier or second.anaphor or second.others:
        return None
    start = first.start if ranged else match.start()
    if first.when is None or second.when is None:
        return Reading(start, second.end, "range") if "day" in (first.kind, second.kind) else None
    begin, end = first.when.first, second.when.last
    if begin is None or second.when.first is None or begin > second.when.first:
        return None
    coarser = max((first.when.precision, second.when.precision, "days"), key=_COARSENESS.index)
    basis = first.when.basis if first.when.basis == second.when.basis else "relative"
    return Reading(start, second.end, "range", Interval(begin, end, coarser, basis))


def _eve(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the eve of May 5" is the day before it; of anything else, the day before that."""
    inner = setting.read(match.end()) if match["of"] else None
    if inner is None or inner.kind != "day" or inner.when is None or inner.modifier:
        return Reading(match.start(), match.start("of"), "other", anaphor=Anaphor("day", -1))
    day = inner.when.last - days(1)
    return Reading(match.start(), inner.end, "day", Interval(day, day, "day", inner.when.basis))


def _around(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "around 2 July": one day either side (UCDP)."""
    inner = setting.read(match.end(), anchor="preposition")
    if inner is None or inner.modifier or inner.role != "point" or inner.kind == "name":
        return None
    when = inner.when
    if inner.time_of_day:
        return replace(inner, start=match.start())
    if inner.kind == "day" and when is not None and when.first is not None:
        when = Interval(when.first - days(1), when.last + days(1), "days", when.basis)
    return replace(inner, start=match.start(), when=when, kind="days" if inner.kind == "day" else inner.kind)


def _hour_of(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "early on June 14", "dawn on 5 May", "the early hours of Tuesday", "the night of 14-15 June"."""
    inner = setting.read(match.end(), anchor="on")
    if inner is None or inner.kind not in ("day", "days") or inner.modifier or inner.anaphor or inner.others:
        return None
    return replace(inner, start=match.start(), time_of_day=True)


def _night_between(match: re.Match[str], setting: Setting) -> Reading | None:
    inner = setting.read(match.end(), between=True)
    if inner is None or inner.kind != "days":
        return None
    return replace(inner, start=match.start(), time_of_day=True)


def _overnight(match: re.Match[str], setting: Setting) -> Reading | None:
    """The night before publication, or the one that the day after it names: "overnight into Wednesday"."""
    word = (match["link"] or "").lower()
    inner = setting.read(match.end(), between=word in ("between", "from")) if match["gap"] else None
    published = setting.published
    if inner is None or inner.kind not in ("day", "days") or inner.modifier or inner.others:
        end = match.start() + len("overnight")
        when = Interval(published - days(1), published, "days", "relative") if published else None
        return Reading(match.start(), end, "days", when, time_of_day=True)
    when = inner.when
    if inner.kind == "day" and when is not None:
        if word in ("into", "to") or when.last == published:
            when = Interval(when.last - days(1), when.last, "days", when.basis)
        else:
            when = Interval(when.last, when.last + days(1), "days", when.basis)
    return Reading(match.start(), inner.end, "days", when, inner.role, inner.anaphor, time_of_day=True)


RULES: list[Rule] = [
    rule(
        {"since", "until", "till", "through", "by", "before", "after"},
        f"(?P<bound>since|until|till|through|by|before|after){GAP}",
        _bound,
    ),
    rule(
        {"scheduled", "due", "set", "planned", "slated", "foreseen"},
        f"(?:scheduled|due|set|planned|slated|foreseen){GAP}(?:to{GAP}(?:begin|start|take{GAP}place|open|resume){GAP})?"
        f"(?:for|on|in|by){GAP}",
        _scheduled,
    ),
    rule({"from", "between"}, f"(?P<word>from|between){GAP}", _from_to),
    rule({"the"}, f"the{GAP}eve\\b(?P<of>(?:{GAP}of{GAP})?)(?:the{GAP}(?=[0-9]))?", _eve),
    rule({"between"}, f"between{GAP}(?:the{GAP})?", _between),
    rule(
        {"around", "circa", "on", "roughly"}, f"(?:around|circa|roughly|on{GAP}or{GAP}(?:around|about)){GAP}", _around
    ),
    rule(
        {
            "the",
            "early",
            "late",
            "small",
            "first",
            "predawn",
            "pre",
            "mid",
            "dawn",
            "daybreak",
            "sunrise",
            "dusk",
            "sunset",
            "nightfall",
            "midnight",
            "noon",
            "midday",
            "morning",
            "afternoon",
            "evening",
            "night",
            "lunchtime",
        },
        f"(?:the{GAP})?{_SIZE}?(?:morning{GAP}|evening{GAP}|night{GAP})?{_HOURS}{GAP}(?:(?:of|on){GAP})?(?:the{GAP}(?![0-9]))?",
        _hour_of,
    ),
    rule(
        {"very", "early", "late", "earlier", "later"},
        f"(?:very{GAP})?(?:early|late|earlier|later){GAP}"
        f"(?:in{GAP}the{GAP}(?:day|morning|afternoon|evening|night){GAP})?(?:(?:on|of){GAP})?",
        _hour_of,
    ),
    rule({"the", "night"}, f"(?:the{GAP})?night{GAP}(?:of{GAP}|from{GAP}|between{GAP})(?:the{GAP})?", _night_between),
    rule(
        {"overnight"},
        f"overnight\\b(?P<gap>{GAP}(?:(?P<link>on|into|to|from|between|of){GAP})?)?",
        _overnight,
    ),
    rule(
        {"in", "during", "throughout", "from", "of", "on", "over", "at", "for"},
        f"(?:in|during|throughout|from|of|on|over|at|for){GAP}",
        _plain,
    ),
    rule({"the", "a", "an"}, f"(?:the|an?){GAP}", _plain),
]
"""Rules that wrap the date after them."""
