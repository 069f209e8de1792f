"""Every line of phrases.txt: the dates found are exactly the bracketed ones, read as the line says."""

from __future__ import annotations

import datetime
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.resolve.dates import DateMention, find_dates

PUBLISHED = datetime.date(2020, 6, 16)
LINES = [
    line
    for line in (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(mention: DateMention) -> str:
    date = mention.date
    if date is None:
        return f"- {mention.role}"
    return f"{date.start or '?'}..{date.end} {date.precision} {date.basis} {mention.role}"


@pytest.mark.parametrize("line", LINES)
def test_phrase(line: str) -> None:
    sentence, readings = (part.strip() for part in line.split("|"))
    mentions = find_dates(sentence.replace("[", "").replace("]", ""), PUBLISHED)
    assert [mention.text for mention in mentions] == re.findall(r"\[(.*?)\]", sentence)
    assert [told(mention) for mention in mentions] == [part.strip() for part in readings.split(";") if part.strip()]


def test_table_is_large() -> None:
    assert len(LINES) >= 150


def test_coordination_lists_its_days() -> None:
    (mention,) = find_dates("Raids on June 14, June 15 and June 16 hit the farm.", PUBLISHED)
    assert mention.days == (datetime.date(2020, 6, 14), datetime.date(2020, 6, 15), datetime.date(2020, 6, 16))
    (weekdays,) = find_dates("Raids on Sunday and Monday hit the farm.", PUBLISHED)
    assert weekdays.days == (datetime.date(2020, 6, 14), datetime.date(2020, 6, 15))
    (ranged,) = find_dates("Raids from 14 to 16 June hit the farm.", PUBLISHED)
    assert ranged.days == ()


@pytest.mark.parametrize(
    "sentence",
    ["He fell on Monday.", "He fell yesterday.", "He fell last week.", "He fell on June 14.", "He fell in May.",
     "He fell over the weekend.", "He fell in the past 24 hours.", "He fell recently.", "He fell on the 14th.",
     "He fell on Sunday and Monday.", "He fell on June 14 and 15.", "He fell overnight.", "He fell two days ago."],
)  # fmt: skip
def test_without_publication_relative_dates_stay_open(sentence: str) -> None:
    (mention,) = find_dates(sentence, None)
    assert mention.date is None


def test_without_publication_stated_dates_are_read() -> None:
    full, month, year = find_dates("On 14 June 2014, in May 2013 and in 2012 he was jailed.", None)
    assert full.date is not None
    assert full.date.start == full.date.end == datetime.date(2014, 6, 14)
    assert month.date is not None
    assert month.date.end == datetime.date(2013, 5, 31)
    assert year.date is not None
    assert year.date.start == datetime.date(2012, 1, 1)


def test_no_date_reaches_over_a_paragraph() -> None:
    assert [mention.text for mention in find_dates("He fell on June\n14.", PUBLISHED)] == ["June\n14"]
    assert find_dates("Brigade of June\n\n14 men came.", None)[0].text == "June"


VOCABULARY = (
    "since until between by before after on in the of at early late mid last next this that same past coming and to "
    "- , . June May March 14 15 5th 2020 2014 31 0 99999 Monday Sunday night morning dawn overnight week weekend month "
    "year day days hours ago later earlier two few a 24 48 1990s summer spring today yesterday tomorrow around first "
    "half end every for anniversary Movement people ( ) 's Ramadan Christmas 2020-06-14 14/06/2020 through from eve "
    "following previous recent 14th will scheduled / Friday"
)
WORDS = st.sampled_from(VOCABULARY.split())
PHRASES = st.lists(WORDS, max_size=14).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(), st.dates(datetime.date(2010, 1, 1), datetime.date(2025, 1, 1)))


@settings(max_examples=400, deadline=None)
@given(st.one_of(PHRASES, st.text(max_size=80)), DAYS)
def test_offsets_hold_and_intervals_are_closed(text: str, published: datetime.date | None) -> None:
    previous = 0
    for mention in find_dates(text, published):
        assert mention.text == text[mention.start : mention.end]
        assert previous <= mention.start < mention.end
        previous = mention.end
        if mention.date is None:
            continue
        assert mention.date.end is not None
        assert mention.date.start is None or mention.date.start <= mention.date.end
        assert all(mention.date.start <= day <= mention.date.end for day in mention.days if mention.date.start)
        if published is not None and mention.role != "future":
            assert mention.date.end <= published


@pytest.mark.parametrize(
    "piece",
    [
        "early late ",
        "in the ",
        "since until ",
        "June 14, ",
        "14, ",
        "Monday, ",
        "between ",
        "the ",
        "1 ",
        "\n",
        "June ",
    ],
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    # Four times the text in four times the time would be linear, in sixteen times quadratic; CPU time, so that other work
    # on the machine does not count.
    short, long = (_seconds(piece * (length // len(piece))) for length in (5_000, 20_000))
    assert long < 10 * short + 0.2


def _seconds(text: str) -> float:
    started = time.process_time()
    find_dates(text, PUBLISHED)
    return time.process_time() - started


@pytest.mark.parametrize("published", [datetime.date.max, datetime.date.min])
def test_the_ends_of_the_calendar_are_no_fault(published: datetime.date) -> None:
    for text in (
        "Friday night into Saturday",
        "today, overnight into Saturday",
        "last year, the next week",
        "31 December 9999",
    ):
        find_dates(text, published)
