"""Single days by number and month: "June 14, 2020", "14th of June", "2020-06-14", "Monday (15 June)", "on the 14th"."""

from __future__ import annotations

import datetime
import re

from tacitus.records import DateBasis
from tacitus.resolve.dates.grammar import Interval, Reading, Rule, Setting, rule
from tacitus.resolve.dates.mention import Anaphor
from tacitus.resolve.dates.periods import day_interval, latest_year, month_shift
from tacitus.resolve.dates.words import (
    ANY_WEEKDAY,
    ANY_WEEKDAY_FIRST,
    COUNTED,
    DAY,
    DIGIT_FIRST,
    FLAGS,
    GAP,
    MONTH,
    MONTH_FIRST,
    ORDINAL,
    WEEKDAY_FIRST,
    WORDS,
    YEAR,
    month_number,
    one_of,
    ordinal,
)

# "June 14 last year", "June 14 of that year"
YEAR_WORDS = (
    f"(?:{GAP}(?:of{GAP}|in{GAP})?"
    f"(?:(?P<yearword>this|last|that|the{GAP}same|that{GAP}same|the{GAP}following|the{GAP}next|the{GAP}previous)"
    f"{GAP}year|the{GAP}year{GAP}(?P<yearside>before|after))\\b)"
)
YEAR_TAIL = f"(?:(?:,?{GAP}|,)(?:of{GAP})?(?P<year>{YEAR})|,?{YEAR_WORDS})?"
_COUNTED_NEXT = re.compile(f"{GAP}{COUNTED}", FLAGS)
_SHIFTS = {"this": 0, "last": -1}
_BACK_YEARS = {"previous": -1, "before": -1, "following": 1, "next": 1, "after": 1}


def day_number(word: str) -> int:
    """Return the day in "14", "14th"."""
    return int(re.sub("[^0-9]", "", word))


def counts_things(setting: Setting, end: int) -> bool:
    """Tell whether a number that ends here counts what follows ("14 civilians")."""
    return _COUNTED_NEXT.match(setting.text, end) is not None


def year_of_words(match: re.Match[str], published: datetime.date | None) -> tuple[int | None, int | None, DateBasis]:
    """Read a YEAR_TAIL: the year (None where none is said or known), the shift from an antecedent's year, the basis."""
    if match["year"]:
        return int(match["year"]), None, "stated"
    said = (match["yearword"] or match["yearside"] or "").lower().split()
    if not said:
        return None, None, "stated"
    if said[-1] in _SHIFTS:
        return (published.year + _SHIFTS[said[-1]] if published else None), None, "relative"
    return None, _BACK_YEARS.get(said[-1], 0), "anaphoric"


def _calendar_day(match: re.Match[str], setting: Setting) -> Reading | None:
    month = month_number(match["month"])
    if month is None:
        return None
    day = day_number(match["day"])
    datetime.date(2000, month, day)  # June 31 is no date
    start, end = match.span()
    year, shift, basis = year_of_words(match, setting.published)
    if shift is not None:
        anaphor = Anaphor("calendar", shift, month=month, day=day)
        return Reading(start, end, "day", anaphor=anaphor)
    if year is None and basis == "stated":
        # "In June 14 civilians were killed", "On 14 May ..." is not in this form.
        if (
            match["day"].isdigit()
            and match.start("day") > start
            and setting.anchor == "preposition"
            and counts_things(setting, end)
        ):
            return None
        if setting.published is not None:
            year = latest_year(month, day, setting.published, forward=setting.forward)
    when = day_interval(datetime.date(year, month, day), basis) if year is not None else None
    return Reading(start, end, "day", when, "future" if setting.forward else "point")


def _numeric(match: re.Match[str], setting: Setting) -> Reading | None:
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    if year < 100:
        if match["sep"] != "/":
            return None
        year += 2000 if year < 70 else 1900
    day, month = (second, first) if second > 12 else (first, second)
    return Reading(match.start(), match.end(), "day", day_interval(datetime.date(year, month, day), "stated"))


def _iso(match: re.Match[str], setting: Setting) -> Reading | None:
    day = datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Reading(match.start(), match.end(), "day", day_interval(day, "stated"))


def _after_weekday(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "Monday, June 15", "Mon 15 June", "Monday (15 June)": the date says the day."""
    word = match["word"]
    full = word.lower() in WEEKDAY_FIRST
    if (full and match["stop"]) or not (full or word[0].isupper()):
        return None  # a sentence ends after "Friday.", and "sat" is a verb
    inner = setting.read(match.end(), anchor="on")
    if inner is None or inner.kind not in ("day", "days") or inner.start != match.end():
        return None
    if _NUMBER_OR_MONTH.match(setting.text, inner.start) is None:
        return None
    end = inner.end
    if match["open"]:
        if setting.text[end : end + 1] != ")":
            return None
        end += 1
    return Reading(match.start(), end, inner.kind, inner.when, inner.role, inner.anaphor, inner.days)


_NUMBER_OR_MONTH = re.compile(f"[0-9]|{MONTH}", FLAGS)


def _the_nth(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "on the 14th": the latest such day on or before publication."""
    if setting.anchor not in ("on", "preposition"):
        return None
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    more = match["more"]
    published = setting.published
    if published is None:
        return Reading(match.start(), match.end(), "days" if more else "day")
    found = _latest_nth(int(more) if more else day, published)
    if not more:
        return Reading(match.start(), match.end(), "day", day_interval(found, "stated"))
    first = found.replace(day=day)
    if day >= found.day or (match["link"].lower() == "and" and found.day - day > 1):
        return None
    listed = (first, found) if match["link"].lower() == "and" else ()
    return Reading(match.start(), match.end(), "days", Interval(first, found, "days", "stated"), days=listed)


def _latest_nth(day: int, published: datetime.date) -> datetime.date:
    for back in range(0, -3, -1):
        first = month_shift(published, back)
        try:
            found = first.replace(day=day)
        except ValueError:
            # the 31st of a short month
            continue
        if found <= published:
            return found
    raise ValueError(f"no such day: {day}")


def _nth_of_month(match: re.Match[str], setting: Setting) -> Reading | None:
    """ "the tenth of this month", "the 14th of last month"."""
    published = setting.published
    if published is None:
        return Reading(match.start(), match.end(), "day")
    first = month_shift(published, -1 if match["side"].lower() == "last" else 0)
    found = first.replace(day=ordinal(match["nth"]))
    return Reading(match.start(), match.end(), "day", day_interval(found, "relative"))


def _named_day(match: re.Match[str], setting: Setting) -> Reading | None:
    month = month_number(match["month"])
    day = day_number(match["day"])
    for named in WORDS["named_days"]:
        found = datetime.date(named["year"], named["month"], named["day"])
        known = setting.published is None or found <= setting.published
        if (month, day) == (found.month, found.day) and known and match["noun"].lower() in named["nouns"]:
            end = match.end("day_last")
            return Reading(match.start(), end, "day", day_interval(found, "stated"))
    return None


def _named_number(match: re.Match[str], setting: Setting) -> Reading | None:
    found = WORDS["named_numbers"].get(match[0])
    if not isinstance(found, datetime.date) or (setting.published and found > setting.published):
        return None
    return Reading(match.start(), match.end(), "day", day_interval(found, "stated"))


_NOT_IN_PATH = "(?<![/\\w.-])"
_NOUNS = one_of(sorted({noun for named in WORDS["named_days"] for noun in named["nouns"]}))

RULES: list[Rule] = [
    rule(
        MONTH_FIRST,
        f"(?P<month>{MONTH}){GAP}(?P<day>{DAY})(?P<day_last>){GAP}(?P<noun>{_NOUNS})\\b",
        _named_day,
    ),
    rule(
        DIGIT_FIRST,
        f"(?P<day>{DAY}){GAP}(?P<month>{MONTH})(?P<day_last>){GAP}(?P<noun>{_NOUNS})\\b",
        _named_day,
    ),
    rule(
        DIGIT_FIRST,
        f"{_NOT_IN_PATH}(?P<y>(?:18|19|20)[0-9]{{2}})(?P<sep>[-/.])(?P<m>[0-9]{{1,2}})(?P=sep)(?P<d>[0-9]{{1,2}})"
        "(?![-/\\d]|\\.\\d)",
        _iso,
    ),
    rule(
        DIGIT_FIRST,
        f"{_NOT_IN_PATH}(?P<a>[0-9]{{1,2}})(?P<sep>[-/.])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<y>(?:18|19|20)?[0-9]{{2}})"
        "(?![-/\\w]|\\.\\d)",
        _numeric,
    ),
    rule(
        MONTH_FIRST | {"last"},
        f"(?:last{GAP})?(?P<month>{MONTH}){GAP}(?:the{GAP})?(?P<day>{DAY}){YEAR_TAIL}",
        _calendar_day,
    ),
    rule(
        DIGIT_FIRST | {"last"},
        f"(?<![.,:/$€£-])(?:last{GAP})?(?P<day>{DAY}){GAP}(?:(?:day{GAP})?of{GAP})?(?P<month>{MONTH}){YEAR_TAIL}",
        _calendar_day,
    ),
    rule(
        {"the"},
        f"the{GAP}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){GAP}(?:day{GAP})?of{GAP}(?P<month>{MONTH}){YEAR_TAIL}",
        _calendar_day,
    ),
    rule({"the"}, f"the{GAP}(?P<nth>{ORDINAL}){GAP}of{GAP}(?P<side>this|last){GAP}month\\b", _nth_of_month),
    rule(ANY_WEEKDAY_FIRST, f"(?P<word>{ANY_WEEKDAY})(?P<stop>\\.)?,?{GAP}(?P<open>\\()?(?:the{GAP})?", _after_weekday),
    rule(
        {"the"},
        f"the{GAP}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)(?:{GAP}of{GAP}th(?:e|is){GAP}month)?"
        f"(?:{GAP}(?P<link>and|to){GAP}(?:the{GAP})?(?P<more>[0-9]{{1,2}})(?:st|nd|rd|th))?"
        f"(?!{DAY}|{GAP}(?!(?:when|where|at|in|by|near|after|with|as|while|that|they|he|it|a|the)\\b)\\w|[-\\w])",
        _the_nth,
    ),
    rule(DIGIT_FIRST, f"{_NOT_IN_PATH}(?:{one_of(WORDS['named_numbers'])})(?![/\\w])", _named_number),
]
"""Single days of the calendar."""
