"""What a gazetteer answers: places that a name may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Feature = Literal["settlement", "admin1", "admin2", "country", "site", "water", "road", "other"]
"""`site`: camp, base, airport, dam, mountain. `other`: informal regions and whatever has no clear type."""

Match = Literal["exact", "variant", "skeleton", "fuzzy"]
"""How the name was found: as the place's own name, as one of its other spellings, by its skeleton, by likeness."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. Degrees are WGS 84; `score` is 0..1, 1 for the place's own name."""

    id: str
    name: str
    latitude: float
    longitude: float
    country: str
    country_code: str
    admin1: str | None = None
    admin2: str | None = None
    feature: Feature = "settlement"
    population: int = 0
    match: Match = "exact"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of a pack, as every format is read into it."""

    id: str
    name: str
    latitude: float
    longitude: float
    country_code: str
    admin1: str | None = None
    admin2: str | None = None
    feature: Feature = "settlement"
    population: int = 0
    variants: tuple[str, ...] = ()
