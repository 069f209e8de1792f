"""GeoJSON: one feature an event and place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tacitus.publish.geo.uncertainty import geometry_of, uncertainty_km
from tacitus.publish.tables.rows import event_row, place_columns
from tacitus.publish.whole_file import whole_file
from tacitus.records import CodedArticle, Event


def write_geojson(articles: Iterable[CodedArticle], path: Path) -> None:
    """Write a FeatureCollection (RFC 7946): one feature an event and place, properties as in events.csv.

    Sites and settlements are points; areas are polygons, circles of the uncertainty radius (`uncertainty_km`); what is
    not located has a null geometry. Articles are taken one by one.
    """
    with whole_file(path) as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        first = True
        for coded in articles:
            for event in coded.events:
                for feature in _features(coded, event):
                    stream.write(("\n" if first else ",\n") + json.dumps(feature, ensure_ascii=False, allow_nan=False))
                    first = False
        stream.write("\n]}\n")


def _features(coded: CodedArticle, event: Event) -> Iterator[dict[str, Any]]:
    row = event_row(coded, event)
    for number, place in enumerate(event.places or [None], start=1):
        yield {
            "type": "Feature",
            "id": f"{row['id']}#{number}",
            "geometry": geometry_of(place) if place is not None else None,
            "properties": row
            | place_columns(place)
            | {
                "place_number": number,
                "place_count": len(event.places),
                "uncertainty_km": uncertainty_km(place) if place is not None else None,
            },
        }
