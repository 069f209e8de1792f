"""KML 2.2 for Google Earth and other globes: places with their uncertainty, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from tacitus.publish.geo.features import Feature, article_features, incident_features
from tacitus.publish.geo.uncertainty import area_of
from tacitus.publish.terminal import harmless
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

_KML = "http://www.opengis.net/kml/2.2"
_SHOWN = (
    "id", "event_type", "sub_event_type", "kind", "state", "date_start", "date_end", "date_precision", "date_basis",
    "actor1", "actor2", "owner", "place", "place_precision", "place_basis", "uncertainty_km", "fatalities_low",
    "fatalities_best", "fatalities_high", "status", "sources", "denied_by", "contested", "confidence", "evidence",
    "publisher", "publishers", "published", "url",
)  # fmt: skip
"""Values that a placemark carries, as text."""


class Kml(Writer):
    """Writes map.kml: a placemark for each located place, as a point and the circle in which it lies."""

    def begin(self) -> None:
        """Open the document."""
        self._file = self._files.enter_context(etree.xmlfile(str(self.open_path("map.kml")), encoding="utf-8"))
        self._file.write_declaration()
        self._files.enter_context(self._file.element(f"{{{_KML}}}kml", nsmap={None: _KML}))
        self._files.enter_context(self._file.element(f"{{{_KML}}}Document"))
        self._file.write(_element("name", self.imprint.title))

    def article(self, coded: CodedArticle) -> None:
        """Write the article's placemarks."""
        self._write(article_features(coded))

    def incident(self, incident: Incident) -> None:
        """Write the incident's placemarks."""
        self._write(incident_features(incident))

    def end(self) -> None:
        """Write the imprint as an empty folder, the last of the document: what was removed is known only now."""
        folder = _element("Folder")
        folder.append(_element("name", "About this map"))
        folder.append(_element("description", self.imprint.sentence()))
        notes = _element("ExtendedData")
        for name, value in self.imprint.notes().items():
            notes.append(_data(name, "" if value is None else str(value)))
        folder.append(notes)
        self._file.write(folder)

    def _write(self, features: Iterable[Feature]) -> None:
        for feature in features:
            if feature.located:
                self._file.write(_placemark(feature))


def _placemark(feature: Feature) -> Any:
    row = feature.row
    mark = _element("Placemark")
    mark.append(_element("name", f"{row.get('sub_event_type') or row.get('kind')}: {row['place']}"))
    mark.append(_element("description", str(row.get("evidence") or "")))
    if row["date_start"] or row["date_end"]:
        span = _element("TimeSpan")
        for tag, value in (("begin", row["date_start"]), ("end", row["date_end"])):
            if value:
                span.append(_element(tag, str(value)))
        mark.append(span)
    data = _element("ExtendedData")
    data.append(_data("layer", feature.layer))
    for name in _SHOWN:
        value = row.get(name)
        if value not in (None, [], ""):
            data.append(_data(name, "; ".join(value) if isinstance(value, list) else str(value)))
    mark.append(data)
    mark.append(_geometry(feature))
    return mark


def _geometry(feature: Feature) -> Any:
    place = feature.place
    assert place is not None
    both = _element("MultiGeometry")
    point = _element("Point")
    point.append(_element("coordinates", f"{place.longitude},{place.latitude}"))
    both.append(point)
    area = area_of(place)
    if area is not None:
        parts = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
        for (ring,) in parts:
            polygon, outer, line = _element("Polygon"), _element("outerBoundaryIs"), _element("LinearRing")
            line.append(_element("coordinates", " ".join(f"{corner[0]},{corner[1]}" for corner in ring)))
            outer.append(line)
            polygon.append(outer)
            both.append(polygon)
    return both


def _data(name: str, value: str) -> Any:
    data = etree.Element(f"{{{_KML}}}Data", name=name, nsmap={None: _KML})
    data.append(_element("value", value))
    return data


def _element(tag: str, text: str | None = None) -> Any:
    element = etree.Element(f"{{{_KML}}}{tag}", nsmap={None: _KML})
    if text is not None:
        # XML has no way to write most control characters.
        element.text = harmless(text)
    return element
