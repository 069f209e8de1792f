"""Which predicted event is which gold event of the same article."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.evaluate.assignment import best_pairs
from tacitus.evaluate.matching import (
    actor_likeness,
    dates_overlap,
    matched,
    place_likeness,
    same_date,
    same_numbers,
    same_set,
)
from tacitus.records import Actor, Event, Mention, Span

SIDES = ("actor1", "actor2")
TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")
# Evidence of one event seldom shares half of its characters with another's: see docs/evaluation.md.
_STRONG_OVERLAP = 0.5


@dataclass(frozen=True)
class Pair:
    """A gold event, the predicted event aligned with it, and whether the predicted sides are to be read crosswise."""

    gold: Event
    predicted: Event
    crossed: bool

    def predicted_role(self, role: str) -> list[Actor]:
        """Return the predicted actors that stand against the gold actors of a role."""
        if self.crossed and role in SIDES:
            role = SIDES[1 - SIDES.index(role)]
        actors: list[Actor] = getattr(self.predicted, role)
        return actors


def undirected(event: Event) -> bool:
    """Tell whether the order of the two sides means nothing: battles and agreements."""
    return event.event_type == "Battles" or event.sub_event_type == "Agreement"


def align(gold: list[Event], predicted: list[Event]) -> list[Pair]:
    """Align events one to one so that their total likeness is greatest."""
    pairs = best_pairs(gold, predicted, event_likeness)
    return [Pair(gold[one], predicted[other], _crossed_is_better(gold[one], predicted[other])) for one, other in pairs]


def event_likeness(gold: Event, predicted: Event) -> float:
    """Return how alike two events are, from 0 (not the same event) to about 10."""
    near = _triggers_near(gold, predicted)
    if not near and _evidence_overlap(gold, predicted) < _STRONG_OVERLAP:
        return 0.0
    score: float = near
    score += 2 * (gold.sub_event_type == predicted.sub_event_type) + (gold.event_type == predicted.event_type)
    score += 0.5 * same_date(gold.date, predicted.date) + 0.5 * dates_overlap(gold.date, predicted.date)
    score += 2 * _actor_agreement(gold, predicted)
    score += same_set(gold.places, predicted.places, place_likeness)
    # So small that it only settles ties between events told with the same words.
    equal: int = sum(
        getattr(gold, field) == getattr(predicted, field) for field in ("assertion", "background", "weapons")
    )
    equal += sum(same_numbers(getattr(gold, toll), getattr(predicted, toll)) for toll in TOLLS)
    return score + 0.01 * equal + 0.1


def mentions_of(event: Event) -> list[Mention]:
    """Return all mentions; an event without a list has the one in trigger and sentence."""
    return event.mentions or [Mention(trigger=event.trigger, sentence=event.sentence)]


def _triggers_near(gold: Event, predicted: Event) -> float:
    """Return 3 where triggers overlap, more for each trigger shared, 1 where one lies in the other's sentence, or 0."""
    ours, theirs = mentions_of(gold), mentions_of(predicted)
    shared = sum(any(one.trigger.overlaps(other.trigger) for other in theirs) for one in ours)
    if shared:
        return 3.0 + shared / max(len(ours), len(theirs))
    return float(
        any(
            one.trigger.overlaps(other.sentence) or other.trigger.overlaps(one.sentence)
            for one in ours
            for other in theirs
        )
    )


def _actor_agreement(gold: Event, predicted: Event) -> float:
    pairs = max(
        _side_matches(gold, predicted, crossed) for crossed in ((False, True) if undirected(gold) else (False,))
    )
    total = sum(len(event.actor1) + len(event.actor2) for event in (gold, predicted))
    return 2 * pairs / total if total else 1.0


def _side_matches(gold: Event, predicted: Event, crossed: bool) -> int:
    others = (predicted.actor2, predicted.actor1) if crossed else (predicted.actor1, predicted.actor2)
    return sum(
        len(matched(ours, theirs, actor_likeness))
        for ours, theirs in zip((gold.actor1, gold.actor2), others, strict=True)
    )


def _crossed_is_better(gold: Event, predicted: Event) -> bool:
    return undirected(gold) and _side_matches(gold, predicted, True) > _side_matches(gold, predicted, False)


def _evidence_overlap(gold: Event, predicted: Event) -> float:
    """Return the share of the characters of either event's evidence that both point at."""
    ours, theirs = _evidence(gold), _evidence(predicted)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _evidence(event: Event) -> set[int]:
    spans: list[Span] = [span for field in event.evidence.values() for span in field]
    spans = spans or [*event.actor1, *event.actor2, *event.places]
    return {offset for span in spans for offset in range(span.start, span.end)}
