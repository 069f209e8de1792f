"""A small record of our own, opened as the workbench opens it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

import told
from signing import PASSWORD, token_of

from tacitus.serve import Settings, create_app

Client = TestClient
SignIn = Callable[[str], TestClient]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with less work than in earnest."""
    monkeypatch.setattr("tacitus.review.accounts._HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "record.db"
    told.fill(path)
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A record of one's own."""
    mine = tmp_path / "record.db"
    mine.write_bytes(filled.read_bytes())
    return mine


@pytest.fixture
def app(path: Path) -> Iterator[FastAPI]:
    made = create_app(Settings(target=str(path)))
    yield made
    made.state.workbench.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Somebody at this machine, where there is no account, with a page of the workbench open."""
    made = TestClient(app)
    made.headers["x-form-token"] = token_of(made)
    return made


@pytest.fixture
def sign_in(app: FastAPI) -> SignIn:
    """Accounts viewer, coder, second, adjudicator and admin; returns a client that is signed in as one of them."""
    accounts = app.state.workbench.accounts
    for name, role in (
        ("admin", "admin"),
        ("adjudicator", "adjudicator"),
        ("coder", "coder"),
        ("second", "coder"),
        ("viewer", "viewer"),
    ):
        accounts.add(name, PASSWORD, role)

    def signed_in(name: str) -> TestClient:
        client = TestClient(app)
        answer = client.post(
            "/sign-in",
            data={"form_token": token_of(client), "name": name, "password": PASSWORD},
            follow_redirects=False,
        )
        assert answer.status_code == 303
        client.headers["x-form-token"] = token_of(client)
        return client

    return signed_in
