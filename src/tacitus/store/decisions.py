"""Decisions: kept, undone, never deleted; and refused where they contradict what stands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from tacitus.errors import StoreError
from tacitus.records import Decision, DecisionKind
from tacitus.store import schema
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING

TOGETHER: tuple[DecisionKind, ...] = ("merge",)
APART: tuple[DecisionKind, ...] = ("split", "forbid")


class ContradictoryDecision(StoreError):
    """A decision says the opposite of one that stands."""


class DecisionLog:
    """The decisions of one record."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def make(
        self,
        kind: DecisionKind,
        target: str,
        *,
        coder: str,
        reason: str = "",
        field: str | None = None,
        old: Any = None,
        new: Any = None,
        more: dict[str, Any] | None = None,
    ) -> Decision:
        """Keep a decision, in one transaction, and return it. What the parts mean: tacitus.records.Decision.

        Raises ContradictoryDecision where the opposite stands; undo that first.
        """
        row = {
            "kind": kind, "target": target, "field": field, "old": old, "new": new, "reason": reason, "coder": coder,
            "made": _now(), "undone_at": None, "undone_by": None, "more": dict(more or {}),
        }  # fmt: skip
        with clear_errors(self._where), self._engine.begin() as connection:
            standing = read_decisions(connection, standing=True)
            check_consistent([*standing, Decision.model_validate(row | {"id": 0})], self._where)
            key = connection.execute(insert(schema.decisions).values(row)).inserted_primary_key
        assert key is not None
        return Decision.model_validate(row | {"id": int(key[0])})

    def undo(self, decision_id: int, *, coder: str) -> Decision:
        """Undo a decision; it stays in the log. Raises StoreError where there is none or it was undone before."""
        table = schema.decisions
        with clear_errors(self._where), self._engine.begin() as connection:
            found = connection.execute(select(table).where(table.c.id == decision_id)).mappings().first()
            if found is None:
                raise StoreError(f"there is no decision {decision_id}", where=self._where)
            if found["undone_at"] is not None:
                raise StoreError(
                    f"decision {decision_id} was undone before, by {found['undone_by']}", where=self._where
                )
            moment = _now()
            connection.execute(update(table).where(table.c.id == decision_id).values(undone_at=moment, undone_by=coder))
        return _decision({**found, "undone_at": moment, "undone_by": coder})

    def all(
        self,
        *,
        target: str | None = None,
        kinds: Sequence[DecisionKind] = (),
        coder: str | None = None,
        standing: bool = False,
    ) -> list[Decision]:
        """Return decisions, the first first; `standing` leaves out those that were undone."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return read_decisions(connection, target=target, kinds=kinds, coder=coder, standing=standing)


def read_decisions(
    connection: Connection,
    *,
    target: str | None = None,
    kinds: Sequence[DecisionKind] = (),
    coder: str | None = None,
    standing: bool = False,
) -> list[Decision]:
    """Return decisions on an open connection, the first first."""
    table = schema.decisions
    statement = select(table).order_by(table.c.id)
    if target is not None:
        statement = statement.where(table.c.target == target)
    if kinds:
        statement = statement.where(table.c.kind.in_(kinds))
    if coder is not None:
        statement = statement.where(table.c.coder == coder)
    if standing:
        statement = statement.where(table.c.undone_at.is_(None))
    return [_decision(dict(row)) for row in connection.execute(statement).mappings()]


def pairs_of(decision: Decision) -> list[tuple[str, str]]:
    """Return the pairs (target, other) that a decision on several things speaks of."""
    others = decision.new if isinstance(decision.new, list) else [decision.new]
    return [(decision.target, str(other)) for other in others if other and other != decision.target]


def check_consistent(decisions: Sequence[Decision], where: str) -> None:
    """Raise ContradictoryDecision where things that were put together, by several steps too, are also kept apart."""
    for together, apart, what in (
        (TOGETHER, APART, "tell one incident"),
        (("merge_actors",), ("keep_actors_apart",), "are one actor"),
    ):
        group: dict[str, str] = {}
        for decision in decisions:
            if decision.kind in together:
                for one, other in pairs_of(decision):
                    group[root_of(group, one)] = root_of(group, other)
        for decision in decisions:
            if decision.kind not in apart:
                continue
            for one, other in pairs_of(decision):
                if root_of(group, one) == root_of(group, other):
                    by = [d for d in decisions if d.kind in together and _touches(d, group, one)]
                    raise ContradictoryDecision(
                        f"{one} and {other} are said both to be and not to be such that they {what}: "
                        f"{_said(decision)}, against {' and '.join(map(_said, by))}",
                        where=where,
                        remedy="Undo one of these decisions first",
                    )


def root_of(group: dict[str, str], key: str) -> str:
    """Return what stands for a thing and all that was put together with it."""
    while group.get(key, key) != key:
        key = group[key]
    return key


def _touches(decision: Decision, group: dict[str, str], key: str) -> bool:
    return root_of(group, decision.target) == root_of(group, key)


def _said(decision: Decision) -> str:
    name = f"decision {decision.id}" if decision.id else "the new decision"
    return f"{name} ({decision.kind}, {decision.coder})"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _decision(row: dict[str, Any]) -> Decision:
    for name in ("made", "undone_at"):
        moment = row[name]
        if moment is not None and moment.tzinfo is None:
            row[name] = moment.replace(tzinfo=datetime.UTC)
    return Decision.model_validate(row)
