"""How each database is connected to, and what a transaction is in it: one look at the record, or the only writer.

Both databases behave alike. Who reads sees the record as it was at one moment; who writes waits until no other writes.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pydantic_core
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from tacitus.errors import StoreError

READING = {"tacitus_reading": True}
"""Execution option of a connection that only reads: it takes no write lock."""

_WRITER = 0x7AC17
"""The advisory lock that a writer on PostgreSQL holds until its transaction ends.

As on SQLite there is one at a time, for much rests on it: numbers are visible in the order in which they were given,
so that linking misses no coding; decisions are checked against all that stand; the audit log has one end.
"""

_FORGOTTEN = "5min"
"""After so long without a word, a PostgreSQL server ends a writer's transaction: its laptop was shut, say."""


def _written(value: Any) -> str:
    """Write JSON for the database, several times as fast as the standard library, which takes what this cannot."""
    try:
        return pydantic_core.to_json(value).decode()
    except (ValueError, pydantic_core.PydanticSerializationError):
        return json.dumps(value)


def _read(text: str | bytes) -> Any:
    try:
        return pydantic_core.from_json(text)
    except ValueError:
        return json.loads(text)


def _as_text(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text


def _json(verbatim: bool) -> dict[str, Any]:
    """Return how JSON is written and read; `verbatim` leaves it the text that it is in the database."""
    if verbatim:
        return {"json_serializer": _as_text, "json_deserializer": _as_text}
    return {"json_serializer": _written, "json_deserializer": _read}


def sqlite_engine(
    path: Path, *, create: bool, read_only: bool, busy_timeout: float, verbatim_json: bool = False
) -> Engine:
    """Return an engine on a SQLite file. Raises StoreError where it cannot be one."""
    uri = _checked_uri(path, create=create, read_only=read_only)

    def connect() -> sqlite3.Connection:
        # The driver's own transactions are off: SQLAlchemy's "begin" below opens them, and schema changes are inside.
        return sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, **_json(verbatim_json))

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        # 64 MiB of pages: the usual 2 MiB are read over and over where a record has millions of rows.
        connection.execute("PRAGMA cache_size=-65536")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A writer takes the lock at once, so that it waits at the start and never fails in the middle.
        reading = read_only or connection.get_execution_options().get("tacitus_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _checked_uri(path: Path, *, create: bool, read_only: bool) -> str:
    where = str(path)
    if path.is_dir():
        raise StoreError("this is a folder, not a record", where=where, remedy="Name a file, such as record.db")
    if not path.exists():
        if not create:
            raise StoreError("there is no record here", where=where, remedy="Make one with `tacitus code --store`")
        if not path.absolute().parent.is_dir():
            raise StoreError("the folder of the record does not exist", where=where, remedy="Make the folder first")
    elif not read_only and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise StoreError(
            "the record may be read here, but not written",
            where=where,
            remedy="Change the rights of the file and its folder, or copy the record to a folder of your own",
        )
    uri = f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rwc' if create else 'rw'}"
    if read_only and not os.access(path.absolute().parent, os.W_OK) and not Path(f"{path}-wal").exists():
        # SQLite cannot make the index file of its log here; with no log and no writer it needs none.
        uri += "&immutable=1"
    return uri


def postgresql_engine(url: URL, *, read_only: bool, busy_timeout: float, verbatim_json: bool = False) -> Engine:
    """Return an engine on a PostgreSQL database, spoken to with psycopg. Raises ModuleNotFoundError without it."""
    settings = {
        # Moments come back in the zone of the session; they are compared and shown as UTC.
        "timezone": "UTC",
        "lock_timeout": f"{max(1, round(busy_timeout * 1000))}ms",
        # A server that hears nothing from a client that is gone gives its locks back within two minutes.
        "tcp_keepalives_idle": "60",
        "tcp_keepalives_interval": "15",
        "tcp_keepalives_count": "4",
    }
    given = url.query.get("options", "")
    options = " ".join([*(f"-c {name}={value}" for name, value in settings.items()), str(given)]).strip()
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": max(2, round(busy_timeout))}
    engine = create_engine(
        url.difference_update_query(["options"]),
        pool_pre_ping=True,
        connect_args={"options": options, "application_name": "tacitus", "client_encoding": "utf8", **patience},
        **_json(verbatim_json),
    )

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if read_only or connection.get_execution_options().get("tacitus_reading"):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            connection.exec_driver_sql(
                f"SET LOCAL idle_in_transaction_session_timeout = '{_FORGOTTEN}'; "
                f"SELECT pg_advisory_xact_lock({_WRITER})"
            )

    return engine
