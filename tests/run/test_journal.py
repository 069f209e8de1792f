"""The journal and the report of a run: one line for each article, counts and times that add up, never a word of text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stand_in_pipeline import Pipeline

from tacitus.errors import EmptyArticle, UsageError
from tacitus.records import Document
from tacitus.run import Journal, WorkerLimits, code_batch
from tacitus.run.recipe import COMPILING, PipelineRecipe
from tacitus.run.stages import measured, stage


class Unreadable:
    source = "broken.html"
    error = EmptyArticle("there is no text", where="broken.html")


@pytest.mark.parametrize("workers", [0, 1])
def test_a_run_writes_a_line_for_each_article_and_a_report(tmp_path: Path, workers: int) -> None:
    file = tmp_path / "run.jsonl"
    texts = ["plain secret words", "french", "x" * 50]
    documents = [Document(id=f"d{n}", text=text, source=f"{n}.txt") for n, text in enumerate(texts)]
    limits = WorkerLimits(characters=30)
    with Journal(str(file)) as journal:
        summary = code_batch(
            [*documents, Unreadable()], Pipeline, sink=lambda _: None, workers=workers, limits=limits, journal=journal
        )
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["what"] for line in lines] == [
        "run started",
        "article coded",
        "article refused",
        "article refused",
        "article refused",
        "run finished",
    ]
    assert [line.get("reason") for line in lines[2:5]] == ["UnsupportedLanguage", "TooLarge", "EmptyArticle"]
    assert "more than 30. Split it" in lines[3]["message"]
    assert lines[0]["limits"]["characters"] == 30
    assert lines[-1]["reasons"] == {"UnsupportedLanguage": 1, "TooLarge": 1, "EmptyArticle": 1}
    assert (lines[-1]["coded"], lines[-1]["refused"], summary.refusals) == (1, 3, 3)
    assert lines[-1]["peak memory"] > 1024**2
    assert {"read", "store"} <= lines[-1]["stages"].keys()
    assert "secret" not in file.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the log cannot be written"):
        Journal(str(tmp_path / "missing" / "run.jsonl"))


def test_stages_are_measured_only_where_somebody_measures() -> None:
    with stage("parse"):
        pass
    with measured() as seconds:
        for name in ("parse", "extract", "parse"):
            with stage(name):
                pass
    assert seconds.keys() == {"parse", "extract"}
    assert all(value >= 0 for value in seconds.values())


def test_the_gazetteer_is_compiled_before_workers_start_and_is_spoken_of_only_where_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import time

    said: list[str] = []
    monkeypatch.setattr("tacitus.gazetteer.base.compiled_base", lambda _home: None)
    PipelineRecipe(home=tmp_path).prepare(said.append)
    assert said == []
    monkeypatch.setattr("tacitus.gazetteer.base.compiled_base", lambda _home: time.sleep(0.3))
    monkeypatch.setattr("tacitus.run.recipe._SLOW", 0.05)
    PipelineRecipe(home=tmp_path).prepare(said.append)
    assert said == [COMPILING]
