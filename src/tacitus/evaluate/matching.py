"""When two codings of one thing count as the same: actors, places, dates, counts, spans."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

from tacitus.evaluate.assignment import best_pairs
from tacitus.records import Actor, Count, EventDate, Facility, Loss, Place, Relation, Span

Item = TypeVar("Item")

ROW_KILOMETRES = 25.0
"""Within this distance a place is in the right neighbourhood; the same limit as the codebook's near_settlement."""

_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʿʾʼ`](?=\w)")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_AREAS = ("admin1", "linear_or_fuzzy", "country")
_SYMMETRIC = ("alliance_with", "opposed_to", "linked_to")


def fold(words: str | None) -> str:
    """Reduce a name to what must agree: lower case, no marks, punctuation, possessive or leading article."""
    if not words:
        return ""
    plain = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    bare = _APOSTROPHE.sub("", _POSSESSIVE.sub("", plain.casefold()))
    pieces = "".join(char if char.isalnum() else " " for char in bare).split()
    return " ".join(pieces[1:] if len(pieces) > 1 and pieces[0] in ("the", "a", "an") else pieces)


def contains(first: str, second: str) -> bool:
    """Tell whether one of two folded strings stands in the other as whole words."""
    return bool(first and second) and (f" {first} " in f" {second} " or f" {second} " in f" {first} ")


def actor_likeness(gold: Actor, predicted: Actor) -> float:
    """Return how alike two actors are, 0 if they do not match.

    They match if their spans overlap, if their names are equal, or if one's words are contained in the other's and the
    kind is the same. Canonical names may differ by convention ("Malian Armed Forces", "Military Forces of Mali"), so
    they never rule a match out; whether they agree is a figure of its own.
    """
    score = 0.0
    names = fold(gold.name), fold(predicted.name)
    if names[0] and names[0] == names[1]:
        score += 2
    elif any(names) and not all(names) and fold(gold.name or gold.text) == fold(predicted.name or predicted.text):
        score += 1.5
    if gold.overlaps(predicted):
        score += 3
    if not score and gold.kind == predicted.kind and contains(fold(gold.text), fold(predicted.text)):
        score = 1
    return score + (0.5 if score and gold.kind == predicted.kind else 0)


def place_likeness(gold: Place, predicted: Place) -> float:
    """Return how alike two places are, 0 if neither their spans overlap nor a name of one is a name of the other."""
    score = 3.0 if gold.overlaps(predicted) else 0.0
    names = {fold(gold.name), fold(gold.text)} & {fold(predicted.name), fold(predicted.text)} - {""}
    score += 2 if names else 0
    if not score:
        return 0.0
    # Only to choose among several matches, as where a town and its province are both named.
    distance = kilometres(gold, predicted)
    return score + 0.5 * (distance is not None and distance <= 5) + 0.25 * (gold.precision == predicted.precision)


def kilometres(gold: Place, predicted: Place) -> float | None:
    """Return the great-circle distance in km, None if either place has no coordinates."""
    if None in (gold.latitude, gold.longitude, predicted.latitude, predicted.longitude):
        return None
    latitudes = math.radians(gold.latitude or 0), math.radians(predicted.latitude or 0)
    east = math.radians((predicted.longitude or 0) - (gold.longitude or 0))
    north = latitudes[1] - latitudes[0]
    chord = math.sin(north / 2) ** 2 + math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(east / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(chord)))


def same_place_in_row(gold: Place, predicted: Place) -> bool:
    """Tell whether a whole row's place is right: it matches and lies within 25 km, or lies within 25 km.

    The middle of a province, a country or a road is a convention, so there the match alone decides.
    """
    distance = kilometres(gold, predicted)
    if gold.precision in _AREAS or distance is None:
        return place_likeness(gold, predicted) > 0
    return distance <= ROW_KILOMETRES


def same_date(gold: EventDate, predicted: EventDate) -> bool:
    """Tell whether start and end are equal; neither the words nor the basis matter."""
    return gold.start == predicted.start and gold.end == predicted.end


def dates_overlap(gold: EventDate, predicted: EventDate) -> bool:
    """Tell whether the intervals share a day. An unbounded start agrees only with an unbounded start."""
    if same_date(gold, predicted):
        return True
    if gold.start is None or predicted.start is None or gold.end is None or predicted.end is None:
        return False
    return gold.start <= predicted.end and predicted.start <= gold.end


def same_numbers(gold: Count | None, predicted: Count | None) -> bool:
    """Tell whether low, best and high are equal."""
    if gold is None or predicted is None:
        return gold is predicted
    return (gold.low, gold.best, gold.high) == (predicted.low, predicted.best, predicted.high)


def span_likeness(gold: Span, predicted: Span) -> float:
    """Return 2 for overlapping spans, 1 for equal words elsewhere, else 0."""
    return 2.0 if gold.overlaps(predicted) else float(fold(gold.text) == fold(predicted.text) != "")


def overlap(gold: Span, predicted: Span) -> float:
    """Return 1 for overlapping spans, else 0."""
    return float(gold.overlaps(predicted))


def loss_likeness(gold: Loss, predicted: Loss) -> float:
    """Return how alike two losses are: by what was lost, and by the words of the count."""
    what = contains(fold(gold.what), fold(predicted.what))
    words = any(one.overlaps(other) for one in gold.count.spans for other in predicted.count.spans)
    score = 2.0 * words + what
    return score + (0.5 * same_numbers(gold.count, predicted.count) if score else 0)


def relation_likeness(gold: Relation, predicted: Relation) -> float:
    """Return how alike two relations are, 0 unless type, subject and object all match."""
    if gold.type != predicted.type or (gold.object is None) != (predicted.object is None):
        return 0.0
    status = 0.5 * (gold.assertion == predicted.assertion)
    if gold.object is None or predicted.object is None:
        score = actor_likeness(gold.subject, predicted.subject)
        return score + (overlap(gold.sentence, predicted.sentence) + status if score else 0)
    straight = actor_likeness(gold.subject, predicted.subject), actor_likeness(gold.object, predicted.object)
    score = sum(straight) if all(straight) else 0.0
    if gold.type in _SYMMETRIC:
        crossed = actor_likeness(gold.subject, predicted.object), actor_likeness(gold.object, predicted.subject)
        score = max(score, sum(crossed) if all(crossed) else 0.0)
    return score + (overlap(gold.sentence, predicted.sentence) + status if score else 0)


def facility_likeness(gold: Facility, predicted: Facility) -> float:
    """Return how alike two facilities are, 0 unless kind and place match."""
    if not contains(fold(gold.kind), fold(predicted.kind)):
        return 0.0
    score = place_likeness(gold.place, predicted.place)
    return score + (overlap(gold.sentence, predicted.sentence) + (gold.status == predicted.status) if score else 0)


def matched(
    gold: Sequence[Item], predicted: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> list[tuple[int, int]]:
    """Match two lists one to one: as many pairs as possible, among these the most alike."""

    def weight(first: Item, second: Item) -> float:
        value = likeness(first, second)
        return 100 + value if value else 0

    return best_pairs(gold, predicted, weight)


def same_set(gold: Sequence[Item], predicted: Sequence[Item], same: Callable[[Item, Item], bool | float]) -> bool:
    """Tell whether each item of either list has its like in the other; how often it is named does not matter."""
    return all(any(same(one, other) for other in predicted) for one in gold) and all(
        any(same(one, other) for one in gold) for other in predicted
    )
