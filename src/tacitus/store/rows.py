"""From a coded article to the rows of the tables. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from tacitus.records import Actor, CodedArticle, Coder, Document, Event, EventDate, Facility, Place, Relation, Span

Row = dict[str, Any]


def text_sha256(text: str) -> str:
    """Return the hash of an article's text: two readings with the same text have the same offsets."""
    return hashlib.sha256(text.encode()).hexdigest()


def source_sha256(document: Document) -> str:
    """Return the hash of the source bytes, or of the text where a coding file gives none."""
    return document.sha256 or text_sha256(document.text)


def fingerprint(document: Document, coder: Coder) -> str:
    """Return what makes two codings the same: the same bytes, dated alike, coded by the same version of a coder."""
    published = document.published.isoformat() if document.published else None
    parts = [source_sha256(document), published, coder.name, coder.version, coder.config_sha256]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def article_row(document: Document) -> Row:
    """Return the article's row, without the time it was added."""
    return {
        "id": document.id,
        "sha256": source_sha256(document),
        "text_sha256": text_sha256(document.text),
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "republished_from": document.republished_from,
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "document": document.to_json(),
    }


def coding_rest(coded: CodedArticle) -> Row:
    """Return what is in the line beside the document and the items: the coder, and unknown keys."""
    items = {"document", "events", "relations", "facilities", "places", "actors"}
    return coded.model_dump(mode="json", exclude=items)


def item_rows(coded: CodedArticle, coding_id: int) -> dict[str, list[Row]]:
    """Return the rows of each item table, in the order of the line."""
    article = coded.document.id
    rows: dict[str, list[Row]] = {
        "events": [_event(event, article) for event in coded.events],
        "relations": [_relation(relation, article) for relation in coded.relations],
        "facilities": [_facility(facility, article) for facility in coded.facilities],
        "places": [_place(place) | {"item": place.to_json()} for place in coded.places],
        "actors": [
            {"actor_id": actor.actor_id, "name": actor.name, "kind": actor.kind, "item": actor.to_json()}
            for actor in coded.actors
        ],
    }
    for table in rows.values():
        for position, row in enumerate(table):
            row |= {"coding_id": coding_id, "position": position}
    return rows


def span_rows(coded: CodedArticle, coding_id: int) -> list[Row]:
    """Return one row for each stretch of text that an event, relation or facility rests on, without repeats."""
    rows = {
        (subject, field, span.start, span.end): {
            "coding_id": coding_id,
            "subject": subject,
            "field": field,
            "start": span.start,
            "end": span.end,
            "text": span.text,
        }
        for subject, field, span in _spans(coded)
    }
    return list(rows.values())


def _spans(coded: CodedArticle) -> Iterator[tuple[str, str, Span]]:
    for event in coded.events:
        for mention in event.mentions:
            yield event.id, "trigger", mention.trigger
            yield event.id, "sentence", mention.sentence
        yield event.id, "trigger", event.trigger
        yield event.id, "sentence", event.sentence
        for field in ("actor1", "actor2", "associated", "places", "weapons", "attributed_to", "denied_by", "cues"):
            for span in getattr(event, field):
                yield event.id, field, span
        for field, evidence in event.evidence.items():
            for span in evidence:
                yield event.id, field, span
    for relation in coded.relations:
        yield relation.id, "sentence", relation.sentence
        yield relation.id, "subject", relation.subject
        if relation.object:
            yield relation.id, "object", relation.object
    for facility in coded.facilities:
        yield facility.id, "sentence", facility.sentence
        yield facility.id, "place", facility.place
        if facility.owner:
            yield facility.id, "owner", facility.owner


def _event(event: Event, article: str) -> Row:
    toll = event.fatalities
    return {
        "id": f"{article}:{event.id}",
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "ucdp_type": event.ucdp_type,
        "plover_type": event.plover_type,
        "plover_mode": event.plover_mode,
        "actor1": _names(event.actor1),
        "actor2": _names(event.actor2),
        "fatalities_low": toll.low if toll else None,
        "fatalities_best": toll.best if toll else None,
        "fatalities_high": toll.high if toll else None,
        "assertion": event.assertion,
        "attributed_to": _names(event.attributed_to),
        "background": event.background,
        "confidence": event.confidence,
        "sentence": event.sentence.text,
        "item": event.to_json(),
        **_date(event.date),
        **_place(event.places[0] if event.places else None),
    }


def _relation(relation: Relation, article: str) -> Row:
    return {
        "id": f"{article}:{relation.id}",
        "type": relation.type,
        "subject": _name(relation.subject),
        "subject_id": relation.subject.actor_id,
        "object": _name(relation.object) if relation.object else None,
        "object_id": relation.object.actor_id if relation.object else None,
        "start": relation.start,
        "end": relation.end,
        "assertion": relation.assertion,
        "attributed_to": _names(relation.attributed_to),
        "confidence": relation.confidence,
        "sentence": relation.sentence.text,
        "item": relation.to_json(),
    }


def _facility(facility: Facility, article: str) -> Row:
    return {
        "id": f"{article}:{facility.id}",
        "kind": facility.kind,
        "owner": _name(facility.owner) if facility.owner else None,
        "status": facility.status,
        "assertion": facility.assertion,
        "sentence": facility.sentence.text,
        "item": facility.to_json(),
        **_date(facility.date),
        **_place(facility.place),
    }


def _date(date: EventDate) -> Row:
    return {
        "date_start": date.start,
        "date_end": date.end,
        "date_precision": date.precision,
        "date_basis": date.basis,
    }


def _place(place: Place | None) -> Row:
    return {
        "place": (place.name or place.text) if place else None,
        "place_id": place.place_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "place_precision": place.precision if place else None,
    }


def _name(actor: Actor) -> str:
    return actor.name or actor.text


def _names(actors: Iterable[Actor]) -> str | None:
    """Join the actors' names; null where there is none, which is not the same as an unidentified one."""
    return "; ".join(dict.fromkeys(_name(actor) for actor in actors)) or None
