"""Views of the incidents in a record, and why they are what they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select, func, or_, select

from tacitus.errors import StoreError
from tacitus.link.candidates import keys_of
from tacitus.link.compare import Comparer
from tacitus.link.copies import repeats_passage
from tacitus.link.explain import Explanation, explain
from tacitus.link.reports import Report, with_sources
from tacitus.link.settings import LinkSettings
from tacitus.link.traits import Family, TraitReader, passage_of
from tacitus.records import Incident
from tacitus.store import schema
from tacitus.store.conditions import conditions
from tacitus.store.failures import clear_errors, needed
from tacitus.store.link_reading import Judgements, copies_among, events_by_id, linked_in, neighbours, traits_of
from tacitus.store.link_writing import reports_of
from tacitus.store.opening import READING

if TYPE_CHECKING:
    import geopandas
    import pandas

_LEFT_OUT = {"item", "withdrawn", "replaced_by"}


@dataclass(frozen=True)
class IncidentSelection:
    """Which incidents a view shows. `where` holds conditions such as `country=Syria`, `sources>=2`, `place~idlib`."""

    where: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    actor: str | None = None
    contested: bool = False
    background: bool = True


class IncidentsView:
    """Incidents that stand, by date. It reads anew each time."""

    def __init__(self, engine: Engine, where: str, selection: IncidentSelection | None = None) -> None:
        self._engine = engine
        self._where = where
        self._selection = selection or IncidentSelection()

    def __iter__(self) -> Iterator[Incident]:
        for row in self._rows(self._select(schema.incidents.c.item)):
            yield Incident.model_validate(row[0])

    def __len__(self) -> int:
        counted = self._select(schema.incidents.c.id).order_by(None).subquery()
        return int(next(self._rows(select(func.count()).select_from(counted)))[0])

    def to_pandas(self) -> pandas.DataFrame:
        """Return one row an incident: its columns, and in `events` the ids of the events in it."""
        import pandas

        columns = [column for column in schema.incidents.c if column.name not in _LEFT_OUT]
        rows = []
        for *values, item in self._rows(self._select(*columns, schema.incidents.c.item)):
            rows.append((*values, [voice["event_id"] for voice in item["voices"]]))
        return pandas.DataFrame.from_records(rows, columns=[*(column.name for column in columns), "events"])

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """Return the same with a point in WGS 84 for each incident; empty where it is nowhere on the map.

        `place_precision` says how exact the point is; the point of a province is its middle.
        """
        geopandas = needed("geopandas")
        frame = self.to_pandas()
        points = geopandas.points_from_xy(frame["longitude"], frame["latitude"])
        located = frame["longitude"].notna() & frame["latitude"].notna()
        geometry = geopandas.GeoSeries(points, index=frame.index, crs="EPSG:4326").where(located, None)
        return geopandas.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")

    def find(self, key: str) -> Incident:
        """Return one incident by its id, the start of it, or an event in it. Raises StoreError.

        Of an id that no longer stands, the message says what replaced it.
        """
        table, linked = schema.incidents.c, schema.linked_events.c
        stands = table.withdrawn.is_(None)
        by_event = select(linked.incident_id).where(linked.event_id == key)
        for condition in (table.id == key, table.id.in_(by_event), func.substr(table.id, 1, len(key)) == key):
            found = list(self._rows(select(table.id, table.item).where(condition, stands).limit(4)))
            if len(found) == 1:
                return Incident.model_validate(found[0][1])
            if found:
                some = ", ".join(row[0] for row in found[:3]) + (", ..." if len(found) > 3 else "")
                raise StoreError(
                    f"{key} stands for more than one: {some}", where=self._where, remedy="Give the whole id"
                )
        withdrawn = next(self._rows(select(table.replaced_by).where(table.id == key)), None)
        if withdrawn is not None:
            successor = f"its first event is now in {withdrawn[0]}" if withdrawn[0] else "its events are gone"
            raise StoreError(f"the incident {key} was withdrawn: {successor}", where=self._where)
        raise StoreError(
            f"no incident has the id {key}", where=self._where, remedy="`tacitus incidents --store FILE` lists them"
        )

    def _select(self, *columns: Any) -> Select[Any]:
        table, selection = schema.incidents.c, self._selection
        statement = select(*columns).where(table.withdrawn.is_(None))
        for condition in conditions(schema.incidents, selection.where):
            statement = statement.where(condition)
        if selection.since:
            statement = statement.where(table.date_end >= selection.since)
        if selection.until:
            start = func.coalesce(table.date_start, table.date_end)
            statement = statement.where(or_(start <= selection.until, start.is_(None)))
        if selection.actor:
            pattern = f"%{selection.actor}%"
            statement = statement.where(or_(table.actor1.ilike(pattern), table.actor2.ilike(pattern)))
        if selection.contested:
            statement = statement.where(table.contested.is_not(None))
        if not selection.background:
            statement = statement.where(table.background.is_(False))
        return statement.order_by(func.coalesce(table.date_start, table.date_end), table.id)

    def _rows(self, statement: Select[Any]) -> Iterator[Any]:
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            yield from connection.execute(statement)


def explain_pair(
    engine: Engine, where: str, event_a: str, event_b: str, settings: LinkSettings, family: Family
) -> Explanation:
    """Compare two events of a record anew, and say what stands about them. Raises StoreError where one is missing."""
    with clear_errors(where), engine.connect().execution_options(**READING) as connection:
        judgements = Judgements.read(connection)
        rows = {row.event_id: row for row in events_by_id(connection, judgements, (event_a, event_b))}
        missing = [event for event in (event_a, event_b) if event not in rows]
        if missing:
            raise StoreError(f"no event has the id {missing[0]}", where=where)
        linked = linked_in(connection, schema.linked_events.c.event_id, (event_a, event_b))
        incidents = {row.event_id: row.incident_id for row in linked}
        articles = {rows[event_a].article_id, rows[event_b].article_id}
        copied = [
            copy for copy in copies_among(connection, articles) if {copy.article_id, copy.original_id} == articles
        ]
    repeats = bool(copied) and repeats_passage(passage_of(rows[event_a].item), passage_of(rows[event_b].item))
    reader = TraitReader(settings, family, judgements.same_actor)
    traits = traits_of(rows.values(), reader)
    comparer = Comparer(settings, frozenset({(event_a, event_b)} if repeats else ()))
    together = len(incidents) == 2 and incidents[event_a] == incidents[event_b]
    found = explain(traits[event_a], traits[event_b], comparer, "link" if together else "refusal")
    return _with_context(found, judgements, together)


def _with_context(found: Explanation, judgements: Judgements, together: bool) -> Explanation:
    """Say where a decision or the rest of the group weighs more than the pair."""
    from dataclasses import replace

    pair = (found.event_a, found.event_b)
    said = ""
    if pair in judgements.together or pair[::-1] in judgements.together:
        said = "A person decided that they are one. "
    elif pair in judgements.apart or pair[::-1] in judgements.apart:
        said = "A person decided that they are not one. "
    elif together and found.score < found.threshold:
        said = "They are one through other reports that are alike to both. "
    elif not together and found.score >= found.threshold:
        said = "They are alike, but other reports in their incidents cannot be one happening. "
    return replace(found, sentence=said + found.sentence)


def nearest_refused(
    engine: Engine, where: str, incident: Incident, settings: LinkSettings, family: Family, limit: int = 5
) -> list[Explanation]:
    """Return the events nearest to an incident that are not in it, each with why not."""
    with clear_errors(where), engine.connect().execution_options(**READING) as connection:
        judgements = Judgements.read(connection)
        reader = TraitReader(settings, family, judgements.same_actor)
        own_ids = [voice.event_id for voice in incident.voices[:40]]
        own = traits_of(events_by_id(connection, judgements, own_ids), reader)
        keys = {key for traits in own.values() for key in keys_of(traits, settings)}
        numbers = neighbours(connection, keys)
        inside = {voice.event_id for voice in incident.voices}
        rows = linked_in(connection, schema.linked_events.c.id, sorted(numbers))
        near = [row.event_id for row in rows if row.event_id not in inside][:2000]
        others = traits_of(events_by_id(connection, judgements, near), reader)
    comparer = Comparer(settings)
    best: dict[str, Explanation] = {}
    for other in others.values():
        nearest = max(own.values(), key=lambda one: (comparer.score(one, other), one.event_id))
        best[other.event_id] = explain(nearest, other, comparer, "refusal")
    ranked = sorted(best.values(), key=lambda found: (-found.score, found.event_b))
    return [_with_context(found, judgements, together=False) for found in ranked[:limit]]


def reports_in(engine: Engine, where: str, incident: Incident) -> tuple[list[Report], Judgements]:
    """Return the reports of an incident with their sources, in its order, and the standing decisions."""
    ids = [voice.event_id for voice in incident.voices]
    with clear_errors(where), engine.connect().execution_options(**READING) as connection:
        judgements = Judgements.read(connection)
        reports = reports_of(connection, judgements, ids)
        repeating = copies_among(connection, {report.article_id for report in reports.values()})
    pairs = []
    by_article = {report.article_id: report for report in reports.values()}
    for copy in repeating:
        if copy.article_id in by_article and copy.original_id in by_article:
            one, other = by_article[copy.article_id], by_article[copy.original_id]
            if repeats_passage(passage_of(one.event), passage_of(other.event)):
                pairs.append((one.event_id, other.event_id))
    return with_sources([reports[event] for event in ids if event in reports], pairs), judgements
