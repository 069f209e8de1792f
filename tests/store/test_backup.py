"""Backups of a record that is being written to, put back; and what the doctor finds."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from postgres_cluster import Cluster

from tacitus.errors import StoreError
from tacitus.records import CodedArticle
from tacitus.review import tables as _people  # noqa: F401 - their tables are copied too
from tacitus.store import Record
from tacitus.store.backup import back_up, restore
from tacitus.store.checkup import look_over
from tacitus.store.copying import compare_records
from tacitus.store.upgrading import downgrade

Coding = Callable[..., CodedArticle]


def test_a_backup_of_a_live_record_is_how_it_was_at_one_moment(target: str, tmp_path: Path, coding: Coding) -> None:
    stop, kept = threading.Event(), threading.Event()

    def write() -> None:
        with Record.open(target, busy_timeout=30) as record:
            for number in range(2000):
                record.add(coding(f"a{number:04}"))
                if number == 5:
                    kept.set()
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    assert kept.wait(60)
    try:
        made = back_up(target, tmp_path / "backup.db")
    finally:
        stop.set()
        writer.join()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("backup")) == [
        "backup.db",
        "backup.db.sha256",
    ]
    with Record.open(made.path, read_only=True) as record:
        ids = [coded.document.id for coded in record.coded()]
        assert all(len(coded.events) == 2 and len(coded.facilities) == 1 for coded in record.coded())
    assert ids == [f"a{number:04}" for number in range(len(ids))]
    assert len(ids) >= 6
    with pytest.raises(StoreError, match="a file of this name"):
        back_up(target, made.path)


def test_what_is_put_back_is_what_was_saved(target: str, tmp_path: Path, postgresql: Cluster, coding: Coding) -> None:
    with Record.open(target) as record:
        for number in range(3):
            record.add(coding(f"a{number}"))
        record.link()
    made = back_up(target, tmp_path / "backup.db")
    for back in (str(tmp_path / "back.db"), postgresql.database()):
        restore(made.path, back)
        assert compare_records(target, back) == []
        with pytest.raises(StoreError, match=r"file of this name|something in it"):
            restore(made.path, back)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-5] + b"xxxxx")
    with pytest.raises(StoreError, match=r"not as it was written.*older backup"):
        restore(made.path, tmp_path / "other.db")
    assert not (tmp_path / "other.db").exists()


def test_a_backup_of_an_older_form_is_brought_up_to_date(tmp_path: Path, coding: Coding) -> None:
    path = tmp_path / "record.db"
    with Record.open(path) as record:
        record.add(coding())
    downgrade(path, "0004")
    made = back_up(path, tmp_path / "backup.db")
    assert made.form == "0004"
    restore(made.path, tmp_path / "back.db")
    with Record.open(tmp_path / "back.db", read_only=True) as record:
        assert len(record.events()) == 2


def test_the_doctor_finds_nothing_in_a_sound_record(target: str, coding: Coding) -> None:
    with Record.open(target) as record:
        record.add(coding())
        record.runs.start("code")
    found = {finding.area: finding for finding in look_over(target)}
    assert not [finding for finding in found.values() if finding.state == "bad"]
    assert "1 runs were cut off" in found["runs"].what
    assert "tacitus link" in found["linking"].remedy


def test_the_doctor_finds_a_corrupt_page_an_old_form_and_a_wrong_row(tmp_path: Path, coding: Coding) -> None:
    path = tmp_path / "record.db"
    with Record.open(path) as record:
        for number in range(30):
            record.add(coding(f"a{number}"))
    sound = path.read_bytes()
    page = 4096
    path.write_bytes(sound[: 8 * page] + b"\x5a" * page + sound[9 * page :])
    bad = [finding for finding in look_over(path) if finding.state == "bad"]
    assert any(finding.area == "pages" and "Restore a backup" in finding.remedy for finding in bad)
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, tmp_path / "backup.db")
    assert not list(tmp_path.glob("backup*"))
    path.write_bytes(sound)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE codings SET current = 0 WHERE article_id = 'a3'")
    connection.close()
    assert "1 articles have not exactly one" in next(f.what for f in look_over(path) if f.area == "codings")
    downgrade(path, "0004")
    assert "tacitus store upgrade" in next(f.remedy for f in look_over(path) if f.area == "form")
