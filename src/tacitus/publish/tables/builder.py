"""Every table at once: from an article or an incident to its rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from tacitus.publish.geo.uncertainty import uncertainty_km
from tacitus.publish.tables.incident_rows import claim_rows, incident_row, report_rows
from tacitus.publish.tables.rows import Row, article_row, place_columns, sourced_event_row, sourced_item_row
from tacitus.publish.tables.sources import EVENT_FIELDS, ITEM_FIELDS, actors_of, event_spans, item_spans
from tacitus.records import Actor, CodedArticle, Decision, Event, Facility, Incident, Place, Relation, Span


class RowBuilder:
    """Makes the rows of every table. Only the distinct actors and places stay in memory."""

    def __init__(self) -> None:
        self._actors: dict[str, Row] = {}
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._places: dict[str, Row] = {}

    def article(self, coded: CodedArticle) -> Iterator[tuple[str, Row]]:
        """Yield table and row for all that the article tells."""
        yield "articles", article_row(coded)
        for event in coded.events:
            yield "events", sourced_event_row(coded, event)
            yield from self._parts(f"{coded.document.id}:{event.id}", event)
            for field in EVENT_FIELDS:
                yield from _evidence(coded, event.id, field, event_spans(event, field))
            yield from _evidence(coded, event.id, "sentence", [event.sentence])
        for table, items in (("relations", coded.relations), ("facilities", coded.facilities)):
            for item in items:
                yield table, sourced_item_row(table, coded, item)
                yield from _item_evidence(table, coded, item)

    def incident(self, incident: Incident) -> Iterator[tuple[str, Row]]:
        """Yield table and row for all that is kept of the incident."""
        yield "incidents", incident_row(incident)
        yield from (("incident_claims", row) for row in claim_rows(incident))
        yield from (("incident_reports", row) for row in report_rows(incident))

    def at_end(self) -> Iterator[tuple[str, Row]]:
        """Yield the distinct actors and places of all that went by."""
        for key, row in sorted(self._actors.items()):
            kinds = [(count, kind) for (other, kind), count in self._kinds.items() if other == key]
            yield "actors", row | {"kind": max(kinds)[1]} if kinds else row
        for _, row in sorted(self._places.items()):
            yield "places", row

    def _parts(self, event_id: str, event: Event) -> Iterator[tuple[str, Row]]:
        for number, place in enumerate(event.places, start=1):
            key: Row = {"event_id": event_id, "number": number}
            yield "event_places", key | place_columns(place) | {"uncertainty_km": uncertainty_km(place)}
            self._note_place(place)
        for side, number, actor in actors_of(event):
            name = actor.name or actor.text
            self._note_actor(actor, name)
            yield (
                "event_actors",
                {
                    "event_id": event_id,
                    "side": side,
                    "number": number,
                    "name": name,
                    "text": actor.text,
                    "actor_id": actor.actor_id,
                    "kind": actor.kind,
                },
            )

    def _note_actor(self, actor: Actor, name: str) -> None:
        key = actor.actor_id or name
        row = self._actors.setdefault(
            key, {"key": key, "actor_id": actor.actor_id, "name": name, "kind": actor.kind, "mentions": 0}
        )
        row["mentions"] = _plus_one(row["mentions"])
        self._kinds[key, actor.kind] += 1

    def _note_place(self, place: Place) -> None:
        columns = place_columns(place)
        key = place.place_id or str(columns["place"])
        kept = ("place_id", "place", "latitude", "longitude", "place_precision", "admin2", "admin1", "country")
        row = self._places.setdefault(key, {"key": key} | {name: columns[name] for name in kept} | {"events": 0})
        row["events"] = _plus_one(row["events"])


def decision_row(decision: Decision) -> Row:
    """Return the row of what a person decided."""
    return {
        "id": decision.id,
        "kind": decision.kind,
        "target": decision.target,
        "field": decision.field,
        "old": json.dumps(decision.old, ensure_ascii=False, default=str),
        "new": json.dumps(decision.new, ensure_ascii=False, default=str),
        "reason": decision.reason,
        "coder": decision.coder,
        "made": decision.made.isoformat(),
        "undone_at": decision.undone_at.isoformat() if decision.undone_at else None,
    }


def _item_evidence(table: str, coded: CodedArticle, item: Relation | Facility) -> Iterator[tuple[str, Row]]:
    for field in ITEM_FIELDS[table]:
        yield from _evidence(coded, item.id, field, item_spans(item, field))


def _evidence(coded: CodedArticle, own_id: str, field: str, spans: Iterable[Span]) -> Iterator[tuple[str, Row]]:
    for number, span in enumerate(spans, start=1):
        yield (
            "evidence",
            {
                "subject_id": f"{coded.document.id}:{own_id}",
                "field": field,
                "number": number,
                "article_id": coded.document.id,
                "start": span.start,
                "end": span.end,
                "quote": span.text,
            },
        )


def _plus_one(value: object) -> int:
    return value + 1 if isinstance(value, int) else 1
