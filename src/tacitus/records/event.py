"""Events: specific incidents as one article tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tacitus.records.actor import Actor
from tacitus.records.base import Record
from tacitus.records.count import Count, Loss
from tacitus.records.date import EventDate
from tacitus.records.place import Place
from tacitus.records.span import Span

Assertion = Literal["asserted", "attributed", "hedged", "denied", "planned", "hypothetical"]

SUB_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Suicide bomb",
        "Grenade",
        "Chemical weapon",
    ),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance", "Sexual violence"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
"""ACLED's event types and their sub-event types (the names of the public codebook)."""

EVENT_TYPE_OF: dict[str, str] = {sub: event for event, subs in SUB_EVENT_TYPES.items() for sub in subs}
"""The event type of each of the 25 sub-event types."""


class Mention(Record):
    """One mention of an event: the word that tells it and its sentence."""

    trigger: Span
    sentence: Span


class Event(Record):
    """One specific incident as one article tells it. Field meanings: docs/interchange.md and docs/codebook.md."""

    id: str
    event_type: str
    sub_event_type: str
    ucdp_type: str | None = None
    plover_type: str | None = None
    plover_mode: str | None = None
    trigger: Span
    sentence: Span
    mentions: list[Mention] = Field(default_factory=list)
    actor1: list[Actor] = Field(default_factory=list)
    actor2: list[Actor] = Field(default_factory=list)
    associated: list[Actor] = Field(default_factory=list)
    places: list[Place] = Field(default_factory=list)
    date: EventDate = Field(default_factory=EventDate)
    fatalities: Count | None = None
    injured: Count | None = None
    abducted: Count | None = None
    arrested: Count | None = None
    displaced: Count | None = None
    losses: list[Loss] = Field(default_factory=list)
    weapons: list[Span] = Field(default_factory=list)
    assertion: Assertion = "asserted"
    attributed_to: list[Actor] = Field(default_factory=list)
    denied_by: list[Actor] = Field(default_factory=list)
    cues: list[Span] = Field(default_factory=list)
    background: bool = False
    because_of: list[str] = Field(default_factory=list)
    confidence: float = 1.0
    evidence: dict[str, list[Span]] = Field(default_factory=dict)
