"""`tacitus code`: what is kept, what is written, what is said, and with which exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tacitus.store import Record

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("coder")


def test_a_folder_into_a_record_and_a_folder(run: Run, reports: Path, tmp_path: Path) -> None:
    store, out = tmp_path / "record.db", tmp_path / "coded"
    code, output, said = run("code", reports, "--store", store, "--out", out)
    assert code == 1
    assert output == ""
    assert "Coded 2 articles: 2 events, 0 relations, 0 facilities" in said
    assert "Refused 2 inputs:" in said
    assert "c-empty.txt: there is no text" in said
    assert "d-french.txt: the article is in French. Translate it first" in said
    lines = [json.loads(line) for line in (out / "coded.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [Path(line["document"]["source"]).name for line in lines] == ["a-market.txt", "b-convoy.txt"]
    refused = [json.loads(line) for line in (out / "refused.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in refused] == ["EmptyArticle", "UnsupportedLanguage"]
    assert sorted(path.name for path in out.iterdir()) == ["coded.jsonl", "refused.jsonl"]
    with Record.open(store, read_only=True) as record:
        assert len(record.events()) == 2
        (entry,) = record.runs.all()
        assert entry.counts["coded"] == 2
        assert len(record.runs.refusals()) == 2


def test_a_second_run_skips_and_writes_the_same(run: Run, reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    run("code", reports, "--store", store, "--out", tmp_path / "first")
    code, _, said = run("code", reports, "--store", store, "--out", tmp_path / "second")
    assert code == 1
    assert "Skipped 2 articles that this version has coded before" in said
    assert (tmp_path / "second/coded.jsonl").read_bytes() == (tmp_path / "first/coded.jsonl").read_bytes()


def test_the_same_input_gives_the_same_bytes_with_any_number_of_workers(reports: Path, tmp_path: Path) -> None:
    from stand_in_coder import StandInRecipe

    from tacitus.cli.code import code_files

    for number in range(40):
        (reports / f"e-{number:02}.txt").write_text(f"Raiders attacked outpost number {number}.")
    for name, workers in (("one", 1), ("two", 2)):
        code_files(
            (str(reports),), recipe=StandInRecipe(), formats=("jsonl",), out=str(tmp_path / name), workers=workers
        )
    assert (tmp_path / "one/coded.jsonl").read_bytes() == (tmp_path / "two/coded.jsonl").read_bytes()


def test_exit_codes(run: Run, reports: Path, tmp_path: Path) -> None:
    assert run("code", reports / "a-market.txt", "--out", tmp_path / "x")[0] == 0
    assert run("code", reports / "c-empty.txt", "--out", tmp_path / "x")[0] == 3
    code, _, said = run("code")
    assert code == 2
    assert "Missing argument 'FILES...'" in said
    code, _, said = run("code", reports, "--format", "csv")
    assert code == 2
    assert "csv needs a place to go. Add --out FOLDER" in said
    code, _, said = run("code", reports, "--store", tmp_path)
    assert code == 3
    assert said.count("\n") == 1
    assert "this is a folder, not a record" in said
    assert run("code", reports, "--workers", "-1")[0] == 2
    assert run("code", reports, "--published", "yesterday")[0] == 2


def test_jsonl_to_the_output(run: Run, reports: Path) -> None:
    code, output, said = run("code", reports / "a-market.txt", "--out", "-", "--published", "2021-05-07")
    assert code == 0
    (line,) = output.splitlines()
    assert json.loads(line)["document"]["published"] == "2021-05-07"
    assert json.loads(line)["document"]["published_basis"] == "given"
    assert "Coded 1 article: 1 event" in said


def test_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Raiders attacked a mill.")))
    code, output, _ = run("code", "-", "--out", "-")
    assert code == 0
    assert json.loads(output)["document"]["text"] == "Raiders attacked a mill."


def test_another_name_signs(run: Run, reports: Path) -> None:
    _, output, _ = run("code", reports / "a-market.txt", "--out", "-", "--coder-name", "tacitus-test")
    assert json.loads(output)["coder"] == {"name": "tacitus-test", "version": "0.1", "config_sha256": "c0ffee"}


def test_a_new_run_replaces_an_old_list_of_refusals(run: Run, reports: Path, tmp_path: Path) -> None:
    run("code", reports, "--out", tmp_path / "out")
    run("code", reports / "a-market.txt", "--out", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["coded.jsonl"]


def test_hostile_file_names_and_messages_cannot_steer_the_terminal(run: Run, reports: Path, tmp_path: Path) -> None:
    (reports / "\x1b]0;owned\x07e.txt").write_text("")
    _, output, said = run("code", reports, "--out", tmp_path / "out")
    assert "\x1b" not in output + said
