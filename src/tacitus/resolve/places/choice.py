"""The joint choice: which place each name of an article means."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.gazetteer import Gazetteer
from tacitus.parse.place_names import PlaceName
from tacitus.records import Place


def resolve_places(
    names: Sequence[PlaceName], text: str, gazetteer: Gazetteer, *, theatre: Sequence[str] = ()
) -> list[Place]:
    """Resolve the place names of one article together; one place a name, in the same order.

    `theatre` lists ISO 3166 two-letter codes, the likeliest first.
    """
    places: list[Place] = []
    for name in names:
        place = Place(text=text[name.start : name.end], start=name.start, end=name.end, name=name.text)
        found = gazetteer.candidates(name.text)
        ranked = sorted(found, key=lambda c: (c.country_code in theatre, c.score, c.population), reverse=True)
        if ranked:
            best = ranked[0]
            place.place_id, place.name, place.country = best.id, best.name, best.country
            place.latitude, place.longitude = best.latitude, best.longitude
            place.admin1, place.admin2 = best.admin1, best.admin2
            place.precision = "near_settlement" if name.relation == "near" else "settlement"
            place.basis = "gazetteer"
        else:
            place.basis = "not in gazetteer"
        place.relation = name.relation
        places.append(place)
    return places
