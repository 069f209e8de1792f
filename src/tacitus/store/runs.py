"""The audit log: each run of a command over the record, with what it refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, insert, select, update

from tacitus.errors import TacitusError
from tacitus.records import Coder
from tacitus.store import schema
from tacitus.store.failures import clear_errors, tried_again
from tacitus.store.opening import READING


@dataclass(frozen=True)
class Run:
    """One run of a command. `ended` is null where it was cut off; times are in UTC."""

    id: int
    command: str
    started: datetime.datetime
    ended: datetime.datetime | None
    coder: Coder | None
    arguments: dict[str, Any]
    counts: dict[str, int]


@dataclass(frozen=True)
class StoredRefusal:
    """One input that a run refused: which, the kind of error, and what was said about it."""

    run_id: int
    source: str
    kind: str
    message: str


def now() -> datetime.datetime:
    """Return the present moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


class RunLog:
    """The runs of one record."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def start(self, command: str, *, coder: Coder | None = None, arguments: Mapping[str, Any] | None = None) -> int:
        """Note that a run begins, and return its number. `arguments` are plain JSON values."""
        row = {
            "command": command,
            "started": now(),
            "coder_name": coder.name if coder else None,
            "coder_version": coder.version if coder else None,
            "config_sha256": coder.config_sha256 if coder else None,
            "arguments": dict(arguments or {}),
            "counts": {},
        }
        with clear_errors(self._where), self._engine.begin() as connection:
            key = connection.execute(insert(schema.runs).values(row)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def finish(self, run: int, counts: Mapping[str, int]) -> None:
        """Note that a run has ended, and what it did."""
        tried_again(lambda: self._finish(run, dict(counts)))

    def _finish(self, run: int, counts: dict[str, int]) -> None:
        table = schema.runs
        with clear_errors(self._where), self._engine.begin() as connection:
            started = connection.execute(select(table.c.started).where(table.c.id == run)).scalar_one()
            # A clock that was set back meanwhile would end it before it began.
            ended = max(now(), _in_utc(started))
            connection.execute(update(table).where(table.c.id == run).values(ended=ended, counts=counts))

    def refuse(self, run: int, source: str, error: TacitusError) -> None:
        """Note that a run refused one input."""
        row = {"run_id": run, "source": source, "kind": type(error).__name__, "message": str(error)}
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(insert(schema.refusals).values(row))

    def all(self) -> list[Run]:
        """Return every run, the first first."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            rows = connection.execute(select(schema.runs).order_by(schema.runs.c.id)).mappings()
            return [_run(dict(row)) for row in rows]

    def refusals(self, run: int | None = None) -> list[StoredRefusal]:
        """Return what a run, or every run, refused."""
        table = schema.refusals.c
        statement = select(table.run_id, table.source, table.kind, table.message).order_by(table.id)
        if run is not None:
            statement = statement.where(table.run_id == run)
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return [StoredRefusal(*row) for row in connection.execute(statement)]


def _run(row: dict[str, Any]) -> Run:
    name = row["coder_name"]
    return Run(
        id=row["id"],
        command=row["command"],
        started=_in_utc(row["started"]),
        ended=_in_utc(row["ended"]) if row["ended"] else None,
        coder=Coder(name=name, version=row["coder_version"], config_sha256=row["config_sha256"]) if name else None,
        arguments=row["arguments"],
        counts=row["counts"],
    )


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    """SQLite forgets the zone of the moments it keeps."""
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
