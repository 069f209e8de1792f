"""The corpus of groups and histories is whole; the scores are what their names say; the gate holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tacitus.evaluate.histories import read_histories, score_histories
from tacitus.evaluate.incident_gold import read_families
from tacitus.evaluate.incident_score import b_cubed, score_families
from tacitus.evaluate.linking import check, corpus_sha256, main, pin

GOLD = Path(__file__).parents[2] / "gold"


def test_the_corpus_has_its_size_and_no_faults() -> None:
    families, problems = read_families(GOLD / "incidents")
    assert problems == []
    assert len({incident for family in families for incident in family.incident_of.values()}) >= 80
    assert sum(len(family.articles) for family in families) >= 250
    assert {family.half for family in families} == {"train", "test"}


def test_histories_of_six_theatres_are_answered() -> None:
    histories, problems = read_histories(GOLD / "histories")
    assert problems == []
    assert len(histories) >= 6
    score = score_histories(histories)
    assert score.errors == []
    assert score.right == score.questions


def test_b_cubed() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed(gold, gold) == (1.0, 1.0)
    assert b_cubed(gold, dict.fromkeys(gold, "x")) == (0.5, 1.0)
    assert b_cubed(gold, {event: event for event in gold}) == (1.0, 0.5)


def test_a_family_is_linked_and_its_errors_are_told() -> None:
    families, _ = read_families(GOLD / "incidents")
    score = score_families([family for family in families if family.name == "sudan-camp"])
    assert score.incremental_equals_batch
    assert (score.copies, score.copies_found, score.look_alikes) == (1, 1, 6)
    assert score.f1 > 0.9


def test_a_floor_is_raised_and_only_lowered_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    pin({"test.b_cubed.f1": 0.9}, "hash", path, lower=False)
    pin({"test.b_cubed.f1": 0.8}, "hash", path, lower=False)
    assert json.loads(path.read_text())["floors"] == {"test.b_cubed.f1": 0.9}
    assert check({"test.b_cubed.f1": 0.95}, "hash", path) == []
    assert len(check({"test.b_cubed.f1": 0.8}, "other", path)) == 2
    assert json.loads((GOLD / "linking.json").read_text())["corpus_sha256"] == corpus_sha256(GOLD)


def test_a_faulty_family_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "histories").mkdir()
    (tmp_path / "incidents" / "x.yaml").write_text(
        "family: x\nreports: [{id: a, text: Gunmen fired., events: [{incident: i, type: Atack, trigger: fired}]}]\n"
    )
    assert main(["--gold", str(tmp_path)]) == 1
    assert "did you mean 'Attack'" in capsys.readouterr().out
