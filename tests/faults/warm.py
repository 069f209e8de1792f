"""A warm process: it has everything loaded, and forks a coder, linker or server for each job that it reads.

A job is a line of JSON: what to do, on which record, and at which point the child kills itself with SIGKILL. Points are
counted at every statement before and after it is executed, at every commit, and when a connection is given back, which
is after the commit and before anybody is told. Written out: how the child ended, and what it acknowledged before.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from tacitus.cli.code import code_files
from tacitus.records import CodedArticle, Document
from tacitus.run.pipeline import Pipeline
from tacitus.serve import Settings, create_app
from tacitus.store import Record

ROOT = Path(__file__).parents[2]
REPORTS = tuple(str(path) for path in sorted((ROOT / "examples" / "reports").iterdir()))


class Remembering:
    """The real pipeline, which codes each article once and then knows it."""

    packs = ()

    def __init__(self, home: Path) -> None:
        self._pipeline = Pipeline.load(packs=(ROOT / "examples" / "places.csv",), home=home)
        self._known: dict[str, CodedArticle] = {}
        self.coder = self._pipeline.coder

    def __call__(self) -> Remembering:
        return self

    def prepare(self, _told: Any) -> None:
        """It is prepared."""

    def code(self, document: Document) -> CodedArticle:
        if document.id not in self._known:
            self._known[document.id] = self._pipeline.code(document)
        return self._known[document.id].model_copy(deep=True)


def kill_at(point: int) -> None:
    """Let this process kill itself at a point; 0 never does."""
    passed = 0

    def passing(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, passing)
    event.listen(Pool, "checkin", passing)


def work(job: dict[str, Any], recipe: Remembering, told: int) -> None:
    """Do a job; write each acknowledgement to the descriptor `told`, where it outlives this process."""
    store = job["store"]
    if job["what"] == "code":
        code_files(REPORTS, recipe=recipe, formats=(), store=store, workers=0)
    elif job["what"] == "link":
        with Record.open(store, create=False) as record:
            record.link(anew=True)
    else:
        serve(store, job["decisions"], told)


def serve(store: str, decisions: list[dict[str, Any]], told: int) -> None:
    """Serve the record, and decide what is not decided yet, as a person does who loads the page again."""
    with TestClient(create_app(Settings(target=store))) as client:
        page = client.get("/sign-in").text
        client.headers["x-form-token"] = page.partition('name="form-token" content="')[2].partition('"')[0]
        answer = client.get("/api/v1/decisions")
        assert answer.status_code == 200, answer.text
        made = {(one["kind"], one["target"]) for one in answer.json()}
        for decision in decisions:
            if (decision["kind"], decision["target"]) in made:
                continue
            answer = client.post("/api/v1/decisions", json=decision)
            assert answer.status_code == 201, answer.text
            os.write(told, f"{decision['kind']} {decision['target']}\n".encode())


def say(line: str) -> None:
    """Write a line to whoever gives the jobs."""
    os.write(1, f"{line}\n".encode())


def main() -> None:
    """Load everything, then fork a child for each job."""
    recipe = Remembering(Path(sys.argv[1]))
    code_files(REPORTS, recipe=recipe, formats=(), workers=0)
    say("ready")
    for line in sys.stdin:
        job = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            kill_at(job["point"])
            try:
                work(job, recipe, writing)
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
                os._exit(1)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read().decode().splitlines()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        say(json.dumps({"status": status, "told": told}))


if __name__ == "__main__":
    main()
