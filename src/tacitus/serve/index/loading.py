"""From the record's tables to the index: incidents, and events that no linking has put into one yet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Engine, func, select

from tacitus.publish.geo import UNCERTAINTY_KM, uncertainty_km
from tacitus.records import SUB_EVENT_TYPES, Place
from tacitus.records.event import EVENT_TYPE_OF
from tacitus.review.tables import restrictions
from tacitus.serve.index.columns import Columns, Labels, Many, One, day_number
from tacitus.store import schema
from tacitus.store.opening import READING

STATUSES = ("asserted", "attributed", "hedged", "denied", "planned", "hypothetical")
PRECISIONS = (*UNCERTAINTY_KM, "country", "unlocated")
DATED = ("exact day", "range of days", "latest possible day", "no date")


class _Row(NamedTuple):
    """One incident, or one event that stands alone."""

    id: str
    event_type: str
    sub_event_type: str
    actor1: str | None
    actor2: str | None
    date_start: Any
    date_end: Any
    place: str | None
    place_id: str | None
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    place_precision: str | None
    fatalities_best: int | None
    status: str
    background: bool
    confidence: float
    contested: str | None
    reports: int
    articles: tuple[str, ...]


def load_columns(engine: Engine) -> Columns:
    """Read the index anew."""
    with engine.connect().execution_options(**READING) as connection:
        statement = select(schema.articles.c.id, schema.articles.c.publisher)
        outlets = {row.id: row.publisher for row in connection.execute(statement)}
        hidden = set(connection.execute(select(restrictions.c.article_id)).scalars())
        rows = [*_incidents(connection), *_lone_events(connection)]
    return _columns(rows, outlets, hidden)


def version_of(engine: Engine) -> tuple[Any, ...]:
    """Return what changes when the index must be read anew."""
    with engine.connect().execution_options(**READING) as connection:
        return tuple(
            connection.execute(
                select(
                    select(func.max(schema.codings.c.id)).scalar_subquery(),
                    select(func.count()).select_from(schema.codings).where(schema.codings.c.current).scalar_subquery(),
                    select(func.max(schema.decisions.c.id)).scalar_subquery(),
                    select(func.max(schema.decisions.c.undone_at)).scalar_subquery(),
                    select(func.max(schema.link_state.c.generation)).scalar_subquery(),
                    select(func.count()).select_from(restrictions).scalar_subquery(),
                )
            ).one()
        )


def _incidents(connection: Connection) -> Iterable[_Row]:
    table, linked = schema.incidents.c, schema.linked_events.c
    articles: dict[str, list[str]] = defaultdict(list)
    for incident, article in connection.execute(select(linked.incident_id, linked.article_id)):
        articles[incident].append(article)
    statement = select(
        table.id, table.event_type, table.sub_event_type, table.actor1, table.actor2, table.date_start, table.date_end,
        table.place, table.place_id, table.latitude, table.longitude, table.country, table.admin1,
        table.place_precision, table.fatalities_best, table.status, table.background, table.confidence,
        table.contested, table.reports,
    ).where(table.withdrawn.is_(None))  # fmt: skip
    for row in connection.execute(statement):
        yield _Row._make([*row, tuple(dict.fromkeys(articles[row.id]))])


def _lone_events(connection: Connection) -> Iterable[_Row]:
    """Yield the events of current codings that are in no incident and were not rejected."""
    table, codings, decisions = schema.events.c, schema.codings.c, schema.decisions.c
    rejected = select(decisions.target).where(decisions.kind == "reject", decisions.undone_at.is_(None))
    statement = (
        select(
            table.id, table.event_type, table.sub_event_type, table.actor1, table.actor2, table.date_start,
            table.date_end, table.place, table.place_id, table.latitude, table.longitude, table.country, table.admin1,
            table.place_precision, table.fatalities_best, table.assertion, table.background, table.confidence,
            codings.article_id,
        )
        .join(schema.codings, codings.id == table.coding_id)
        .where(
            codings.current,
            table.id.not_in(select(schema.linked_events.c.event_id)),
            table.id.not_in(rejected),
        )
        .order_by(table.coding_id, table.position)
    )  # fmt: skip
    for row in connection.execute(statement):
        yield _Row._make([*row[:-1], None, 1, (row[-1],)])


def _columns(rows: list[_Row], outlets: dict[str, str | None], hidden: set[str]) -> Columns:
    spots = Labels()
    spot_numbers: list[int] = []
    places: list[str] = []
    radii: list[float] = []
    for row in rows:
        number = spots.number(json.dumps([row.place_id or row.place, row.latitude, row.longitude, row.place_precision]))
        spot_numbers.append(number)
        if number == len(places):
            places.append(row.place or "")
        radii.append(_radius(row))
    sides = [_names(row.actor1) + _names(row.actor2) for row in rows]
    return Columns(
        ids=[row.id for row in rows],
        properties={
            "type": One.of((row.event_type for row in rows), known=SUB_EVENT_TYPES),
            "sub": One.of((row.sub_event_type for row in rows), known=EVENT_TYPE_OF),
            "status": One.of((row.status for row in rows), known=STATUSES),
            "country": One.of(row.country for row in rows),
            "province": One.of(row.admin1 for row in rows),
            "precision": One.of((row.place_precision or "unlocated" for row in rows), known=PRECISIONS),
            "dated": One.of((_dated(row) for row in rows), known=DATED),
            "actor": Many.of(sides),
            "outlet": Many.of([[outlets.get(a) or "not known" for a in row.articles] for row in rows]),
        },
        start=np.fromiter((day_number(row.date_start) for row in rows), np.int32),
        end=np.fromiter((day_number(row.date_end) for row in rows), np.int32),
        latitude=_floats(row.latitude for row in rows),
        longitude=_floats(row.longitude for row in rows),
        radius=np.asarray(radii, np.float64),
        spot=np.asarray(spot_numbers, np.int32),
        confidence=np.fromiter((row.confidence for row in rows), np.float32),
        contested=np.fromiter((bool(row.contested) or row.status == "denied" for row in rows), np.bool_),
        background=np.fromiter((bool(row.background) for row in rows), np.bool_),
        restricted=np.fromiter((bool(row.articles) and hidden.issuperset(row.articles) for row in rows), np.bool_),
        reports=np.fromiter((row.reports for row in rows), np.int32),
        fatalities=np.fromiter((row.fatalities_best or 0 for row in rows), np.int32),
        places=places,
        rows={row.id: number for number, row in enumerate(rows)},
    )


def _radius(row: _Row) -> float:
    if row.latitude is None or row.longitude is None or row.place_precision in (None, "unlocated"):
        return float("nan")
    if row.place_precision != "country":
        return UNCERTAINTY_KM.get(row.place_precision, 2.0)
    place = Place(text=row.place or "", start=0, end=0, name=row.place, country=row.country, precision="country",
                  latitude=row.latitude, longitude=row.longitude)  # fmt: skip
    return uncertainty_km(place) or 300.0


def _names(joined: str | None) -> list[str]:
    return [name for name in (joined or "").split("; ") if name]


def _dated(row: _Row) -> str:
    if row.date_start is None:
        return "latest possible day" if row.date_end else "no date"
    return "exact day" if row.date_start == row.date_end else "range of days"


def _floats(values: Iterable[float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.fromiter((np.nan if value is None else value for value in values), np.float64)
