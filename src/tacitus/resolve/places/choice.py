"""The joint choice: which place each name of an article means.

The vocabulary of `Place.basis`:

| basis | the coordinates are |
|---|---|
| gazetteer | those of the place of that name; for a province named without a kind, those of the town of its name |
| gazetteer: variant | those of a place of which the name is another spelling in the gazetteer |
| gazetteer: near spelling | those of a place whose name is spelled alike |
| neighbour: X | those of X, named in the same list; the name itself is in no gazetteer |
| area: X | the middle of X, the area told; the name itself is in no gazetteer |
| anaphoric: X | those of X, to which "the town" or "the same area" points back |
| not in gazetteer | none |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tacitus.gazetteer import Candidate, Gazetteer
from tacitus.parse.place_names import PlaceName
from tacitus.parse.place_words import DIRECTIONS, PLURALS, SINGULAR_TYPES, kind_of
from tacitus.records import Place, PlacePrecision
from tacitus.resolve.places.earth import rough_distance_km, shifted
from tacitus.resolve.places.evidence import Scene, agreement, is_defensible, lies_within, weigh
from tacitus.resolve.places.level import at_level, is_meant_as_settlement, precision_of, seat_of

_RUNNERS_UP = 3
_SAME_PLACE_KM = 6.0
_SURE_MARGIN = 1.5
_HOLDS_WEIGHT = 4.0
_LIST_KM = 25.0
_KNOWN_TOWN = 10_000
_WIDE = ("admin2", "admin1", "linear_or_fuzzy", "country")
_BASES = {"exact": "gazetteer", "variant": "gazetteer: variant"}


@dataclass(slots=True)
class _Case:
    """One name with its candidates and, in the end, its choice."""

    name: PlaceName
    found: list[Candidate]
    area: int | None = None
    chosen: Candidate | None = None
    ranked: list[tuple[float, Candidate]] = field(default_factory=list)


def resolve_places(
    names: Sequence[PlaceName], text: str, gazetteer: Gazetteer, *, theatre: Sequence[str] = ()
) -> list[Place]:
    """Resolve the place names of one article together; one place a name, in the same order.

    `theatre` lists ISO 3166 two-letter codes, the likeliest first; it may be empty. Each place keeps up to three
    runners-up in the extra key `runners_up`. A name in no gazetteer stays, by name, and harms no other.
    """
    cases = [_Case(name, _candidates(name, gazetteer, fuzzy=False), _area_of(name, names)) for name in names]
    scene = Scene(theatre=tuple(code.upper() for code in theatre), packs=gazetteer.pack_countries)
    scene.texts = [_bare_name(name) for name in names]
    scene.named = _named_countries(cases)
    scene.datelines = frozenset(index for index, name in enumerate(names) if name.dateline)
    scene.agreed = agreement(list({_bare_name(case.name).lower(): case.found for case in cases}.values()))
    for _ in range(2):
        # The second round weighs each name beside the places that the first made sure.
        _choose_all(cases, scene)
        scene.sure = _sure(cases, scene)
    _seek_near_spellings(cases, scene, gazetteer)
    called_towns = {_bare_name(case.name) for case in cases if kind_of(case.name.type_word) == "settlement"}
    for case in cases:
        if case.chosen is not None:
            as_settlement = is_meant_as_settlement(case.name, _listed_with_settlements(case, cases))
            # Called a town once, a name means the town wherever it stands without a kind.
            as_settlement = as_settlement or (case.name.type_word is None and _bare_name(case.name) in called_towns)
            case.chosen = at_level(case.name, case.chosen, case.found, as_settlement)
    places = [_place_of(case, text) for case in cases]
    _place_the_unknown(cases, places)
    return places


def _area_of(name: PlaceName, names: Sequence[PlaceName]) -> int | None:
    """The area told with the name here, or where the article names the same place otherwise."""
    if name.area is not None:
        return name.area
    return next((other.area for other in names if other.area is not None and other.text == name.text), None)


def _bare_name(name: PlaceName) -> str:
    """The name without the part of it that is meant: "southern Idlib" -> "Idlib"."""
    words = name.text
    if name.area_modifier and words.lower().startswith(name.area_modifier.lower() + " "):
        words = words[len(name.area_modifier) + 1 :]
    return words


def _candidates(name: PlaceName, gazetteer: Gazetteer, *, fuzzy: bool) -> list[Candidate]:
    bare = _bare_name(name)
    queries = [name.text, bare] if name.text != bare else [bare]
    if name.type_word:
        queries.insert(0, f"{bare} {name.type_word}")
    first, _, rest = bare.partition(" ")
    last = bare.rpartition(" ")
    if rest and last[2].lower() in SINGULAR_TYPES | PLURALS.keys():
        queries.append(last[0])
    if rest and first.lower() in ("lake", "mount", "river", "camp"):
        queries.append(rest)
    found: dict[str, Candidate] = {}
    for position, query in enumerate(dict.fromkeys(queries)):
        likely = fuzzy and position == len(queries) - 1
        for candidate in gazetteer.candidates(query, fuzzy=likely):
            if candidate.id not in found or found[candidate.id].score < candidate.score:
                found[candidate.id] = candidate
    return list(found.values())


def _named_countries(cases: Sequence[_Case]) -> dict[str, float]:
    named: dict[str, float] = {}
    for case in cases:
        countries = [c for c in case.found if c.feature == "country" and c.match in ("exact", "variant")]
        if len({c.country_code for c in countries}) == 1 and not _could_be_less(case, countries[0]):
            code = countries[0].country_code
            # A dateline's country says where the reporter sat, which is often not where things happened.
            named[code] = named.get(code, 0.0) + (0.4 if case.name.dateline else 0.6)
    return named


def _could_be_less(case: _Case, country: Candidate) -> bool:
    return any(c.feature == "admin1" and c.country_code != country.country_code for c in case.found)


def _choose_all(cases: Sequence[_Case], scene: Scene) -> None:
    for index in _outer_first(cases):
        case = cases[index]
        area = cases[case.area].chosen if case.area is not None else None
        inner = [other.found for other in cases if other.area == index]
        listed = [other.chosen for other in _listed_with(case, cases) if other.chosen is not None]
        case.ranked = sorted(
            (
                (weigh(case.name, index, candidate, area, scene) + _holds(candidate, inner), candidate)
                for candidate in case.found
                if is_defensible(case.name, index, candidate, area, scene) and _fits_list(candidate, listed)
            ),
            key=lambda ranked: (-ranked[0], ranked[1].id),
        )
        case.chosen = case.ranked[0][1] if case.ranked else None


def _holds(area: Candidate, inner: Sequence[Sequence[Candidate]]) -> float:
    """Weigh an area by the names said to lie in it: "Atlanta, Georgia" is no town of the country."""
    held = [found for found in inner if any(c.score >= 0.9 and c is not area and lies_within(c, area) for c in found)]
    return _HOLDS_WEIGHT * len(held) / len(inner) if inner else 0.0


def _fits_list(candidate: Candidate, listed: Sequence[Candidate]) -> bool:
    """A merely similar name must lie beside the places it is listed with; a list names neighbours."""
    if candidate.match != "fuzzy" or not listed:
        return True
    return any(
        rough_distance_km(candidate.latitude, candidate.longitude, other.latitude, other.longitude) <= _LIST_KM
        for other in listed
    )


def _listed_with(case: _Case, cases: Sequence[_Case]) -> list[_Case]:
    if case.name.group is None:
        return []
    return [other for other in cases if other is not case and other.name.group == case.name.group]


def _outer_first(cases: Sequence[_Case]) -> list[int]:
    """Order the names so that an area comes before what lies in it."""
    order: list[int] = []

    def visit(index: int, depth: int = 0) -> None:
        area = cases[index].area
        if area is not None and area not in order and depth < 8:
            visit(area, depth + 1)
        if index not in order:
            order.append(index)

    for index in range(len(cases)):
        visit(index)
    return order


def _sure(cases: Sequence[_Case], scene: Scene) -> list[tuple[int, Candidate]]:
    """Places that stand far enough before any other place to vouch for their neighbours."""
    sure = []
    countries = {*scene.theatre, *scene.named}
    for index, case in enumerate(cases):
        if case.chosen is None:
            continue
        best, chosen = case.ranked[0]
        rivals = [w for w, other in case.ranked[1:] if not _same_place(chosen, other)]
        alone = (not rivals or best - rivals[0] >= _SURE_MARGIN) and chosen.match in ("exact", "variant")
        if (
            (alone and (chosen.population > _KNOWN_TOWN or chosen.feature != "settlement"))
            or (chosen.population >= 100_000 and chosen.match == "exact")
            or (alone and chosen.country_code in countries)
        ):
            sure.append((index, chosen))
    return sure


def _same_place(one: Candidate, other: Candidate) -> bool:
    if one.country_code != other.country_code:
        return False
    reach = _SAME_PLACE_KM if one.feature == other.feature else 260.0
    return rough_distance_km(one.latitude, one.longitude, other.latitude, other.longitude) < reach


def _seek_near_spellings(cases: Sequence[_Case], scene: Scene, gazetteer: Gazetteer) -> None:
    missing = [case for case in cases if case.chosen is None and not re.search(r"\d", case.name.text)]
    for case in missing:
        case.found = _candidates(case.name, gazetteer, fuzzy=True)
    if missing:
        _choose_all(cases, scene)


def _listed_with_settlements(case: _Case, cases: Sequence[_Case]) -> bool:
    return any(
        other.chosen is not None
        and other.chosen.feature == "settlement"
        and not any(c.feature == "admin1" and c.country_code == other.chosen.country_code for c in other.found)
        for other in _listed_with(case, cases)
    )


def _place_of(case: _Case, text: str) -> Place:
    name, chosen = case.name, case.chosen
    place = Place(text=text[name.start : name.end], start=name.start, end=name.end, name=_bare_name(name))
    place.relation = name.relation
    if chosen is None:
        place.basis = "not in gazetteer"
        return place
    place.place_id, place.name, place.country = chosen.id, chosen.name, chosen.country or None
    seat = seat_of(name, chosen, case.found)
    place.latitude, place.longitude = seat.latitude, seat.longitude
    if chosen.feature != "country":
        place.admin1 = chosen.admin1
        place.admin2 = chosen.admin2
    place.precision = precision_of(name, chosen)
    place.basis = _BASES.get(chosen.match, "gazetteer: near spelling")
    bearing = DIRECTIONS.get(name.direction or "")
    if name.relation == "direction" and bearing is not None and name.distance_km:
        place.latitude, place.longitude = shifted(chosen.latitude, chosen.longitude, bearing, name.distance_km)
    _keep_extras(place, case, chosen)
    return place


def _keep_extras(place: Place, case: _Case, chosen: Candidate) -> None:
    others: list[Candidate] = []
    # Namesakes that the evidence ruled out stand last: a reviewer may know better.
    ruled_out = sorted(
        (c for c in case.found if c.match in ("exact", "variant")), key=lambda c: (-c.score, -c.population, c.id)
    )
    for candidate in [*(candidate for _, candidate in case.ranked), *ruled_out]:
        if not any(_same_place(candidate, kept) for kept in [chosen, *others]):
            others.append(candidate)
    extras: dict[str, Any] = {"runners_up": [_runner_up(other) for other in others[:_RUNNERS_UP]]}
    if case.name.dateline:
        extras["dateline"] = True
    for key, value in extras.items():
        setattr(place, key, value)


def _runner_up(candidate: Candidate) -> dict[str, Any]:
    return {
        "place_id": candidate.id,
        "name": candidate.name,
        "latitude": candidate.latitude,
        "longitude": candidate.longitude,
        "country": candidate.country,
        "admin1": candidate.admin1,
        "feature": candidate.feature,
    }


def _place_the_unknown(cases: Sequence[_Case], places: Sequence[Place]) -> None:
    """Give names in no gazetteer the place of a neighbour in their list, else of the area told."""
    unknown = [index for index, case in enumerate(cases) if case.chosen is None]
    for index in unknown:
        case, place = cases[index], places[index]
        neighbour = _neighbour(index, cases)
        if neighbour is not None:
            other = places[neighbour]
            wide = case.name.relation in ("between", "along") or other.precision in _WIDE
            _borrow(place, other, f"neighbour: {other.text}", "linear_or_fuzzy" if wide else "near_settlement")
        elif case.area is not None and places[case.area].latitude is not None:
            area = places[case.area]
            _borrow(place, area, f"area: {area.text}", _precision_within(case.name, area))
    for index in unknown:
        # Told once where it is, a name is there throughout the article.
        told = next((p for p in places if p.text == places[index].text and p.latitude is not None), None)
        if told is not None and places[index].latitude is None:
            _borrow(places[index], told, told.basis or "", told.precision)


def _precision_within(name: PlaceName, area: Place) -> PlacePrecision:
    if name.relation == "along" or area.precision == "linear_or_fuzzy":
        return "linear_or_fuzzy"
    if area.precision in _WIDE:
        return area.precision
    return "settlement" if kind_of(name.type_word) == "site" else "near_settlement"


def _neighbour(index: int, cases: Sequence[_Case]) -> int | None:
    group = cases[index].name.group
    if group is None:
        return None
    located = [i for i, c in enumerate(cases) if c.name.group == group and c.chosen is not None]
    return min(located, key=lambda i: abs(i - index), default=None)


def _borrow(place: Place, lender: Place, basis: str, precision: PlacePrecision) -> None:
    place.latitude, place.longitude = lender.latitude, lender.longitude
    place.country, place.admin1, place.admin2 = lender.country, lender.admin1, lender.admin2
    place.precision, place.basis = precision, basis
