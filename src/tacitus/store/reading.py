"""From the tables back to coded articles, a few hundred at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from tacitus.records import CodedArticle
from tacitus.store import schema
from tacitus.store.views import shown_codings

_CHUNK = 200
"""Codings read at once: enough to make the queries few, small enough to stay light."""


def coded_articles(
    connection: Connection, *, article_id: str | None = None, coder: str | None = None, coding_id: int | None = None
) -> Iterator[CodedArticle]:
    """Yield codings in the order in which they were kept: one by its id, or the shown one of each or one article."""
    codings = schema.codings.c
    statement = select(codings.id).order_by(codings.id)
    statement = statement.where(shown_codings(coder) if coding_id is None else codings.id == coding_id)
    if article_id is not None:
        statement = statement.where(codings.article_id == article_id)
    keys = [row[0] for row in connection.execute(statement)]
    for start in range(0, len(keys), _CHUNK):
        yield from _read(connection, keys[start : start + _CHUNK])


def _read(connection: Connection, keys: Sequence[int]) -> Iterator[CodedArticle]:
    items = {name: _items(connection, name, keys) for name in schema.ITEM_TABLES}
    codings, articles = schema.codings.c, schema.articles.c
    statement = (
        select(codings.id, codings.rest, codings.document, articles.document)
        .join(schema.articles, articles.id == codings.article_id)
        .where(codings.id.in_(keys))
        .order_by(codings.id)
    )
    for key, rest, own_document, document in connection.execute(statement):
        lists = {name: found[key] for name, found in items.items()}
        yield CodedArticle.model_validate({**rest, "document": own_document or document, **lists})


def _items(connection: Connection, name: str, keys: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    table = schema.ITEM_TABLES[name].c
    statement = select(table.coding_id, table.item).where(table.coding_id.in_(keys))
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for key, item in connection.execute(statement.order_by(table.coding_id, table.position)):
        found[key].append(item)
    return found
