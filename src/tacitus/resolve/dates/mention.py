"""What the date grammar finds: mentions of dates with their reading."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from tacitus.records import EventDate

Role = Literal[
    "point",
    "since",
    "until",
    "by",
    "before",
    "after",
    "duration",
    "habitual",
    "season",
    "anniversary",
    "future",
]
"""What the words do. `date` of since, until, by, before and after is the bound that they name, not the open interval.

point: when something happened. duration: how long ("for three days"). habitual: how often. season: a season or feast,
usable like a point where `date` is set. anniversary: a count of years. future: after publication, by the words or by
the calendar.
"""

AnaphorUnit = Literal["day", "week", "weekend", "month", "year", "weekday", "calendar"]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """How a mention counts from the date that the text named before.

    `shift` is in units, 0 for "the same day". `vague` marks "days later": a direction (the sign of `shift`) only.
    Unit "weekday" takes the `weekday` (0 is Monday) after (+1), before (-1) or in the week of (0) the antecedent.
    Unit "calendar" takes `month` and `day` (None: the whole month) in the antecedent's year plus `shift`.
    """

    unit: AnaphorUnit
    shift: int = 0
    vague: bool = False
    weekday: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. `text == document_text[start:end]`, end exclusive.

    `date` is None where the words name no resolvable interval: they need an antecedent (`anaphor`) or a publication
    date that is not known, or tell a duration or habit. `days` lists the single days of a coordination
    ("June 11 and 12"); empty for everything else.
    """

    start: int
    end: int
    text: str
    date: EventDate | None = None
    role: Role = "point"
    anaphor: Anaphor | None = None
    days: tuple[datetime.date, ...] = ()
