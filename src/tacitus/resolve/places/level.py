"""The level at which a name is meant, and the precision that follows from level and relation."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.gazetteer import Candidate, Feature
from tacitus.parse.place_names import PlaceName
from tacitus.parse.place_words import kind_of
from tacitus.records import PlacePrecision
from tacitus.resolve.places.earth import rough_distance_km

_SAME_NAME_KM = 260.0
_LEVELS: tuple[Feature, ...] = ("country", "admin1", "admin2", "settlement")
# A district is meant only where the text says so: reports name the town, and districts bear their towns' names.
_UNTYPED: tuple[Feature, ...] = ("country", "admin1", "settlement", "admin2")
_NEAR_KM = 25.0


def is_meant_as_settlement(name: PlaceName, listed_with_settlements: bool) -> bool:
    """Tell whether the text speaks of the town where town, district and province share the name."""
    kind = kind_of(name.type_word)
    if name.dateline:
        return True
    if kind in ("settlement", "site") or (kind == "linear" and name.type_word != "border"):
        return True
    if kind is not None or name.fuzzy_area:
        return name.type_word == "area" and name.area_modifier is None
    return name.relation in ("near", "direction", "between", "along") or listed_with_settlements


def at_level(name: PlaceName, chosen: Candidate, all_found: Sequence[Candidate], as_settlement: bool) -> Candidate:
    """Return the namesake of `chosen` at the level that the text means.

    A name that town and province share means, with no kind in the text, the province; the town beside its district
    means the town.
    """
    namesakes = [
        c
        for c in all_found
        if c.country_code == chosen.country_code
        and c.feature in _LEVELS
        and c.score >= min(chosen.score, 0.9) - 1e-9
        and rough_distance_km(c.latitude, c.longitude, chosen.latitude, chosen.longitude) < _SAME_NAME_KM
    ]
    if chosen.feature not in _LEVELS or chosen.feature == "country" or not namesakes:
        return chosen
    kind = kind_of(name.type_word)
    wanted: tuple[Feature, ...] = _UNTYPED
    if as_settlement:
        wanted = ("settlement", "admin2", "admin1")
    elif kind == "admin2":
        wanted = ("admin2", "admin1", "settlement")
    elif kind == "admin1":
        wanted = ("admin1", "admin2", "settlement")
    for level in wanted:
        at = [c for c in namesakes if c.feature == level]
        if at:
            return _likest(at, chosen)
    return chosen


def seat_of(name: PlaceName, chosen: Candidate, all_found: Sequence[Candidate]) -> Candidate:
    """Return the town that bears a province's name, where the text says no kind.

    The precision stays the province's; the coordinates are the town's, which such a name means more often than the
    province's middle.
    """
    if chosen.feature != "admin1" or name.type_word is not None or name.fuzzy_area:
        return chosen
    towns = [
        c
        for c in all_found
        if c.feature == "settlement"
        and c.country_code == chosen.country_code
        and c.score >= 0.9
        and rough_distance_km(c.latitude, c.longitude, chosen.latitude, chosen.longitude) < _SAME_NAME_KM
    ]
    return max(towns, key=lambda c: c.population, default=chosen)


def _likest(candidates: Sequence[Candidate], chosen: Candidate) -> Candidate:
    if chosen in candidates:
        return chosen
    return max(
        candidates,
        key=lambda c: (
            c.score,
            c.id.startswith("admin1:"),
            c.population,
            -rough_distance_km(c.latitude, c.longitude, chosen.latitude, chosen.longitude),
        ),
    )


def precision_of(name: PlaceName, place: Candidate) -> PlacePrecision:
    """Return the precision of a name that means `place`."""
    kind = kind_of(name.type_word)
    if place.feature in ("road", "water", "other") or kind == "linear":
        return "linear_or_fuzzy"
    if place.feature == "country":
        return "linear_or_fuzzy" if name.fuzzy_area else "country"
    if place.feature in ("admin1", "admin2"):
        if name.fuzzy_area or name.relation in ("near", "direction", "between", "along"):
            return "linear_or_fuzzy"
        return place.feature
    if name.relation in ("between", "along"):
        return "linear_or_fuzzy"
    if name.relation in ("near", "direction"):
        return "near_settlement" if (name.distance_km or 0.0) <= _NEAR_KM else "linear_or_fuzzy"
    if name.relation in (None, "in") and kind in ("admin1", "admin2"):
        # "Sukma district": the gazetteer has only the town, the text means the district.
        return "admin1" if kind == "admin1" else "admin2"
    if kind == "site" or place.feature == "site":
        return "site" if place.feature == "site" else "near_settlement" if kind == "site" else "settlement"
    if kind == "fuzzy" or (name.fuzzy_area and name.type_word is not None):
        return "near_settlement" if name.type_word in ("area", "outskirts", "suburbs") else "linear_or_fuzzy"
    return "settlement"
