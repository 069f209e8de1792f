"""What the map formats draw: one feature for each place of an event, incident or facility."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tacitus.publish.geo.uncertainty import is_located, uncertainty_km
from tacitus.publish.tables.incident_rows import incident_row
from tacitus.publish.tables.rows import Row, event_row, facility_row, place_columns
from tacitus.publish.tables.spec import ColumnType, table_specs
from tacitus.records import CodedArticle, Incident, Place

LayerName = Literal["events", "incidents", "facilities"]
LAYERS: tuple[LayerName, ...] = ("events", "incidents", "facilities")

PLACE_TYPES: dict[str, ColumnType] = {"place_number": "integer", "place_count": "integer", "uncertainty_km": "number"}
"""Columns that a feature has beside those of its table."""


@dataclass(frozen=True)
class Feature:
    """One place of one thing: `id` is the thing's with `#` and the number of the place; null place: none is told."""

    id: str
    layer: LayerName
    place: Place | None
    row: Row

    @property
    def located(self) -> bool:
        """Whether it can be drawn."""
        return self.place is not None and is_located(self.place)


def article_features(coded: CodedArticle) -> Iterator[Feature]:
    """Yield the features of the article's events and facilities."""
    for event in coded.events:
        yield from _features("events", event_row(coded, event), event.places)
    for facility in coded.facilities:
        yield from _features("facilities", facility_row(coded, facility), [facility.place])


def incident_features(incident: Incident) -> Iterator[Feature]:
    """Yield the features of the incident."""
    yield from _features("incidents", incident_row(incident), incident.places or [incident.place])


def layer_columns(layer: LayerName) -> dict[str, ColumnType]:
    """Return the columns of a layer and their types, sources and confidences of single values left out."""
    spec = table_specs()[layer]
    # Only incidents carry them here: their sources are other events, which a map reader will ask for.
    own = {f"{field}_{part}" for field in spec.sourced for part in ("source", "confidence")}
    hidden = own if layer != "incidents" else set()
    return {column.name: column.type for column in spec.columns if column.name not in hidden} | PLACE_TYPES


def _features(layer: LayerName, row: Row, places: Sequence[Place | None]) -> Iterator[Feature]:
    for number, place in enumerate(places or [None], start=1):
        yield Feature(
            id=f"{row['id']}#{number}",
            layer=layer,
            place=place,
            row=row
            | place_columns(place)
            | {
                "place_number": number,
                "place_count": len([one for one in places if one is not None]),
                "uncertainty_km": uncertainty_km(place) if place is not None else None,
            },
        )
