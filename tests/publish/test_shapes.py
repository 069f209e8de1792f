"""Exports in the shape of other datasets: their columns, their codes, sums that stay, and what is left out said."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, publish, source_of_articles
from tacitus.publish.shapes import AcledShape, PolecatShape, UcdpShape
from tacitus.publish.shapes.countries import country_codes, country_of_actor
from tacitus.publish.shapes.days import acled_days, ucdp_days
from tacitus.publish.shapes.shape import shares
from tacitus.publish.shapes.ucdp import priogrid
from tacitus.records import CodedArticle, EventDate

DAY = datetime.date


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_the_columns_are_those_of_the_codebooks() -> None:
    assert (len(AcledShape.columns), len(UcdpShape.columns), len(PolecatShape.columns)) == (31, 49, 40)
    assert all(len(set(shape.columns)) == len(shape.columns) for shape in (AcledShape, UcdpShape, PolecatShape))


def test_acled_has_a_row_a_place_and_day_and_names_its_rules(source: Source, tmp_path: Path) -> None:
    publish(source, tmp_path, ["acled"], Imprint(made=DAY(2021, 6, 1)))
    rows = rows_of(tmp_path / "acled.csv")
    assert tuple(rows[0]) == AcledShape.columns
    strike = next(row for row in rows if row["location"] == "Varda")
    assert (strike["event_type"], strike["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (strike["actor1"], strike["inter1"], strike["interaction"]) == (
        "Northern Command",
        "State forces",
        "State forces only",
    )
    assert (strike["iso"], strike["region"], strike["geo_precision"]) == ("760", "Middle East", "2")
    assert strike["source"] == "The Valley Gazette; Coast Radio"
    assert "split=one row a place and day (1 x 1)" in strike["tags"]
    assert "fatalities=best by range@1" in strike["tags"]
    assert "contested=" in strike["tags"]
    shelling = next(row for row in rows if row["admin2"] == "Kalabo" and row["sub_event_type"].startswith("Shelling"))
    assert (shelling["actor2"], shelling["civilian_targeting"]) == ("Civilians (Zambia)", "Civilian targeting")
    assert shelling["interaction"] == "Rebel group-Civilians"
    assert shelling["timestamp"] == str(int(datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC).timestamp()))


def test_acled_says_what_it_cannot_carry(coded: CodedArticle, tmp_path: Path) -> None:
    nowhere = coded.events[0].model_copy(update={"places": []})
    planned = coded.events[0].model_copy(update={"id": "e7", "assertion": "planned"})
    old = coded.events[0].model_copy(update={"id": "e8", "background": True})
    article = coded.model_copy(update={"events": [nowhere, planned, old]})
    publish(source_of_articles(lambda: [article]), tmp_path, ["acled"])
    assert rows_of(tmp_path / "acled.csv") == []
    left = {row["id"]: row["reason"] for row in rows_of(tmp_path / "acled_left_out.csv")}
    assert left == {
        "a1:e1": "no place within a country is located",
        "a1:e7": "status: planned",
        "a1:e8": "older history told as context",
    }


def test_a_toll_is_shared_among_places_and_days_and_stays_the_same(coded: CodedArticle, tmp_path: Path) -> None:
    strike = coded.events[0]
    date = strike.date.model_copy(update={"end": DAY(2021, 5, 5), "precision": "days"})
    other = strike.places[0].model_copy(update={"name": "Lower Varda", "latitude": 35.6})
    event = strike.model_copy(update={"date": date, "places": [strike.places[0], other]})
    article = coded.model_copy(update={"events": [event]})
    publish(source_of_articles(lambda: [article]), tmp_path, ["acled"])
    rows = rows_of(tmp_path / "acled.csv")
    assert [row["fatalities"] for row in rows] == ["1", "1", "1", "1", "0", "0"]
    assert {row["event_date"] for row in rows} == {"2021-05-03", "2021-05-04", "2021-05-05"}
    assert [row["event_id_cnty"] for row in rows] == [f"a1:e1/{number}" for number in range(1, 7)]
    assert "shared evenly over 6 rows" in rows[0]["tags"]


@given(st.integers(0, 5000), st.integers(1, 60))
def test_shares_sum_to_the_toll(total: int, parts: int) -> None:
    found = [share for share in shares(total, parts) if share is not None]
    assert sum(found) == total
    assert max(found) - min(found) <= 1


def test_ucdp_has_precision_codes_and_deaths_by_side(source: Source, tmp_path: Path) -> None:
    publish(source, tmp_path, ["ucdp"])
    (row,) = rows_of(tmp_path / "ucdp_ged.csv")
    assert tuple(row) == UcdpShape.columns
    assert (row["type_of_violence"], row["side_b"], row["deaths_civilians"], row["best"]) == (
        "3",
        "Civilians",
        "2",
        "2",
    )
    assert int(row["deaths_a"]) + int(row["deaths_b"]) + int(row["deaths_civilians"]) + int(row["deaths_unknown"]) == 2
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert (row["country_id"], row["region"]) == ("551", "Africa")
    assert int(row["id"]) < 2**53
    assert row["code_status"].startswith("toll: range@1; days: as told; status: attributed")
    left = {row["reason"] for row in rows_of(tmp_path / "ucdp_ged_left_out.csv")}
    assert "no type of violence: a side is not told, or it is no violence" in left


def test_the_grid_and_the_country_numbers_are_ucdps(shared: Path) -> None:
    path = shared / "data/ucdp_ged_syria_2016_2019/ged_syria_2016_201911.csv.gz"
    if not path.exists():
        pytest.skip("needs UCDP's table beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))[:2000]
    wrong = [r["id"] for r in rows if priogrid(float(r["latitude"]), float(r["longitude"])) != int(r["priogrid_gid"])]
    assert wrong == []
    assert {country_codes(r["country"]).gw_number == r["country_id"] for r in rows} == {True}
    assert {country_codes(r["country"]).ucdp_region == r["region"] for r in rows} == {True}


def test_polecat_is_a_table_of_40_columns(source: Source, tmp_path: Path) -> None:
    publish(source, tmp_path, ["polecat"])
    rows = rows_of(tmp_path / "polecat.txt", "\t")
    assert tuple(rows[0]) == PolecatShape.columns
    shelling = next(row for row in rows if row["Event ID"] == "b1:e1")
    assert (shelling["Event Type"], shelling["Event Mode"], shelling["Intensity"]) == (
        "ASSAULT",
        "heavy-weapons",
        "-9.5",
    )
    assert (shelling["Quad Code"], shelling["Primary Actor Sector"]) == ("MATERIAL CONFLICT", "REB")
    assert (shelling["Country"], shelling["GeoNames ID"], shelling["Feature Type"]) == ("ZMB", "7", "PPL")
    assert all(row["Story People"] == "" for row in rows)


def test_plover_records_have_the_manuals_fields(source: Source, tmp_path: Path) -> None:
    publish(source, tmp_path, ["plover"])
    records: list[dict[str, Any]] = [
        json.loads(line) for line in (tmp_path / "plover.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert Counter(record["id"] for record in records).most_common(1)[0][1] == 1
    shelling = next(record for record in records if record["id"] == "b1:e1")
    assert (shelling["event"], shelling["mode"], shelling["quad_code"]) == (["ASSAULT"], ["heavy-weapons"], 4)
    assert shelling["actor"][0]["entity_text"] == '"Lions, of the =Delta" movement'
    assert shelling["event_loc"]["country_code"] == "ZMB"
    assert shelling["size"] == {"dead": 2}


@pytest.mark.parametrize(
    ("date", "acled", "ucdp"),
    [
        (EventDate(start=DAY(2020, 1, 5), end=DAY(2020, 1, 5), precision="day"), (1, 1), (1, 1)),
        (EventDate(start=DAY(2020, 1, 5), end=DAY(2020, 1, 7), precision="days"), (3, 1), (2, 2)),
        (EventDate(start=DAY(2020, 1, 6), end=DAY(2020, 1, 12), precision="week"), (1, 2), (2, 3)),
        (EventDate(start=DAY(2020, 1, 1), end=DAY(2020, 1, 31), precision="month"), (1, 3), (2, 4)),
        (EventDate(start=DAY(2020, 1, 1), end=DAY(2020, 12, 31), precision="year"), None, (2, 5)),
        (EventDate(end=DAY(2020, 1, 9), basis="publication"), (1, 2), (2, 2)),
        (EventDate(), None, None),
    ],
)
def test_days_and_precision_codes(date: EventDate, acled: tuple[int, int] | None, ucdp: tuple[int, int] | None) -> None:
    found = [(len(days.days), days.precision) if days else None for days in (acled_days(date), ucdp_days(date))]
    assert found == [acled, (ucdp[0] if date.start != date.end else 2, ucdp[1]) if ucdp else None]


def test_actors_bring_their_country_along() -> None:
    assert country_of_actor("sy-military").iso3 == "SYR"
    assert country_of_actor("jnim").iso3 == ""
    assert country_of_actor(None).iso3 == ""
    assert country_codes("Türkiye").acled_region == "Middle East"
