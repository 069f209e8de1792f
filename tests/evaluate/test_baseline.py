import json

import pytest

from tacitus.errors import EvaluationError, GateFailed
from tacitus.evaluate import Baseline, check_gate, evaluate, load_baseline, pinned
from tacitus.evaluate.gate import main


@pytest.fixture
def corpus(gold):
    articles = []
    for number in range(12):
        article = gold.model_copy(deep=True)
        article.document.id = f"a{number:02}"
        articles.append(article)
    return articles


def worse(articles, of):
    copies = [article.model_copy(deep=True) for article in articles]
    for article in copies[:of]:
        article.events[0].sub_event_type = "Air/drone strike"
    return copies


def test_floors_hold(corpus):
    baseline = pinned(evaluate(corpus, worse(corpus, 2)), None)
    assert baseline.floors["events.typed.f1"] == 0.916
    assert "relations.f1" not in baseline.floors, "12 cases are too few to pin"
    assert check_gate(evaluate(corpus, worse(corpus, 2)), baseline) == []
    assert check_gate(evaluate(corpus, worse(corpus, 3)), baseline) == [
        "events.typed.f1 is 0.8750, under its floor 0.916"
    ]


def test_another_corpus_or_a_lost_figure_does_not_pass(corpus):
    report = evaluate(corpus, corpus)
    faults = check_gate(report, Baseline("0" * 64, {"events.gone": 0.5}))
    assert "pinned is 000000000000" in faults[0]
    assert faults[1] == "events.gone has no value any more, its floor is 0.500"
    report.subset_of = 50
    assert "only 12 of 50" in check_gate(report, pinned(evaluate(corpus, corpus), None))[0]


def test_a_floor_falls_only_by_the_flag(corpus):
    high = pinned(evaluate(corpus, corpus), None)
    low = evaluate(corpus, worse(corpus, 6))
    with pytest.raises(GateFailed, match=r"events\.typed\.f1 from 1\.000 to 0\.750"):
        pinned(low, high)
    assert pinned(low, high, lower=True).floors["events.typed.f1"] == 0.75


def test_command_line(corpus, tmp_path, capsys):
    def write(name, articles):
        (tmp_path / name).write_text("".join(json.dumps(article.to_json()) + "\n" for article in articles))
        return str(tmp_path / name)

    write("gold.jsonl", corpus)
    good, bad = write("good.jsonl", corpus), write("bad.jsonl", worse(corpus, 6))
    folder = ["--gold", str(tmp_path)]
    assert main([good, *folder]) == 1, "no baseline yet"
    assert main([good, *folder, "--pin"]) == 0
    assert load_baseline(tmp_path / "baseline.json").floors["rows.f1"] == 1
    assert main([good, *folder]) == 0
    assert main([bad, *folder]) == 1
    assert main([bad, *folder, "--pin"]) == 1
    assert load_baseline(tmp_path / "baseline.json").floors["events.typed.f1"] == 1
    assert main([bad, *folder, "--pin", "--lower"]) == 0
    assert load_baseline(tmp_path / "baseline.json").floors["events.typed.f1"] == 0.75
    assert "under its floor" in capsys.readouterr().out


def test_a_damaged_baseline_says_what_to_do(tmp_path):
    (tmp_path / "baseline.json").write_text("[]")
    with pytest.raises(EvaluationError, match="--pin"):
        load_baseline(tmp_path / "baseline.json")
