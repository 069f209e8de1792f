"""Adding: pasted, dropped, watched; coded at once, one bad file not stopping the others."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from signing import token_of

from tacitus.run.pipeline import Pipeline
from tacitus.serve import Settings, create_app
from tacitus.serve.watching import Watcher

REPORT = "Gunmen shot dead three farmers near Chibok in Borno state on Monday, a local official said."


@pytest.fixture(autouse=True)
def coded_here(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    """Code in this process, with the pipeline that is loaded already."""
    process = "tacitus.serve.coding_process.CodingProcess"
    monkeypatch.setattr(f"{process}.coder", lambda _self: pipeline.coder)
    monkeypatch.setattr(f"{process}.code", lambda _self, document: pipeline.code(document))


def finished(app: FastAPI, number: int = 1) -> str:
    for _ in range(600):
        job = app.state.workbench.jobs.find(number)
        if job is not None and job.over:
            return str(job.state)
        time.sleep(0.05)
    raise AssertionError("the addition does not come to an end")


def test_a_pasted_text_is_coded_and_its_events_are_there(app: FastAPI, client: TestClient) -> None:
    form = {"form_token": token_of(client), "text": REPORT, "title": "Farmers killed", "published": "2024-05-10",
            "publisher": "Maiduguri Ledger", "url": ""}  # fmt: skip
    answer = client.post("/add/text", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/add/jobs/1"
    assert finished(app) == "done"
    page = client.get("/add/jobs/1").text
    assert "1 coded, 1 event" in page
    assert client.get("/api/v1/incidents?country=Nigeria").json()["total"] == 1
    assert "add" in [entry.action for entry in app.state.workbench.audit.entries()]


def test_a_pasted_page_is_read_as_a_page(app: FastAPI, client: TestClient) -> None:
    page = (
        f"<!doctype html><html><head><title>Killed</title></head><body><article><p>{REPORT}</p></article></body></html>"
    )
    form = {"form_token": token_of(client), "text": page, "title": "", "published": "", "publisher": "", "url": ""}
    client.post("/add/text", data=form)
    assert finished(app) == "done"
    (article, _, _) = app.state.workbench.jobs.find(1).articles[0]
    assert "<p>" not in client.get(f"/api/v1/articles/{article}").json()["document"]["text"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_files_are_coded_and_a_bad_one_is_named(app: FastAPI, client: TestClient) -> None:
    files = [
        ("files", ("../../etc/passwd.txt", REPORT.encode(), "text/plain")),
        ("files", ("broken.pdf", b"%PDF-1.4 nothing", "application/pdf")),
        ("files", ("<img src=x>.txt", b"", "text/plain")),
    ]
    answer = client.post("/add/files", data={"form_token": token_of(client)}, files=files, follow_redirects=False)
    assert answer.status_code == 303
    assert finished(app) == "done"
    job = app.state.workbench.jobs.find(1)
    assert job.coded == 1
    assert len(job.refused) == 2
    assert "<img" not in client.get("/add/jobs/1").text
    assert not Path("/etc/passwd.txt").exists()
    assert job.folder is not None
    assert not job.folder.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [({"text": "  "}, "no text"), ({"text": REPORT, "published": "10 May"}, "2024-03-15")],
)
def test_what_cannot_be_added_is_said_and_kept_in_the_form(client: TestClient, form: dict[str, str], said: str) -> None:
    answer = client.post("/add/text", data={"form_token": token_of(client), **form})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_watched_folder_is_coded_once_settled(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    app = create_app(Settings(target=str(path), watch=(folder,)))
    watcher = Watcher(app.state.workbench)
    report = folder / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert watcher.look() == (), "it may still be being written"
    os.utime(report, (time.time() - 10, time.time() - 10))
    assert watcher.look() == (report,)
    assert watcher.look() == ()
    app.state.workbench.jobs.add_paths((report,), account="watch", title="report.txt (watched)")
    assert finished(app) == "done"
    assert app.state.workbench.jobs.find(1).coded == 1
    app.state.workbench.close()
