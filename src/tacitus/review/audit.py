"""The audit log: append-only, each line bound to the one before it, so that tampering shows."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, text

from tacitus.review.tables import audit
from tacitus.store import schema
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING

GENESIS = "0" * 64
"""Stands before the first line."""


@dataclass(frozen=True)
class AuditEntry:
    """One act: who did what to which target, when (UTC, ISO 8601), with its place in the chain."""

    number: int
    at: str
    who: str
    action: str
    target: str | None
    detail: dict[str, Any]
    before: str
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to read; empty means all. `since` and `until` are ISO dates, both included."""

    who: str = ""
    action: str = ""
    target: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Verification:
    """What checking the log found: how many entries, the last hash, and what is wrong where."""

    entries: int
    head: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def entry_hash(number: int, at: str, who: str, action: str, target: str | None, detail: Any, before: str) -> str:
    """Return the SHA-256 of an entry with the hash of the one before it, over JSON with sorted keys."""
    parts = [number, at, who, action, target, detail, before]
    text_ = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text_.encode("utf-8", "surrogatepass")).hexdigest()


class AuditLog:
    """The audit log of one record."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def append(
        self, action: str, *, who: str, target: str | None = None, detail: Mapping[str, Any] | None = None
    ) -> AuditEntry:
        """Write one entry, in a transaction of its own."""
        with clear_errors(self._where), self._engine.begin() as connection:
            return append_entry(connection, action, who=who, target=target, detail=detail)

    def entries(
        self, wanted: AuditFilter | None = None, *, after: int = 0, limit: int | None = None, newest_first: bool = False
    ) -> Iterator[AuditEntry]:
        """Yield entries in their order; `after` is the number of the last one seen."""
        column = audit.c.number
        statement = select(audit).where(*_conditions(wanted))
        if newest_first:
            statement = statement.order_by(column.desc())
            if after:
                statement = statement.where(column < after)
        else:
            statement = statement.order_by(column).where(column > after)
        if limit is not None:
            statement = statement.limit(limit)
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            for row in connection.execute(statement).mappings():
                yield AuditEntry(**row)

    def count(self, wanted: AuditFilter | None = None) -> int:
        """Count the entries."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return connection.execute(select(func.count()).select_from(audit).where(*_conditions(wanted))).scalar_one()

    def actions(self) -> list[str]:
        """Return the kinds of acts that occur."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return list(connection.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars())

    def verify(self, *, head: str | None = None) -> Verification:
        """Recompute the chain. `head` is a hash noted down before: it must still be in the log.

        Found are changed, missing, inserted and reordered entries; entries cut off the end, by the database's own
        count; decisions that are gone or no longer say what they said; and, given a noted `head`, a chain that was
        rewritten as a whole.
        """
        problems: list[str] = []
        before, number, heads = GENESIS, 0, {GENESIS}
        for entry in self.entries():
            if entry.number != number + 1:
                problems.append(f"entries {number + 1} to {entry.number - 1} are missing")
            if entry.before != before:
                problems.append(f"entry {entry.number} does not follow the entry before it")
            found = entry_hash(
                entry.number, entry.at, entry.who, entry.action, entry.target, entry.detail, entry.before
            )
            if found != entry.sha256:
                problems.append(f"entry {entry.number} was changed after it was written")
            before, number = entry.sha256, entry.number
            heads.add(before)
        problems += self._cut_off(number)
        if head is not None and head not in heads:
            problems.append(f"the noted hash {head[:12]}... is not in the log: it was rewritten or cut off")
        return Verification(entries=number, head=before, problems=tuple(problems))

    def _cut_off(self, last: int) -> list[str]:
        problems = []
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            written = _numbers_given(connection)
            if written > last:
                problems.append(f"entries {last + 1} to {written} are missing at the end")
            gone = _told_but_gone(connection)
        if gone:
            problems.append(f"the log tells of what is no longer in the record: {', '.join(gone[:5])}")
        return problems

    def catch_up(self, *, who: str) -> int:
        """Write an entry for each run and decision that was made outside the workbench; return how many.

        Commands keep runs and decisions without knowing of this log; it takes them in when they have ended.
        """
        with clear_errors(self._where), self._engine.begin() as connection:
            runs = _untold(connection, "run", schema.runs.c.id)
            for row in connection.execute(select(schema.runs).where(schema.runs.c.id.in_(runs))).mappings().all():
                detail = {"run": row["id"], "started": row["started"], "ended": row["ended"],
                          "arguments": row["arguments"], "counts": row["counts"]}  # fmt: skip
                append_entry(connection, row["command"], who=who, detail=detail)
            made = _untold(connection, "decision", schema.decisions.c.id)
            statement = select(schema.decisions).where(schema.decisions.c.id.in_(made))
            for row in connection.execute(statement).mappings().all():
                detail = {"decision": row["id"], "kind": row["kind"], "field": row["field"], "old": row["old"],
                          "new": row["new"], "reason": row["reason"], "made": row["made"]}  # fmt: skip
                append_entry(connection, "decision", who=row["coder"], target=row["target"], detail=detail)
        return len(runs) + len(made)


def append_entry(
    connection: Connection, action: str, *, who: str, target: str | None = None, detail: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Write one entry within a transaction that is open for writing: it stands or falls with what it tells of."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
    last = connection.execute(select(audit.c.number, audit.c.sha256).order_by(audit.c.number.desc()).limit(1)).first()
    # Through JSON, so that what is hashed is what will be read.
    values = json.loads(json.dumps(dict(detail or {}), default=str))
    before = last.sha256 if last else GENESIS
    # A number that was once given is never given again: entries cut off the end leave a gap for good.
    number = max(last.number if last else 0, _numbers_given(connection)) + 1
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    sha256 = entry_hash(number, at, who, action, target, values, before)
    row = {"number": number, "at": at, "who": who, "action": action, "target": target, "detail": values,
           "before": before, "sha256": sha256}  # fmt: skip
    connection.execute(insert(audit).values(row))
    return AuditEntry(**row)


def _numbers_given(connection: Connection) -> int:
    """Return the highest number ever given, which SQLite keeps apart from the entries; 0 elsewhere."""
    if connection.dialect.name != "sqlite":
        return 0
    return int(connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")).scalar() or 0)


def _told(connection: Connection, key: str) -> set[int]:
    found = connection.execute(select(audit.c.detail[key].as_integer()).where(audit.c.detail[key].as_integer() > 0))
    return {int(number) for (number,) in found}


def _untold(connection: Connection, key: str, column: ColumnElement[int]) -> list[int]:
    """Return ids of runs or decisions that no entry tells of."""
    told = _told(connection, key)
    return [number for number in connection.execute(select(column).order_by(column)).scalars() if number not in told]


def _told_but_gone(connection: Connection) -> list[str]:
    kept = set(connection.execute(select(schema.decisions.c.id)).scalars())
    gone = [f"decision {number}" for number in sorted(_told(connection, "decision") - kept)]
    return gone + _changed_decisions(connection)


def _changed_decisions(connection: Connection) -> list[str]:
    """Return decisions that no longer say what the log says they said."""
    table = schema.decisions.c
    statement = (
        select(audit.c.detail, audit.c.target, table.id, table.target.label("now"), table.new)
        .join(schema.decisions, table.id == audit.c.detail["decision"].as_integer())
        .where(audit.c.action == "decision")
    )
    return [
        f"decision {row.id} as it was made"
        for row in connection.execute(statement)
        if row.target != row.now or row.detail.get("new") != row.new
    ]


def _conditions(wanted: AuditFilter | None) -> list[ColumnElement[bool]]:
    if wanted is None:
        return []
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(audit.c.who == wanted.who)
    if wanted.action:
        found.append(audit.c.action == wanted.action)
    if wanted.target:
        found.append(audit.c.target.contains(wanted.target, autoescape=True))
    if wanted.since:
        found.append(audit.c.at >= wanted.since)
    if wanted.until:
        found.append(audit.c.at < wanted.until + "T99")
    return found
