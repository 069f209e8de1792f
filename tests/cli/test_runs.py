"""`tacitus runs` and what a run leaves behind: the report by stage and reason, the journal, and limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.usefixtures("coder")
def test_a_run_can_be_summed_up_by_stage_and_reason(run: Run, reports: Path, tmp_path: Path) -> None:
    store, log = tmp_path / "record.db", tmp_path / "run.jsonl"
    assert run("code", reports, "--store", store, "--log", log, "--most-characters", "50")[0] == 1
    code, out, _ = run("runs", "--store", store, "--report")
    assert code == 0
    figures = {tuple(line.split()[1:-1]): line.split()[-1] for line in out.splitlines() if line.strip()[:1].isdigit()}
    assert figures["run", "coded"] == "1"
    assert figures["refused", "TooLarge"] == "1"
    assert figures["refused", "EmptyArticle"] == "1"
    assert any(line.split()[1:3] == ["store", "time"] for line in out.splitlines() if line.strip())
    listed = run("runs", "--store", store)[1]
    assert "1 coded, 3 refused" in listed
    assert "TooLarge" not in listed
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["what"] for line in lines][0::5] == ["run started", "run finished"]
    assert lines[-1]["reasons"]["TooLarge"] == 1


@pytest.mark.usefixtures("coder")
def test_progress_gives_a_rate_and_promises_no_end(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tacitus.cli.progress._MINUTE", -1.0)
    said = run("code", reports, "--store", tmp_path / "record.db")[2]
    assert "2 articles coded, 2 events, 1 refused" in said
    assert "%" not in said


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--runner", "ray"), "shards need a place to go"),
        (("--runner", "ray", "--out", "x", "--format", "csv"), "has no effect on a cluster"),
        (("--log", "/no/such/folder/log"), "the log cannot be written"),
    ],
)
@pytest.mark.usefixtures("coder")
def test_what_makes_no_sense_is_said_at_once(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, said = run("code", reports, *options)
    assert code == 2
    assert problem in said
