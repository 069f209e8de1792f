"""The queue: what waits for a person, ordered by where a minute of theirs is worth most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)

from tacitus.review.tables import restrictions
from tacitus.store import schema
from tacitus.store.opening import READING

REASONS = {
    "contested": "reports contradict each other",
    "uncertain": "low confidence",
    "unlocated": "place not found",
    "undated": "no day known",
    "hedged": "hedged or denied",
    "new actor": "an actor that is not known",
    "deadly": "many killed",
    "same": "two reports may tell one incident",
}
"""Why something waits, in words."""

_WEIGHTS = {
    "contested": 1.2,
    "uncertain": 1.5,
    "unlocated": 0.6,
    "undated": 0.3,
    "hedged": 0.5,
    "new actor": 0.5,
    "deadly": 0.4,
}
_LINK_WEIGHT = 1.6
_DOUBT = 3.0
"""How far from the threshold a link's score (in bits of evidence) may be and still be worth a look."""


@dataclass(frozen=True)
class Waiting:
    """One item of the queue. `kind` is `event`, or `pair`: two events that may be one incident (`other`)."""

    kind: str
    target: str
    worth: float
    reasons: tuple[str, ...]
    sub_event_type: str = ""
    who: str = ""
    whom: str = ""
    where: str = ""
    date: str = ""
    sentence: str = ""
    publisher: str | None = None
    other: str = ""
    said: str = ""


@dataclass(frozen=True)
class QueueFilter:
    """Which items to take: those with one of the reasons (all where empty), of one article, seen by this role."""

    reasons: tuple[str, ...] = ()
    article_id: str = ""
    restricted: bool = False


def waiting_events(engine: Engine, wanted: QueueFilter, *, start: int = 0, size: int = 50) -> tuple[list[Waiting], int]:
    """Return a page of the events that nobody has accepted or rejected, the most worthwhile first, and how many."""
    events, codings, articles = schema.events.c, schema.codings.c, schema.articles.c
    tests = _tests()
    # Among equals the least certain first.
    worth: ColumnElement[Any] = 1.0 - events.confidence
    for name, test in tests.items():
        worth = worth + case((test, _WEIGHTS[name]), else_=0.0)
    conditions = [codings.current, not_(_decided()), not_(events.background)]
    asked = [tests[name] for name in wanted.reasons if name in tests]
    if asked:
        conditions.append(or_(*asked))
    if wanted.article_id:
        conditions.append(codings.article_id == wanted.article_id)
    if not wanted.restricted:
        conditions.append(codings.article_id.not_in(select(restrictions.c.article_id)))
    source = schema.events.join(schema.codings, codings.id == events.coding_id).join(
        schema.articles, articles.id == codings.article_id
    )
    flags = [test.label(f"is_{number}") for number, test in enumerate(tests.values())]
    statement = (
        select(
            events.id, events.sub_event_type, events.actor1, events.actor2, events.place, events.date_start,
            events.date_end, events.sentence, articles.publisher, worth.label("worth"), *flags,
        )
        .select_from(source)
        .where(*conditions)
        .order_by(worth.desc(), events.id)
    )  # fmt: skip
    with engine.connect().execution_options(**READING) as connection:
        total = connection.execute(select(func.count()).select_from(source).where(*conditions)).scalar_one()
        rows = connection.execute(statement.offset(start).limit(size)).mappings().all()
    return [_waiting(row, list(tests)) for row in rows], total


def waiting_pairs(engine: Engine, wanted: QueueFilter, *, threshold: float, size: int = 50) -> list[Waiting]:
    """Return pairs of events whose link, or refusal, was a near thing and that nobody has decided on.

    `threshold` is the score from which on two events are linked (tacitus.link.LinkSettings).
    """
    links = schema.links.c
    statement = (
        select(schema.links)
        .where(func.abs(links.score - threshold) < _DOUBT)
        .order_by(func.abs(links.score - threshold), links.event_a, links.event_b)
        .limit(size * 3)
    )
    with engine.connect().execution_options(**READING) as connection:
        rows = connection.execute(statement).all()
        decided = _decided_pairs(connection)
        hidden = set() if wanted.restricted else set(connection.execute(select(restrictions.c.article_id)).scalars())
        kept = [
            row
            for row in rows
            if frozenset((row.event_a, row.event_b)) not in decided
            and not {row.event_a.rpartition(":")[0], row.event_b.rpartition(":")[0]} & hidden
        ][:size]
        sentences = _sentences(connection, {key for row in kept for key in (row.event_a, row.event_b)})
    return [
        Waiting(
            kind="pair", target=row.event_a, other=row.event_b,
            worth=_LINK_WEIGHT * (1 - abs(row.score - threshold) / _DOUBT),
            reasons=("same",), said=row.reason, sentence=sentences.get(row.event_a, ""),
            where=sentences.get(row.event_b, ""), sub_event_type=row.verdict,
        )
        for row in kept
    ]  # fmt: skip


def _tests() -> dict[str, ColumnElement[bool]]:
    events = schema.events.c
    contested = exists().where(
        and_(
            schema.linked_events.c.event_id == events.id,
            schema.incidents.c.id == schema.linked_events.c.incident_id,
            schema.incidents.c.contested.is_not(None),
            schema.incidents.c.contested != "",
        )
    )
    unknown = exists().where(
        and_(
            schema.actors.c.coding_id == events.coding_id,
            schema.actors.c.actor_id.is_(None),
            schema.actors.c.name.is_not(None),
            or_(schema.actors.c.name == events.actor1, schema.actors.c.name == events.actor2),
        )
    )
    return {
        "contested": contested,
        "uncertain": events.confidence < 0.6,
        "unlocated": or_(events.place_precision.is_(None), events.place_precision == "unlocated"),
        "undated": events.date_start.is_(None),
        "hedged": events.assertion.in_(("hedged", "denied")),
        "new actor": unknown,
        "deadly": func.coalesce(events.fatalities_best, 0) >= 10,
    }


def _decided() -> ColumnElement[bool]:
    decisions = schema.decisions.c
    return exists().where(
        decisions.target == schema.events.c.id, decisions.kind.in_(("accept", "reject")), decisions.undone_at.is_(None)
    )


def _decided_pairs(connection: Connection) -> set[frozenset[str]]:
    decisions = schema.decisions.c
    statement = select(decisions.target, decisions.new).where(
        decisions.kind.in_(("merge", "split", "forbid")), decisions.undone_at.is_(None)
    )
    found = set()
    for target, new in connection.execute(statement):
        for other in new if isinstance(new, list) else [new]:
            found.add(frozenset((target, str(other))))
    return found


def _sentences(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    events = schema.events.c
    statement = (
        select(events.id, events.sentence)
        .join(schema.codings, schema.codings.c.id == events.coding_id)
        .where(events.id.in_(list(ids)), schema.codings.c.current)
    )
    return {row.id: row.sentence for row in connection.execute(statement)}


def _waiting(row: Any, names: list[str]) -> Waiting:
    start, end = row["date_start"], row["date_end"]
    date = str(start) if start else f"by {end}" if end else "no date"
    return Waiting(
        kind="event",
        target=row["id"],
        worth=float(row["worth"]),
        reasons=tuple(name for number, name in enumerate(names) if row[f"is_{number}"]),
        sub_event_type=row["sub_event_type"],
        who=row["actor1"] or "",
        whom=row["actor2"] or "",
        where=row["place"] or "",
        date=date,
        sentence=row["sentence"],
        publisher=row["publisher"],
    )
