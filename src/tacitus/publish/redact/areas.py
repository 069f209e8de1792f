"""Coarsening places: a village becomes its district, in name and in coordinates."""

from __future__ import annotations

from math import floor

from tacitus.publish.redact.profile import LEVELS, Level
from tacitus.records import Place, PlacePrecision

_PRECISIONS: dict[Level, PlacePrecision] = {
    "near": "near_settlement",
    "admin2": "admin2",
    "admin1": "admin1",
    "country": "country",
}
_CELLS: dict[Level, float] = {"near": 0.1, "admin2": 0.3, "admin1": 0.9}
"""Degrees of the grid whose cell stands for the place: its middle is given, never the place itself. The cells are small
enough that the place still lies within the radius that `uncertainty_km` gives for the new precision."""
_EXACTNESS: dict[PlacePrecision, Level] = {
    "site": "exact",
    "settlement": "exact",
    "near_settlement": "near",
    "linear_or_fuzzy": "admin2",
    "admin2": "admin2",
    "admin1": "admin1",
    "country": "country",
}


def coarsened(place: Place, to: Level, profile: str) -> Place:
    """Return the place as it may be told; the same place where it is coarse enough.

    Name and coordinates are those of the district, province or country; where the record does not know the district,
    those of the next larger area. Coordinates are the middle of a cell of a fixed grid, so that several events do not
    give the place away together; for a country there are none. The words of the text are left to the caller.
    """
    own = _EXACTNESS.get(place.precision)
    if own is None or LEVELS.index(own) >= LEVELS.index(to):
        return place
    level, name = _area(place, to)
    cell = _CELLS.get(level)
    return place.model_copy(
        update={
            "name": name,
            "place_id": None,
            "latitude": _middle(place.latitude, cell),
            "longitude": _middle(place.longitude, cell),
            "admin2": place.admin2 if level in ("near", "admin2") else None,
            "admin1": place.admin1 if level != "country" else None,
            "precision": _PRECISIONS[level],
            "relation": None,
            "basis": f"redacted: coarsened to {level} by the profile {profile}",
            "runners_up": [],
        }
    )


def _area(place: Place, to: Level) -> tuple[Level, str | None]:
    if to == "near" and (place.admin2 or place.admin1):
        return to, f"a place in {place.admin2 or place.admin1}"
    if to == "admin2" and place.admin2:
        return to, place.admin2
    if to in ("near", "admin2", "admin1") and place.admin1:
        return "admin1", place.admin1
    return "country", place.country


def _middle(degrees: float | None, cell: float | None) -> float | None:
    if degrees is None or cell is None:
        return None
    return round((floor(degrees / cell) + 0.5) * cell, 4)
