"""`tacitus code --engine llm`, and articles coded in part, as a user sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_server import failing, saying, serving

from tacitus.errors import UsageError
from tacitus.llm import LlmSettings
from tacitus.run.pipeline import Pipeline
from tacitus.store import Record

Run = Callable[..., tuple[int, str, str]]

RAID = "Gunmen attacked the market of Bokkos in Nigeria on Tuesday, killing nine traders."
ANSWER = {
    "events": [
        {"type": "Attack", "trigger": "attacked", "sentence": RAID, "actor1": ["Gunmen"], "actor2": ["traders"],
         "places": ["Bokkos", "Jos"], "date": "Tuesday", "fatalities": "nine traders", "status": "asserted"}
    ],
    "relations": [],
    "facilities": [],
}  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> Run:
    """One command line in this process, over the pipeline that is loaded already."""
    from tacitus.cli.main import run as run_arguments

    monkeypatch.setattr("tacitus.run.pipeline.Pipeline.load", lambda **_: pipeline)
    monkeypatch.setattr("tacitus.run.recipe.PipelineRecipe.prepare", lambda _recipe, _told: None)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run_arguments([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "raid.txt"
    path.write_text(f"published: 2024-05-16\n\n{RAID}", encoding="utf-8")
    return path


def test_a_run_says_what_it_cost_and_what_it_dropped(run: Run, report: Path, tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    with serving(saying(ANSWER)) as server:
        arguments = ("code", report, "--engine", "llm", "--llm-url", server.url, "--llm-price", "1,2", "--store", store)
        code, _, said = run(*arguments, "--out", tmp_path / "out")
        again = run(*arguments)
    assert code == 0
    assert "small-model was asked 1 times (0 tries again): 100 tokens read, 20 written" in said
    assert "price 0.0001" in said
    assert "Dropped 1 of its answers" in said
    assert "another machine" not in said
    assert "Skipped 1 article" in again[2]
    assert len(server.asked) == 1
    line = json.loads((tmp_path / "out" / "coded.jsonl").read_text(encoding="utf-8"))
    assert line["coder"]["model"] == "small-model"
    assert line["engine"]["dropped_fields"] == [
        {"what": "events.places", "quote": "Jos", "reason": "not in the article"}
    ]  # fmt: skip
    with Record.open(str(store)) as record:
        (event,) = record.events()
        assert event.item.sub_event_type == "Attack"
    # The log keeps where text was sent.
    assert server.url.encode() in store.read_bytes()


def test_rules_and_model_are_two_coders_of_one_record(run: Run, report: Path, tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    assert run("code", report, "--workers", "0", "--store", store)[0] == 0
    with serving(saying(ANSWER)) as server:
        code, _, said = run("code", report, "--engine", "llm", "--llm-url", server.url, "--store", store)
    assert code == 0
    assert "Skipped" not in said


def test_article_is_refused_and_tried_again_where_the_server_fails(run: Run, report: Path, tmp_path: Path) -> None:
    with serving(failing(401), saying(ANSWER)) as server:
        arguments = ("code", report, "--engine", "llm", "--llm-url", server.url, "--store", tmp_path / "r.db")
        code, _, said = run(*arguments)
        assert code == 3
        assert "HTTP 401" in said
        assert run(*arguments)[0] == 0


def test_server_that_does_not_answer_is_named(run: Run, report: Path) -> None:
    with serving(saying(ANSWER)) as server:
        url = server.url
    code, _, said = run("code", report, "--engine", "llm", "--llm-url", url)
    assert code != 0
    assert url in said
    assert "does not answer" in said


def test_options_of_a_model_without_the_engine_make_no_sense(run: Run, report: Path) -> None:
    code, _, said = run("code", report, "--llm-model", "any")
    assert code != 0
    assert "--engine llm" in said


@pytest.mark.parametrize("price", ["cheap", "1", "1,2,3", "-1,2", "nan,1"])
def test_price_must_be_two_numbers(run: Run, report: Path, price: str) -> None:
    code, _, said = run("code", report, "--engine", "llm", "--llm-price", price)
    assert code != 0
    assert "0.15,0.60" in said


def test_key_must_be_there_before_anything_is_sent(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    code, _, said = run("code", report, "--engine", "llm", "--llm-key-env", "NO_SUCH_KEY")
    assert code != 0
    assert "NO_SUCH_KEY" in said


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:11434/v1", True), ("http://localhost:8000/v1", True), ("http://[::1]:1/v1", True),
        ("http://127.8.9.1/v1", True), ("https://api.example.org/v1", False), ("http://192.168.1.4:8080/v1", False),
        ("http://localhost.example.org/v1", False), ("http://127.0.0.1.example.org/v1", False),
        ("http://localhost@example.org/v1", False),
    ],
)  # fmt: skip
def test_user_is_warned_where_text_leaves_the_machine(url: str, loopback: bool) -> None:
    said = " ".join(LlmSettings(url=url).warnings())
    assert (said == "") is loopback
    if not loopback:
        assert "The text of every article is sent to" in said
        assert ("not encrypted" in said) is url.startswith("http:")


@pytest.mark.parametrize("url", ["ftp://host/v1", "host:8000", "file:///etc/passwd", "http://", "http://host:port/v1"])
def test_address_must_be_of_the_web(url: str) -> None:
    with pytest.raises(UsageError):
        LlmSettings(url=url)


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://h:1", "/v1"), ("http://h:1/", "/v1"), ("http://h/v1/", "/v1"), ("http://h/v1/chat/completions", "/v1"),
     ("http://h/proxy/openai", "/proxy/openai")],
)  # fmt: skip
def test_address_may_be_given_in_several_ways(url: str, path: str) -> None:
    assert LlmSettings(url=url).endpoint.path == path


def test_articles_in_other_languages_are_listed_as_coded_in_part(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gao.txt").write_text(
        "published: 2024-05-16\n\nMardi, des hommes armés ont attaqué un poste de l'armée malienne près de Gao.",
        encoding="utf-8",
    )
    (tmp_path / "kylä.txt").write_text(
        "published: 2024-05-16\n\nAseistautuneet miehet hyökkäsivät kylään maanantaina ja sytyttivät taloja tuleen.",
        encoding="utf-8",
    )
    code, _, said = run("code", tmp_path, "--workers", "0", "--store", tmp_path / "record.db")
    assert code == 1
    assert "Coded 1 of them in part (fr 1)" in said
    assert "0 events" in said
    assert "'fi'" in said


def test_other_language_is_coded_in_full_by_the_model(run: Run, tmp_path: Path) -> None:
    sentence = "Mardi, des hommes armés ont attaqué un poste de l'armée malienne près de Gao, tuant deux soldats."
    (tmp_path / "gao.txt").write_text(f"published: 2024-05-16\n\n{sentence}", encoding="utf-8")
    told = {
        "events": [
            {"type": "Armed clash", "trigger": "attaqué", "sentence": sentence, "actor1": ["hommes armés", "Al-Qaïda"],
             "actor2": ["l'armée malienne"], "places": ["Gao"], "date": "Mardi", "fatalities": "deux soldats"}
        ]
    }  # fmt: skip
    with serving(saying(told)) as server:
        code, out, said = run(
            "code", tmp_path / "gao.txt", "--engine", "llm", "--llm-url", server.url, "--format", "jsonl", "--out", "-"
        )
    assert code == 0, said
    (event,) = json.loads(out)["events"]
    assert [actor["kind"] for actor in event["actor1"]] == ["unidentified"]
    assert [actor["name"] for actor in event["actor2"]] == ["Malian Armed Forces"]
    assert [place["name"] for place in event["places"]] == ["Gao"]
    assert (event["date"]["start"], event["fatalities"]["best"]) == ("2024-05-14", 2)
    assert "partial" not in json.loads(out)
