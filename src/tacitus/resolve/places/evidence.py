"""What an article says of where it plays: the evidence by which candidates for a name are weighed.

A candidate's weight is a sum; the terms, strongest first: the area that the text names around the place, the
countries that the article names or that most of its names agree on, nearness to places already sure, the kind of place
that the text says, population, and how well the name matches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, log10, sqrt

from tacitus.gazetteer import Candidate
from tacitus.parse.place_names import PlaceName
from tacitus.parse.place_words import kind_of
from tacitus.resolve.places.earth import rough_distance_km

_SMALL = 5_000
"""Settlements under this population are chosen only where something speaks for their country."""

_WITHIN_KM = {"admin1": 220.0, "admin2": 80.0, "settlement": 60.0, "site": 40.0, "other": 200.0, "water": 200.0}
_BEYOND_BORDER_KM = 50.0
_AGREED = 0.15
_EXPECTED_WEIGHT = 1.2
_NEAR_KM = 80.0
_REGION_KM = 350.0


@dataclass(slots=True)
class Scene:
    """Where an article plays, as far as known: weights of countries, and places that are sure."""

    theatre: Sequence[str] = ()
    named: dict[str, float] = field(default_factory=dict)
    agreed: dict[str, float] = field(default_factory=dict)
    sure: list[tuple[int, Candidate]] = field(default_factory=list)
    datelines: frozenset[int] = frozenset()
    texts: Sequence[str] = ()
    packs: frozenset[str] = frozenset()

    def others(self, index: int) -> Iterator[tuple[int, Candidate]]:
        """Yield the sure places that bear another name than the one at `index`: no name vouches for itself."""
        text = self.texts[index].lower() if self.texts else None
        for other, place in self.sure:
            if other != index and (text is None or self.texts[other].lower() != text):
                yield other, place

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all says where the article plays."""
        return not (self.theatre or self.named or self.sure)

    def speaks_for(self, candidate: Candidate, index: int) -> bool:
        """Tell whether anything but the candidate itself puts the article into its country."""
        code = candidate.country_code
        if code in self.theatre or code in self.named:
            return True
        if any(place.country_code == code for _, place in self.others(index)):
            return True
        expected = code in self.packs and candidate.match in ("exact", "variant")
        return expected and (self.is_empty or self.agreed.get(code, 0.0) >= _AGREED)


def agreement(found: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """Return how far the names of an article agree on a country, 0..1 by country.

    Each name has one vote, split over the countries where it may lie by how big and how well-named its places are.
    """
    votes: dict[str, float] = defaultdict(float)
    voters = 0
    for candidates in found:
        best: dict[str, float] = {}
        for c in candidates:
            if c.score >= 0.85:
                weight = c.score * sqrt(c.population + 1000)
                best[c.country_code] = max(best.get(c.country_code, 0.0), weight)
        total = sum(best.values())
        voters += 1 if total else 0
        for code, weight in best.items():
            votes[code] += weight / total
    return {code: vote / voters for code, vote in votes.items()} if voters else {}


def weigh(name: PlaceName, index: int, candidate: Candidate, area: Candidate | None, scene: Scene) -> float:
    """Return the weight of one candidate for a name. Higher is likelier; differences count, not the figure."""
    weight = 7.0 * candidate.score + 0.28 * log10(candidate.population + 1)
    weight += _country_weight(candidate, scene)
    weight += _area_weight(candidate, area)
    weight += _kind_weight(name, candidate)
    nearest = min(
        (
            rough_distance_km(candidate.latitude, candidate.longitude, place.latitude, place.longitude)
            for other, place in scene.others(index)
            if other not in scene.datelines and place.feature != "country"
        ),
        default=None,
    )
    if nearest is not None:
        weight += 1.5 * exp(-nearest / _NEAR_KM) + 1.5 * exp(-nearest / _REGION_KM)
    return weight


def _country_weight(candidate: Candidate, scene: Scene) -> float:
    code = candidate.country_code
    weight = 2.5 * scene.agreed.get(code, 0.0) + 2.0 * min(1.0, scene.named.get(code, 0.0))
    if code in scene.theatre:
        weight += 2.0 - 0.2 * min(5, scene.theatre.index(code))
    if code in scene.packs:
        weight += _EXPECTED_WEIGHT
    return weight


def lies_within(candidate: Candidate, area: Candidate) -> bool:
    """Tell whether a candidate can lie in an area, as far as countries and distances from its middle tell."""
    if area.country_code and candidate.country_code != area.country_code:
        return False
    if area.feature == "country":
        return True
    if area.feature == "admin1" and candidate.admin1 and candidate.admin1 in (area.admin1, area.name):
        return True
    if area.feature == "settlement" and candidate.admin1 and area.admin1 and candidate.admin1 != area.admin1:
        return False
    distance = rough_distance_km(candidate.latitude, candidate.longitude, area.latitude, area.longitude)
    if area.feature == "admin1" and candidate.admin1:
        # Gazetteers disagree on villages along a border, but not on those far beyond it.
        return distance <= _BEYOND_BORDER_KM
    return distance <= _WITHIN_KM.get(area.feature, 200.0)


def _area_weight(candidate: Candidate, area: Candidate | None) -> float:
    if area is None:
        return 0.0
    if lies_within(candidate, area):
        if area.feature == "country":
            return 3.0
        told = 1.0 if candidate.admin1 and candidate.admin1 in (area.admin1, area.name) else 0.0
        distance = rough_distance_km(candidate.latitude, candidate.longitude, area.latitude, area.longitude)
        return 3.0 + told + 0.5 * exp(-distance / 60.0)
    return 0.5 if candidate.country_code == area.country_code else -3.0


def _kind_weight(name: PlaceName, candidate: Candidate) -> float:
    kind = kind_of(name.type_word)
    feature = candidate.feature
    if kind == "settlement":
        return 1.0 if feature == "settlement" else -1.5
    if kind in ("admin1", "admin2"):
        # "State", "region" and "district" are used of both levels.
        return {"admin1": 1.5, "admin2": 1.2 if kind == "admin2" else 0.8, "other": 0.5}.get(feature, -0.7)
    if kind == "site":
        return 1.0 if feature == "site" else 0.0
    if kind == "linear":
        return 0.5 if feature in ("road", "water") else 0.0
    if name.fuzzy_area and feature in ("admin1", "country", "other"):
        return 1.0
    if name.relation in ("near", "direction", "between") and feature == "settlement":
        return 0.7
    return 0.6 if feature in ("admin1", "country") else 0.0


def is_defensible(name: PlaceName, index: int, candidate: Candidate, area: Candidate | None, scene: Scene) -> bool:
    """Tell whether a candidate may be chosen at all: better no place than a village of the same name elsewhere."""
    if candidate.feature == "country":
        return candidate.match in ("exact", "variant")
    if area is not None and lies_within(candidate, area):
        return True
    supported = scene.speaks_for(candidate, index)
    if candidate.match == "fuzzy":
        return supported and area is None and _is_near_something(index, candidate, scene)
    if area is not None and area.country_code and area.feature != "other":
        # A town may be tied to the wrong area by a misreading; a village outside its area is another village.
        return candidate.country_code == area.country_code and candidate.population >= 4 * _SMALL
    if candidate.match == "skeleton":
        return supported or (scene.is_empty and not scene.packs and candidate.population >= 20 * _SMALL)
    if supported:
        return True
    if candidate.feature != "settlement":
        return candidate.match == "exact" or scene.is_empty
    # Reports name the big cities of other countries, and hardly their villages.
    needed = _SMALL if scene.is_empty else 20 * _SMALL
    return candidate.population >= (needed if candidate.match == "exact" else (2 if scene.is_empty else 10) * needed)


def _is_near_something(index: int, candidate: Candidate, scene: Scene) -> bool:
    if candidate.country_code in scene.theatre and candidate.score >= 0.8:
        return True
    return any(
        place.feature != "country"
        and rough_distance_km(candidate.latitude, candidate.longitude, place.latitude, place.longitude) < 2 * _NEAR_KM
        for _, place in scene.others(index)
    )
