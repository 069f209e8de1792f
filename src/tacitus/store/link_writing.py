"""Writing what linking found: which event is in which incident, the incidents, links, cells and copies."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from tacitus.link.candidates import keys_of
from tacitus.link.compare import Comparer
from tacitus.link.copies import Copy
from tacitus.link.explain import sentence_of
from tacitus.link.reconcile import incident_of
from tacitus.link.reports import Report, with_sources
from tacitus.link.settings import LinkSettings
from tacitus.records import Incident, Toll
from tacitus.store import schema
from tacitus.store.link_reading import Judgements, chunks, events_by_id, linked_in, originals, report_of
from tacitus.store.runs import now

if TYPE_CHECKING:
    from tacitus.store.linking import Linker, Work

_GROUPS_AT_ONCE = 400
_MANY = 20_000
"""From so many on, indexes are made after the rows."""


def incident_id(first_event: str) -> str:
    """Return the id of the incident whose first event this is."""
    return "i" + hashlib.sha256(first_event.encode()).hexdigest()[:12]


def write(connection: Connection, work: Work, linker: Linker) -> None:
    """Write all of it, in the transaction that the connection is in."""
    before = _forget(connection, work)
    _write_copies(connection, work)
    numbers = _write_events(connection, work, linker.settings)
    _write_links(connection, work, numbers, Comparer(linker.settings, work.same_words))
    after = _write_incidents(connection, work, linker)
    _withdraw(connection, before - after)
    _write_state(connection, work)


def _forget(connection: Connection, work: Work) -> set[str]:
    """Remove what is linked anew or gone; return the incidents that it was in."""
    table = schema.linked_events
    if work.everything:
        before = set(connection.scalars(select(table.c.incident_id).distinct()))
        for each in (schema.links, schema.blocks, table):
            connection.execute(delete(each))
        return before
    rows = list(linked_in(connection, table.c.neighbourhood, sorted(work.old_neighbourhoods)))
    for chunk in chunks(row.id for row in rows):
        connection.execute(delete(schema.blocks).where(schema.blocks.c.linked_event.in_(chunk)))
        connection.execute(delete(table).where(table.c.id.in_(chunk)))
    for neighbourhoods in chunks(sorted(work.old_neighbourhoods)):
        connection.execute(delete(schema.links).where(schema.links.c.neighbourhood.in_(neighbourhoods)))
    return {row.incident_id for row in rows}


def _write_copies(connection: Connection, work: Work) -> None:
    insert_all(connection, schema.copies, (_copy_row(copy) for copy in work.copies.copies))
    with without_indexes(connection, schema.prints, when=len(work.copies.prints) > _MANY):
        insert_all(connection, schema.prints, work.copies.print_rows())
    insert_all(connection, schema.fingerprinted, ({"article_id": article} for article in work.copies.looked_at))


def _copy_row(copy: Copy) -> dict[str, Any]:
    return {
        "article_id": copy.article_id,
        "original_id": copy.original_id,
        "share": copy.share,
        "share_of_original": copy.share_of_original,
        "kind": copy.kind,
        "reason": copy.reason(),
    }


def _write_events(connection: Connection, work: Work, settings: LinkSettings) -> list[int]:
    """Write one row an event, and its cells. Return each event's neighbourhood, by its number in `work.events`."""
    free = int(connection.execute(select(func.max(schema.linked_events.c.id))).scalar() or 0) + 1
    neighbourhood = [0] * len(work.events)
    for members in work.grouped.neighbourhoods:
        for number in members:
            neighbourhood[number] = free + members[0]
    incident = [""] * len(work.events)
    for group in work.grouped.groups:
        name = incident_id(work.events[group[0]].event_id)
        for number in group:
            incident[number] = name
    coding = _coding_of(connection, work)
    insert_all(
        connection,
        schema.linked_events,
        (
            {
                "id": free + number,
                "event_id": traits.event_id,
                "coding_id": coding[traits.article_id],
                "position": traits.order[2],
                "article_id": traits.article_id,
                "state": work.judgements.state(traits.event_id),
                "neighbourhood": neighbourhood[number],
                "incident_id": incident[number],
            }
            for number, traits in enumerate(work.events)
        ),
    )
    cells = (
        {"key": key, "linked_event": free + number}
        for number, traits in enumerate(work.events)
        for key in keys_of(traits, settings)
    )
    with without_indexes(connection, schema.blocks, when=len(work.events) > _MANY):
        insert_all(connection, schema.blocks, cells)
    return neighbourhood


def _coding_of(connection: Connection, work: Work) -> dict[str, int]:
    codings = schema.codings.c
    statement = select(codings.article_id, codings.id, codings.current)
    if work.everything:
        return {row[0]: row[1] for row in connection.execute(statement) if row[2]}
    found: dict[str, int] = {}
    for chunk in chunks(sorted({traits.article_id for traits in work.events})):
        rows = connection.execute(statement.where(codings.article_id.in_(chunk)))
        found.update((row[0], row[1]) for row in rows if row[2])
    return found


def _write_links(connection: Connection, work: Work, neighbourhood: list[int], comparer: Comparer) -> None:
    decided = work.judgements.together

    def rows() -> Iterator[dict[str, Any]]:
        for verdict, links in (("link", work.grouped.links), ("refusal", work.grouped.refusals)):
            for link in links:
                one, other = work.events[link.one], work.events[link.other]
                comparison = comparer.compare(one, other)
                reason = sentence_of(comparison.parts, comparison.score, comparer.settings.threshold)
                pair = (one.event_id, other.event_id)
                if pair in decided or pair[::-1] in decided:
                    reason = "Linked by a decision. " + reason
                elif verdict == "refusal":
                    reason = "Not joined, since others in their groups cannot be one happening. " + reason
                yield {
                    "event_a": one.event_id,
                    "event_b": other.event_id,
                    "verdict": verdict,
                    "score": round(link.score, 2),
                    "reason": reason,
                    "neighbourhood": neighbourhood[link.one],
                }

    insert_all(connection, schema.links, rows())


def _write_incidents(connection: Connection, work: Work, linker: Linker) -> set[str]:
    """Write the incidents of all groups; return their ids."""
    weakest: dict[int, float] = {}
    group_of = {number: place for place, group in enumerate(work.grouped.groups) for number in group}
    for link in work.grouped.links:
        place = group_of[link.one]
        weakest[place] = min(weakest.get(place, math.inf), link.score)
    written: set[str] = set()
    # In the order in which the events were kept, so that what is read lies together.
    numbered = sorted(enumerate(work.grouped.groups), key=lambda one: one[1][0])
    for start in range(0, len(numbered), _GROUPS_AT_ONCE):
        some = numbered[start : start + _GROUPS_AT_ONCE]
        events = [work.events[number].event_id for _, group in some for number in group]
        reports = reports_of(connection, work.judgements, events)
        rows = []
        for place, group in some:
            own = [reports[work.events[number].event_id] for number in group]
            sure = certainty(weakest.get(place), linker.settings.threshold)
            rows.append(incident_row(build_incident(own, work, linker, sure)))
        written.update(row["id"] for row in rows)
        for chunk in chunks(row["id"] for row in rows):
            connection.execute(delete(schema.incidents).where(schema.incidents.c.id.in_(chunk)))
        insert_all(connection, schema.incidents, rows)
    return written


def certainty(weakest: float | None, threshold: float) -> float:
    """Return how sure a group is, 0 to 1: a logistic of how far its weakest link lies over the threshold."""
    return 1.0 if weakest is None else 1.0 / (1.0 + math.exp(-(weakest - threshold + 1.0)))


def build_incident(own: list[Report], work: Work, linker: Linker, sure: float) -> Incident:
    """Build one incident from its reports."""
    present = {report.event_id for report in own}
    pairs = [pair for pair in work.same_words_of(present) if pair[0] in present and pair[1] in present]
    settled = {
        name: value
        for report in reversed(own)
        for name, value in work.judgements.settled.get(report.event_id, {}).items()
    }
    return incident_of(
        incident_id(own[0].event_id),
        with_sources(own, pairs),
        linker.rules,
        adjudicated=settled,
        family=linker.family,
        score=sure,
    )


def reports_of(connection: Connection, judgements: Judgements, event_ids: Iterable[str]) -> dict[str, Report]:
    """Return events as reports, with the articles that each one's article repeats as a whole."""
    rows = list(events_by_id(connection, judgements, event_ids))
    repeated = originals(connection, {row.article_id for row in rows})
    return {row.event_id: report_of(row, repeated) for row in rows}


def incident_row(incident: Incident) -> dict[str, Any]:
    """Return the row of an incident."""
    place, toll = incident.place, incident.fatalities or Toll()
    return {
        "id": incident.id,
        "first_event": incident.first_event,
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "ucdp_type": incident.ucdp_type,
        "actor1": "; ".join(party.name for party in incident.actor1) or None,
        "actor2": "; ".join(party.name for party in incident.actor2) or None,
        "date_start": incident.date.start,
        "date_end": incident.date.end,
        "date_precision": incident.date.precision,
        "date_basis": incident.date.basis,
        "place": (place.name or place.text) if place else None,
        "place_id": place.place_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "place_precision": place.precision if place else None,
        "fatalities_low": toll.low,
        "fatalities_best": toll.best,
        "fatalities_high": toll.high,
        "status": incident.status,
        "contested": "; ".join(incident.contested) or None,
        "clarity": incident.clarity,
        "reports": incident.reports,
        "articles": incident.articles,
        "sources": incident.sources,
        "background": incident.background,
        "confidence": incident.confidence,
        "withdrawn": None,
        "replaced_by": None,
        "item": incident.to_json(),
    }


def _withdraw(connection: Connection, ids: set[str]) -> None:
    """Withdraw incidents that no longer stand, each with what its first event is in now."""
    table, linked = schema.incidents, schema.linked_events
    for chunk in chunks(sorted(ids)):
        rows = connection.execute(
            select(table.c.id, linked.c.incident_id)
            .join(linked, linked.c.event_id == table.c.first_event, isouter=True)
            .where(table.c.id.in_(chunk))
        ).fetchall()
        for key, successor in rows:
            values = {"withdrawn": now(), "replaced_by": successor}
            connection.execute(update(table).where(table.c.id == key).values(values))


def _write_state(connection: Connection, work: Work) -> None:
    connection.execute(delete(schema.link_state))
    connection.execute(
        insert(schema.link_state).values(
            id=1,
            generation=work.state.generation + 1,
            settings=work.settings,
            last_coding=work.upto,
            linked=now(),
        )
    )


def insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows a few thousand at a time."""
    for chunk in chunks(rows, 5000):
        connection.execute(insert(table), chunk)


@contextmanager
def without_indexes(connection: Connection, table: Table, *, when: bool) -> Iterator[None]:
    """Take a table's indexes away while very many rows are inserted, and make them anew: sorted is quicker than random.

    All in one transaction: whoever is killed in between has lost nothing.
    """
    # On PostgreSQL it would keep everyone from reading the table until the end.
    when = when and connection.dialect.name == "sqlite"
    indexes = sorted(table.indexes, key=lambda index: str(index.name)) if when else []
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
