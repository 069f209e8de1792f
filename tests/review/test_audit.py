"""The audit log: everything is in it, and whoever tampers with it is found out."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tacitus.cli.main import run
from tacitus.errors import StoreError
from tacitus.review.audit import AuditFilter, AuditLog
from tacitus.review.decisions import Judging
from tacitus.store import Record


@pytest.fixture
def written(log: AuditLog, record: Record) -> AuditLog:
    log.append("sign-in", who="amina", detail={"address": "127.0.0.1"})
    Judging(record, log).decide("accept", "radio:e1", coder="amina")
    log.append("export", who="jonas", target="events.csv")
    log.append("sign-out", who="amina")
    return log


def tamper(path: Path, *statements: str) -> None:
    """Change the file behind the program's back, as who has it in hand can."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("DROP TRIGGER audit_no_delete")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_log_holds(written: AuditLog) -> None:
    found = written.verify()
    assert found.holds
    assert found.entries == 4


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET who = 'jonas' WHERE number = 1", "entry 1 was changed"),
        ("UPDATE audit SET detail = '{}' WHERE number = 2", "entry 2 was changed"),
        ("UPDATE audit SET at = '2020-01-01' WHERE number = 3", "entry 3 was changed"),
        ("DELETE FROM audit WHERE number = 2", "entries 2 to 2 are missing"),
        ("DELETE FROM audit WHERE number = 4", "entries 4 to 4 are missing at the end"),
        ("DELETE FROM audit", "entries 1 to 4 are missing at the end"),
        ("DELETE FROM decisions", "no longer in the record: decision 1"),
        ("UPDATE decisions SET target = 'wire:e1'", "decision 1 as it was made"),
    ],
)
def test_tampering_is_found(path: Path, written: AuditLog, statement: str, said: str) -> None:
    tamper(path, statement)
    assert said in "; ".join(written.verify().problems)


def test_a_log_rewritten_as_a_whole_does_not_fit_a_noted_hash(path: Path, written: AuditLog) -> None:
    noted = written.verify().head
    assert written.verify(head=noted).holds
    tamper(path, "DELETE FROM audit", "DELETE FROM sqlite_sequence WHERE name = 'audit'", "DELETE FROM decisions")
    written.append("sign-in", who="amina")
    assert written.verify().holds
    assert "noted hash" in written.verify(head=noted).problems[0]


def test_what_was_cut_off_stays_missing_after_new_entries(path: Path, written: AuditLog) -> None:
    tamper(path, "DELETE FROM audit WHERE number >= 3")
    written.append("sign-in", who="jonas")
    assert "entries 3 to 4 are missing" in "; ".join(written.verify().problems)


def test_the_database_itself_refuses_changes(path: Path, written: AuditLog) -> None:
    connection = sqlite3.connect(path)
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_many_writers_make_one_chain(log: AuditLog) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: log.append("note", who=f"person {n}"), range(40)))
    assert log.verify().holds
    assert log.count() == 40


def test_entries_are_filtered(written: AuditLog) -> None:
    assert [entry.action for entry in written.entries(AuditFilter(who="amina"))] == ["sign-in", "decision", "sign-out"]
    assert [entry.who for entry in written.entries(AuditFilter(action="export"))] == ["jonas"]
    assert [entry.target for entry in written.entries(AuditFilter(target="radio"))] == ["radio:e1"]
    assert not list(written.entries(AuditFilter(since="2999-01-01")))


def test_runs_and_decisions_of_commands_are_taken_in_once(record: Record, log: AuditLog) -> None:
    run_id = record.runs.start("import", arguments={"file": "coded.jsonl"})
    record.runs.finish(run_id, {"added": 3})
    record.decisions.make("reject", "radio:e1", coder="jonas", reason="a retelling")
    assert log.catch_up(who="jonas") == 2
    assert log.catch_up(who="jonas") == 0
    assert [entry.action for entry in log.entries()] == ["import", "decision"]
    assert log.verify().holds


def test_the_command_says_whether_it_holds(path: Path, written: AuditLog, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "verify", "--store", str(path)]) == 0
    assert "holds" in capsys.readouterr().err
    assert run(["audit", "list", "--store", str(path), "--who", "jonas"]) == 0
    assert "export" in capsys.readouterr().out
    tamper(path, "UPDATE audit SET who = 'jonas' WHERE number = 1")
    assert run(["audit", "verify", "--store", str(path)]) == 1
    assert "entry 1 was changed" in capsys.readouterr().err


def test_an_export_by_command_is_in_the_log(path: Path, log: AuditLog, tmp_path: Path) -> None:
    assert run(["map", "--store", str(path), "--out", str(tmp_path / "map.html")]) == 0
    assert [(entry.action, entry.target) for entry in log.entries()][-1] == ("export", "map")


def test_a_decision_that_cannot_be_kept_leaves_no_entry(record: Record, log: AuditLog) -> None:
    with pytest.raises(StoreError):
        Judging(record, log).undo(99, coder="amina")
    assert log.count() == 0
