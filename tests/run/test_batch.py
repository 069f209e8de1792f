"""Batches: order, refusals, workers that die, skipping, and Ctrl-C. The pipelines are small stand-ins."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from stand_in_pipeline import Pipeline, WrongCodebook

from tacitus.errors import CodebookError, EmptyArticle, TacitusError
from tacitus.records import Coder, Document
from tacitus.run import ArticleFailed, Outcome, WorkerLimits, WorkersFailed, code_batch
from tacitus.store import ArticleConflict

WORKERS = pytest.mark.parametrize("workers", [0, 2])


@dataclass
class Unreadable:
    source: str
    error: TacitusError


def documents(*texts: str) -> list[Document | Unreadable]:
    return [
        Unreadable(text, EmptyArticle("there is no text", where=text))
        if text == "unreadable"
        else Document(id=f"d{number}", text=text, source=f"{number}.txt")
        for number, text in enumerate(texts)
    ]


@WORKERS
def test_outcomes_come_in_the_order_of_the_documents(workers: int) -> None:
    outcomes: list[Outcome] = []
    texts = ["sleep 0.3", "plain", "unreadable", *["plain"] * 60, "french", "plain"]
    summary = code_batch(documents(*texts), Pipeline, sink=outcomes.append, workers=workers)
    assert [outcome.source for outcome in outcomes] == [
        text if text == "unreadable" else f"{number}.txt" for number, text in enumerate(texts)
    ]
    assert (summary.coded, summary.skipped, len(summary.refused), summary.seen) == (63, 0, 2, 65)
    assert [type(error).__name__ for _, error in summary.refused] == ["EmptyArticle", "UnsupportedLanguage"]
    assert summary.coder == Pipeline.coder
    assert not summary.interrupted


@WORKERS
def test_a_fault_in_one_article_costs_only_that_one(workers: int) -> None:
    outcomes: list[Outcome] = []
    code_batch(documents("plain", "fault", "plain"), Pipeline, sink=outcomes.append, workers=workers)
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    error = outcomes[1].error
    assert isinstance(error, ArticleFailed)
    assert "1.txt: coding it failed: ZeroDivisionError: a fault of ours. This is a fault of Tacitus" in str(error)
    assert "in code_one" in error.trace
    assert pickle.loads(pickle.dumps(error)).trace == error.trace


def test_an_article_that_kills_its_worker_is_refused_and_the_worker_replaced() -> None:
    outcomes: list[Outcome] = []
    texts = ["plain", "crash", "plain", "kill", "memory", "sleep 60", "plain", "plain", "plain"]
    limits = WorkerLimits(seconds=1.0, memory=2 * 1024**3)
    summary = code_batch(documents(*texts), Pipeline, sink=outcomes.append, workers=2, limits=limits)
    assert summary.coded == 5
    problems = {outcome.source: str(outcome.error) for outcome in outcomes if outcome.error}
    assert "crashed (SIGSEGV)" in problems["1.txt"]
    assert "was killed (SIGKILL" in problems["3.txt"]
    assert "more memory than a worker may use" in problems["4.txt"]
    assert "more than 1 seconds" in problems["5.txt"]
    assert [outcome.source for outcome in outcomes] == [f"{number}.txt" for number in range(9)]


def test_a_worker_that_has_parsed_its_share_hands_over_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tacitus.run.pool._LIFE", 5)
    outcomes: list[Outcome] = []
    summary = code_batch(documents(*["pid"] * 18), Pipeline, sink=outcomes.append, workers=1)
    pids = [outcome.coded.document.title for outcome in outcomes if outcome.coded]
    assert (summary.coded, summary.lost) == (18, 0)
    assert len(pids) == 18
    assert 2 <= len(set(pids)) <= 4


def test_large_articles_do_not_jam_the_pipes() -> None:
    outcomes: list[Outcome] = []
    long = "plain " * 200_000
    code_batch(documents(*[long] * 8), Pipeline, sink=outcomes.append, workers=2)
    assert all(outcome.coded and outcome.coded.document.text == long for outcome in outcomes)


def test_reading_stays_close_to_coding() -> None:
    read = 0

    def endless() -> Iterator[Document]:
        nonlocal read
        while True:
            read += 1
            yield Document(id=f"d{read}", text="sleep 0.5" if read == 1 else "plain")

    def sink(outcome: Outcome) -> None:
        if read > 1000 or (outcome.document and outcome.document.id == "d1"):
            raise StopAsking

    with pytest.raises(StopAsking):
        code_batch(endless(), Pipeline, sink=sink, workers=2)
    assert read <= 2 * 16 + 1


class StopAsking(Exception):
    pass


@WORKERS
def test_what_was_coded_before_is_skipped(workers: int) -> None:
    outcomes: list[Outcome] = []
    begun: list[Coder] = []

    def skip(document: Document, coder: Coder) -> bool:
        return document.id == "d1" and coder.version == "test"

    summary = code_batch(
        documents("plain", "fault", "plain"),
        Pipeline,
        sink=outcomes.append,
        begin=begun.append,
        skip=skip,
        workers=workers,
    )
    assert (summary.coded, summary.skipped, summary.refused) == (2, 1, [])
    assert [outcome.skipped for outcome in outcomes] == [False, True, False]
    assert begun == [Pipeline.coder]


def test_a_conflict_in_the_store_refuses_one_article() -> None:
    outcomes: list[Outcome] = []

    def sink(outcome: Outcome) -> None:
        if outcome.coded and outcome.source == "0.txt":
            raise ArticleConflict("the record holds another text under this id", where=outcome.source)
        outcomes.append(outcome)

    summary = code_batch(documents("plain", "plain"), Pipeline, sink=sink)
    assert (summary.coded, len(summary.refused)) == (1, 1)
    assert [outcome.error is None for outcome in outcomes] == [False, True]


@WORKERS
def test_a_pipeline_that_cannot_be_loaded_stops_the_run(workers: int) -> None:
    with pytest.raises(CodebookError, match=r"triggers.yaml:12: a trigger has no type"):
        code_batch(documents("plain"), WrongCodebook, sink=print, workers=workers)  # type: ignore[arg-type]


def test_a_worker_that_dies_while_loading_stops_the_run() -> None:
    with pytest.raises(WorkersFailed, match="exit code 7 while it was loading"):
        code_batch(documents("plain"), partial(os._exit, 7), sink=print, workers=2)  # type: ignore[arg-type]


def test_workers_compute_in_one_thread_and_the_parent_keeps_its_setting() -> None:
    outcomes: list[Outcome] = []
    before = os.environ.get("OMP_NUM_THREADS")
    code_batch(documents("threads"), Pipeline, sink=outcomes.append, workers=2)
    assert outcomes[0].coded is not None
    assert outcomes[0].coded.document.title == "1"
    assert os.environ.get("OMP_NUM_THREADS") == before


_RUN = textwrap.dedent("""
    import sys
    sys.path.insert(0, {folder!r})
    from stand_in_pipeline import Pipeline
    from tacitus.records import Document
    from tacitus.run import code_batch

    def endless():
        number = 0
        while True:
            number += 1
            yield Document(id=f"d{{number}}", text="sleep 0.05")

    if __name__ == "__main__":
        said = []
        summary = code_batch(endless(), Pipeline, workers={workers}, on_interrupt=lambda: said.append("asked"),
            sink=lambda outcome: print(outcome.document.id, flush=True))
        print("coded", summary.coded, summary.interrupted, *said)
""")


@WORKERS
def test_ctrl_c_stops_reading_and_keeps_what_was_done(workers: int, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(_RUN.format(folder=str(Path(__file__).parent), workers=workers))
    # A session of its own stands for a terminal: Ctrl-C reaches the parent and all workers.
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(5)]
    os.killpg(process.pid, signal.SIGINT)
    lines += process.stdout.read().splitlines()
    assert process.wait(20) == 0
    process.stdout.close()
    done = lines[:-1]
    assert done == [f"d{number}" for number in range(1, len(done) + 1)]
    assert lines[-1] == f"coded {len(done)} True asked"


_TO_BE_KILLED = textwrap.dedent("""
    import sys
    sys.path.insert(0, {folder!r})
    from stand_in_pipeline import Pipeline
    from tacitus.records import Document
    from tacitus.run import code_batch

    def some():
        for number in range(20):
            yield Document(id=f"d{{number}}", text="pid")
        while True:
            yield Document(id="long", text="sleep 30")

    if __name__ == "__main__":
        code_batch(some(), Pipeline, workers=2, sink=lambda outcome: print(outcome.coded.document.title, flush=True))
""")


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see whether a process runs")
def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(_TO_BE_KILLED.format(folder=str(Path(__file__).parent)))
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    pids = {int(process.stdout.readline()) for _ in range(20)}
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(map(_is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if _is_running(pid)] == []
    assert process.pid not in pids
    assert process.stderr.read() == ""
    process.stdout.close()
    process.stderr.close()
