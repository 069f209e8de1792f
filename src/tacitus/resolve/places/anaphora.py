"""Words that point back at a place: "the same area", "the town", "there"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.parse.place_words import kind_of
from tacitus.records import Place

_PHRASE = re.compile(
    r"\b(?:(?:the|this|that)\s+(?:(?:very\s+)?same\s+|very\s+)?(?P<noun>area|region|town|village|city|province|district|"
    r"camp|settlement|locality|place|neighbou?rhood|governorate)|(?P<there>there(?=[.,;]|\s+(?:on|by|and|last|for)\b)))\b",
    re.IGNORECASE,
)
_FITTING: dict[str | None, frozenset[str]] = {
    "settlement": frozenset(("settlement", "near_settlement", "site")),
    "site": frozenset(("site", "settlement", "near_settlement")),
    "admin1": frozenset(("admin1", "linear_or_fuzzy", "admin2")),
    "admin2": frozenset(("admin2", "settlement", "near_settlement")),
}
_WIDER = frozenset(("linear_or_fuzzy", "admin1", "admin2", "country"))
_SAME_PHRASE = 40
"""Characters between a place and the area named with it: "near the town of A in southern B"."""


@dataclass(frozen=True, slots=True)
class PlaceAnaphor:
    """A phrase that points back at a place. `noun` is its kind word, None for "there"."""

    start: int
    end: int
    text: str
    noun: str | None = None


def find_anaphora(text: str) -> list[PlaceAnaphor]:
    """Find the phrases that point back at a place, in the order of the text."""
    return [
        PlaceAnaphor(m.start(), m.end(), m.group(), m.group("noun").lower() if m.group("noun") else None)
        for m in _PHRASE.finditer(text)
    ]


def resolve_area_phrase(anaphor: PlaceAnaphor, places: Sequence[Place]) -> Place | None:
    """Return the place last named before the phrase that fits its kind word, as a place of the phrase's own span.

    "The area" after "near the town of A in southern B" is about A: the most specific place of the last phrase.
    """
    kind = "admin1" if anaphor.noun == "region" else kind_of(anaphor.noun)
    fitting = _FITTING.get(kind)
    earlier = sorted((p for p in places if p.end <= anaphor.start), key=lambda p: p.start)
    if fitting is not None:
        # A name in no gazetteer may be of any kind; it is as good a village as the next.
        earlier = [p for p in earlier if p.precision in fitting or p.precision == "unlocated"]
    if not earlier:
        return None
    place = earlier[-1]
    if fitting is None and len(earlier) > 1 and place.precision in _WIDER:
        before = earlier[-2]
        if before.precision not in _WIDER and place.start - before.end <= _SAME_PHRASE:
            place = before
    update = {"start": anaphor.start, "end": anaphor.end, "text": anaphor.text, "basis": f"anaphoric: {place.text}"}
    return place.model_copy(update=update)
