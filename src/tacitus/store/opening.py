"""Opening a record: finding the database, checking that it is a record, bringing its schema up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from tacitus.errors import StoreError
from tacitus.store.engines import READING as READING
from tacitus.store.engines import postgresql_engine, sqlite_engine
from tacitus.store.failures import clear_errors
from tacitus.store.schema import SCHEMA_REVISION, VERSION_TABLE


def open_engine(
    target: str | Path, *, create: bool, read_only: bool, busy_timeout: float, verbatim_json: bool = False
) -> Engine:
    """Return an engine on a record whose schema is the present one.

    `target` is a path of a SQLite file or a database URL; `busy_timeout` is in seconds; `verbatim_json` gives JSON as
    the text that it is in the database. Raises StoreError.
    """
    engine, where = bare_engine(
        target, create=create, read_only=read_only, busy_timeout=busy_timeout, verbatim_json=verbatim_json
    )
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


def bare_engine(
    target: str | Path, *, create: bool, read_only: bool, busy_timeout: float, verbatim_json: bool = False
) -> tuple[Engine, str]:
    """Return an engine on whatever is there, whether a record or not, and how it is named. Raises StoreError."""
    where = place_of(target)
    create = create and not read_only
    try:
        url = make_url(str(target)) if is_url(target) else None
        if url is None or url.get_backend_name() == "sqlite":
            path = Path(target if url is None else url.database or "")
            engine = sqlite_engine(
                path, create=create, read_only=read_only, busy_timeout=busy_timeout, verbatim_json=verbatim_json
            )
            return engine, where
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise StoreError(
                f"a record cannot be kept in {url.get_backend_name()}",
                where=where,
                remedy="Give the path of a SQLite file, or postgresql://...",
            )
        engine = postgresql_engine(url, read_only=read_only, busy_timeout=busy_timeout, verbatim_json=verbatim_json)
        return engine, where
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("this is no database URL", where=where, remedy="Give a path, or postgresql://...") from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver of this database ({error.name}) is not installed",
            where=where,
            remedy="Install it with `pip install 'tacitus[postgres]'`, or give the path of a SQLite file",
        ) from error


def _bring_up_to_date(engine: Engine, where: str, *, create: bool, read_only: bool) -> None:
    with engine.connect().execution_options(**READING) as connection:
        revision = revision_of(connection)
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
        _check_encoding(connection, where)
        migrate(connection, SCHEMA_REVISION)


def revision_of(connection: Connection) -> str | None:
    """Return the form of the record, such as "0004"; null where this is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def migrate(connection: Connection, revision: str) -> None:
    """Bring the record to a form, up or down, in the transaction that the connection is in."""
    # Imported here: Alembic is needed only when a record is new or old.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "tacitus.store:migrations")
    config.attributes["connection"] = connection
    if (revision_of(connection) or "") <= revision:
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def _check_encoding(connection: Connection, where: str) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"the database is not in UTF-8 but in {encoding}, which cannot hold every name",
            where=where,
            remedy="Make one with `createdb --template=template0 --encoding=UTF8 --locale=C NAME`",
        )


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
