"""Incidents: one happening as all its reports tell it, side by side."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import Field

from tacitus.records.actor import ActorKind
from tacitus.records.base import Record
from tacitus.records.date import EventDate
from tacitus.records.event import Assertion
from tacitus.records.place import Place


class Voice(Record):
    """One report in an incident. `source` is the same for reports that are copies of each other or of one outlet.

    `copy_of` is the article whose words this report repeats, null for an original.
    """

    event_id: str
    article_id: str
    source: str
    publisher: str | None = None
    published: datetime.date | None = None
    title: str | None = None
    copy_of: str | None = None
    assertion: Assertion = "asserted"
    claimants: list[str] = Field(default_factory=list)
    denied_by: list[str] = Field(default_factory=list)
    sentence: str = ""


class ClaimedValue(Record):
    """A value that some of the incident's reports give for a field. `sources` are independent; `events` give it."""

    value: Any
    label: str
    sources: list[str] = Field(default_factory=list)
    events: list[str] = Field(default_factory=list)
    claimants: list[str] = Field(default_factory=list)
    stances: list[Assertion] = Field(default_factory=list)


class Toll(Record):
    """Low, best and high of a count under a rule; nulls where nobody gives a number."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


class Party(Record):
    """An actor of a side of an incident. `contested` where other reports name somebody else, or deny it."""

    key: str
    name: str
    actor_id: str | None = None
    kind: ActorKind = "unidentified"
    sources: list[str] = Field(default_factory=list)
    contested: bool = False


class Incident(Record):
    """One happening under named rules. `claims[field]` keeps every value that was given, with who gives it.

    `rules[field]` is the rule and its version that chose the value shown. `sources` counts independent sources;
    `clarity` is UCDP's event clarity: 1 where day, place and parties are known apart, 2 where not.
    """

    id: str
    first_event: str
    event_type: str
    sub_event_type: str
    ucdp_type: str | None = None
    date: EventDate = Field(default_factory=EventDate)
    place: Place | None = None
    places: list[Place] = Field(default_factory=list)
    actor1: list[Party] = Field(default_factory=list)
    actor2: list[Party] = Field(default_factory=list)
    fatalities: Toll | None = None
    injured: Toll | None = None
    abducted: Toll | None = None
    arrested: Toll | None = None
    displaced: Toll | None = None
    status: Assertion = "asserted"
    contested: list[str] = Field(default_factory=list)
    clarity: int = 2
    reports: int = 1
    articles: int = 1
    sources: int = 1
    background: bool = False
    confidence: float = 1.0
    rules: dict[str, str] = Field(default_factory=dict)
    voices: list[Voice] = Field(default_factory=list)
    claims: dict[str, list[ClaimedValue]] = Field(default_factory=dict)
