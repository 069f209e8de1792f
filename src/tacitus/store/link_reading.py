"""What linking reads from a record: events as people corrected them, their articles, cells, copies, decisions."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, ScalarSelect, Select, Text, cast, func, select

from tacitus.link.copies import Copy, original_of
from tacitus.link.reports import Report
from tacitus.link.traits import TraitReader, Traits
from tacitus.records import Decision
from tacitus.store import schema
from tacitus.store.claims import judged_item
from tacitus.store.decisions import APART, TOGETHER, pairs_of, read_decisions, root_of

CHUNK = 400
"""Keys in one query: databases limit how many a statement may hold."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as it is in the record: where it stands, what it says, and of its article what linking needs."""

    event_id: str
    coding_id: int
    position: int
    article_id: str
    arrival: int
    publisher: str | None
    republished_from: str | None
    published: datetime.date | None
    title: str | None
    item: dict[str, Any]

    @property
    def order(self) -> tuple[str, str, int]:
        """When it came: as the how manieth its article was kept, by no clock; the article, its place there."""
        return f"{self.arrival:015}", self.article_id, self.position


class Judgements:
    """The standing decisions, by what they are about."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.by_event: dict[str, list[Decision]] = defaultdict(list)
        self.together: set[tuple[str, str]] = set()
        self.apart: set[tuple[str, str]] = set()
        self.settled: dict[str, dict[str, Any]] = defaultdict(dict)
        self._states: dict[str, list[int]] = defaultdict(list)
        merged: dict[str, str] = {}
        for decision in decisions:
            self._take(decision)
            for one, other in pairs_of(decision) if decision.kind == "merge_actors" else ():
                merged[root_of(merged, other)] = root_of(merged, one)
        self.same_actor = {key: root_of(merged, key) for key in merged}

    @classmethod
    def read(cls, connection: Connection) -> Judgements:
        """Read them from a record."""
        return cls(read_decisions(connection, standing=True))

    def _take(self, decision: Decision) -> None:
        kind = decision.kind
        if kind in ("correct", "reject"):
            self.by_event[decision.target].append(decision)
            self._states[decision.target].append(decision.id)
        elif kind in TOGETHER or kind in APART:
            pairs = pairs_of(decision)
            (self.together if kind in TOGETHER else self.apart).update(pairs)
            for event in {event for pair in pairs for event in pair}:
                self._states[event].append(decision.id)
        elif kind == "adjudicate" and decision.field:
            self.settled[decision.target][decision.field] = decision.new
            self._states[decision.target].append(decision.id)

    def state(self, event_id: str) -> str:
        """Return what changes when the decisions on an event change."""
        return ",".join(map(str, self._states.get(event_id, ())))

    def touched(self) -> set[str]:
        """Return the events that a decision is about."""
        return set(self._states)

    def actors_key(self) -> str:
        """Return what changes when actors are merged or taken apart."""
        return ";".join(f"{other}={one}" for other, one in sorted(self.same_actor.items()))


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the values in lists of at most `size`."""
    chunk: list[T] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _events(judgements: Judgements, connection: Connection, statement: Select[Any]) -> Iterator[EventRow]:
    for row in connection.execute(statement.execution_options(yield_per=1000)):
        # Not asked of the database: it would take the index of what is current, which holds every article.
        if not row.current:
            continue
        item = row.item
        if row.id in judgements.by_event:
            item = judged_item(item, judgements.by_event[row.id])
            if item is None:
                continue
        yield EventRow(
            row.id, row.coding_id, row.position, row.article_id, row.arrival,
            row.publisher, row.republished_from, row.published, row.title, item,
        )  # fmt: skip


def arrival() -> ScalarSelect[int]:
    """Return what numbers the articles in the order in which they came: their first coding. A clock may go back."""
    first = schema.codings.alias("arrivals")
    return (
        select(func.min(first.c.id))
        .where(first.c.article_id == schema.articles.c.id)
        .correlate(schema.articles)
        .scalar_subquery()
    )


def _event_columns() -> Select[Any]:
    events, codings, articles = schema.events.c, schema.codings.c, schema.articles.c
    return (
        select(
            events.id, events.coding_id, events.position, events.item, codings.article_id, codings.current,
            arrival().label("arrival"),
            articles.publisher, articles.republished_from, articles.published, articles.title,
        )
        .select_from(schema.events)
        .join(schema.codings, codings.id == events.coding_id)
        .join(schema.articles, articles.id == codings.article_id)
    )  # fmt: skip


def new_events(connection: Connection, judgements: Judgements, after_coding: int) -> Iterator[EventRow]:
    """Yield the events of the current codings that were added after a coding."""
    codings = schema.codings.c
    statement = _event_columns().where(codings.id > after_coding)
    yield from _events(judgements, connection, statement.order_by(codings.id))


def events_by_id(connection: Connection, judgements: Judgements, event_ids: Iterable[str]) -> Iterator[EventRow]:
    """Yield events of the current codings by their ids."""
    for chunk in chunks(event_ids):
        statement = _event_columns().where(schema.events.c.id.in_(chunk))
        yield from _events(judgements, connection, statement)


def linked_in(connection: Connection, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    """Yield rows of `linked_events` whose column has one of the values."""
    for chunk in chunks(values):
        yield from connection.execute(select(schema.linked_events).where(column.in_(chunk)))


def changed_articles(connection: Connection, after_coding: int) -> Iterator[list[str]]:
    """Yield, in lists, the articles that got a coding after the last that was linked."""
    codings = schema.codings.c
    statement = select(codings.article_id).where(codings.id > after_coding).distinct()
    yield from chunks(row[0] for row in connection.execute(statement))


def neighbours(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Return the numbers of linked events that lie in one of the cells."""
    found: set[int] = set()
    for chunk in chunks(sorted(set(keys))):
        found.update(connection.scalars(select(schema.blocks.c.linked_event).where(schema.blocks.c.key.in_(chunk))))
    return found


def copies_among(connection: Connection, articles: Iterable[str]) -> list[Copy]:
    """Return the copies that have one of the articles on either side."""
    table = schema.copies.c
    found: dict[tuple[str, str], Copy] = {}
    for chunk in chunks(sorted(set(articles))):
        condition = table.article_id.in_(chunk) | table.original_id.in_(chunk)
        for row in connection.execute(select(schema.copies).where(condition)):
            found[row.article_id, row.original_id] = Copy(
                row.article_id, row.original_id, row.share, row.share_of_original, row.kind
            )
    return list(found.values())


def copy_families(connection: Connection, articles: Iterable[str]) -> dict[str, set[str]]:
    """Return the articles that repeat each other as a whole, by the first of them to come; of families of the given."""
    touched = [copy for copy in copies_among(connection, articles) if copy.whole]
    leaders = {copy.original_id for copy in touched}
    families: dict[str, set[str]] = {}
    for copy in copies_among(connection, leaders):
        if copy.whole and copy.original_id in leaders:
            families.setdefault(copy.original_id, {copy.original_id}).add(copy.article_id)
    return families


def originals(connection: Connection, articles: Iterable[str]) -> dict[str, str]:
    """Return for each article that repeats another as a whole the original: not always the first to come."""
    families = copy_families(connection, articles)
    about: dict[str, dict[str, Any]] = {}
    table = schema.articles.c
    columns = (
        table.id,
        table.publisher,
        table.republished_from,
        table.published,
        func.length(cast(table.document, Text)),
    )
    for chunk in chunks(sorted({article for family in families.values() for article in family})):
        for row in connection.execute(select(*columns).where(table.id.in_(chunk))):
            named = ("id", "publisher", "republished_from", "published", "length")
            about[row[0]] = dict(zip(named, row, strict=True))
    found: dict[str, str] = {}
    for family in families.values():
        original = original_of([about[article] for article in sorted(family)])
        found.update({article: original for article in family if article != original})
    return found


def last_coding(connection: Connection) -> int:
    """Return the number of the last coding in the record, 0 where there is none."""
    return int(connection.execute(select(func.max(schema.codings.c.id))).scalar() or 0)


def traits_of(rows: Iterable[EventRow], reader: TraitReader) -> dict[str, Traits]:
    """Return the traits of events by id."""
    return {
        row.event_id: reader.read(row.item, row.article_id, row.order, row.republished_from or row.publisher)
        for row in rows
    }


def report_of(row: EventRow, originals_of: Mapping[str, str]) -> Report:
    """Return an event as a report of an incident."""
    return Report(
        event_id=row.event_id,
        article_id=row.article_id,
        event=row.item,
        publisher=row.publisher,
        republished_from=row.republished_from,
        published=row.published,
        title=row.title,
        copies=(originals_of[row.article_id],) if row.article_id in originals_of else (),
    )
