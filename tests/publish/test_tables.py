"""CSV: what a spreadsheet and a statistics package read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tacitus.publish import write_csv
from tacitus.publish.tables import cell, table_specs
from tacitus.records import CodedArticle


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_row_an_event_with_all_that_a_researcher_sorts_by(coded: CodedArticle, tmp_path: Path) -> None:
    paths = write_csv([coded], tmp_path)
    assert {path.stem for path in paths} == {*table_specs(), "dictionary"}
    strike, abduction = rows_of(paths[0])
    assert strike["id"] == "a1:e1"
    assert (strike["date_start"], strike["date_end"], strike["date_precision"]) == ("2021-05-03", "2021-05-03", "day")
    assert (strike["fatalities_low"], strike["fatalities_best"], strike["fatalities_high"]) == ("4", "4", "")
    assert (strike["latitude"], strike["longitude"], strike["place"]) == ("35.5", "36.5", "Varda")
    assert strike["places"] == "Varda [35.50000 36.50000 near_settlement]; Old Mill [unlocated]"
    assert (strike["status"], strike["sources"], strike["denied_by"]) == (
        "attributed",
        "Varda Observers",
        "An army spokesman",
    )
    assert strike["actor2"] == ""
    assert strike["publisher"] == "The Valley Gazette"
    assert strike["url"] == "https://example.org/grain"
    assert strike["evidence"].startswith("Helicopters of the Northern Command bombed")
    assert abduction["abducted_high"] == "2"


def test_relations_and_facilities_have_their_files(coded: CodedArticle, tmp_path: Path) -> None:
    write_csv([coded], tmp_path)
    (relation,) = rows_of(tmp_path / "relations.csv")
    assert (relation["type"], relation["subject"], relation["object"]) == (
        "member_of",
        "Free Valley Brigade",
        "the Valley Front",
    )
    (facility,) = rows_of(tmp_path / "facilities.csv")
    assert (facility["kind"], facility["state"], facility["owner"]) == (
        "checkpoint",
        "established",
        "Free Valley Brigade",
    )


def test_nothing_coded_is_a_header_and_no_rows(tmp_path: Path) -> None:
    for path in write_csv([], tmp_path / "new" / "folder"):
        if path.stem == "dictionary":
            continue
        assert path.read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1 dead", "@SUM(A1)", "  =1", "\t=1", "＝1", "\u200b=1", "\r\n=1", "\x1b[0m=1"]
)
def test_no_text_is_run_as_a_formula(text: str) -> None:
    assert str(cell(text)).startswith("'")
    assert str(cell([text, "b"])).startswith("'")


def test_numbers_stay_numbers_and_lists_stay_apart() -> None:
    assert cell(-12.5) == -12.5
    assert cell(True) == "true"
    assert cell(["a; b", "c"]) == "a, b; c"
    assert cell(["", ""]) == ""


def test_every_row_is_one_line(hostile: CodedArticle, tmp_path: Path) -> None:
    events = write_csv([hostile], tmp_path)[0]
    assert len(events.read_text(encoding="utf-8").splitlines()) == 2
    (row,) = rows_of(events)
    assert row["latitude"] == "-10.5"
    assert row["actor1"].startswith("'=")
    assert "\x1b" not in row["evidence"]


def test_a_failure_leaves_no_half_of_a_file(coded: CodedArticle, tmp_path: Path) -> None:
    def broken() -> object:
        yield coded
        raise RuntimeError("the record broke off")

    with pytest.raises(RuntimeError):
        write_csv(broken(), tmp_path)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_articles_are_taken_one_by_one(many: Callable[[int], list[CodedArticle]], tmp_path: Path) -> None:
    assert len(rows_of(write_csv(iter(many(50)), tmp_path)[0])) == 100
