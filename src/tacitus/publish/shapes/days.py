"""From a date with its precision to the one day, or the days, that ACLED and UCDP ask for; each choice has a name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tacitus.records import EventDate

_LONGEST = 31
"""Days that are told one by one at most; a longer stretch is one row."""


@dataclass(frozen=True)
class Days:
    """The days to show, the precision in the scheme's own code, and the name of the choice."""

    days: tuple[datetime.date, ...]
    precision: int
    rule: str


def acled_days(date: EventDate) -> Days | None:
    """Return the days for ACLED: each day of a stretch, the middle of a week or month; null where none is known.

    Precision is ACLED's time_precision: 1 day, 2 week, 3 month. Where the text gives no date the day of publication
    stands for it, with precision 2 and that name. Seasons and years are too wide: null.
    """
    if date.end is None:
        return None
    if date.start is None:
        return Days((date.end,), 2, "publication day stands for an unknown day")
    length = (date.end - date.start).days + 1
    if date.precision in ("day", "days") and length <= _LONGEST:
        return Days(tuple(date.start + datetime.timedelta(n) for n in range(length)), 1, "each day told")
    middle = date.start + datetime.timedelta((length - 1) // 2)
    if length <= 7:
        return Days((middle,), 2, "middle of the week")
    return Days((middle,), 3, "middle of the month") if length <= _LONGEST else None


def ucdp_days(date: EventDate) -> Days | None:
    """Return first and last day for UCDP with its date_prec, 1 (the day) to 5 (more than a month, up to a year).

    Where the text gives no date, UCDP's three-day rule: it happened within the three days before publication.
    """
    if date.end is None:
        return None
    if date.start is None:
        return Days((date.end - datetime.timedelta(2), date.end), 2, "three days before publication")
    length = (date.end - date.start).days + 1
    if length > 366:
        return None
    steps = ((1, 1), (6, 2), (7, 3), (31, 4))
    precision = next((code for longest, code in steps if length <= longest), 5)
    return Days((date.start, date.end), precision, "as told")
