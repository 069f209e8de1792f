"""Distances and shifts on the earth, in kilometres and degrees."""

from __future__ import annotations

from math import asin, cos, hypot, pi, radians, sin, sqrt

_RADIUS_KM = 6371.0
_KM_PER_DEGREE = _RADIUS_KM * pi / 180


def distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Return the great-circle distance between two points."""
    half_latitude = radians(latitude2 - latitude1) / 2
    half_longitude = radians(longitude2 - longitude1) / 2
    chord = sin(half_latitude) ** 2 + cos(radians(latitude1)) * cos(radians(latitude2)) * sin(half_longitude) ** 2
    return 2 * _RADIUS_KM * asin(min(1.0, sqrt(chord)))


def rough_distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Return the distance on a flat map, good enough to compare candidates and much faster."""
    across = (longitude2 - longitude1) * cos(radians((latitude1 + latitude2) / 2))
    return hypot(latitude2 - latitude1, across) * _KM_PER_DEGREE


def shifted(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return the point `distance` kilometres from another in the direction `bearing` (degrees, 0 = north)."""
    north = distance * cos(radians(bearing)) / _KM_PER_DEGREE
    east = distance * sin(radians(bearing)) / (_KM_PER_DEGREE * max(0.01, cos(radians(latitude))))
    return round(latitude + north, 5), round(longitude + east, 5)
