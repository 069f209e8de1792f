"""Map layers as geopandas, GDAL, SQLite and a KML reader see them."""

from __future__ import annotations

import datetime
import json
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish.geo.features import article_features, incident_features, layer_columns
from tacitus.publish.geo.wkb import wkb_of
from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, publish
from tacitus.records import CodedArticle

geopandas = pytest.importorskip("geopandas")
shapely = pytest.importorskip("shapely")


@pytest.fixture
def features(source: Source) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"events": [], "facilities": [], "incidents": []}
    for coded in source.articles():
        for feature in article_features(coded):
            found[feature.layer].append(feature)
    for incident in source.incidents():
        found["incidents"] += incident_features(incident)
    return found


def test_geojson_read_by_gdal(source: Source, features: dict[str, list[Any]], tmp_path: Path) -> None:
    publish(source, tmp_path, ["geojson"])
    for layer, expected in features.items():
        frame = geopandas.read_file(tmp_path / f"{layer}.geojson")
        assert frame.crs == "EPSG:4326"
        assert len(frame) == len(expected)
        for (_, row), feature in zip(frame.iterrows(), expected, strict=True):
            assert row["place"] == feature.row["place"]
            assert row["evidence" if layer != "incidents" else "first_event"] in feature.row.values()
            located = feature.located
            assert (row.geometry is not None and not row.geometry.is_empty) == located
            if located and row.geometry.geom_type == "Point":
                assert (row.geometry.x, row.geometry.y) == (feature.place.longitude, feature.place.latitude)
    collection = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))
    assert [f["properties"] for f in collection["features"]] == [f.row for f in features["events"]]
    assert collection["imprint"]["redaction_profile"] == "none (full record)"


def test_geopackage_has_points_and_areas(source: Source, features: dict[str, list[Any]], tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    publish(source, tmp_path, ["gpkg"], Imprint(title="Delta"))
    path = tmp_path / "map.gpkg"
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert layers == {f"{layer}_{part}" for layer in features for part in ("points", "areas")}
    for layer, expected in features.items():
        located = [feature for feature in expected if feature.located]
        points = geopandas.read_file(path, layer=f"{layer}_points")
        areas = geopandas.read_file(path, layer=f"{layer}_areas")
        assert len(points) == len(areas) == len(located)
        assert points.crs == areas.crs == "EPSG:4326"
        assert areas.geometry.is_valid.all()
        assert all(area.contains(point) for area, point in zip(areas.geometry, points.geometry, strict=True))
        for (_, row), feature in zip(points.iterrows(), located, strict=True):
            for name, kind in layer_columns(layer).items():  # type: ignore[arg-type]
                assert _same(row[name], feature.row[name], kind), (layer, name)
    with closing(sqlite3.connect(path)) as connection:
        description = connection.execute("SELECT description FROM gpkg_contents LIMIT 1").fetchone()[0]
        assert json.loads(description)["title"] == "Delta"
        blob = connection.execute("SELECT geom FROM events_points").fetchone()[0]
        envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
        longitude, latitude = struct.unpack("<dd", blob[8 + envelope + 5 :])
        first = next(feature for feature in features["events"] if feature.located)
        assert (longitude, latitude) == (first.place.longitude, first.place.latitude)


def test_geoparquet_read_by_geopandas(source: Source, features: dict[str, list[Any]], tmp_path: Path) -> None:
    publish(source, tmp_path, ["geoparquet"])
    for layer, expected in features.items():
        frame = geopandas.read_parquet(tmp_path / f"{layer}.geo.parquet")
        assert frame.crs == "OGC:CRS84"
        assert len(frame) == len(expected)
        for (_, row), feature in zip(frame.iterrows(), expected, strict=True):
            assert (row.geometry is not None) == feature.located
            for name, kind in layer_columns(layer).items():  # type: ignore[arg-type]
                assert _same(row[name], feature.row[name], kind, lists=True), (layer, name)


def test_kml_holds_to_its_schema(source: Source, features: dict[str, list[Any]], tmp_path: Path) -> None:
    fastkml = pytest.importorskip("fastkml")
    publish(source, tmp_path, ["kml"], Imprint(title="Delta & more"))
    document = fastkml.KML.parse(str(tmp_path / "map.kml"), validate=True).features[0]
    about, *marks = document.features  # this reader puts folders first
    located = [
        feature for layer in ("events", "facilities", "incidents") for feature in features[layer] if feature.located
    ]
    assert len(marks) == len(located)
    assert document.name == "Delta & more"
    assert "Redaction profile: none (full record)" in about.description
    by_id = {_data(mark)["id"]: mark for mark in marks if _data(mark)["layer"] == "events"}
    shelling = by_id["b1:e1"]
    assert shelling.name == 'Shelling/artillery/missile attack: Ash-Shatt, "Upper" Quarter'
    assert _data(shelling)["actor1"] == 'Lions, of the "=Delta" أسود'
    assert _data(shelling)["fatalities_best"] == "2"
    point, circle = shelling.geometry.geoms
    assert (point.x, point.y) == (22.5, -13.25)
    assert len(circle.exterior.coords) == 49
    assert shelling.times.begin.dt == datetime.date(2021, 5, 4)


def test_wkb_is_what_shapely_writes(awkward: CodedArticle) -> None:
    shapes = [
        {"type": "Point", "coordinates": [22.5, -13.25]},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]},
        {"type": "MultiPolygon", "coordinates": [[[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]]},
    ]
    for shape in shapes:
        assert shapely.from_wkb(wkb_of(shape)).equals(shapely.geometry.shape(shape))


def _data(mark: Any) -> dict[str, str]:
    return {data.name: data.value for data in mark.extended_data.elements}


def _same(read: Any, told: Any, kind: str, *, lists: bool = False) -> bool:
    if kind == "list":
        if lists:
            return list(read) == (told or [])
        told = "; ".join(told) if told else None
    if told is None:
        return read is None or read != read
    if kind == "date":
        return str(read)[:10] == told
    return bool(read == told)
