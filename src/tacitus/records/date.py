"""Dates of events: closed intervals with a precision and a basis."""

from __future__ import annotations

import datetime
from typing import Literal

from tacitus.records.base import Record

DatePrecision = Literal["day", "days", "week", "month", "season", "year", "unknown"]
DateBasis = Literal["stated", "relative", "anaphoric", "publication"]


class EventDate(Record):
    """A closed interval of days. `start` null means that only an upper bound is known.

    `start` and `end` are dates here, not offsets: the words stand in the event's evidence under "date".
    """

    text: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    precision: DatePrecision = "unknown"
    basis: DateBasis = "publication"
