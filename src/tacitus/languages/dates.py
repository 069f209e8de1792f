"""Dates in other languages, with the codebook's precision: names of months and days by CLDR, relative words by list.

`dateparser` was tried: it reads "3 June" as the coming one, Arabic figures not at all, and gives no precision.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from tacitus.languages.words import LanguageWords, fold, load_words
from tacitus.records import DateBasis, DatePrecision, EventDate
from tacitus.resolve.dates import DateMention
from tacitus.resolve.dates.periods import days, last_day, latest_year, month_shift, week, weekday_on_or_before

Date = datetime.date
_Read = tuple[Date, Date, DatePrecision, DateBasis]
_Reader = Callable[[re.Match[str], Date | None, LanguageWords], _Read | None]
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:er|-?го|º)?"
_YEAR = r"(?:19|20)\d\d"
_NEVER = r"(?!)"


def find_dates_in(text: str, published: Date | None, words: LanguageWords) -> list[DateMention]:
    """The dates of a text, in order, not overlapping, the longest reading of each. Never raises.

    Dates that need a publication date are left out where there is none.
    """
    folded = fold(text)
    found: list[tuple[int, int, _Read]] = []
    for pattern, reader in _rules(words.code):
        for match in pattern.finditer(folded):
            try:
                read = reader(match, published, words)
            except (ValueError, OverflowError):
                continue
            if read is not None:
                found.append((match.start(), match.end(), read))
    found.sort(key=lambda one: (one[0], -(one[1] - one[0])))
    mentions: list[DateMention] = []
    for start, end, read in found:
        if not mentions or start >= mentions[-1].end:
            mentions.append(_mention(text, start, end, read, published))
    return mentions


def _mention(text: str, start: int, end: int, read: _Read, published: Date | None) -> DateMention:
    first, last, precision, basis = read
    future = published is not None and first > published
    if published is not None and not future:
        last = min(last, published)
    words = text[start:end]
    date = EventDate(text=words, start=first, end=last, precision=precision, basis=basis)
    return DateMention(start, end, words, date, "future" if future else "point")


@lru_cache(maxsize=8)
def _rules(code: str) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), reader) for pattern, reader in _patterns(load_words(code))
    )


def _any(words: Iterable[str]) -> str:
    listed = sorted({word for word in words if word}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) or _NEVER


def _patterns(words: LanguageWords) -> Iterator[tuple[str, _Reader]]:
    month_name = f"(?:{_any(words.months)})"
    month = rf"(?P<month>{month_name})(?:\s*[/(]\s*{month_name}\)?)?"
    of = rf"(?:\s+(?:{_any(words['of'])}))?\s+"
    after_year = rf"(?:\s+(?:{_any(words['year_after'])}))?"
    year = rf"(?:(?:{of}|,\s*)(?P<year>{_YEAR}){after_year})?"
    prefix = rf"(?:{_any(words['prefixes'])})?" if words["prefixes"] else ""
    needs = rf"\s+(?:{_any(words['weekday_needs'])})" if words["weekday_needs"] else ""
    weekday = rf"{prefix}(?P<weekday>{_any(words.weekdays)}){needs}"
    beside = rf"(?:{prefix}(?:{_any(words.weekdays)})(?:\s*,\s*|\s+(?:el\s+|le\s+)?))?"
    behind = rf"(?:\s+(?:{_any(words.weekdays)}){needs})?" if needs else ""
    night = rf"(?P<night>(?:{_any(words['night_into'])})\s+)?"
    joint = rf"(?:\s*-\s*|\s+(?:{_any(words['range'])})\s*)"
    yield rf"{beside}(?P<day>{_DAY}){joint}(?P<last>{_DAY}){of}{month}{year}", _days
    yield rf"{night}{beside}(?P<day>{_DAY}){of}{month}{year}{behind}", _day
    yield rf"(?P<day>\d{{1,2}})[./](?P<number>\d{{1,2}})[./](?P<year>{_YEAR})", _day
    yield rf"(?P<year>{_YEAR})-(?P<number>\d\d)-(?P<day>\d\d)", _day
    before = rf"(?:{_any(words['month_before'])})\s+"
    yield rf"(?:{before})?{month}(?:{of}|\s+)(?P<year>{_YEAR}){after_year}", _month
    yield rf"(?:{before}){month}(?!\s*\d)", _month
    if words["month_after"]:
        yield rf"{month}\s+(?:{_any(words['month_after'])})", _month
    yield rf"{night}{weekday}", _weekday
    second = rf"(?P<second>{_any(words.weekdays)})"
    yield rf"{weekday}\s+(?:{_any(words['range'])})\s+{second}{needs}", _two_weekdays
    for ago, said in words.table("days_ago").items():
        yield prefix + rf"(?:{_any(said)})", _ago(int(ago))
    for name, reader in (("last_week", _last_week), ("last_month", _last_month), ("last_year", _last_year)):
        yield prefix + rf"(?:{_any(words[name])})", reader
    yield prefix + rf"(?:{_any(words['past_day'])})", _past_day
    number = rf"(?P<count>\d{{1,2}}|{_any(words.numbers)})"
    for phrase in words["ago"]:
        yield re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\{n\}", number), _days_ago
    if words["year_before"]:
        yield rf"(?:{_any(words['year_before'])})\s+(?P<year>{_YEAR})", _year
    if words["year_after"]:
        yield rf"(?P<year>{_YEAR})\s+(?:{_any(words['year_after'])})", _year


def _number(match: re.Match[str]) -> int:
    digits = re.match(r"\d+", match["day"])
    return int(digits.group()) if digits else 0


def _month_and_year(
    match: re.Match[str], day: int, published: Date | None, words: LanguageWords
) -> tuple[int, int, DateBasis] | None:
    groups = match.groupdict()
    month = words.months[groups["month"]] if groups.get("month") else int(groups["number"])
    if groups.get("year"):
        return int(groups["year"]), month, "stated"
    if published is None:
        return None
    return latest_year(month, day, published), month, "stated"


def _day(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    number = _number(match)
    found = _month_and_year(match, number, published, words)
    if found is None:
        return None
    year, month, basis = found
    day = Date(year, month, number)
    if match.groupdict().get("night"):
        return day - days(1), day, "days", basis
    return day, day, "day", basis


def _days(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    number = _number(match)
    found = _month_and_year(match, number, published, words)
    last = re.match(r"\d+", match["last"])
    if found is None or last is None:
        return None
    year, month, basis = found
    first, end = Date(year, month, number), Date(year, month, int(last.group()))
    return (first, end, "days", basis) if first < end else None


def _month(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    found = _month_and_year(match, 1, published, words)
    if found is None:
        return None
    year, month, basis = found
    return Date(year, month, 1), last_day(year, month), "month", basis


def _year(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    year = int(match["year"])
    return Date(year, 1, 1), Date(year, 12, 31), "year", "stated"


def _weekday(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    if published is None:
        return None
    day = weekday_on_or_before(published, words.weekdays[match["weekday"]])
    if match.groupdict().get("night"):
        return day - days(1), day, "days", "relative"
    return day, day, "day", "relative"


def _two_weekdays(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    """The night "from Friday to Saturday": two days that follow each other."""
    if published is None:
        return None
    last = weekday_on_or_before(published, words.weekdays[match["second"]])
    first = last - days(1)
    return (first, last, "days", "relative") if first.weekday() == words.weekdays[match["weekday"]] else None


def _ago(count: int) -> _Reader:
    def read(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
        if published is None:
            return None
        day = published - days(count)
        return day, day, "day", "relative"

    return read


def _days_ago(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    said = match["count"]
    return _ago(int(said) if said.isdigit() else words.numbers[said])(match, published, words)


def _past_day(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    return None if published is None else (published - days(1), published, "days", "relative")


def _last_week(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    if published is None:
        return None
    monday, sunday = week(published - days(7))
    return monday, sunday, "week", "relative"


def _last_month(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    if published is None:
        return None
    first = month_shift(published, -1)
    return first, last_day(first.year, first.month), "month", "relative"


def _last_year(match: re.Match[str], published: Date | None, words: LanguageWords) -> _Read | None:
    if published is None:
        return None
    return Date(published.year - 1, 1, 1), Date(published.year - 1, 12, 31), "year", "relative"
