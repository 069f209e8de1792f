"""What the map shows of the matches: points gathered by a grid, and areas as areas.

An incident known to a site or a settlement is a point; points near one another on the screen are one circle with a
number. An incident known only to a district, province, road or country is never a point: its area is drawn once,
with the number of incidents that lie somewhere in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.publish.geo import AREAS, circle
from tacitus.serve.index.columns import Mask
from tacitus.serve.index.matching import Matches

_CELL = 60.0
"""Pixels: points nearer than this are gathered."""

_MOST_AREAS = 400
_TILE = 512.0


def map_features(matches: Matches, box: tuple[float, float, float, float] | None, zoom: float) -> dict[str, Any]:
    """Return a GeoJSON collection for a part of the map: west, south, east, north in degrees, at a zoom of MapLibre.

    Points have `count`, the number of each event type (`types`), and `id` where it is a single incident; areas have
    `count`, `place`, `precision`. `outside` counts matches that have no place, `shown` what lies in the box.
    """
    columns, mask = matches.columns, matches.mask
    located = mask & ~np.isnan(columns.latitude)
    inside = located & _within(columns.latitude, columns.longitude, columns.radius, box)
    precision = columns.one("precision")
    vague = np.isin(precision.values, precision.labels.find(AREAS))
    features = _areas(matches, inside & vague) + _points(matches, inside & ~vague, zoom)
    return {
        "type": "FeatureCollection",
        "features": features,
        "total": matches.total,
        "shown": int(np.count_nonzero(inside)),
        "unlocated": int(np.count_nonzero(mask & np.isnan(columns.latitude))),
    }


def extent(matches: Matches) -> list[float] | None:
    """Return west, south, east, north of the located matches, without the farthest hundredth on each side."""
    columns = matches.columns
    located = matches.mask & ~np.isnan(columns.latitude)
    if not located.any():
        return None
    share = 0.01 if np.count_nonzero(located) > 200 else 0.0
    south, north = np.quantile(columns.latitude[located], [share, 1 - share])
    west, east = np.quantile(columns.longitude[located], [share, 1 - share])
    return [round(float(edge), 3) for edge in (west, south, east, north)]


def _within(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    radius: NDArray[np.float64],
    box: tuple[float, float, float, float] | None,
) -> Mask:
    if box is None:
        return np.ones(len(latitude), np.bool_)
    west, south, east, north = box
    if east - west >= 360:
        return (latitude >= south - 3) & (latitude <= north + 3)
    # Areas reach into the box from outside it.
    room = np.where(np.isnan(radius), 0, radius) / 111.0
    turned = west + np.mod(longitude - west, 360.0)
    near = (turned <= east + room) | (turned >= west + 360.0 - room)
    return np.asarray((latitude >= south - room) & (latitude <= north + room) & near)


def _areas(matches: Matches, rows: Mask) -> list[dict[str, Any]]:
    columns = matches.columns
    found = np.flatnonzero(rows)
    if not len(found):
        return []
    precision = columns.one("precision")
    # Areas that all but cover each other are one on the map, with the number of both.
    size = np.maximum(columns.radius[found] / 111.0, 0.05)
    down = np.floor(columns.latitude[found] / size).astype(np.int64)
    across = np.floor(columns.longitude[found] / size).astype(np.int64)
    cells = (precision.values[found].astype(np.int64) * 100_003 + down) * 1_000_003 + across
    _, firsts, groups, counts = np.unique(cells, return_index=True, return_inverse=True, return_counts=True)
    one_place = _same(groups, columns.spot[found], firsts)
    longitude = np.bincount(groups, columns.longitude[found]) / counts
    latitude = np.bincount(groups, columns.latitude[found]) / counts
    # The largest areas first, so that smaller ones lie on top and can be clicked.
    order = np.argsort(-counts, kind="stable")[:_MOST_AREAS]
    order = order[np.argsort(-columns.radius[found[firsts[order]]], kind="stable")]
    features = []
    for group in order:
        row = int(found[firsts[group]])
        radius, name = float(columns.radius[row]), columns.places[int(columns.spot[row])]
        # Every other corner will do, and halves what is sent.
        ring = circle(float(latitude[group]), float(longitude[group]), radius)[::2]
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [[[round(x, 3), round(y, 3)] for x, y in ring]]},
                "properties": {
                    "kind": "area",
                    "count": int(counts[group]),
                    "place": name if one_place[group] else f"{name} and around",
                    "precision": precision.labels.names[int(precision.values[row])],
                    "radius": radius,
                    "id": columns.ids[row] if counts[group] == 1 else None,
                    "longitude": round(float(longitude[group]), 4),
                    "latitude": round(float(latitude[group]), 4),
                },
            }
        )
    return features


def _points(matches: Matches, rows: Mask, zoom: float) -> list[dict[str, Any]]:
    columns = matches.columns
    found = np.flatnonzero(rows)
    if not len(found):
        return []
    x, y = _mercator(columns.longitude[found], columns.latitude[found])
    size = _CELL / (_TILE * 2 ** min(max(zoom, 0.0), 18.0))
    cells = np.floor(x / size).astype(np.int64) * 2_000_003 + np.floor(y / size).astype(np.int64)
    if zoom >= 15:  # near enough to tell the places apart: only the same place is gathered
        cells = columns.spot[found].astype(np.int64)
    _, firsts, groups, counts = np.unique(cells, return_index=True, return_inverse=True, return_counts=True)
    longitude = np.bincount(groups, columns.longitude[found]) / counts
    latitude = np.bincount(groups, columns.latitude[found]) / counts
    one_place = _same(groups, columns.spot[found], firsts)
    kinds = columns.one("type")
    width = len(kinds.labels.names)
    kind = np.clip(kinds.values[found], 0, None)
    by_type = np.bincount(groups * width + kind, minlength=len(counts) * width).reshape(len(counts), width)
    contested = np.bincount(groups, columns.contested[found])
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [round(float(longitude[group]), 4), round(float(latitude[group]), 4)],
            },
            "properties": {
                "kind": "point",
                "count": int(counts[group]),
                "type": int(by_type[group].argmax()),
                "types": [int(number) for number in by_type[group]],
                "contested": int(contested[group]),
                "place": columns.places[int(columns.spot[found[firsts[group]]])] if one_place[group] else None,
                "radius": float(columns.radius[found[firsts[group]]]) if one_place[group] else 0.0,
                "id": columns.ids[int(found[firsts[group]])] if counts[group] == 1 else None,
            },
        }
        for group in range(len(counts))
    ]


def _same(groups: NDArray[np.intp], spots: NDArray[np.int32], firsts: NDArray[np.intp]) -> Mask:
    """Tell for each group whether all its incidents lie in one place."""
    differs = spots != spots[firsts][groups]
    return np.asarray(np.bincount(groups, differs, minlength=len(firsts)) == 0)


def _mercator(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return Web Mercator coordinates in 0..1 (EPSG:3857)."""
    phi = np.radians(np.clip(latitude, -85.05, 85.05))
    return longitude / 360.0 + 0.5, 0.5 - np.log(np.tan(phi / 2 + np.pi / 4)) / (2 * np.pi)
