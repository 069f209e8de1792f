"""Relations between actors, and facilities, as one article states them."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from tacitus.records.actor import Actor
from tacitus.records.base import Record
from tacitus.records.date import EventDate
from tacitus.records.event import Assertion
from tacitus.records.place import Place
from tacitus.records.span import Span

RelationType = Literal[
    "member_of",
    "alliance_with",
    "splinter_of",
    "merged_into",
    "renamed_to",
    "backed_by",
    "opposed_to",
    "linked_to",
    "created",
    "dissolved",
    "leader_of",
]
FacilityStatus = Literal["established", "active", "attacked", "removed"]


class Relation(Record):
    """A stated tie. Direction: member -> coalition, splinter -> parent, old -> new name, client -> backer,
    person -> group."""

    id: str
    type: RelationType
    subject: Actor
    object: Actor | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    assertion: Assertion = "asserted"
    attributed_to: list[Actor] = Field(default_factory=list)
    sentence: Span
    confidence: float = 1.0


class Facility(Record):
    """A post, checkpoint, base, camp, headquarters or depot: whose, where, when, and what became of it."""

    id: str
    kind: str
    owner: Actor | None = None
    place: Place
    date: EventDate = Field(default_factory=EventDate)
    status: FacilityStatus
    assertion: Assertion = "asserted"
    sentence: Span
