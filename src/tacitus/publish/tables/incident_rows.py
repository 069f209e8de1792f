"""Rows of incidents: the incident under its rules, every value that was claimed, every report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tacitus.publish.tables.rows import Row, date_columns, place_columns, place_in_full
from tacitus.publish.tables.spec import table_specs
from tacitus.publish.words import TOLLS
from tacitus.records import ClaimedValue, Incident, Party

CLAIM_FIELDS = {"event_type": "sub_event_type", "status": "occurrence"}
"""Fields of the table whose claims stand under another name."""


def incident_row(incident: Incident) -> Row:
    """Return the incident's row, with who gives each value as it is shown, and the share of sources that do."""
    row: Row = {
        "id": incident.id,
        "first_event": incident.first_event,
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "ucdp_type": incident.ucdp_type,
    }
    row |= date_columns(incident.date)
    row |= _parties("actor1", incident.actor1) | _parties("actor2", incident.actor2)
    row |= place_columns(incident.place)
    row["places"] = [place_in_full(place) for place in incident.places]
    for name in TOLLS:
        toll = getattr(incident, name)
        row |= {f"{name}_{part}": getattr(toll, part) if toll else None for part in ("low", "best", "high")}
    row |= {
        "status": incident.status,
        "contested": incident.contested,
        "clarity": incident.clarity,
        "reports": incident.reports,
        "articles": incident.articles,
        "independent_sources": incident.sources,
        "background": incident.background,
        "confidence": incident.confidence,
        "rules": [f"{field}: {rule}" for field, rule in incident.rules.items()],
        "publishers": list(dict.fromkeys(voice.publisher for voice in incident.voices if voice.publisher)),
        "event_ids": [voice.event_id for voice in incident.voices],
    }
    spec = table_specs()["incidents"]
    for field in spec.sourced:
        row[f"{field}_source"], row[f"{field}_confidence"] = support(incident, field)
    return {name: row[name] for name in spec.names}


def claim_rows(incident: Incident) -> Iterator[Row]:
    """Yield one row for every value that any report gives for a field."""
    for field, claims in incident.claims.items():
        shown = {id(claim) for claim in shown_claims(incident, field)}
        for number, claim in enumerate(claims, start=1):
            yield {
                "incident_id": incident.id,
                "field": field,
                "number": number,
                "label": claim.label,
                "value": json.dumps(claim.value, ensure_ascii=False, sort_keys=True, default=str),
                "shown": id(claim) in shown,
                "sources": claim.sources,
                "events": claim.events,
                "claimants": claim.claimants,
                "stances": list(claim.stances),
            }


def report_rows(incident: Incident) -> Iterator[Row]:
    """Yield one row for every report of the incident."""
    for voice in incident.voices:
        yield {
            "incident_id": incident.id,
            "event_id": voice.event_id,
            "article_id": voice.article_id,
            "source": voice.source,
            "publisher": voice.publisher,
            "published": voice.published.isoformat() if voice.published else None,
            "title": voice.title,
            "copy_of": voice.copy_of,
            "status": voice.assertion,
            "claimants": voice.claimants,
            "denied_by": voice.denied_by,
            "sentence": voice.sentence,
        }


def support(incident: Incident, field: str) -> tuple[list[str], float | None]:
    """Return the events that give the field as it is shown, and the share of its independent sources that do."""
    claims = incident.claims.get(CLAIM_FIELDS.get(field, field), [])
    every = {source for claim in claims for source in claim.sources}
    if not every:
        return [], None
    shown = shown_claims(incident, field)
    events = list(dict.fromkeys(event for claim in shown for event in claim.events))
    sources = {source for claim in shown for source in claim.sources}
    return events, round(len(sources) / len(every), 3)


def shown_claims(incident: Incident, field: str) -> list[ClaimedValue]:
    """Return the claims that agree with the value that the rule chose for the field."""
    claims = incident.claims.get(CLAIM_FIELDS.get(field, field), [])
    return [claim for claim in claims if _agrees(incident, CLAIM_FIELDS.get(field, field), claim.value)]


def _agrees(incident: Incident, field: str, value: Any) -> bool:
    if field in TOLLS:
        toll = getattr(incident, field)
        return toll is not None and _best(value) == toll.best
    if field == "date":
        start = incident.date.start.isoformat() if incident.date.start else None
        return isinstance(value, dict) and value.get("start") == start
    if field in ("actor1", "actor2"):
        return bool(_names(value) & {name for party in getattr(incident, field) for name in (party.key, party.name)})
    if field == "occurrence":
        return bool(value) == (incident.status != "denied")
    if field == "place":
        places = [incident.place] if incident.place else []
        known = {text for place in places for text in (place.place_id, place.name, place.text) if text}
        return bool(_names(value) & known)
    return bool(value == getattr(incident, field, None))


def _best(value: Any) -> Any:
    return value.get("best") if isinstance(value, dict) else value


def _names(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {str(value[key]) for key in ("key", "actor_id", "place_id", "name", "text") if value.get(key)}
    if isinstance(value, Sequence):
        return {name for item in value for name in _names(item)}
    return set()


def _parties(side: str, parties: Sequence[Party]) -> Row:
    return {
        side: [party.name for party in parties],
        f"{side}_id": [party.actor_id or "" for party in parties],
        f"{side}_kind": [party.kind for party in parties],
    }
