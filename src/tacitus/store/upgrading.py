"""The form of a record, brought up or down on purpose."""

from __future__ import annotations

import re
from pathlib import Path

from tacitus.errors import StoreError
from tacitus.store.engines import READING
from tacitus.store.failures import clear_errors
from tacitus.store.opening import bare_engine, migrate, open_engine, revision_of
from tacitus.store.schema import SCHEMA_REVISION


def form_of(target: str | Path) -> str:
    """Return the form of a record, such as "0004". Raises StoreError where this is none."""
    engine, where = bare_engine(target, create=False, read_only=True, busy_timeout=10)
    try:
        with clear_errors(where), engine.connect().execution_options(**READING) as connection:
            found = revision_of(connection)
    finally:
        engine.dispose()
    if found is None:
        raise StoreError("this database is not a Tacitus record", where=where, remedy="Name the record")
    return found


def upgrade(target: str | Path) -> tuple[str, str]:
    """Bring a record to the present form; return the form before and after. Opening it for writing does the same."""
    before = form_of(target)
    open_engine(target, create=False, read_only=False, busy_timeout=10).dispose()
    return before, SCHEMA_REVISION


def downgrade(target: str | Path, revision: str) -> tuple[str, str]:
    """Bring a record back to an older form, in one transaction; return the form before and after.

    What the older form has no place for is lost. Raises StoreError where it is no older form.
    """
    before = form_of(target)
    if not re.fullmatch(r"\d{4}", revision) or not "0001" <= revision <= before or before > SCHEMA_REVISION:
        raise StoreError(
            f"{revision!r} is no form that this record can be brought back to",
            where=str(target),
            remedy=f"It has form {before}; give one between 0001 and that",
        )
    engine, where = bare_engine(target, create=False, read_only=False, busy_timeout=10)
    try:
        with clear_errors(where), engine.begin() as connection:
            migrate(connection, revision)
    finally:
        engine.dispose()
    return before, revision
