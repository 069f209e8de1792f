"""GeoJSON: geometry that claims no more than is known."""

from __future__ import annotations

import json
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.publish import write_geojson
from tacitus.publish.geo import circle, geometry_of, uncertainty_km
from tacitus.records import CodedArticle, Place


def place(latitude: float, longitude: float, precision: Any, **values: Any) -> Place:
    return Place(text="X", start=0, end=1, latitude=latitude, longitude=longitude, precision=precision, **values)


def distance(a: list[float], b: list[float]) -> float:
    half = sin(radians(b[1] - a[1]) / 2) ** 2
    half += cos(radians(a[1])) * cos(radians(b[1])) * sin(radians(b[0] - a[0]) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def signed_area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_one_feature_an_event_and_place(coded: CodedArticle, tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    write_geojson([coded], path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    near, unlocated, area = collection["features"]
    assert near["geometry"] == {"type": "Point", "coordinates": [36.5, 35.5]}
    assert near["properties"]["uncertainty_km"] == 10
    assert near["properties"]["sources"] == ["Varda Observers"]
    assert unlocated["geometry"] is None
    assert unlocated["properties"]["place"] == "Old Mill"
    assert area["geometry"]["type"] == "Polygon"
    assert [feature["id"] for feature in collection["features"]] == ["a1:e1#1", "a1:e1#2", "a1:e2#1"]


def test_an_event_without_a_place_is_listed(coded: CodedArticle, tmp_path: Path) -> None:
    nowhere = coded.events[0].model_copy(update={"places": []})
    write_geojson([coded.model_copy(update={"events": [nowhere]})], tmp_path / "x.geojson")
    (feature,) = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["place"] is None


def test_nothing_coded_is_a_valid_file(tmp_path: Path) -> None:
    write_geojson([], tmp_path / "x.geojson")
    assert json.loads((tmp_path / "x.geojson").read_text())["features"] == []


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(1, 500))
def test_circles_have_their_radius_and_direction(latitude: float, longitude: float, radius: float) -> None:
    ring = circle(latitude, longitude, radius)
    assert ring[0] == ring[-1]
    assert signed_area(ring) > 0
    for corner in ring:
        assert distance([longitude, latitude], corner) == pytest.approx(radius, abs=0.01)


@given(st.floats(-80, 80), st.floats(-180, 180))
def test_polygons_are_valid_anywhere_on_earth(latitude: float, longitude: float) -> None:
    geometry = geometry_of(place(latitude, longitude, "admin1"))
    assert geometry is not None
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for (ring,) in polygons:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= corner[0] <= 180 and -90 <= corner[1] <= 90 for corner in ring)
        assert signed_area(ring) >= 0


def test_a_circle_over_the_antimeridian_is_cut() -> None:
    geometry = geometry_of(place(-17.0, 179.8, "admin1"))
    assert geometry is not None
    assert geometry["type"] == "MultiPolygon"
    (west,), (east,) = sorted(geometry["coordinates"], key=lambda polygon: polygon[0][0][0])
    assert max(corner[0] for corner in west) < -179
    assert min(corner[0] for corner in east) > 178


def test_a_circle_around_the_pole_is_a_point() -> None:
    assert geometry_of(place(89.9, 0, "admin1")) == {"type": "Point", "coordinates": [0, 89.9]}


def test_impossible_coordinates_are_no_place() -> None:
    assert geometry_of(place(95.0, 0, "site")) is None
    assert uncertainty_km(place(35.0, 36.0, "unlocated")) is None


def test_a_country_is_as_wide_as_it_is() -> None:
    mali, lebanon = (uncertainty_km(place(0, 0, "country", country=name)) for name in ("Mali", "Lebanon"))
    assert mali is not None
    assert lebanon is not None
    assert 500 < mali < 800
    assert 40 < lebanon < 80
