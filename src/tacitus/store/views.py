"""Views of what is current in a record: events, relations, facilities; to iterate over, or as a table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Engine, Select, Table, func, or_, select

from tacitus.errors import StoreError
from tacitus.records import Event, Facility, Record, Relation
from tacitus.store import schema
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING

if TYPE_CHECKING:
    import pandas

ItemT = TypeVar("ItemT", bound=Record)


@dataclass(frozen=True)
class Stored(Generic[ItemT]):
    """One thing in the record: its id there (`ARTICLE:ID`), the article that tells it, and the thing itself."""

    id: str
    article_id: str
    item: ItemT


@dataclass(frozen=True)
class Selection:
    """Which codings and which items a view shows.

    Without `coder` each article speaks through its current coding; with it, through that coder's last one.
    """

    coder: str | None = None
    equal: tuple[tuple[str, str], ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None


def shown_codings(coder: str | None) -> ColumnElement[bool]:
    """Return the condition on `codings` that picks one coding an article."""
    codings = schema.codings
    if coder is None:
        return codings.c.current.is_(True)
    last = select(func.max(codings.c.id)).where(codings.c.coder_name == coder).group_by(codings.c.article_id)
    return codings.c.id.in_(last)


class View(Generic[ItemT]):
    """A readable slice of the record, in the order of the articles' coding. It reads anew each time."""

    def __init__(
        self, engine: Engine, where: str, table: Table, kind: type[ItemT], selection: Selection | None = None
    ) -> None:
        self._engine = engine
        self._where = where
        self._table = table
        self._kind = kind
        self._selection = selection or Selection()

    def __iter__(self) -> Iterator[Stored[ItemT]]:
        columns = (self._table.c.id, schema.codings.c.article_id, self._table.c.item)
        for key, article_id, item in self._rows(self._select(*columns)):
            yield Stored(id=key, article_id=article_id, item=self._kind.model_validate(item))

    def __len__(self) -> int:
        counted = self._select(self._table.c.id).order_by(None).subquery()
        return int(next(self._rows(select(func.count()).select_from(counted)))[0])

    def to_pandas(self) -> pandas.DataFrame:
        """Return one row a thing, with the record's columns and the article's title, publisher and date."""
        import pandas

        own = [column for column in self._table.c if column.name not in {"coding_id", "position", "item"}]
        articles = schema.articles.c
        columns = [
            own[0],
            schema.codings.c.article_id,
            *own[1:],
            articles.title,
            articles.publisher,
            articles.published,
            schema.codings.c.coder_name,
            schema.codings.c.coder_version,
        ]
        return pandas.DataFrame.from_records(
            [tuple(row) for row in self._rows(self._select(*columns))], columns=[column.name for column in columns]
        )

    def find(self, key: str) -> Stored[ItemT]:
        """Return the one thing whose id is `key`, or begins with it, or whose id within its article is `key`.

        Raises StoreError where there is none, or more than one.
        """
        table = self._table.c
        within = table.id == schema.codings.c.article_id + ":" + key
        for condition in (table.id == key, within, func.substr(table.id, 1, len(key)) == key):
            found = [row[0] for row in self._rows(self._select(table.id).where(condition).limit(4))]
            if len(found) == 1:
                chosen = self._select(table.id, schema.codings.c.article_id, table.item).where(table.id == found[0])
                stored_id, article_id, item = next(self._rows(chosen))
                return Stored(id=stored_id, article_id=article_id, item=self._kind.model_validate(item))
            if found:
                some = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
                raise StoreError(
                    f"{key} stands for more than one: {some}", where=self._where, remedy="Give the whole id"
                )
        raise StoreError(
            f"nothing here has the id {key}",
            where=self._where,
            remedy="`tacitus export --store FILE --format table` lists the ids",
        )

    def _select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        table, selection = self._table, self._selection
        statement = (
            select(*columns)
            .select_from(table)
            .join(schema.codings, schema.codings.c.id == table.c.coding_id)
            .join(schema.articles, schema.articles.c.id == schema.codings.c.article_id)
            .where(shown_codings(selection.coder))
            .order_by(table.c.coding_id, table.c.position)
        )
        for name, value in selection.equal:
            statement = statement.where(table.c[name] == value)
        if selection.since:
            statement = statement.where(table.c.date_end >= selection.since)
        if selection.until:
            start = func.coalesce(table.c.date_start, table.c.date_end)
            statement = statement.where(or_(start <= selection.until, start.is_(None)))
        return statement

    def _rows(self, statement: Select[Any]) -> Iterator[Any]:
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            yield from connection.execute(statement)


EventsView = View[Event]
RelationsView = View[Relation]
FacilitiesView = View[Facility]
