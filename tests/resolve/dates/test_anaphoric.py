"""Dates that count from a date before them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.errors import UsageError
from tacitus.records import EventDate
from tacitus.resolve.dates import Anaphor, DateMention, find_dates, resolve_anaphor

PUBLISHED = datetime.date(2020, 6, 16)
SUNDAY = EventDate(
    text="May 10", start=datetime.date(2020, 5, 10), end=datetime.date(2020, 5, 10), precision="day", basis="stated"
)
TWO_DAYS = EventDate(
    text="May 9 and 10",
    start=datetime.date(2020, 5, 9),
    end=datetime.date(2020, 5, 10),
    precision="days",
    basis="stated",
)


def resolved(words: str, antecedent: EventDate = SUNDAY) -> str:
    (mention,) = find_dates(f"The mayor was shot {words}.", PUBLISHED)
    assert mention.date is None
    date = resolve_anaphor(mention, antecedent)
    assert date.basis == "anaphoric"
    assert date.text == mention.text
    return f"{date.start}..{date.end} {date.precision}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the same day", "2020-05-10..2020-05-10 day"),
        ("that night", "2020-05-10..2020-05-10 day"),
        ("later that evening", "2020-05-10..2020-05-10 day"),
        ("later in the day", "2020-05-10..2020-05-10 day"),
        ("hours later", "2020-05-10..2020-05-10 day"),
        ("the next day", "2020-05-11..2020-05-11 day"),
        ("the following morning", "2020-05-11..2020-05-11 day"),
        ("the day after", "2020-05-11..2020-05-11 day"),
        ("two days later", "2020-05-12..2020-05-12 day"),
        ("the previous night", "2020-05-09..2020-05-09 day"),
        ("the day before", "2020-05-09..2020-05-09 day"),
        ("three days earlier", "2020-05-07..2020-05-07 day"),
        ("three weeks earlier", "2020-04-13..2020-04-19 week"),
        ("a week later", "2020-05-11..2020-05-17 week"),
        ("the following week", "2020-05-11..2020-05-17 week"),
        ("the previous weekend", "2020-05-02..2020-05-03 days"),
        ("the following Tuesday", "2020-05-12..2020-05-12 day"),
        ("the previous Sunday", "2020-05-03..2020-05-03 day"),
        ("two months later", "2020-07-01..2020-07-31 month"),
        ("the previous year", "2019-01-01..2019-12-31 year"),
        ("on June 14 that year", "2020-06-14..2020-06-14 day"),
        ("in March of the previous year", "2019-03-01..2019-03-31 month"),
        ("days earlier", "None..2020-05-09 unknown"),
        ("a few days later", "None..None unknown"),
    ],
)
def test_counts_from_a_day(words: str, expected: str) -> None:
    assert resolved(words) == expected


def test_counts_from_the_near_end_of_several_days() -> None:
    assert resolved("the next day", TWO_DAYS) == "2020-05-11..2020-05-11 day"
    assert resolved("the day before", TWO_DAYS) == "2020-05-08..2020-05-08 day"
    assert resolved("the same day", TWO_DAYS) == "2020-05-09..2020-05-10 days"


def test_open_antecedent_stays_open() -> None:
    recently = EventDate(start=None, end=PUBLISHED, precision="unknown", basis="relative")
    assert resolved("the same day", recently) == "None..2020-06-16 unknown"
    assert resolved("the next day", recently) == "None..None unknown"


def test_a_date_of_its_own_is_refused() -> None:
    (mention,) = find_dates("The mayor was shot yesterday.", PUBLISHED)
    with pytest.raises(UsageError):
        resolve_anaphor(mention, SUNDAY)


@given(
    st.sampled_from(["day", "week", "weekend", "month", "year", "weekday", "calendar"]),
    st.integers(-5000, 5000),
    st.booleans(),
    st.dates(),
    st.integers(0, 40),
)
def test_never_raises_and_stays_closed(unit: str, shift: int, vague: bool, first: datetime.date, length: int) -> None:
    last = min(first.toordinal() + length, datetime.date.max.toordinal())
    antecedent = EventDate(start=first, end=datetime.date.fromordinal(last), precision="days", basis="stated")
    anaphor = Anaphor(unit, shift, vague, weekday=3, month=2, day=29)  # type: ignore[arg-type]
    date = resolve_anaphor(DateMention(0, 4, "then", anaphor=anaphor), antecedent)
    if date.start is not None:
        assert date.end is not None
        assert date.start <= date.end
