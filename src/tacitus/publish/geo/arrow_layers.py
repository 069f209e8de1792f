"""GeoPackage and GeoParquet: layers written in batches through Arrow."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tacitus.publish.geo.features import Feature, LayerName, article_features, incident_features, layer_columns
from tacitus.publish.geo.uncertainty import area_of, geometry_of
from tacitus.publish.geo.wkb import wkb_of
from tacitus.publish.tables.spec import ColumnType
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

if TYPE_CHECKING:
    import pyarrow

BATCH = 10_000
"""Features of one layer that are written at once."""

_GEOMETRY_TYPES = {"points": "Point", "areas": "MultiPolygon"}


class GeoPackage(Writer):
    """Writes map.gpkg: for events, incidents and facilities a layer of points and one of uncertainty areas.

    A point is the centre of what is known; its area is the circle in which it lies. What is not located is left out
    here and stands in the tables. Lists are joined by "; ".
    """

    needs = ("pyarrow", "pyogrio")

    def begin(self) -> None:
        """Choose the file."""
        self._path = self.open_path("map.gpkg")
        self._waiting: dict[str, list[tuple[Feature, bytes]]] = defaultdict(list)
        self._made: set[str] = set()

    def article(self, coded: CodedArticle) -> None:
        """Take the article's features."""
        self._take(article_features(coded))

    def incident(self, incident: Incident) -> None:
        """Take the incident's features."""
        self._take(incident_features(incident))

    def end(self) -> None:
        """Write what is waiting; every layer is there, empty or not."""
        layers: list[LayerName] = ["events", "facilities"]
        if self.imprint.has_incidents:
            layers.append("incidents")
        for layer in layers:
            for part in _GEOMETRY_TYPES:
                self._flush(layer, part)
        _describe(self._path, json.dumps(self.imprint.notes(), ensure_ascii=False))

    def _take(self, features: Iterable[Feature]) -> None:
        for feature in features:
            if not feature.located or feature.place is None:
                continue
            point = {"type": "Point", "coordinates": [feature.place.longitude, feature.place.latitude]}
            self._add(feature, "points", wkb_of(point))
            area = area_of(feature.place)
            if area is not None:
                self._add(feature, "areas", wkb_of(_multi(area)))

    def _add(self, feature: Feature, part: str, geometry: bytes) -> None:
        waiting = self._waiting[f"{feature.layer}_{part}"]
        waiting.append((feature, geometry))
        if len(waiting) >= BATCH:
            self._flush(feature.layer, part)

    def _flush(self, layer: LayerName, part: str) -> None:
        import pyogrio

        name = f"{layer}_{part}"
        waiting = self._waiting.pop(name, [])
        if not waiting and name in self._made:
            return
        pyogrio.write_arrow(
            batch_of(layer, waiting, lists=False),
            self._path,
            driver="GPKG",
            layer=name,
            geometry_name="geometry",
            geometry_type=_GEOMETRY_TYPES[part],
            crs="EPSG:4326",
            append=name in self._made,
        )
        self._made.add(name)


class GeoParquet(Writer):
    """Writes events.geo.parquet, facilities.geo.parquet and incidents.geo.parquet (GeoParquet 1.1, WKB).

    Geometry as in GeoJSON: points, polygons for areas, null for what is not located. Longitude before latitude
    (OGC:CRS84).
    """

    needs = ("pyarrow",)

    def begin(self) -> None:
        """Open the files."""
        from pyarrow import parquet

        layers: list[LayerName] = ["events", "facilities"]
        if self.imprint.has_incidents:
            layers.append("incidents")
        self._waiting: dict[LayerName, list[tuple[Feature, bytes | None]]] = {layer: [] for layer in layers}
        self._open = {
            layer: self._files.enter_context(
                parquet.ParquetWriter(self.open_path(f"{layer}.geo.parquet"), _geo_schema(layer), compression="zstd")
            )
            for layer in layers
        }

    def article(self, coded: CodedArticle) -> None:
        """Take the article's features."""
        self._take(article_features(coded))

    def incident(self, incident: Incident) -> None:
        """Take the incident's features."""
        self._take(incident_features(incident))

    def end(self) -> None:
        """Write what is waiting, and the imprint."""
        for layer, file in self._open.items():
            self._flush(layer)
            file.add_key_value_metadata({"tacitus": json.dumps(self.imprint.notes(), ensure_ascii=False)})
            file.close()

    def _take(self, features: Iterable[Feature]) -> None:
        for feature in features:
            if feature.layer in self._waiting:
                geometry = geometry_of(feature.place) if feature.place is not None else None
                self._waiting[feature.layer].append((feature, wkb_of(geometry) if geometry else None))
                if len(self._waiting[feature.layer]) >= BATCH:
                    self._flush(feature.layer)

    def _flush(self, layer: LayerName) -> None:
        if self._waiting[layer]:
            batch = batch_of(layer, self._waiting[layer], lists=True)
            self._open[layer].write_batch(batch.cast(_geo_schema(layer)))
            self._waiting[layer] = []


def batch_of(layer: LayerName, features: Iterable[tuple[Feature, bytes | None]], *, lists: bool) -> pyarrow.RecordBatch:
    """Return features as one Arrow batch; without `lists` list values are joined by "; "."""
    import pyarrow

    columns = layer_columns(layer)
    taken = list(features)
    values: dict[str, list[Any]] = {
        name: [_value(feature.row[name], kind, lists=lists) for feature, _ in taken] for name, kind in columns.items()
    }
    values["geometry"] = [geometry for _, geometry in taken]
    return pyarrow.RecordBatch.from_pydict(values, schema=layer_schema(layer, lists=lists))


def layer_schema(layer: LayerName, *, lists: bool) -> pyarrow.Schema:
    """Return the Arrow schema of a layer, its geometry as WKB in the last column."""
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "list": pyarrow.list_(pyarrow.string()) if lists else pyarrow.string(),
    }
    fields = [pyarrow.field(name, types[kind]) for name, kind in layer_columns(layer).items()]
    wkb = pyarrow.field("geometry", pyarrow.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return pyarrow.schema([*fields, wkb])


def _geo_schema(layer: LayerName) -> pyarrow.Schema:
    import pyarrow

    column = {"encoding": "WKB", "geometry_types": ["Point", "Polygon", "MultiPolygon"]}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    schema = layer_schema(layer, lists=True)
    plain = pyarrow.schema([*list(schema)[:-1], pyarrow.field("geometry", pyarrow.binary())])
    return plain.with_metadata({"geo": json.dumps(geo)})


def _value(value: Any, kind: ColumnType, *, lists: bool) -> Any:
    if kind == "date" and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if kind == "list" and not lists:
        return "; ".join(value) if value else None
    return value


def _multi(area: dict[str, Any]) -> dict[str, Any]:
    return area if area["type"] == "MultiPolygon" else {"type": "MultiPolygon", "coordinates": [area["coordinates"]]}


def _describe(path: Path, text: str) -> None:
    """Write the imprint as the description of every layer, where QGIS shows it."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET description = ?", (text,))
