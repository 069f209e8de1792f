"""The commands that publish: export under a profile, map, report, release, diff."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tacitus.cli.export import FORMAT_NAMES
from tacitus.publish.formats import FORMATS
from tacitus.store import Record

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("coder")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TACITUS_HOME", str(tmp_path / "home"))


@pytest.fixture
def store(run: Run, reports: Path, tmp_path: Path) -> Path:
    (reports / "e-witness.txt").write_text("Gunmen attacked the house of Salma Haddad in Dori, Salma Haddad said.")
    run("code", reports, "--store", tmp_path / "record.db", "--published", "2021-05-06")
    return tmp_path / "record.db"


def test_the_command_knows_every_format() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES
    assert all(one.about for one in FORMATS.values())


def test_export_of_all_formats(run: Run, store: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyogrio")
    code, _, said = run(
        "export", "--store", store, "--out", tmp_path / "out", "--format", "all", "--licence", "CC0-1.0"
    )
    assert code == 0, said
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"coded.jsonl", "datapackage.json", "acled.csv", "map.gpkg", "network.gexf", "provenance.json"} <= names
    assert "No redaction profile was applied: names, exact places and the articles' texts are in it." in said
    assert run("runs", "--store", store)[1].count("export") == 1


def test_export_under_a_profile_says_what_it_removed(run: Run, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--profile", "public", "--as-of", "2022-01-01")
    code, _, said = run("export", "--store", store, "--out", out, "--format", "csv", "--format", "geojson", *options)
    assert code == 0
    assert "Redaction profile public: removed " in said
    assert "Salma Haddad" not in (out / "events.csv").read_text(encoding="utf-8")
    lines = run("export", "--store", store, "--out", "-", *options)[1].splitlines()
    assert len(lines) == 3
    assert not any("Salma" in line for line in lines)
    assert "Salma" not in run("export", "--store", store, *options)[1]
    with Record.open(store, read_only=True) as record:
        exports = [one for one in record.runs.all() if one.command == "export"]
    assert [one.arguments["profile"] for one in exports] == ["public"]
    assert exports[0].counts["names in quotations removed"] >= 1


def test_an_embargo_counts_from_the_day_given(run: Run, store: Path) -> None:
    assert len(run("export", "--store", store, "--out", "-", "--profile", "public", "--as-of", "2021-05-08")[1]) == 0
    assert run("export", "--store", store, "--out", "-", "--profile", "public", "--as-of", "2021-05-20")[1]


def test_the_map_keeps_to_a_profile(run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, _ = run(
        "map", "--store", store, "--out", tmp_path / "map.html", "--profile", "strict", "--as-of", "2022-01-01"
    )
    assert code == 0
    assert "Salma" not in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_a_wrong_profile_is_one_line(run: Run, store: Path, tmp_path: Path) -> None:
    code, _, said = run("export", "--store", store, "--out", tmp_path, "--profile", "secret")
    assert (code, said.count("\n")) == (3, 1)
    assert "secret: there is no such redaction profile. Give a YAML file, or one of public, partners, strict" in said


def test_a_missing_library_names_the_remedy(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def absent(name: str, package: str | None = None) -> ModuleType:
        if name.partition(".")[0] in ("pyarrow", "typst"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", absent)
    for command in (("export", "--format", "parquet"), ("report",)):
        code, _, said = run(*command, "--store", store, "--out", tmp_path / "out")
        assert code == 3
        assert "is not installed. Install it with `pip install 'tacitus[publish]'`" in said
        assert said.count("\n") == 1
    assert run("report", "--no-pdf", "--store", store, "--out", tmp_path / "out")[0] == 0
    assert run("export", "--format", "sqlite", "--store", store, "--out", tmp_path / "out")[0] == 0


def test_a_report_of_a_period(run: Run, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    code, _, said = run(
        "report", "--store", store, "--out", out, "--no-pdf", "--from", "2021-05-01", "--to", "2021-05-31"
    )
    assert code == 0
    assert f"Written: {out / 'briefing.html'}" in said
    assert "2021-05-01 to 2021-05-31" in (out / "briefing.html").read_text(encoding="utf-8")


def test_release_and_diff(run: Run, store: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    options = ("--store", store, "--out", releases, "--as-of", "2022-01-01", "--format", "csv")
    code, _, said = run("release", *options, "--version", "1.0", "--author", "Diallo, Awa")
    assert code == 0, said
    assert "Redaction profile public: removed" in said
    with Record.open(store) as record:
        event = next(iter(record.events()))
        record.decisions.make("reject", event.id, coder="Awa", reason="not an attack")
    code, _, said = run("release", *options, "--version", "1.1")
    assert code == 0
    assert "What changed since the release before" in said
    code, output, said = run("diff", releases / "1.0", releases / "1.1", "--out", tmp_path / "diff")
    assert code == 0
    assert "withdrawn" in output
    assert "not an attack" in (tmp_path / "diff/changes.csv").read_text(encoding="utf-8")
    manifest = json.loads((releases / "1.1/release.json").read_text(encoding="utf-8"))
    assert (manifest["previous"], manifest["redaction_profile"]) == ("1.0", "public")
    code, _, said = run("release", *options, "--version", "1.1")
    assert code == 3
    assert "this version is frozen already" in said


def test_a_diff_of_an_altered_release_is_refused(run: Run, store: Path, tmp_path: Path) -> None:
    options = ("--store", store, "--out", tmp_path, "--as-of", "2022-01-01", "--profile", "none")
    for version in ("1.0", "1.1"):
        assert run("release", *options, "--version", version)[0] == 0
    events = tmp_path / "1.0/events.csv"
    events.chmod(0o644)
    events.write_text(events.read_text(encoding="utf-8").replace("Attack", "Battle"), encoding="utf-8")
    code, _, said = run("diff", tmp_path / "1.0", tmp_path / "1.1")
    assert code == 3
    assert "events.csv was altered since it was frozen" in said
    code, output, _ = run("diff", tmp_path / "1.0", tmp_path / "1.1", "--unchecked")
    assert code == 0
    assert "sub_event_type: Battle" in " ".join(output.split())
