"""Opening a record: finding the database, checking that it is a record, bringing its schema up to date."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pydantic_core
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from tacitus.errors import StoreError
from tacitus.store.failures import clear_errors
from tacitus.store.schema import SCHEMA_REVISION, VERSION_TABLE

READING = {"tacitus_reading": True}
"""Execution option of a connection that only reads: it takes no write lock."""


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


_JSON: dict[str, Any] = {"json_serializer": _written, "json_deserializer": _read}


def open_engine(target: str | Path, *, create: bool, read_only: bool, busy_timeout: float) -> Engine:
    """Return an engine on a record whose schema is the present one.

    `target` is a path of a SQLite file or a database URL; `busy_timeout` is in seconds. Raises StoreError.
    """
    engine, where = _engine(target, create=create and not read_only, read_only=read_only, busy_timeout=busy_timeout)
    try:
        with clear_errors(where):
            _bring_up_to_date(engine, where, create=create and not read_only, read_only=read_only)
            if engine.dialect.name == "sqlite" and not read_only:
                _set_write_ahead_log(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def place_of(target: str | Path) -> str:
    """Return how a record is named in messages: its path, or its URL without the password."""
    if not is_url(target):
        return str(target)
    try:
        return make_url(str(target)).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database URL"


def is_url(target: str | Path) -> bool:
    """Tell a database URL from a path."""
    return isinstance(target, str) and "://" in target


def _engine(target: str | Path, *, create: bool, read_only: bool, busy_timeout: float) -> tuple[Engine, str]:
    where = place_of(target)
    if not is_url(target):
        return _sqlite(Path(target), create=create, read_only=read_only, busy_timeout=busy_timeout), where
    try:
        url = make_url(str(target))
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "")
            return _sqlite(path, create=create, read_only=read_only, busy_timeout=busy_timeout), where
        return create_engine(url, pool_pre_ping=True, **_JSON), where
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("this is no database URL", where=where, remedy="Give a path, or postgresql://...") from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver of this database ({error.name}) is not installed",
            where=where,
            remedy=f"Install it with `pip install {error.name}`, or give the path of a SQLite file",
        ) from error


def _sqlite(path: Path, *, create: bool, read_only: bool, busy_timeout: float) -> Engine:
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

    def connect() -> sqlite3.Connection:
        # The driver's own transactions are off: SQLAlchemy's "begin" below opens them, and schema changes are inside.
        return sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, **_JSON)

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


def _bring_up_to_date(engine: Engine, where: str, *, create: bool, read_only: bool) -> None:
    with engine.connect().execution_options(**READING) as connection:
        revision = _revision(connection)
        empty = revision is None and not inspect(connection).get_table_names()
    if revision == SCHEMA_REVISION:
        return
    if revision is None and not (empty and create):
        raise StoreError(
            "this database is not a Tacitus record", where=where, remedy="Name the .db file that `tacitus code` wrote"
        )
    if revision is not None and revision > SCHEMA_REVISION:
        raise StoreError(
            f"the record was written by a newer Tacitus (form {revision}; this one knows {SCHEMA_REVISION})",
            where=where,
            remedy="Upgrade with `pip install --upgrade tacitus`",
        )
    if read_only:
        raise StoreError(
            f"the record has an older form ({revision})",
            where=where,
            remedy="Open it once for writing, as `tacitus code --store` does, and it is brought up to date",
        )
    with engine.begin() as connection:
        _migrate(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def _migrate(connection: Connection) -> None:
    # Imported here: Alembic is needed only when a record is new or old.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "tacitus.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _set_write_ahead_log(engine: Engine) -> None:
    """Let readers read while a writer writes. The mode is kept in the file."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()
    except sqlite3.OperationalError as error:
        # Another process is opening the same new record and sets it.
        if "locked" not in str(error):
            raise
    finally:
        raw.close()
