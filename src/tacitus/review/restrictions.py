"""Restricted articles: their text, their events and their pages are for adjudicators and admins only."""

from __future__ import annotations

import datetime

from sqlalchemy import Engine, delete, insert, select

from tacitus.review.tables import restrictions
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING


class Restrictions:
    """Which articles of a record are restricted."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def ids(self) -> set[str]:
        """Return the ids of the restricted articles."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return set(connection.execute(select(restrictions.c.article_id)).scalars())

    def reason(self, article_id: str) -> str | None:
        """Return why an article is restricted; nothing where it is not."""
        statement = select(restrictions.c.reason).where(restrictions.c.article_id == article_id)
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return connection.execute(statement).scalar()

    def restrict(self, article_id: str, *, reason: str, account: str) -> None:
        """Restrict an article."""
        row = {"article_id": article_id, "reason": reason, "account": account,
               "made": datetime.datetime.now(datetime.UTC)}  # fmt: skip
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(delete(restrictions).where(restrictions.c.article_id == article_id))
            connection.execute(insert(restrictions).values(row))

    def lift(self, article_id: str) -> None:
        """Open an article again."""
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(delete(restrictions).where(restrictions.c.article_id == article_id))
