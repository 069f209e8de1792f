"""Places as a text names them, with where they are and how that is known."""

from __future__ import annotations

from typing import Literal

from tacitus.records.span import Span

PlacePrecision = Literal[
    "site", "settlement", "near_settlement", "admin2", "admin1", "linear_or_fuzzy", "country", "unlocated"
]
PlaceRelation = Literal["in", "near", "direction", "between", "along"]


class Place(Span):
    """A mention of a place. Coordinates are WGS 84 degrees; null where unlocated. `basis` says how they were chosen.

    Runners-up of the choice are kept in the extra key `runners_up`.
    """

    place_id: str | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    precision: PlacePrecision = "unlocated"
    relation: PlaceRelation | None = None
    basis: str | None = None
