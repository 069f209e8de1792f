"""Tables as others read them: pandas, pyarrow, Datasette and frictionless see what the record holds, value by value."""

from __future__ import annotations

import asyncio
import csv
import datetime
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas
import pytest

from tacitus.publish.imprint import Imprint, licence_of
from tacitus.publish.publication import Source, publish
from tacitus.publish.tables import cell, table_specs
from tacitus.publish.tables.builder import RowBuilder
from tacitus.store import Record

IMPRINT = Imprint(
    title="Delta, 2021", version="1.0", authors=("Coder, Amina", "Valley Desk"), licence=licence_of("CC-BY-4.0"),
    made=datetime.date(2021, 6, 1),
)  # fmt: skip


@pytest.fixture
def rows(source: Source) -> dict[str, list[dict[str, Any]]]:
    builder = RowBuilder()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in table_specs()}
    for coded in source.articles():
        for table, row in builder.article(coded):
            found[table].append(row)
    for incident in source.incidents():
        for table, row in builder.incident(incident):
            found[table].append(row)
    for table, row in builder.at_end():
        found[table].append(row)
    return found


def test_every_row_has_the_columns_of_the_dictionary(rows: dict[str, list[dict[str, Any]]]) -> None:
    for table, found in rows.items():
        for row in found:
            assert list(row) == table_specs()[table].names, table
    assert all(rows[table] for table in rows if table != "decisions")


def test_every_value_has_its_source_and_confidence(rows: dict[str, list[dict[str, Any]]]) -> None:
    shelling = next(row for row in rows["events"] if row["id"] == "b1:e1")
    text = '"Lions, of the =Delta" movement'
    (pointer,) = shelling["actor1_source"]
    start, end = map(int, pointer.removeprefix("b1#char=").split(","))
    evidence = {(row["subject_id"], row["start"], row["end"]): row["quote"] for row in rows["evidence"]}
    assert evidence["b1:e1", start, end] == text
    assert shelling["actor1_confidence"] == 0.75
    assert (shelling["abducted_source"], shelling["abducted_confidence"]) == ([], None)


def test_an_incident_shows_who_gives_each_value(rows: dict[str, list[dict[str, Any]]]) -> None:
    strike = next(row for row in rows["incidents"] if row["reports"] == 2)
    assert strike["independent_sources"] == 2
    assert (strike["fatalities_low"], strike["fatalities_best"]) in {(4, 4), (4, 9), (9, 9)}
    assert strike["fatalities_confidence"] == 0.5
    assert set(strike["event_ids"]) == {"a1:e1", "c1:e1"}
    assert strike["actor1_confidence"] == 1.0
    tolls = [r for r in rows["incident_claims"] if r["incident_id"] == strike["id"] and r["field"] == "fatalities"]
    assert sorted(json.loads(row["value"])["best"] for row in tolls) == [4, 9]
    assert [row["shown"] for row in tolls].count(True) == 1


def test_csv_carries_every_value(source: Source, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    publish(source, tmp_path, ["csv"])
    for table, expected in rows.items():
        frame = pandas.read_csv(tmp_path / f"{table}.csv", dtype=str, keep_default_na=False)
        assert list(frame.columns) == table_specs()[table].names
        written = [[str(cell(value)) for value in row.values()] for row in expected]
        assert frame.values.tolist() == written, table


def test_names_survive_a_spreadsheet(source: Source, tmp_path: Path) -> None:
    publish(source, tmp_path, ["csv"])
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as stream:
        shelling = next(row for row in csv.DictReader(stream) if row["id"] == "b1:e1")
    assert shelling["actor1"] == 'Lions, of the "=Delta" أسود'
    assert shelling["place"] == 'Ash-Shatt, "Upper" Quarter'
    assert shelling["sources"] == "'=cmd|' /C calc'!A0"
    assert shelling["latitude"] == "-13.25"


def test_parquet_is_exact(source: Source, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    publish(source, tmp_path, ["parquet"], IMPRINT)
    for table, expected in rows.items():
        read = parquet.read_table(tmp_path / f"{table}.parquet").to_pylist()
        told = [{name: _iso(value) for name, value in row.items()} for row in read]
        assert told == expected, table
    notes = json.loads(parquet.read_metadata(tmp_path / "events.parquet").metadata[b"tacitus"])
    assert (notes["licence"], notes["redaction_profile"]) == ("CC-BY-4.0", "none (full record)")


def test_sqlite_is_exact(source: Source, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    publish(source, tmp_path, ["sqlite"])
    with closing(sqlite3.connect(tmp_path / "tables.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, expected in rows.items():
            read = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            told = sorted([_sql(value) for value in row.values()] for row in expected) if expected else []
            assert sorted([list(row) for row in read], key=repr) == sorted(told, key=repr), table


@pytest.mark.filterwarnings("ignore")
def test_datasette_opens_the_tables_and_the_record(source: Source, record: Record, tmp_path: Path) -> None:
    app = pytest.importorskip("datasette.app")
    publish(source, tmp_path / "out", ["sqlite"], IMPRINT)
    metadata = json.loads((tmp_path / "out/datasette.json").read_text(encoding="utf-8"))
    ds = app.Datasette([str(tmp_path / "out/tables.sqlite"), str(tmp_path / "record.db")], metadata=metadata)

    async def ask(path: str) -> Any:
        response = await ds.client.get(path)
        assert response.status_code == 200, response.text[:200]
        return response

    async def session() -> None:
        await ds.invoke_startup()
        tables = (await ask("/tables/events.json?_shape=array&id=b1:e1")).json()
        assert tables[0]["fatalities_best"] == 2
        assert json.loads(tables[0]["actor1"]) == ['Lions, of the "=Delta"\nأسود']
        page = (await ask("/tables/events")).text
        assert "Delta, 2021" in (await ask("/")).text
        assert "First day; empty where only the last possible day is known" in page
        stored = (await ask("/record/events.json?_shape=array&id=b1:e1")).json()
        assert stored[0]["fatalities_best"] == 2

    asyncio.run(session())


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_the_package_valid(source: Source, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    publish(source, tmp_path, ["datapackage"], IMPRINT)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    assert package.licenses[0]["name"] == "CC-BY-4.0"
    assert package.to_dict()["tacitus"]["redaction_profile"] == "none (full record)"
    read = {row["id"]: row for row in package.get_resource("events").read_rows()}
    assert read["b1:e1"]["fatalities_best"] == 2
    assert read["b1:e1"]["date_start"] == datetime.date(2021, 5, 4)
    assert read["a1:e1"]["background"] is False


def test_the_citation_is_complete(source: Source, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    jsonschema = pytest.importorskip("jsonschema")
    publish(source, tmp_path, ["datapackage"], IMPRINT)
    citation = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
    # The required parts of the Citation File Format 1.2.0, and the form of those that we write.
    text = {"type": "string", "minLength": 1}
    person = {"required": ["family-names"], "properties": {"family-names": text, "given-names": text}}
    schema = {
        "required": ["cff-version", "message", "title", "authors"],
        "properties": {
            "cff-version": {"const": "1.2.0"},
            "type": {"enum": ["dataset", "software"]},
            "authors": {"type": "array", "minItems": 1, "items": {"anyOf": [person, {"required": ["name"]}]}},
            "date-released": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "license": text,
            "version": text,
        },
    }
    jsonschema.validate(citation, schema)
    assert citation["authors"] == [{"family-names": "Coder", "given-names": "Amina"}, {"name": "Valley Desk"}]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _sql(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value
