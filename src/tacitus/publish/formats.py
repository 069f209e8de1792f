"""The formats by their names on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tacitus.publish.entities import DataPackage, FollowTheMoney, Hxl, Provenance, WebAnnotations
from tacitus.publish.geo import GeoJson, GeoPackage, GeoParquet, Kml
from tacitus.publish.graph import Gexf, GraphMl
from tacitus.publish.map_page import page
from tacitus.publish.map_page.payload import Payload
from tacitus.publish.shapes import AcledShape, PloverJson, PolecatShape, UcdpShape
from tacitus.publish.tables import CsvTables, ParquetTables, SqliteTables
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident


class Interchange(Writer):
    """Writes coded.jsonl, the interchange form, and incidents.jsonl where there are incidents."""

    def begin(self) -> None:
        """Open the files."""
        self._lines = self.open_text("coded.jsonl")
        self._incidents = self.open_text("incidents.jsonl") if self.imprint.has_incidents else None

    def article(self, coded: CodedArticle) -> None:
        """Write the article's line."""
        self._lines.write(json.dumps(coded.to_json(), ensure_ascii=False) + "\n")

    def incident(self, incident: Incident) -> None:
        """Write the incident's line."""
        if self._incidents is not None:
            self._incidents.write(json.dumps(incident.to_json(), ensure_ascii=False) + "\n")


class MapPage(Writer):
    """Writes map.html, a page that opens without a network. It holds all events in memory."""

    def begin(self) -> None:
        """Begin the page's data."""
        self._payload = Payload()

    def article(self, coded: CodedArticle) -> None:
        """Take the article's events."""
        self._payload.add(coded)

    def end(self) -> None:
        """Write the page."""
        title = self.imprint.title
        self.open_text("map.html").write(page(self._payload.json(title), title))


@dataclass(frozen=True)
class Format:
    """A format: its writer, and in a few words who opens it."""

    writer: type[Writer]
    about: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "jsonl": Format(Interchange, "the interchange form: Tacitus itself, programs"),
        "csv": Format(CsvTables, "tables: spreadsheets, R, Stata"),
        "parquet": Format(ParquetTables, "tables: pandas, polars, DuckDB, R with arrow"),
        "sqlite": Format(SqliteTables, "tables in one file: Datasette, SQL"),
        "datapackage": Format(DataPackage, "csv with schemas, licence and CITATION.cff: archives"),
        "acled": Format(AcledShape, "ACLED's 31 columns"),
        "ucdp": Format(UcdpShape, "UCDP GED's 49 columns"),
        "polecat": Format(PolecatShape, "POLECAT's 40 columns"),
        "plover": Format(PloverJson, "PLOVER records as JSON lines"),
        "geojson": Format(GeoJson, "maps on the web, QGIS"),
        "gpkg": Format(GeoPackage, "QGIS, ArcGIS, R with sf"),
        "geoparquet": Format(GeoParquet, "geopandas, DuckDB, QGIS"),
        "kml": Format(Kml, "Google Earth"),
        "gexf": Format(Gexf, "Gephi, with time"),
        "graphml": Format(GraphMl, "igraph, NetworkX, yEd"),
        "ftm": Format(FollowTheMoney, "Aleph and the FollowTheMoney family"),
        "annotations": Format(WebAnnotations, "W3C Web Annotations of every evidence span"),
        "prov": Format(Provenance, "W3C PROV, from file to row"),
        "hxl": Format(Hxl, "humanitarian tools that read HXL hashtags"),
        "map": Format(MapPage, "a map page for any browser"),
    }
)
