"""What the shaped exports are made of: an event or an incident, seen alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from tacitus.codebook.event_types import ucdp_type_of
from tacitus.publish.words import TOLLS
from tacitus.records import (
    Actor,
    Assertion,
    CodedArticle,
    Count,
    Document,
    Event,
    EventDate,
    Incident,
    Party,
    Place,
    Voice,
)


@dataclass(frozen=True)
class Side:
    """An actor of a side: its canonical name (null where unknown), the words of the text, kind and id."""

    name: str | None
    text: str
    kind: str
    actor_id: str | None

    @property
    def words(self) -> str:
        """The name, or the words of the text."""
        return self.name or self.text


@dataclass(frozen=True)
class Report:
    """One report of it: where, when, who says so, in which words."""

    article_id: str
    publisher: str | None
    published: datetime.date | None
    title: str | None
    url: str | None
    claimants: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Toll:
    """A count: low, best, high, and the words that count where one article is speaking."""

    low: int | None
    best: int | None
    high: int | None
    text: str = ""


@dataclass(frozen=True)
class Happening:
    """An event as one article tells it, or an incident as all reports tell it under named rules."""

    id: str
    event_type: str
    sub_event_type: str
    ucdp_type: str | None
    date: EventDate
    places: tuple[Place, ...]
    actor1: tuple[Side, ...]
    actor2: tuple[Side, ...]
    associated: tuple[Side, ...]
    tolls: dict[str, Toll]
    status: Assertion
    background: bool
    clarity: int
    sources: int
    reports: tuple[Report, ...]
    rules: dict[str, str] = field(default_factory=dict)
    contested: tuple[str, ...] = ()

    @property
    def published(self) -> datetime.date | None:
        """The first publication date."""
        return min((report.published for report in self.reports if report.published), default=None)


def happening_of_event(coded: CodedArticle, event: Event) -> Happening:
    """See one event of an article as a happening. Clarity is UCDP's: 1 where day, place and a side are known apart."""
    clear = event.date.precision == "day" and any(p.latitude is not None for p in event.places) and bool(event.actor1)
    return Happening(
        id=f"{coded.document.id}:{event.id}",
        event_type=event.event_type,
        sub_event_type=event.sub_event_type,
        ucdp_type=event.ucdp_type or _ucdp_type(event),
        date=event.date,
        places=tuple(event.places),
        actor1=_sides(event.actor1),
        actor2=_sides(event.actor2),
        associated=_sides(event.associated),
        tolls={name: _toll(getattr(event, name)) for name in TOLLS if getattr(event, name)},
        status=event.assertion,
        background=event.background,
        clarity=1 if clear else 2,
        sources=1,
        reports=(_report(coded.document, event),),
        rules={name: "one article's own number" for name in TOLLS if getattr(event, name)},
    )


def happening_of_incident(incident: Incident) -> Happening:
    """See an incident as a happening."""
    return Happening(
        id=incident.id,
        event_type=incident.event_type,
        sub_event_type=incident.sub_event_type,
        ucdp_type=incident.ucdp_type,
        date=incident.date,
        places=tuple(incident.places or ([incident.place] if incident.place else [])),
        actor1=_parties(incident.actor1),
        actor2=_parties(incident.actor2),
        associated=(),
        tolls={
            name: Toll(toll.low, toll.best, toll.high)
            for name in TOLLS
            if (toll := getattr(incident, name)) is not None
        },
        status=incident.status,
        background=incident.background,
        clarity=incident.clarity,
        sources=incident.sources,
        reports=tuple(_voice(voice) for voice in incident.voices),
        rules=dict(incident.rules),
        contested=tuple(incident.contested),
    )


def _ucdp_type(event: Event) -> str | None:
    """People's codings may leave the derived type out."""
    kinds = [[actor.kind for actor in side] for side in (event.actor1, event.actor2)]
    return ucdp_type_of(event.sub_event_type, *kinds)


def _sides(actors: Iterable[Actor]) -> tuple[Side, ...]:
    distinct = {actor.name or actor.text: Side(actor.name, actor.text, actor.kind, actor.actor_id) for actor in actors}
    return tuple(distinct.values())


def _parties(parties: Iterable[Party]) -> tuple[Side, ...]:
    return tuple(Side(party.name, party.name, party.kind, party.actor_id) for party in parties)


def _toll(count: Count) -> Toll:
    return Toll(count.low, count.best, count.high, count.text)


def _report(document: Document, event: Event) -> Report:
    return Report(
        article_id=document.id,
        publisher=document.republished_from or document.publisher,
        published=document.published,
        title=document.title,
        url=document.url,
        claimants=tuple(dict.fromkeys(actor.name or actor.text for actor in event.attributed_to)),
        sentence=event.sentence.text,
    )


def _voice(voice: Voice) -> Report:
    return Report(
        article_id=voice.article_id,
        publisher=voice.publisher,
        published=voice.published,
        title=voice.title,
        url=None,
        claimants=tuple(voice.claimants),
        sentence=voice.sentence,
    )
