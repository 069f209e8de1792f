"""Accounts: passwords that hold, sessions that end, a last admin that stays."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tacitus.cli.main import run
from tacitus.errors import ReviewError
from tacitus.review.accounts import SESSION_HOURS, Accounts
from tacitus.store.opening import open_engine

PASSWORD = "a lantern under the bridge"


@pytest.fixture
def accounts(path: Path) -> Iterator[Accounts]:
    engine = open_engine(path, create=False, read_only=False, busy_timeout=5)
    yield Accounts(engine, str(path))
    engine.dispose()


def test_a_password_opens_its_account_and_is_nowhere_to_be_read(accounts: Accounts, path: Path) -> None:
    accounts.add("amina", PASSWORD, "coder")
    found = accounts.check("amina", PASSWORD)
    assert found is not None
    assert found.may("viewer")
    assert not found.may("adjudicator")
    assert accounts.check("amina", PASSWORD + "s") is None
    assert accounts.check("nobody", PASSWORD) is None
    assert PASSWORD.encode() not in path.read_bytes()
    token = accounts.begin_session("amina")
    assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "password"),
    [("a", PASSWORD), ("amina; drop", PASSWORD), ("amina", "short"), ("amina", "aaaaaaaaaaaaaaa"), ("amina-amina-am", "amina-amina-am")],
)  # fmt: skip
def test_poor_names_and_passwords_are_refused(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(ReviewError):
        accounts.add(name, password, "coder")


def test_the_last_admin_stays(accounts: Accounts) -> None:
    accounts.add("amina", PASSWORD, "admin")
    for change in ({"role": "viewer"}, {"active": False}):
        with pytest.raises(ReviewError, match="last admin"):
            accounts.change("amina", **change)  # type: ignore[arg-type]
    accounts.add("jonas", PASSWORD, "admin")
    accounts.change("amina", active=False)
    assert accounts.check("amina", PASSWORD) is None


def test_a_session_ends_when_it_is_not_used(accounts: Accounts, path: Path) -> None:
    accounts.add("amina", PASSWORD, "coder")
    token = accounts.begin_session("amina")
    assert accounts.session(token) is not None
    assert accounts.session("guessed") is None
    old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=SESSION_HOURS + 1)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE sessions SET seen = ?", (old.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    connection.commit()
    connection.close()
    assert accounts.session(token) is None


def test_a_new_password_ends_the_sessions(accounts: Accounts) -> None:
    accounts.add("amina", PASSWORD, "coder")
    token = accounts.begin_session("amina")
    accounts.change("amina", password="another lantern elsewhere")
    assert accounts.session(token) is None


def test_accounts_are_made_on_the_command_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["accounts", "add", "amina", "--store", str(path), "--role", "admin", "--password", PASSWORD]) == 0
    assert run(["accounts", "list", "--store", str(path)]) == 0
    assert "amina" in capsys.readouterr().out
    assert run(["accounts", "change", "amina", "--store", str(path), "--role", "viewer"]) == 3
    assert "last admin" in capsys.readouterr().err
