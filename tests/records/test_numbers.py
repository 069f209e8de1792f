"""Numbers of a record: what is no number is refused where it comes in, not by the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tacitus
from tacitus.records import Place
from tacitus.store import Record


@pytest.mark.parametrize(("number", "added"), [("0.5", 1), ("NaN", 0), ("Infinity", 0), ("-Infinity", 0)])
def test_confidence_that_is_no_number_is_refused_with_its_line(tmp_path: Path, number: str, added: int) -> None:
    coded = tacitus.code("Gunmen shot dead two traders near Gao on Monday.", published="2024-05-10").to_json()
    coded["events"][0]["confidence"] = "HERE"
    path = tmp_path / "coded.jsonl"
    path.write_text(json.dumps(coded, ensure_ascii=False).replace('"HERE"', number) + "\n", encoding="utf-8")
    done = Record.open(tmp_path / "record.db").import_coded(path)
    assert (done.added, len(done.refused)) == (added, 1 - added)
    assert all("confidence" in str(refused) for refused in done.refused)


def test_coordinates_are_numbers() -> None:
    with pytest.raises(ValueError, match="finite"):
        Place(text="Sarana", start=0, end=6, latitude=float("nan"), longitude=36.6, precision="settlement")
