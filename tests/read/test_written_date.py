import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.read.written_date import WrittenDate, iso_date, parse_written_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 16, 2020", WrittenDate(6, 16, 2020)),
        ("Tuesday, 5 May 2020", WrittenDate(5, 5, 2020)),
        ("Sept. 3rd, 2019", WrittenDate(9, 3, 2019)),
        ("14-9-2021", WrittenDate(9, 14, 2021)),
        ("03.06.2020", WrittenDate(6, 3, 2020)),
        ("2020/6/3", WrittenDate(6, 3, 2020)),
        ("March 3", WrittenDate(3, 3)),
        ("31 April 2020", None),
        ("06/03/2020", None),  # June or March: never guessed
        ("06/23/2020", WrittenDate(6, 23, 2020)),
    ],
)
def test_dates_as_written(text: str, expected: WrittenDate | None) -> None:
    assert parse_written_date(text) == expected


def test_a_day_without_a_year_is_the_latest_before_publication() -> None:
    assert WrittenDate(12, 30).resolve(datetime.date(2020, 1, 2)) == datetime.date(2019, 12, 30)
    assert WrittenDate(2, 29).resolve(datetime.date(2023, 5, 1)) == datetime.date(2020, 2, 29)
    assert WrittenDate(3, 3).resolve(None) is None


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_survives_writing(day: datetime.date) -> None:
    for form in ("%B %d, %Y", "%d %b %Y", "%Y-%m-%d"):
        written = parse_written_date(day.strftime(form))
        assert written is not None
        assert written.resolve(None) == day


@pytest.mark.parametrize("value", ["yesterday", "2020-13-45", 5, None, "2020", "2020-06-15x"])
def test_what_is_no_iso_date(value: object) -> None:
    assert iso_date(value) is None


def test_iso_date_times() -> None:
    assert iso_date("2020-06-15T23:30:00+02:00") == datetime.date(2020, 6, 15)
