"""The places of an event from the places of its mentions (docs/codebook.md, "Where")."""

from __future__ import annotations

from collections import Counter

from tacitus.extract.happening import Happening
from tacitus.records import Place
from tacitus.resolve.article import NamedPlace

_FINENESS = {
    "site": 0,
    "settlement": 1,
    "near_settlement": 2,
    "unlocated": 2,
    "linear_or_fuzzy": 3,
    "admin2": 4,
    "admin1": 5,
    "country": 6,
}


def places_of_happening(happening: Happening) -> list[Place]:
    """The most specific places that the mentions tell; areas that only contain them are left out."""
    named = _distinct(_told_of_the_deed(happening))
    containers = {place.area_start for place in named if place.area_start is not None}
    kept = [place for place in named if place.name.start not in containers]
    if not kept:
        return []
    kept = _without_shadows(kept)
    finest = min(_FINENESS[place.place.precision] for place in kept)
    kept = [place for place in kept if _FINENESS[place.place.precision] <= max(finest, 2)]
    return [place.place for place in _of_one_country(kept)]


def _told_of_the_deed(happening: Happening) -> list[NamedPlace]:
    """The places of its mentions, but for those where people were taken ("evacuated to a hospital in the capital")."""
    drafts = [draft for draft in happening.drafts if draft.mention.frame.name != "displace" and draft.places]
    drafts = [draft for draft in drafts if not draft.placed_by_dateline] or drafts
    exact = [draft.position for draft in drafts if any(_is_exact(place) for place in draft.places)]
    if exact:
        # Where it happened is told once; towns of later sentences are of other matters.
        drafts = [draft for draft in drafts if draft.position <= min(exact)]
    return [place for draft in drafts or happening.drafts for place in draft.places]


def _is_exact(named: NamedPlace) -> bool:
    return named.place.precision in ("site", "settlement", "near_settlement") and named.place.latitude is not None


def _of_one_country(places: list[NamedPlace]) -> list[NamedPlace]:
    """The places of the country that most of them lie in, the first where that is undecided; lists are left whole."""
    countries = Counter(place.place.country for place in places if place.place.country)
    if len(countries) < 2 or any(_same_group(place, places) for place in places):
        return places
    most = countries.most_common(1)[0][0]
    return [place for place in places if place.place.country in (None, most)]


def _without_shadows(places: list[NamedPlace]) -> list[NamedPlace]:
    """Leave out names in no gazetteer beside a place that is known, unless the text calls them a place."""
    located = [
        p
        for p in places
        if p.place.latitude is not None and _FINENESS[p.place.precision] <= _FINENESS["near_settlement"]
    ]
    if not located:
        return places
    return [
        place
        for place in places
        if place.place.precision != "unlocated" or place.name.type_word is not None or _same_group(place, places)
    ]


def _same_group(named: NamedPlace, others: list[NamedPlace]) -> bool:
    return named.name.group is not None and any(o is not named and o.name.group == named.name.group for o in others)


def _distinct(places: list[NamedPlace]) -> list[NamedPlace]:
    kept: list[NamedPlace] = []
    for named in places:
        if all(_key(other) != _key(named) for other in kept):
            kept.append(named)
    return kept


def _key(named: NamedPlace) -> str:
    """What a place is known by; "the area" is what it stands for."""
    told = (
        (named.place.basis or "").removeprefix("anaphoric: ")
        if (named.place.basis or "").startswith("anaphoric")
        else ""
    )
    return (named.place.place_id or told or named.name.text).lower()
