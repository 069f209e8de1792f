"""Double coding: rounds in which several coders code the same articles, blind to one another."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, insert, select, update

from tacitus.errors import ReviewError
from tacitus.records import CodedArticle, Coder
from tacitus.review.tables import adjudications, assignments, coding_rounds
from tacitus.store import Record
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING

MACHINE = "machine"
"""Under this name the machine's coding stands beside those of people."""


@dataclass(frozen=True)
class Round:
    """A round of double coding. With `machine`, the machine's coding is compared as one more coder's."""

    id: int
    name: str
    machine: bool
    made: datetime.datetime
    made_by: str
    closed: datetime.datetime | None


@dataclass(frozen=True)
class Assignment:
    """One coder's task in a round; `coding` is what was handed in, in the interchange form."""

    id: int
    round_id: int
    article_id: str
    coder: str
    coding: dict[str, Any] | None
    handed_in: datetime.datetime | None


class Rounds:
    """The rounds of double coding of one record."""

    def __init__(self, engine: Engine, where: str, record: Record) -> None:
        self._engine = engine
        self._where = where
        self._record = record

    def make(
        self, name: str, article_ids: Sequence[str], coders: Sequence[str], *, machine: bool, made_by: str
    ) -> Round:
        """Make a round in which every coder codes every article. Raises ReviewError where that makes no sense."""
        coders = list(dict.fromkeys(coder.strip() for coder in coders if coder.strip()))
        articles = list(dict.fromkeys(article_ids))
        if not articles or not coders or (len(coders) < 2 and not machine):
            raise ReviewError(
                "double coding needs articles and at least two coders", where=name,
                remedy="Choose more coders, or let the machine be the second",
            )  # fmt: skip
        if MACHINE in coders:
            raise ReviewError("this name stands for the machine", where=MACHINE, remedy="Choose another name")
        values: dict[str, Any] = {
            "name": name.strip()[:200] or "Double coding",
            "machine": machine,
            "made": _now(),
            "made_by": made_by,
        }
        with clear_errors(self._where), self._engine.begin() as connection:
            key = connection.execute(insert(coding_rounds).values(values)).inserted_primary_key
            assert key is not None
            rows = [
                {"round_id": int(key[0]), "article_id": article, "coder": coder}
                for article in articles
                for coder in coders
            ]
            connection.execute(insert(assignments), rows)
        return Round(id=int(key[0]), closed=None, **values)

    def all(self) -> list[Round]:
        """Return every round, the latest first."""
        return [Round(**row) for row in self._rows(select(coding_rounds).order_by(coding_rounds.c.id.desc()))]

    def find(self, round_id: int) -> Round:
        """Return a round. Raises ReviewError where there is none."""
        found = self._rows(select(coding_rounds).where(coding_rounds.c.id == round_id))
        if not found:
            raise ReviewError("there is no such round", where=str(round_id))
        return Round(**found[0])

    def tasks(self, *, round_id: int | None = None, coder: str | None = None) -> list[Assignment]:
        """Return the tasks of a round, of a coder, or all."""
        statement = select(assignments).order_by(assignments.c.round_id, assignments.c.id)
        if round_id is not None:
            statement = statement.where(assignments.c.round_id == round_id)
        if coder is not None:
            statement = statement.where(assignments.c.coder == coder)
        return [Assignment(**row) for row in self._rows(statement)]

    def task(self, task_id: int) -> Assignment:
        """Return one task. Raises ReviewError where there is none."""
        found = self._rows(select(assignments).where(assignments.c.id == task_id))
        if not found:
            raise ReviewError("there is no such task", where=str(task_id))
        return Assignment(**found[0])

    def hand_in(self, task_id: int, coding: CodedArticle, *, coder: str) -> None:
        """Hand in a coding, once; to change it afterwards is the adjudicator's part.

        Raises ReviewError where the task is another's, was handed in before, or its round is closed.
        """
        task = self.task(task_id)
        if task.coder != coder:
            raise ReviewError("this is another coder's task", where=task.coder)
        if task.handed_in is not None:
            raise ReviewError("this coding was handed in before", where=str(task_id))
        if self.find(task.round_id).closed is not None:
            raise ReviewError("the round is closed", where=str(task.round_id))
        signed = coding.model_copy(update={"coder": Coder(name=coder, version="1")})
        values = {"coding": signed.to_json(), "handed_in": _now()}
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(update(assignments).where(assignments.c.id == task_id).values(values))

    def codings(self, round_id: int) -> dict[str, dict[str, CodedArticle]]:
        """Return by article and coder what was handed in, with the machine's coding where the round has it."""
        found: dict[str, dict[str, CodedArticle]] = {}
        for task in self.tasks(round_id=round_id):
            coders = found.setdefault(task.article_id, {})
            if task.coding is not None:
                coders[task.coder] = CodedArticle.model_validate(task.coding)
        if self.find(round_id).machine:
            for article_id, coders in found.items():
                for coded in self._record.coded(article_id):
                    coders[MACHINE] = coded
        return found

    def adjudicated(self, round_id: int) -> dict[str, CodedArticle]:
        """Return by article what the adjudicator settled upon."""
        statement = select(adjudications).where(adjudications.c.round_id == round_id)
        return {row["article_id"]: CodedArticle.model_validate(row["coding"]) for row in self._rows(statement)}

    def adjudicate(self, round_id: int, coding: CodedArticle, *, adjudicator: str) -> None:
        """Settle upon a coding of an article; a later one takes the place of an earlier one."""
        article_id = coding.document.id
        signed = coding.model_copy(update={"coder": Coder(name=adjudicator, version="adjudicated")})
        row = {"round_id": round_id, "article_id": article_id, "coding": signed.to_json(), "adjudicator": adjudicator,
               "made": _now()}  # fmt: skip
        table = adjudications.c
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(adjudications.delete().where(table.round_id == round_id, table.article_id == article_id))
            connection.execute(insert(adjudications).values(row))

    def close(self, round_id: int) -> None:
        """Close a round: nothing more is handed in."""
        with clear_errors(self._where), self._engine.begin() as connection:
            statement = update(coding_rounds).where(coding_rounds.c.id == round_id, coding_rounds.c.closed.is_(None))
            connection.execute(statement.values(closed=_now()))

    def gold(self, round_id: int) -> list[CodedArticle]:
        """Return the round's outcome as gold in the interchange form: what was adjudicated, article by article.

        Where nothing was adjudicated, a coding on which all people agree stands; other articles are left out.
        """
        settled = self.adjudicated(round_id)
        found = []
        for article_id, coders in self.codings(round_id).items():
            if article_id in settled:
                found.append(settled[article_id])
                continue
            people = [coded for name, coded in coders.items() if name != MACHINE]
            if len(people) > 1 and len({_told(coded) for coded in people}) == 1:
                found.append(people[0])
        return found

    def _rows(self, statement: Any) -> list[dict[str, Any]]:
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]


def _told(coded: CodedArticle) -> str:
    return str([event.model_dump(mode="json", exclude={"id", "confidence", "evidence"}) for event in coded.events])


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
