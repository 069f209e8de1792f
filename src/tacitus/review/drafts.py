"""Drafts: what somebody began and has not handed in. It survives a closed tab."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from tacitus.review.tables import drafts
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING


@dataclass(frozen=True)
class Draft:
    """Somebody's unfinished work on a target; `content` is what the page keeps, `saved` in UTC."""

    account: str
    target: str
    content: dict[str, Any]
    saved: datetime.datetime


class Drafts:
    """The drafts of one record."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def keep(self, account: str, target: str, content: dict[str, Any]) -> Draft:
        """Keep a draft in place of the account's last one on the target."""
        saved = datetime.datetime.now(datetime.UTC)
        row = {"account": account, "target": target, "content": content, "saved": saved}
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(delete(drafts).where(drafts.c.account == account, drafts.c.target == target))
            connection.execute(insert(drafts).values(row))
        return Draft(account, target, content, saved)

    def of(self, account: str, target: str) -> Draft | None:
        """Return the account's draft on a target."""
        found = [draft for draft in self.on(target) if draft.account == account]
        return found[0] if found else None

    def on(self, target: str) -> list[Draft]:
        """Return everybody's drafts on a target, the latest first."""
        statement = select(drafts).where(drafts.c.target == target).order_by(drafts.c.saved.desc())
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return [Draft(**row) for row in connection.execute(statement).mappings()]

    def drop(self, account: str, target: str) -> None:
        """Forget a draft: it was handed in, or is not wanted."""
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(delete(drafts).where(drafts.c.account == account, drafts.c.target == target))
