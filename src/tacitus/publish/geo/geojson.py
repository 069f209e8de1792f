"""GeoJSON (RFC 7946): one feature a place of an event, incident or facility."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from tacitus.publish.geo.features import Feature, LayerName, article_features, incident_features
from tacitus.publish.geo.uncertainty import geometry_of
from tacitus.publish.whole_file import whole_file
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

_HEAD = '{"type": "FeatureCollection", "features": ['


class GeoJson(Writer):
    """Writes events.geojson, facilities.geojson, and incidents.geojson where there are incidents.

    Sites and settlements are points; areas are polygons, circles of the uncertainty radius (`uncertainty_km`); what is
    not located has a null geometry. The imprint is a member of the collection.
    """

    def begin(self) -> None:
        """Open the collections."""
        layers: list[LayerName] = ["events", "facilities"]
        if self.imprint.has_incidents:
            layers.append("incidents")
        self._layers = {layer: self.open_text(f"{layer}.geojson") for layer in layers}
        self._begun: set[str] = set()
        for stream in self._layers.values():
            stream.write(_HEAD)

    def article(self, coded: CodedArticle) -> None:
        """Write the article's features."""
        self._write(article_features(coded))

    def incident(self, incident: Incident) -> None:
        """Write the incident's features."""
        self._write(incident_features(incident))

    def end(self) -> None:
        """Write the imprint and close the collections."""
        imprint = json.dumps(self.imprint.notes(), ensure_ascii=False)
        for stream in self._layers.values():
            stream.write(f'\n], "imprint": {imprint}}}\n')

    def _write(self, features: Iterable[Feature]) -> None:
        for feature in features:
            stream = self._layers.get(feature.layer)
            if stream is not None:
                _write_feature(stream, feature, first=feature.layer not in self._begun)
                self._begun.add(feature.layer)


def write_geojson(articles: Iterable[CodedArticle], path: Path) -> None:
    """Write the events as one FeatureCollection: a feature an event and place. Articles are taken one by one."""
    with whole_file(path) as stream:
        stream.write(_HEAD)
        first = True
        for coded in articles:
            for feature in article_features(coded):
                if feature.layer == "events":
                    _write_feature(stream, feature, first=first)
                    first = False
        stream.write("\n]}\n")


def _write_feature(stream: IO[str], feature: Feature, *, first: bool) -> None:
    shape = {
        "type": "Feature",
        "id": feature.id,
        "geometry": geometry_of(feature.place) if feature.place is not None else None,
        "properties": feature.row,
    }
    stream.write(("\n" if first else ",\n") + json.dumps(shape, ensure_ascii=False, allow_nan=False))
