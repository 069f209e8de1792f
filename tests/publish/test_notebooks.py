"""Objects for notebooks: the same values as the tables, with types that a notebook can work with."""

from __future__ import annotations

import datetime

import pytest

from tacitus.publish import frames
from tacitus.publish.notebooks import Frames
from tacitus.store import Record

pandas = pytest.importorskip("pandas")
pytest.importorskip("pyarrow")


@pytest.fixture
def made(record: Record) -> Frames:
    return frames(record)


def test_pandas_has_types_and_polars_the_same_values(made: Frames) -> None:
    polars = pytest.importorskip("polars")
    events, other = made.pandas("events"), made.polars("events")
    assert events["id"].tolist() == other["id"].to_list()
    assert str(events["date_start"].dtype).startswith("datetime64")
    assert str(events["fatalities_best"].dtype) == "Int64"
    assert other.schema["date_start"] == polars.Date
    assert other.filter(polars.col("id") == "b1:e1")["actor1"].to_list() == [['Lions, of the "=Delta"\nأسود']]
    assert events.loc[events["id"] == "a1:e1", "fatalities_best"].item() == 4


def test_geopandas_has_places_with_geometry(made: Frames) -> None:
    pytest.importorskip("geopandas")
    events, areas = made.geopandas("events"), made.geopandas("events", areas=True)
    assert events.crs == "EPSG:4326"
    assert events.geometry.isna().sum() == 1
    assert set(areas.geometry.dropna().geom_type) == {"Polygon"}
    assert len(made.geopandas("incidents")) >= len(made.pandas("incidents"))


def test_networkx_has_ties_with_their_times(made: Frames) -> None:
    networkx = pytest.importorskip("networkx")
    graph = made.networkx()
    assert isinstance(graph, networkx.MultiDiGraph)
    ties = {data["type"] for _, _, data in graph.edges(data=True)}
    assert ties == {"member_of", "opposed_to", "fought_with"}
    member = next(data for _, _, data in graph.edges(data=True) if data["type"] == "member_of")
    assert member["first_cited"] == "2021-05-04"


def test_a_period_and_a_profile_hold_in_notebooks_too(record: Record) -> None:
    day = datetime.date(2021, 5, 4)
    assert frames(record, since=day, until=day).pandas("events")["id"].tolist() == ["b1:e1"]
    told = frames(record, profile="strict", as_of=datetime.date(2021, 12, 1)).pandas("events")
    assert "Salma Haddad" not in told.to_csv()
    assert set(told["place_precision"].dropna()) <= {"admin2", "admin1", "country", "unlocated"}


def test_the_dictionary_is_at_hand(made: Frames) -> None:
    dictionary = made.tables()
    assert set(dictionary["table"]) >= {"events", "incidents", "decisions"}
    assert (dictionary["meaning"].str.len() > 2).all()
