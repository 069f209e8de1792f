"""Stand-ins for places in an article: "in the very same area", "near the town" join the named places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tacitus.codebook.countries import CountryList
from tacitus.parse.place_names import PlaceName
from tacitus.records import Place
from tacitus.resolve.article import NamedPlace
from tacitus.resolve.places.anaphora import PlaceAnaphor, find_anaphora, resolve_area_phrase

_BEFORE = re.compile(r"\b(in|inside|near|outside|around|at|to|into|from|on|of)\s+$", re.IGNORECASE)
_NEAR = frozenset({"near", "outside", "around"})
_NOT_BACK = re.compile(r"\s*(?:of\b|['’]s\b|[A-Z]|hall\b|council\b|chief\b|mayor\b|center\b|centre\b)")
_CAPITAL = re.compile(r"\bthe (?P<adjective>[A-Z][a-z]+) capital\b(?! (?:city|region) )")
_FAR = 1200
"""Characters after which a place is no longer what "the town" means."""


def with_anaphora(named: Sequence[NamedPlace], text: str, skip: Sequence[tuple[int, int]]) -> list[NamedPlace]:
    """The named places together with the phrases that point back at one of them, in order of the text."""
    found = list(named)
    for anaphor in find_anaphora(text):
        if _NOT_BACK.match(text, anaphor.end) or any(start <= anaphor.start < end for start, end in skip):
            continue
        if any(n.name.start < anaphor.end and anaphor.start < n.name.end for n in named):
            continue
        earlier = _antecedents(anaphor, named, text)
        place = resolve_area_phrase(anaphor, earlier)
        before = _BEFORE.search(text, max(0, anaphor.start - 12), anaphor.start)
        if place is None or (before is None and anaphor.noun is not None):
            continue
        near = before is not None and before.group(1).lower() in _NEAR
        if near and place.precision == "settlement":
            place = place.model_copy(update={"precision": "near_settlement", "relation": "near"})
        name = PlaceName(anaphor.start, anaphor.end, anaphor.text, relation="near" if near else "in")
        found.append(NamedPlace(name, place))
    return sorted(found, key=lambda item: item.name.start)


def with_capitals(
    names: Sequence[PlaceName], text: str, countries: CountryList, skip: Sequence[tuple[int, int]]
) -> list[PlaceName]:
    """The place names, then capitals named by their country: "in the Somali capital" is in Mogadishu.

    They stand at the end, since areas are told by their index in the list.
    """
    capital_of = {
        adjective.lower(): country.capitals[0]
        for country in countries
        for adjective in country.adjectives
        if country.capitals
    }
    found = list(names)
    for match in _CAPITAL.finditer(text):
        capital = capital_of.get(match["adjective"].lower())
        inside = any(start <= match.start() < end for start, end in skip)
        if (
            capital is None
            or inside
            or text[match.end() : match.end() + len(capital) + 2].strip(" ,").startswith(capital)
        ):
            continue
        found.append(PlaceName(match.start(), match.end(), capital, type_word="city", relation="in"))
    return found


def _antecedents(anaphor: PlaceAnaphor, named: Sequence[NamedPlace], text: str) -> list[Place]:
    """The places that the phrase may mean: those called by its kind word ("village of X") before all others."""
    fuzzy = {"country", "linear_or_fuzzy"} if anaphor.noun in ("town", "village", "city") else {"country"}
    near = [
        item
        for item in named
        if item.name.end <= anaphor.start
        and anaphor.start - item.name.end < _FAR
        and not item.name.dateline
        and item.place.precision not in fuzzy
        and not text[: item.name.start].endswith(" from ")
    ]
    called = [item for item in near if item.name.type_word == anaphor.noun]
    return [item.place for item in called or near]
