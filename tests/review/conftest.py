"""The small record of tests/serve, opened as a record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "serve"))

import told

from tacitus.review.audit import AuditLog
from tacitus.store import Record
from tacitus.store.opening import open_engine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "record.db"
    told.fill(made)
    return made


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record.open(path) as opened:
        yield opened


@pytest.fixture
def log(path: Path) -> Iterator[AuditLog]:
    engine = open_engine(path, create=False, read_only=False, busy_timeout=5)
    yield AuditLog(engine, str(path))
    engine.dispose()
