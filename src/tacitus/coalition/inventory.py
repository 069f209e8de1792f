"""Posts, bases and checkpoints over time: whose, where, first and last cited, attacked, removed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from tacitus.records import EventDate, Place


@dataclass(frozen=True)
class FacilityReport:
    """One article's mention of a facility. `owner` is the actor's key, null where nobody says whose it is."""

    facility_id: str
    article_id: str
    source: str
    published: datetime.date | None
    kind: str
    owner: str | None
    owner_name: str | None
    place: Place
    date: EventDate
    status: str
    assertion: str
    sentence: str


@dataclass
class FacilityLife:
    """One facility with every mention of it, in order of their days."""

    id: str
    kind: str
    owner: str | None
    owner_name: str | None
    place: Place
    reports: list[FacilityReport] = field(default_factory=list)

    @property
    def first_cited(self) -> datetime.date | None:
        """The first publication that mentions it."""
        return min((one.published for one in self.reports if one.published), default=None)

    @property
    def last_cited(self) -> datetime.date | None:
        """The last publication that mentions it."""
        return max((one.published for one in self.reports if one.published), default=None)

    @property
    def established(self) -> datetime.date | None:
        """The day on which it was set up, where somebody says."""
        return min(self._days("established"), default=None)

    @property
    def attacked(self) -> list[datetime.date]:
        """The days on which it was attacked."""
        return sorted(set(self._days("attacked")))

    @property
    def removed(self) -> datetime.date | None:
        """The day on which it was given up, if it was not set up again later."""
        gone = max(self._days("removed"), default=None)
        back = max(self._days("established"), default=None)
        return None if gone is None or (back is not None and back > gone) else gone

    @property
    def status(self) -> str:
        """What the last mention says of it."""
        if self.removed is not None:
            return "removed"
        return self.reports[-1].status

    @property
    def sources(self) -> list[str]:
        """The sources that mention it."""
        return list(dict.fromkeys(one.source for one in self.reports))

    def stands_on(self, day: datetime.date) -> bool:
        """Tell whether it stood on a day: set up or cited by then, and not given up."""
        begun = self.established or self.first_cited
        return begun is not None and begun <= day and not (self.removed and self.removed <= day)

    def _days(self, status: str) -> list[datetime.date]:
        days = (one.date.start or one.date.end or one.published for one in self.reports if one.status == status)
        return [day for day in days if day is not None]


def inventory(reports: Iterable[FacilityReport]) -> list[FacilityLife]:
    """Group mentions of facilities: the same kind at the same place, of one owner or of none that is named.

    Denied and planned ones are left out. The id is made of the first mention.
    """
    lives: list[FacilityLife] = []
    by_spot: dict[tuple[str, str], list[FacilityLife]] = {}
    for report in sorted(reports, key=_day):
        if report.assertion in ("denied", "planned", "hypothetical"):
            continue
        spot = (_kind(report.kind), _spot(report.place))
        for life in by_spot.setdefault(spot, []):
            if report.owner is None or life.owner is None or report.owner == life.owner:
                break
        else:
            life = FacilityLife(report.facility_id, report.kind, report.owner, report.owner_name, report.place)
            lives.append(life)
            by_spot[spot].append(life)
        life.reports.append(report)
        if life.owner is None:
            life.owner, life.owner_name = report.owner, report.owner_name
    return lives


def _day(report: FacilityReport) -> tuple[str, str]:
    return str(report.date.start or report.date.end or report.published or "9999"), report.facility_id


def _kind(words: str) -> str:
    """Reduce "observation posts" and "military observation post" to what they are: a post."""
    last = words.casefold().split()[-1] if words.split() else ""
    return last[:-1] if last.endswith("s") and not last.endswith(("ss", "quarters")) else last


def _spot(place: Place) -> str:
    if place.place_id:
        return place.place_id
    name = (place.name or place.text).casefold()
    return f"{name} {place.country or ''}"
