"""A record from one database to another, without loss: every row of every table, read back and compared."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, String, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DataError

from tacitus.errors import StoreError
from tacitus.store.engines import READING
from tacitus.store.failures import clear_errors
from tacitus.store.link_reading import chunks
from tacitus.store.opening import is_url, open_engine, place_of
from tacitus.store.schema import VERSION_TABLE, metadata

_AT_ONCE = 2000
"""Rows that are read and written at once."""

Say = Callable[[str], None]


def copy_record(
    source: str | Path, target: str | Path, *, say: Say | None = None, busy_timeout: float = 10.0
) -> dict[str, int]:
    """Copy a record into an empty database, or a file that is not there yet; return the rows of each table.

    The source is read as it is at one moment, while others may write to it. The target is filled in one transaction,
    and every row is read back and compared before that ends: it holds all, or nothing. Raises StoreError.
    """
    made = not is_url(target) and not Path(target).exists()
    try:
        reading = open_engine(source, create=False, read_only=True, busy_timeout=busy_timeout, verbatim_json=True)
        writing = open_engine(target, create=True, read_only=False, busy_timeout=busy_timeout, verbatim_json=True)
        try:
            with (
                clear_errors(place_of(target)),
                reading.connect().execution_options(**READING) as old,
                writing.begin() as new,
            ):
                return _copy(old, new, place_of(source), place_of(target), say or (lambda _: None))
        finally:
            reading.dispose()
            writing.dispose()
    except BaseException:
        if made:
            for ending in ("", "-wal", "-shm"):
                Path(f"{target}{ending}").unlink(missing_ok=True)
        raise


def compare_records(one: str | Path, other: str | Path) -> list[str]:
    """Return in what two records differ, as sentences; nothing where every row of every table is the same."""
    first = open_engine(one, create=False, read_only=True, busy_timeout=10, verbatim_json=True)
    second = open_engine(other, create=False, read_only=True, busy_timeout=10, verbatim_json=True)
    try:
        with (
            clear_errors(f"{place_of(one)}, {place_of(other)}"),
            first.connect().execution_options(**READING) as left,
            second.connect().execution_options(**READING) as right,
        ):
            return [problem for table in metadata.sorted_tables if (problem := _difference(left, right, table))]
    finally:
        first.dispose()
        second.dispose()


def _copy(old: Connection, new: Connection, source: str, target: str, say: Say) -> dict[str, int]:
    unknown = set(inspect(old).get_table_names()) - set(metadata.tables) - {VERSION_TABLE}
    if unknown:
        raise StoreError(
            f"it holds tables that this Tacitus does not know: {', '.join(sorted(unknown))}",
            where=source,
            remedy="They would be lost; take them out first, or copy the whole database with its own tools",
        )
    for table in metadata.sorted_tables:
        if new.execute(select(table).limit(1)).first() is not None:
            raise StoreError(
                "there is a record with something in it", where=target, remedy="Name a new file or an empty database"
            )
    counts: dict[str, int] = {}
    for table in metadata.sorted_tables:
        counts[table.name] = _copy_table(old, new, table, target)
        say(f"{table.name}: {counts[table.name]}")
    _carry_numbers(old, new)
    for table in metadata.sorted_tables:
        if problem := _difference(old, new, table):
            raise StoreError(f"the copy is not the same: {problem}", where=target, remedy="Nothing was kept there")
    return counts


def _copy_table(old: Connection, new: Connection, table: Table, target: str) -> int:
    copied = 0
    try:
        for rows in chunks(_rows(old, table), _AT_ONCE):
            new.execute(insert(table), rows)
            copied += len(rows)
    except DataError as error:
        reason = str(error.orig).partition("\n")[0]
        raise StoreError(
            f"a row of {table.name} does not fit into this database: {reason}",
            where=target,
            remedy="Nothing was kept there; the record stays as it is",
        ) from error
    return copied


def _rows(connection: Connection, table: Table) -> Generator[dict[str, Any], None, None]:
    """Yield the rows of a table by its key, in the same order on every database, moments in UTC."""
    key = [
        column.collate("C") if isinstance(column.type, String) and connection.dialect.name == "postgresql" else column
        for column in table.primary_key
    ]
    statement = select(table).order_by(*key).execution_options(yield_per=_AT_ONCE)
    with connection.execute(statement) as result:
        for row in result.mappings():
            yield {name: _in_utc(value) for name, value in row.items()}


def _in_utc(value: Any) -> Any:
    if not isinstance(value, datetime.datetime):
        return value
    return value.astimezone(datetime.UTC) if value.tzinfo else value.replace(tzinfo=datetime.UTC)


def _difference(old: Connection, new: Connection, table: Table) -> str | None:
    with closing(_rows(old, table)) as first, closing(_rows(new, table)) as second:
        for one, other in zip_longest(first, second):
            if one != other:
                return _told_apart(table, one, other)
    return None


def _told_apart(table: Table, one: dict[str, Any] | None, other: dict[str, Any] | None) -> str:
    known = one or other or {}
    key = ", ".join(str(known[column.name]) for column in table.primary_key)
    if one is None or other is None:
        return f"{table.name}: the row {key} is in one of the two only"
    fields = ", ".join(name for name in one if one[name] != other.get(name))
    return f"{table.name}: in the row {key} differ {fields}"


def _carry_numbers(old: Connection, new: Connection) -> None:
    """Let the target go on counting where the source stopped; numbers of the audit log are never given twice."""
    given = _audit_numbers_given(old)
    if new.dialect.name == "sqlite":
        if given:
            new.execute(text("DELETE FROM sqlite_sequence WHERE name = 'audit'"))
            new.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES ('audit', :given)"), {"given": given})
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = new.execute(select(func.max(column))).scalar() or 0
        last = max(last, given) if table.name == "audit" else last
        sequence = new.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        ).scalar()
        if sequence and last:
            new.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _audit_numbers_given(connection: Connection) -> int:
    if "audit" not in metadata.tables:
        return 0
    if connection.dialect.name == "sqlite":
        statement = "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
    else:
        statement = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_number_seq"
    return int(connection.execute(text(statement)).scalar() or 0)
