"""The places of an event from the places of its mentions (docs/codebook.md, "Where")."""

from __future__ import annotations

from tacitus.extract.happening import Happening
from tacitus.records import Place
from tacitus.resolve.article import NamedPlace, ResolvedArticle

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


def places_of_happening(happening: Happening, article: ResolvedArticle) -> list[Place]:
    """The most specific places that the mentions tell; areas that only contain them are left out."""
    named = _distinct(happening.places())
    containers = {named_place.name.area for named_place in named if named_place.name.area is not None}
    kept = [place for place in named if _index(place, article) not in containers]
    if not kept:
        return []
    finest = min(_FINENESS[place.place.precision] for place in kept)
    kept = [place for place in kept if _FINENESS[place.place.precision] <= max(finest, 2) or _same_group(place, kept)]
    return [place.place for place in kept]


def _index(named: NamedPlace, article: ResolvedArticle) -> int:
    for index, other in enumerate(article.places):
        if other is named:
            return index
    return -1


def _same_group(named: NamedPlace, others: list[NamedPlace]) -> bool:
    return named.name.group is not None and any(o is not named and o.name.group == named.name.group for o in others)


def _distinct(places: list[NamedPlace]) -> list[NamedPlace]:
    kept: list[NamedPlace] = []
    for named in places:
        key = (named.place.place_id or named.name.text).lower()
        if all((other.place.place_id or other.name.text).lower() != key for other in kept):
            kept.append(named)
    return kept
