"""Words that point back at a place: "the same area", "the town", "there"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.records import Place

_PHRASE = re.compile(
    r"\b(?:(?:the|this|that)\s+(?:(?:very\s+)?same\s+|very\s+)?(?P<noun>area|region|town|village|city|province|district|"
    r"camp|settlement|locality|place|neighbou?rhood|governorate)|(?P<there>there(?=[.,;]|\s+(?:on|by|and|last|for)\b)))\b",
    re.IGNORECASE,
)


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
    """Return the place last named before the phrase that fits its kind word, as a place of the phrase's own span."""
    for place in sorted(places, key=lambda p: p.start, reverse=True):
        if place.end <= anaphor.start:
            update = {"start": anaphor.start, "end": anaphor.end, "text": anaphor.text}
            return place.model_copy(update={**update, "basis": f"anaphoric: {place.text}"})
    return None
