"""Backup, restore, copy, forms and the doctor, as commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tacitus.review.audit import AuditLog
from tacitus.store import Record
from tacitus.store.opening import open_engine

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(run: Run, coder: None, reports: Path, tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    run("code", reports, "--store", path)
    return path


def test_saved_put_back_copied_and_noted(run: Run, store: Path, tmp_path: Path) -> None:
    code, _, said = run("backup", "--store", store, "--out", tmp_path / "backup.db")
    assert code == 0
    assert "SHA-256" in said
    assert run("restore", tmp_path / "backup.db", "--store", tmp_path / "back.db")[0] == 0
    code, _, said = run("store", "copy", tmp_path / "back.db", tmp_path / "copy.db")
    assert code == 0
    assert "all the same" in said
    with Record.open(tmp_path / "copy.db", read_only=True) as record:
        assert len(record.events()) == 2
    engine = open_engine(store, create=False, read_only=True, busy_timeout=5)
    assert "backup" in AuditLog(engine, str(store)).actions()
    engine.dispose()
    code, _, said = run("backup", "--store", store, "--out", tmp_path / "backup.db")
    assert code == 3
    assert "backups are kept" in said


def test_forms_go_down_only_when_meant(run: Run, store: Path) -> None:
    code, _, said = run("store", "downgrade", "0004", "--store", store)
    assert code == 2
    assert "tacitus backup" in said
    assert run("store", "downgrade", "0004", "--yes", "--store", store)[0] == 0
    assert "from form 0004" in run("store", "upgrade", "--store", store)[2]


def test_the_exit_code_of_the_doctor_tells(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tacitus.cli.doctor._installation", lambda: iter(()))
    code, out, _ = run("doctor", "--store", store)
    assert code == 0
    assert "unbroken" in out
    code, out, _ = run("doctor", "--store", tmp_path / "nothing.db")
    assert code == 1
    assert "no record here" in out


def test_the_doctor_says_how_to_mend_an_installation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise OSError("the model's folder is gone")

    for part in ("_codebook", "_gazetteer", "_weights"):
        monkeypatch.setattr(f"tacitus.cli.doctor.{part}", lambda: "well")
    monkeypatch.setattr("tacitus.cli.doctor._model", broken)
    code, out, _ = run("doctor")
    assert code == 1
    assert "folder is gone" in out
    assert "pip install --force-reinstall tacitus" in out
