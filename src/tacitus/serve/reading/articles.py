"""Articles with what was coded from them, and who else printed the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, or_, select

from tacitus.errors import StoreError
from tacitus.records import CodedArticle
from tacitus.serve.workbench import Workbench
from tacitus.store import schema
from tacitus.store.opening import READING


@dataclass(frozen=True)
class ArticleLine:
    """One article in a list: what it is, and how much was coded from it."""

    id: str
    title: str | None
    publisher: str | None
    republished_from: str | None
    published: Any
    language: str | None
    events: int
    coder: str
    restricted: bool


@dataclass(frozen=True)
class Copy:
    """Another article with the same words: how much of the one stands in the other, 0 to 1, and what is said of it."""

    article_id: str
    title: str | None
    publisher: str | None
    published: Any
    share: float
    reason: str
    original: bool


def current_coding(workbench: Workbench, article_id: str) -> CodedArticle:
    """Return an article's coding as people corrected it. Raises StoreError where there is no such article."""
    found = next(iter(workbench.record.judged(article_id)), None)
    if found is None:
        raise StoreError("there is no article of this id in the record", where=article_id)
    return found


def machine_coding(workbench: Workbench, article_id: str) -> CodedArticle | None:
    """Return an article's current coding as it was made, before corrections."""
    return next(iter(workbench.record.coded(article_id)), None)


def article_lines(
    engine: Engine, *, text: str, outlet: str, hidden: set[str], start: int, size: int
) -> tuple[list[ArticleLine], int]:
    """Return a page of the articles, the latest first, and how many there are; hidden ones are left out."""
    articles, codings = schema.articles.c, schema.codings.c
    conditions = []
    if text:
        conditions.append(or_(articles.title.icontains(text, autoescape=True), articles.id == text))
    if outlet:
        conditions.append(articles.publisher == outlet)
    if hidden:
        conditions.append(articles.id.not_in(hidden))
    events = (
        select(func.count()).select_from(schema.events).where(schema.events.c.coding_id == codings.id).scalar_subquery()
    )
    statement = (
        select(
            articles.id, articles.title, articles.publisher, articles.republished_from, articles.published,
            articles.language, events.label("events"), codings.coder_name,
        )
        .join(schema.codings, (codings.article_id == articles.id) & codings.current)
        .where(*conditions)
        .order_by(articles.published.is_(None), articles.published.desc(), articles.id)
    )  # fmt: skip
    with engine.connect().execution_options(**READING) as connection:
        total = connection.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
        rows = connection.execute(statement.offset(start).limit(size)).all()
    return [ArticleLine(*row, restricted=False) for row in rows], total


def copies_of(engine: Engine, article_id: str) -> list[Copy]:
    """Return the article's original, and the articles that repeat its words."""
    copies, articles = schema.copies.c, schema.articles.c
    columns = (articles.id, articles.title, articles.publisher, articles.published)
    originals = (
        select(*columns, copies.share, copies.reason)
        .join(schema.copies, copies.original_id == articles.id)
        .where(copies.article_id == article_id)
    )
    repeated = (
        select(*columns, copies.share_of_original, copies.reason)
        .join(schema.copies, copies.article_id == articles.id)
        .where(copies.original_id == article_id)
    )
    with engine.connect().execution_options(**READING) as connection:
        found = [Copy(*row, original=True) for row in connection.execute(originals)]
        return found + [Copy(*row, original=False) for row in connection.execute(repeated)]


def incidents_of(engine: Engine, article_id: str) -> dict[str, tuple[str, int]]:
    """Return for each linked event of an article (its id there) its incident and how many reports that has."""
    linked, incidents = schema.linked_events.c, schema.incidents.c
    statement = (
        select(linked.event_id, incidents.id, incidents.reports)
        .join(schema.incidents, incidents.id == linked.incident_id)
        .where(linked.article_id == article_id)
    )
    with engine.connect().execution_options(**READING) as connection:
        return {
            event.removeprefix(f"{article_id}:"): (incident, reports)
            for event, incident, reports in connection.execute(statement)
        }
