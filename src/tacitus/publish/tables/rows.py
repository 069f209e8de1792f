"""One flat row an event, relation, facility or article: what tables and map layers are made of."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.publish.tables.sources import ITEM_FIELDS, event_spans, item_spans, pointers
from tacitus.publish.tables.spec import table_specs
from tacitus.publish.words import TOLLS, actors_words, losses_words
from tacitus.records import Actor, CodedArticle, Count, Event, EventDate, Facility, Place, Relation

Value = str | int | float | bool | None | list[str]
Row = dict[str, Value]
"""Column to value. Lists stay lists here; dates are ISO text; null is an empty cell."""


def event_row(coded: CodedArticle, event: Event) -> Row:
    """Return the event's row. Coordinates are those of its first place; `places` has all."""
    row = _key(coded, event.id)
    row |= {
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "ucdp_type": event.ucdp_type,
        "plover_type": event.plover_type,
        "plover_mode": event.plover_mode,
    }
    row |= date_columns(event.date) | {"date_text": event.date.text}
    for side in ("actor1", "actor2", "associated"):
        row |= _actors(side, getattr(event, side))
    row |= place_columns(event.places[0] if event.places else None)
    row["places"] = [place_in_full(place) for place in event.places]
    for name in TOLLS:
        row |= _count(name, getattr(event, name))
    row |= {
        "losses": losses_words(event),
        "weapons": [weapon.text for weapon in event.weapons],
        "status": event.assertion,
        "sources": actors_words(event.attributed_to),
        "denied_by": actors_words(event.denied_by),
        "cues": [cue.text for cue in event.cues],
        "background": event.background,
        "because_of": event.because_of,
        "confidence": event.confidence,
        "trigger": event.trigger.text,
        "evidence": event.sentence.text,
    }
    return row | _origin(coded)


def sourced_event_row(coded: CodedArticle, event: Event) -> Row:
    """Return the event's row with `x_source` and `x_confidence` for every field x, in the dictionary's order."""
    row = event_row(coded, event)
    for field in table_specs()["events"].sourced:
        spans = event_spans(event, field)
        row[f"{field}_source"] = pointers(coded.document.id, spans)
        row[f"{field}_confidence"] = event.confidence if spans else None
    return _ordered("events", row)


def relation_row(coded: CodedArticle, relation: Relation) -> Row:
    """Return the row of a tie between actors."""
    row = _key(coded, relation.id)
    row["type"] = relation.type
    row |= _actors("subject", [relation.subject])
    row |= _actors("object", [relation.object] if relation.object else [])
    row |= {
        "start": relation.start.isoformat() if relation.start else None,
        "end": relation.end.isoformat() if relation.end else None,
        "status": relation.assertion,
        "sources": actors_words(relation.attributed_to),
        "confidence": relation.confidence,
        "evidence": relation.sentence.text,
    }
    return row | _origin(coded)


def facility_row(coded: CodedArticle, facility: Facility) -> Row:
    """Return the row of a post, base or checkpoint."""
    row = _key(coded, facility.id)
    row |= {"kind": facility.kind, "state": facility.status}
    row |= _actors("owner", [facility.owner] if facility.owner else [])
    row |= place_columns(facility.place)
    row |= date_columns(facility.date) | {"date_text": facility.date.text}
    row |= {"status": facility.assertion, "evidence": facility.sentence.text}
    return row | _origin(coded)


def sourced_item_row(table: str, coded: CodedArticle, item: Relation | Facility) -> Row:
    """Return the row of a relation or facility with `x_source` and `x_confidence` for every field x."""
    row = relation_row(coded, item) if isinstance(item, Relation) else facility_row(coded, item)
    for field in ITEM_FIELDS[table]:
        spans = item_spans(item, field)
        row[f"{field}_source"] = pointers(coded.document.id, spans)
        row[f"{field}_confidence"] = getattr(item, "confidence", None) if spans else None
    return _ordered(table, row)


def article_row(coded: CodedArticle) -> Row:
    """Return the article's row: where it is from, who coded it, how much is in it. Its text is not among it."""
    document = coded.document
    return {
        "article_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "republished_from": document.republished_from,
        "published": document.published.isoformat() if document.published else None,
        "published_basis": document.published_basis,
        "url": document.url,
        "language": document.language,
        "sha256": document.sha256 or None,
        "coder": coded.coder.name,
        "coder_version": coded.coder.version,
        "config_sha256": coded.coder.config_sha256 or None,
        "events": len(coded.events),
        "relations": len(coded.relations),
        "facilities": len(coded.facilities),
    }


def place_columns(place: Place | None) -> Row:
    """Return the columns of one place, empty ones where there is none."""
    found = place if place is not None else Place(text="", start=0, end=0)
    return {
        "place": (found.name or found.text) or None,
        "place_text": found.text or None,
        "place_id": found.place_id,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "place_precision": found.precision if place is not None else None,
        "place_relation": found.relation,
        "place_basis": found.basis,
        "admin2": found.admin2,
        "admin1": found.admin1,
        "country": found.country,
    }


def date_columns(date: EventDate) -> Row:
    """Return the columns of a date, without the words that give it."""
    return {
        "date_start": date.start.isoformat() if date.start else None,
        "date_end": date.end.isoformat() if date.end else None,
        "date_precision": date.precision,
        "date_basis": date.basis,
    }


def place_in_full(place: Place) -> str:
    """Return the place in one text: name, coordinates, precision."""
    name = place.name or place.text
    if place.latitude is None or place.longitude is None:
        return f"{name} [{place.precision}]"
    return f"{name} [{place.latitude:.5f} {place.longitude:.5f} {place.precision}]"


def _ordered(table: str, row: Row) -> Row:
    return {name: row[name] for name in table_specs()[table].names}


def _key(coded: CodedArticle, own_id: str) -> Row:
    return {"id": f"{coded.document.id}:{own_id}", "article_id": coded.document.id}


def _origin(coded: CodedArticle) -> Row:
    document = coded.document
    return {
        "title": document.title,
        "publisher": document.publisher,
        "republished_from": document.republished_from,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "coder": coded.coder.name,
        "coder_version": coded.coder.version,
    }


def _actors(side: str, actors: Sequence[Actor]) -> Row:
    # Ids and kinds stand in the order of the names, one for one.
    distinct = list({actor.name or actor.text: actor for actor in reversed(actors)}.values())[::-1]
    return {
        side: [actor.name or actor.text for actor in distinct],
        f"{side}_id": [actor.actor_id or "" for actor in distinct],
        f"{side}_kind": [actor.kind for actor in distinct],
    }


def _count(name: str, count: Count | None) -> Row:
    return {
        f"{name}_low": count.low if count else None,
        f"{name}_best": count.best if count else None,
        f"{name}_high": count.high if count else None,
        f"{name}_text": count.text if count else None,
    }
