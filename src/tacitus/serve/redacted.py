"""Serving a record under a redaction profile: a copy that holds only what the profile lets be told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, select

from tacitus.publish.publication import source_of_record
from tacitus.publish.redact import load_profile
from tacitus.review.audit import AuditLog
from tacitus.review.tables import accounts
from tacitus.store import Record
from tacitus.store.opening import open_engine, place_of


@contextmanager
def redacted_copy(target: str, profile_name: str, *, who: str) -> Iterator[Path]:
    """Make a copy of a record under a profile, for as long as it is served; the serving is noted as an export.

    What is not in the copy cannot leave it, by no page and no question. Incidents are linked anew from what may be
    told. Accounts come along as viewers: who may decide does so in the record itself.
    """
    profile = load_profile(profile_name)
    with tempfile.TemporaryDirectory(prefix="tacitus-redacted-") as folder:
        copy = Path(folder) / "record.db"
        with Record.open(target, create=False) as record, Record.open(copy) as told:
            source = source_of_record(record, profile=profile)
            for coded in source.articles():
                told.add(coded)
            told.link()
            removed = dict(source.redactor.removed) if source.redactor else {}
        _take_accounts(target, copy)
        engine = open_engine(target, create=False, read_only=False, busy_timeout=10.0)
        detail = {"profile": profile.name, "sha256": profile.sha256, "removed": removed}
        AuditLog(engine, place_of(target)).append("export", who=who, target="served under a profile", detail=detail)
        engine.dispose()
        yield copy


def _take_accounts(target: str, copy: Path) -> None:
    source = open_engine(target, create=False, read_only=False, busy_timeout=10.0)
    with source.connect() as connection:
        rows = [dict(row) | {"role": "viewer"} for row in connection.execute(select(accounts)).mappings()]
    source.dispose()
    if rows:
        goal = open_engine(copy, create=False, read_only=False, busy_timeout=10.0)
        with goal.begin() as connection:
            connection.execute(insert(accounts), rows)
        goal.dispose()
