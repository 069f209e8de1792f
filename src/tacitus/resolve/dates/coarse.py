"""Months, seasons, years and decades, and their parts: "in May", "summer of 2014", "late last year", "mid-May"."""

from __future__ import annotations

import datetime
import itertools
import re

from tacitus.resolve.dates.absolute import YEAR_TAIL, counts_things, year_of_words
from tacitus.resolve.dates.grammar import Interval, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Anaphor, Role
from tacitus.resolve.dates.periods import (
    days,
    last_day,
    latest_year,
    month_interval,
    season_interval,
    week,
    year_interval,
)
from tacitus.resolve.dates.words import (
    DASH,
    DIGIT_FIRST,
    FLAGS,
    FULL_MONTH,
    FULL_MONTH_FIRST,
    GAP,
    MONTH,
    MONTH_FIRST,
    NUMBER,
    ORDINALS,
    POSSESSIVE,
    SEASON,
    SEASONS,
    YEAR,
    month_number,
    number,
    one_of,
)

Date = datetime.date

_CAPITAL_NEXT = re.compile(f"{GAP}(?-i:[A-Z][a-z])", FLAGS)
_NOUN_NEXT = re.compile(
    f"(?:{GAP}|{DASH})(?!(?:for|on|of|to|in|against|and|was|is|are|were|by|with|from|at|that|who|would|has|had)\\b)"
    "(?-i:[a-z])",
    FLAGS,
)


def _as_modifier(match: re.Match[str], setting: Setting, end: int) -> bool:
    """Tell whether what ends here may modify a noun: "the 2014 attack", not "the 2014 people" or "the March for"."""
    return _NOUN_NEXT.match(setting.text, end) is not None and not counts_things(setting, end)


def _bare_month_is_month(match: re.Match[str], setting: Setting) -> bool:
    """A month alone counts after a preposition, or before a noun after an article; "by August Wilson" does not."""
    if setting.anchor == "article":
        return _as_modifier(match, setting, match.end("month"))
    if setting.anchor not in ("preposition", "on"):
        return False
    before = setting.text[max(0, match.start() - 4) : match.start()].lower().strip()
    if before in ("by", "of", "to", "for") or before.endswith(("from", "fter")):
        return _CAPITAL_NEXT.match(setting.text, match.end()) is None
    return True


def _month(match: re.Match[str], setting: Setting) -> Reading | None:
    month = month_number(match["month"])
    if month is None:
        return None
    start, end = match.span()
    year, shift, basis = year_of_words(match, setting.published)
    if shift is not None:
        return Reading(start, end, "month", anaphor=Anaphor("calendar", shift, month=month))
    side = (match["side"] or "").lower()
    if not match["year"] and basis == "stated" and not side:
        if len(match["month"].rstrip(".")) < 4 and month != 5:
            return None
        if not _bare_month_is_month(match, setting):
            return None
    published = setting.published
    role: Role = "future" if side == "next" or setting.forward else "point"
    if year is None and basis == "stated" and published is not None:
        year = latest_year(month, 1, published)
        basis = "relative" if side else "stated"
        if side == "last" and (year, month) == (published.year, published.month):
            year -= 1
        elif side == "next" or setting.forward:
            year += (year, month) < (published.year, published.month) or side == "next"
    when = month_interval(year, month, basis) if year is not None else None
    return Reading(start, end, "month", when, role)


def _month_range(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "May and June 2014", "from May to July"."""
    first, last = month_number(match["first"]), month_number(match["last"])
    if first is None or last is None or first == last:
        return None
    anchored = setting.anchor in ("preposition", "on") or setting.between
    if not match["year"] and not anchored:
        return None
    if match["link"].lower().strip(", \n") == "and" and not setting.between and (last - first) % 12 != 1:
        return None
    year = int(match["year"]) if match["year"] else None
    first_year = int(match["first_year"]) if match["first_year"] else None
    if year is None and setting.published:
        year = latest_year(last, 1, setting.published)
    if year is None:
        return Reading(match.start(), match.end(), "range")
    begin = Date(first_year if first_year is not None else year - (first > last), first, 1)
    end = last_day(year, last)
    if begin > end:
        return None
    return Reading(match.start(), match.end(), "range", Interval(begin, end, "month", "stated"))


def _year(match: re.Match[str], setting: Setting) -> Reading | None:
    year, end = int(match["year"]), match.end()
    if setting.anchor == "article":
        if not _as_modifier(match, setting, end):
            return None
    elif setting.anchor == "preposition":
        if counts_things(setting, end):
            return None
    elif not POSSESSIVE.match(setting.text, end):
        return None
    return Reading(match.start(), end, "year", year_interval(year, year, "stated"))


def _years(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "2014-2016", "2014 to 2016", "2014-15", "2014 and 2015", "in 2013, 2014 and 2016"."""
    written = match["last"]
    dashed = re.fullmatch(DASH, match["link"].strip()) is not None
    if len(written) == 2 and not dashed:
        return None
    years = [int(found) for found in re.findall("[0-9]{4}", match["first"])]
    years.append(int(written) if len(written) == 4 else years[-1] // 100 * 100 + int(written))
    anchored = setting.anchor in ("preposition", "article") or setting.between
    increasing = all(earlier < later for earlier, later in itertools.pairwise(years))
    if not increasing or not (anchored or (dashed and len(written) == 4)) or counts_things(setting, match.end()):
        return None
    start, end = match.span()
    if match["link"].strip(", \n").lower() == "and" and not setting.between and years[-1] - years[0] >= len(years):
        spans = [found.span() for found in re.finditer("[0-9]{4}", match[0])]
        singles = [
            Reading(start + low, start + high, "year", year_interval(year, year, "stated"))
            for year, (low, high) in zip(years, spans, strict=True)
        ]
        return Reading(start, end, "range", others=tuple(singles))
    return Reading(start, end, "range", year_interval(years[0], years[-1], "stated"))


def _season(match: re.Match[str], setting: Setting) -> Reading | None:
    first_month = SEASONS[match["season"].lower()]
    side = (match["side"] or "").lower()
    year, shift, basis = year_of_words(match, setting.published)
    stated = match["year"] or basis != "stated" or match["second"]
    if not stated and not side and not (match["the"] or setting.anchor == "preposition"):
        return None
    if match["season"].lower() == "fall" and not stated and not side:
        tail = setting.text[match.end() : match.end() + 4]
        if setting.anchor != "preposition" or tail.lstrip().lower().startswith("of"):
            return None  # "the fall of Aleppo"
    if shift is not None:
        return Reading(match.start(), match.end(), "season", role="season")
    if match["second"]:
        year = int(match["pair"]) + 1
    published = setting.published
    if year is None and published is not None:
        basis = "relative" if side else "stated"
        begin_year = latest_year(first_month, 1, published)
        year = begin_year + (first_month == 12)
        when = season_interval(year, first_month, basis)
        assert when.first is not None
        if side == "last" and when.first <= published <= when.last:
            year -= 1
        elif side == "next":
            year += 1
    when_or_none = season_interval(year, first_month, basis) if year is not None else None
    return Reading(match.start(), match.end(), "season", when_or_none, "future" if side == "next" else "season")


def _decade(match: re.Match[str], setting: Setting) -> Reading | None:
    first = int(match["decade"])
    return Reading(match.start(), match.end(), "decade", year_interval(first, first + 9, "stated"))


def part_of(when: Interval, kind: str, part: str) -> Interval | None:
    """Return the early, mid or late part of a week, month, season, year or decade (UCDP's estimation rules)."""
    first, last, precision, basis = when
    if first is None:
        return None
    index = {"early": 0, "mid": 1, "late": 2}[part]
    if kind == "week":
        low, high = ((0, 1), (1, 3), (3, 6))[index]
        return Interval(first + days(low), first + days(high), "days", basis)
    if kind == "month":
        bounds = ((1, 10), (10, 20), (15, last.day))[index]
        return Interval(first.replace(day=bounds[0]), first.replace(day=bounds[1]), precision, basis)
    if kind == "season":
        middle = Date(first.year + first.month // 12, first.month % 12 + 1, 1)
        month = (first, middle, last)[index]
        return Interval(month.replace(day=1), last_day(month.year, month.month), "month", basis)
    if kind == "year":
        low, high = ((1, 4), (5, 8), (9, 12))[index]
        return Interval(Date(first.year, low, 1), last_day(first.year, high), precision, basis)
    if kind == "decade":
        low, high = ((0, 3), (4, 6), (7, 9))[index]
        return year_interval(first.year + low, first.year + high, basis)
    return None


def _part(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "early May", "mid-2019", "late last year", "the end of May", "earlier this month", "later this week"."""
    word = match["part"].lower()
    inner = setting.read(match.end(), anchor="preposition")
    if inner is None or inner.kind not in ("week", "month", "season", "year", "decade") or inner.anaphor:
        return None
    if word in ("earlier", "later"):
        if not setting.text[inner.start : inner.start + 4].lower().startswith("this"):
            return None
        if word == "earlier":
            return Reading(match.start(), inner.end, "other", inner.when)
        when = inner.when
        if when is not None and setting.published is not None:
            when = when._replace(first=setting.published)
        return Reading(match.start(), inner.end, "other", when, "future")
    part = {"beginning": "early", "start": "early", "middle": "mid", "end": "late", "close": "late"}.get(word, word)
    when = part_of(inner.when, inner.kind, part) if inner.when else None
    return Reading(match.start(), inner.end, "other", when, inner.role)


def _of_the_period(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the end of the week", "the start of the year": of the week, month or year of publication."""
    if setting.published is None:
        return Reading(match.start(), match.end())
    unit = match["unit"].lower()
    published = setting.published
    if unit == "week":
        whole = Interval(*week(published), "week", "relative")
    elif unit == "month":
        whole = month_interval(published.year, published.month, "relative")
    else:
        whole = year_interval(published.year, published.year, "relative")
    part = {"beginning": "early", "start": "early", "middle": "mid"}.get(match["part"].lower(), "late")
    when = part_of(whole, unit, part)
    ahead = part == "late" and when is not None and when.last > published
    return Reading(match.start(), match.end(), "other", when, "future" if ahead else "point")


def _division(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the first week of August", "the second half of 2019", "the last three days of May"."""
    inner = setting.read(match.end(), anchor="preposition")
    if inner is None or inner.kind not in ("month", "year") or inner.anaphor:
        return None
    if inner.when is None or inner.when.first is None:
        return Reading(match.start(), inner.end, "other")
    word, unit = match["which"].lower(), match["unit"].lower()
    index = -1 if word in ("last", "final") else ORDINALS[word]
    when = _divide(inner.when, inner.kind, index, unit, match["count"])
    return Reading(match.start(), inner.end, "week" if unit == "week" else "other", when) if when else None


def _divide(whole: Interval, kind: str, index: int, unit: str, count: str | None) -> Interval | None:
    first, last, _, basis = whole
    assert first is not None
    if unit.startswith("day") and kind == "month":
        span = number(count) if count else 3
        if index == 1:
            return Interval(first, first + days(span - 1), "days", basis)
        return Interval(last - days(span - 1), last, "days", basis) if index == -1 else None
    if unit == "week" and kind == "month" and index in (-1, 1, 2, 3, 4):
        begin = last - days(6) if index == -1 else first + days(7 * (index - 1))
        return Interval(begin, begin + days(6), "week", basis)
    parts = {"half": 2, "quarter": 4}.get(unit)
    if parts is None or index > parts or (index == -1 and unit == "week"):
        return None
    number_of = parts if index == -1 else index
    if kind == "month":
        if unit != "half":
            return None
        middle = first.replace(day=15)
        return (
            Interval(first, middle, "month", basis)
            if number_of == 1
            else Interval(middle + days(1), last, "month", basis)
        )
    months = 12 // parts
    begin = Date(first.year, months * (number_of - 1) + 1, 1)
    return Interval(begin, last_day(first.year, months * number_of), "year", basis)


_LINK = f"(?P<link>(?:{GAP})?{DASH}(?:{GAP})?|{GAP}(?:and|to|through|until|till){GAP})"
_PARTS = "(?P<part>early|mid|late)"

RULES: list[Rule] = [
    rule(
        MONTH_FIRST | {"last", "next", "this"},
        f"(?:(?P<side>last|next|this){GAP}(?={FULL_MONTH}))?(?P<month>{MONTH}){YEAR_TAIL}",
        _month,
    ),
    rule(
        FULL_MONTH_FIRST,
        f"(?P<first>{FULL_MONTH})(?:{GAP}(?P<first_year>{YEAR}))?{_LINK}(?P<last>{FULL_MONTH})"
        f"(?!{GAP}[0-9]{{1,2}}\\b)(?:,?{GAP}(?:of{GAP})?(?P<year>{YEAR}))?",
        _month_range,
    ),
    rule(DIGIT_FIRST, f"(?<![.,:/$€£])(?P<year>{YEAR})", _year),
    rule(
        DIGIT_FIRST,
        f"(?<![.,:/$€£-])(?P<first>{YEAR}(?:,{GAP}{YEAR}){{0,6}}),?{_LINK}(?P<last>{YEAR}|[0-9]{{2}}(?![0-9\\w-]))",
        _years,
    ),
    rule(
        {"the", "last", "next", "this", *SEASONS},
        f"(?:(?P<the>the){GAP}|(?P<side>last|next|this){GAP})?(?P<season>{SEASON})"
        f"(?:{GAP}(?:of{GAP})?(?P<pair>(?:19|20)[0-9]{{2}})(?P<second>[-/–](?:[0-9]{{4}}|[0-9]{{2}}))(?![0-9])|{YEAR_TAIL})",
        _season,
    ),
    rule({"the", "#"}, f"(?:the{GAP})?(?P<decade>(?:18|19|20)[0-9]0)['’]?s\\b", _decade),
    rule(
        {"the", "early", "mid", "late", "middle", "end", "beginning", "start"},
        f"(?:the{GAP})?{_PARTS}(?:{DASH}|{GAP}(?:in{GAP})?|{GAP}?(?={FULL_MONTH}))(?:the{GAP}(?=[0-9]))?",
        _part,
    ),
    rule(
        {"the", "middle", "end", "beginning", "start", "close"},
        f"(?:the{GAP})?(?P<part>beginning|start|middle|end|close){GAP}of{GAP}",
        _part,
    ),
    rule({"earlier", "later"}, f"(?P<part>earlier|later){GAP}", _part),
    rule(
        {"the"},
        f"the{GAP}(?P<part>beginning|start|middle|end){GAP}of{GAP}the{GAP}(?P<unit>week|month|year)\\b",
        _of_the_period,
    ),
    rule(
        {"the", *ORDINALS, "last", "final"},
        f"(?:the{GAP})?(?P<which>{one_of([*ORDINALS, 'last', 'final'])}){GAP}(?:(?P<count>{NUMBER}){GAP})?"
        f"(?P<unit>week|half|quarter|days?){GAP}of{GAP}",
        _division,
    ),
]
"""Periods longer than days."""
