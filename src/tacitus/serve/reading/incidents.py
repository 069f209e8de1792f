"""Incidents for lists and pages: short lines, and every report of one side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from tacitus.errors import StoreError
from tacitus.publish.detail import DetailRow, Line, event_detail
from tacitus.publish.passages import FIELD_WORDS, Passage, passages_of
from tacitus.records import CodedArticle, Event, Incident
from tacitus.serve.workbench import Workbench
from tacitus.store import schema
from tacitus.store.opening import READING

MOST_SIDE_BY_SIDE = 8
"""Reports that stand beside one another on a page; the others are a page further."""


@dataclass(frozen=True)
class IncidentLine:
    """One incident in a list, in words."""

    id: str
    event_type: str
    sub_event_type: str
    who: str
    whom: str
    where: str
    date: str
    toll: int | None
    status: str
    contested: str
    reports: int
    sources: int
    confidence: float
    background: bool


@dataclass(frozen=True)
class Report:
    """One report of an incident: the article, the event as it tells it, its rows, and the sentences behind them."""

    event_id: str
    coded: CodedArticle
    event: Event
    rows: dict[str, DetailRow]
    passages: list[Passage]
    copy_of: str | None = None
    source: str = ""


@dataclass(frozen=True)
class SideBySide:
    """The reports of an incident; `differing` names the rows in which independent reports do not say the same."""

    id: str
    incident: Incident | None
    reports: list[Report]
    total: int
    labels: list[str]
    differing: set[str] = field(default_factory=set)


def incident_lines(engine: Engine, ids: Sequence[str]) -> list[IncidentLine]:
    """Return incidents, or events that stand alone, in the order of their ids."""
    incidents, events = schema.incidents.c, schema.events.c
    shared = ("id", "event_type", "sub_event_type", "actor1", "actor2", "place", "date_start", "date_end",
              "place_precision", "fatalities_best", "background", "confidence")  # fmt: skip
    with engine.connect().execution_options(**READING) as connection:
        found: dict[str, IncidentLine] = {}
        statement = select(
            *(incidents[name] for name in shared),
            incidents.status,
            incidents.contested,
            incidents.reports,
            incidents.sources,
        ).where(incidents.id.in_(ids))
        for row in connection.execute(statement).mappings():
            found[row["id"]] = _line(row, row["status"], row["contested"] or "", row["reports"], row["sources"])
        missing = [key for key in ids if key not in found]
        if missing:
            statement = (
                select(*(events[name] for name in shared), events.assertion)
                .join(schema.codings, schema.codings.c.id == events.coding_id)
                .where(events.id.in_(missing), schema.codings.c.current)
            )
            for row in connection.execute(statement).mappings():
                found[row["id"]] = _line(row, row["assertion"], "", 1, 1)
    return [found[key] for key in ids if key in found]


def _line(row: Any, status: str, contested: str, reports: int, sources: int) -> IncidentLine:
    precision = row["place_precision"] or "unlocated"
    place = row["place"] or ""
    marks = {
        "near_settlement": f"near {place}",
        "admin2": f"{place} (district)",
        "admin1": f"{place} (province)",
        "country": f"{place} (country)",
        "linear_or_fuzzy": f"{place} (area)",
        "unlocated": f"{place} (?)",
    }
    start, end = row["date_start"], row["date_end"]
    known = str(start) if start == end else f"{start} – {end}"
    date = known if start else f"by {end}" if end else "no date"
    return IncidentLine(
        id=row["id"],
        event_type=row["event_type"],
        sub_event_type=row["sub_event_type"],
        who=row["actor1"] or "",
        whom=row["actor2"] or "",
        where=marks.get(precision, place) if place else "",
        date=date,
        toll=row["fatalities_best"],
        status=status,
        contested=contested,
        reports=reports,
        sources=sources,
        confidence=row["confidence"],
        background=bool(row["background"]),
    )


def side_by_side(workbench: Workbench, key: str, *, hidden: set[str], start: int = 0) -> SideBySide:
    """Return an incident's reports with their rows facing each other. Raises StoreError where there is none."""
    incident = find_incident(workbench.engine, key)
    if incident is None and (linked := workbench.record.incident_id_of(key)):
        incident = find_incident(workbench.engine, linked)
    if incident is None:
        event = workbench.record.event(key)
        members: list[tuple[str, str, str | None, str]] = [(event.id, event.article_id, None, "")]
        key = event.id
    else:
        members = [(voice.event_id, voice.article_id, voice.copy_of, voice.source) for voice in incident.voices]
        key = incident.id
    members = [member for member in members if member[1] not in hidden]
    if not members:
        raise StoreError("there is no incident of this id in the record", where=key)
    # Originals first: a copy beside its original shows nothing that differs.
    members.sort(key=lambda member: member[2] is not None)
    start = start if start < len(members) else 0
    reports = [_report(workbench, *member) for member in members[start : start + MOST_SIDE_BY_SIDE]]
    kept = [report for report in reports if report is not None]
    if not kept:
        raise StoreError("no report of this incident is in the record as it was linked", where=key)
    labels = list(dict.fromkeys(label for report in kept for label in report.rows))
    return SideBySide(
        id=key,
        incident=incident,
        reports=kept,
        total=len(members),
        labels=sorted(labels, key=_label_order),
        differing={label for label in labels if _differs(label, kept)},
    )


def find_incident(engine: Engine, key: str) -> Incident | None:
    """Return an incident; one that was withdrawn gives the one that took its place."""
    table = schema.incidents.c
    with engine.connect().execution_options(**READING) as connection:
        for _ in range(20):
            row = connection.execute(
                select(table.item, table.replaced_by, table.withdrawn).where(table.id == key)
            ).first()
            if row is None:
                return None
            if row.withdrawn is None or not row.replaced_by:
                return Incident.model_validate(row.item)
            key = row.replaced_by
    return None


def _report(workbench: Workbench, event_id: str, article_id: str, copy_of: str | None, source: str) -> Report | None:
    coded = next(iter(workbench.record.judged(article_id)), None)
    if coded is None:
        return None
    own = event_id.removeprefix(f"{article_id}:")
    event = next((event for event in coded.events if event.id == own), None)
    if event is None:
        return None
    rows = {row.label: row for row in event_detail(event)}
    rows = {"type": DetailRow("type", (_type_line(event),)), **rows}
    return Report(event_id, coded, event, rows, passages_of(coded.document, event), copy_of, source)


def _type_line(event: Event) -> Line:
    return Line(event.sub_event_type, event.event_type)


def _differs(label: str, reports: list[Report]) -> bool:
    if label in ("confidence", "hedge or denial", "source", "because of"):
        return False
    values = set()
    for report in reports:
        row = report.rows.get(label)
        said = tuple(line.value.casefold() for line in row.lines if line.value) if row else ()
        if said:
            values.add(said)
    return len(values) > 1


def _label_order(label: str) -> int:
    order = ["type", *FIELD_WORDS.values(), "status"]
    return order.index(label) if label in order else 99
