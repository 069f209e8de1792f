"""Scores of the events of one article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tacitus.evaluate.alignment import SIDES, TOLLS, Pair, align
from tacitus.evaluate.figures import Miss, Scores, Tally
from tacitus.evaluate.matching import (
    actor_likeness,
    dates_overlap,
    fold,
    kilometres,
    loss_likeness,
    matched,
    overlap,
    place_likeness,
    same_date,
    same_numbers,
    same_place_in_row,
    same_set,
    span_likeness,
)
from tacitus.records import Actor, CodedArticle, Count, Event, EventDate, Place

Item = TypeVar("Item")
ACTOR_FIELDS = {
    **{f"actors.{role}": role for role in (*SIDES, "associated")},
    "attribution": "attributed_to",
    "denied_by": "denied_by",
}
_ROW_PARTS = ("type", "sides", "places", "date", "status")


class EventScorer:
    """Scores one article's events into `scores`."""

    def __init__(self, gold: CodedArticle, predicted: CodedArticle, scores: Scores) -> None:
        self.gold = gold
        self.predicted = predicted
        self.scores = scores
        self.pairs = align(gold.events, predicted.events)

    def score(self) -> None:
        """Score everything."""
        ours = {id(pair.gold) for pair in self.pairs}
        theirs = {id(pair.predicted) for pair in self.pairs}
        missed = [event for event in self.gold.events if id(event) not in ours]
        spurious = [event for event in self.predicted.events if id(event) not in theirs]
        self._detection(missed, spurious)
        for pair in self.pairs:
            self._fields(pair.gold, pair.predicted, pair)
        for event in missed:
            self._fields(event, None, None)
        for event in spurious:
            self._fields(None, event, None)
        for pair in self.pairs:
            self._dates(pair)
            self._judgements(pair)
            self._row(pair)
        self.scores.tally("rows").add(0, len(missed), len(spurious))
        self._causes()

    def _detection(self, missed: list[Event], spurious: list[Event]) -> None:
        tallies = {name: self.scores.tally(f"events.{name}") for name in ("untyped", "event_type", "typed")}
        sizes = (len(self.gold.events), len(self.predicted.events))
        tallies["untyped"].add(len(self.pairs), *sizes)
        same_type = [pair for pair in self.pairs if pair.gold.event_type == pair.predicted.event_type]
        same_sub_type = [pair for pair in self.pairs if pair.gold.sub_event_type == pair.predicted.sub_event_type]
        tallies["event_type"].add(len(same_type), *sizes)
        tallies["typed"].add(len(same_sub_type), *sizes)
        for event in self.gold.events:
            self._sub_type(event).add(0, 1, 0)
        for event in self.predicted.events:
            self._sub_type(event).add(0, 0, 1)
        for pair in self.pairs:
            if pair in same_sub_type:
                self._sub_type(pair.gold).add(1, 0, 0)
            else:
                self._miss("type", pair.gold.sub_event_type, pair.predicted.sub_event_type, pair.gold)
        for event in missed:
            self._miss("events", _told(event), None, event)
        for event in spurious:
            self._miss("events", None, _told(event), event)

    def _sub_type(self, event: Event) -> Tally:
        return self.scores.sub_types.setdefault(event.sub_event_type, Tally())

    def _fields(self, gold: Event | None, predicted: Event | None, pair: Pair | None) -> None:
        """Score the lists and tolls of an aligned pair, or of an event that stands alone."""
        for name, role in ACTOR_FIELDS.items():
            ours: list[Actor] = getattr(gold, role) if gold else []
            theirs: list[Actor] = pair.predicted_role(role) if pair else getattr(predicted, role, [])
            pairs = self._list(name, ours, theirs, actor_likeness, gold, predicted)
            if name.startswith("actors."):
                self.scores.tally("actors").add(len(pairs), len(ours), len(theirs), pair is not None)
                for one, other in pairs:
                    self._actor(ours[one], theirs[other])
        places = (gold.places if gold else [], predicted.places if predicted else [])
        for one, other in self._list("places", *places, place_likeness, gold, predicted):
            self._place(places[0][one], places[1][other], gold)
        if gold and predicted and not gold.places:
            self.scores.share("places.none_left_empty").add(not predicted.places)
        for name in ("weapons", "cues"):
            spans = (getattr(gold, name, []), getattr(predicted, name, []))
            self._list(name, *spans, overlap if name == "cues" else span_likeness, gold, predicted)
        losses = (gold.losses if gold else [], predicted.losses if predicted else [])
        for one, other in self._list("losses", *losses, loss_likeness, gold, predicted):
            self.scores.share("losses.count_exact").add(same_numbers(losses[0][one].count, losses[1][other].count))
        for toll in TOLLS:
            self._toll(toll, getattr(gold, toll, None), getattr(predicted, toll, None), gold, predicted)

    def _list(
        self,
        name: str,
        ours: Sequence[Item],
        theirs: Sequence[Item],
        likeness: Callable[[Item, Item], float],
        gold: Event | None,
        predicted: Event | None,
    ) -> list[tuple[int, int]]:
        pairs = matched(ours, theirs, likeness)
        found = gold is not None and predicted is not None
        self.scores.tally(name).add(len(pairs), len(ours), len(theirs), found)
        if gold is not None and predicted is not None and max(len(ours), len(theirs)) > len(pairs):
            self._miss(name, show(ours), show(theirs), gold)
        return pairs

    def _actor(self, gold: Actor, predicted: Actor) -> None:
        self.scores.share("actors.kind").add(gold.kind == predicted.kind)
        if gold.name:
            self.scores.share("actors.name").add(fold(gold.name) == fold(predicted.name))

    def _place(self, gold: Place, predicted: Place, event: Event | None) -> None:
        self.scores.share("places.precision").add(gold.precision == predicted.precision)
        if gold.latitude is not None:
            self.scores.share("places.located").add(predicted.latitude is not None)
        distance = kilometres(gold, predicted)
        if distance is None:
            return
        self.scores.share("places.within_5_km").add(distance <= 5)
        self.scores.share("places.within_25_km").add(distance <= 25)
        if distance > 25 and event is not None:
            self._miss("places.distance", show([gold]), f"{show([predicted])}, {distance:.0f} km off", event)

    def _toll(
        self, name: str, ours: Count | None, theirs: Count | None, gold: Event | None, predicted: Event | None
    ) -> None:
        found = gold is not None and predicted is not None
        present = (ours is not None, theirs is not None)
        exact = all(present) and same_numbers(ours, theirs)
        for key in (f"tolls.{name}", "tolls"):
            self.scores.tally(f"{key}.present").add(all(present), *present, found)
            self.scores.tally(f"{key}.exact").add(exact, *present, found)
        if gold is not None and predicted is not None and not exact and any(present):
            self._miss(f"tolls.{name}", show_count(ours), show_count(theirs), gold)

    def _dates(self, pair: Pair) -> None:
        gold, predicted = pair.gold.date, pair.predicted.date
        if gold.basis == "publication":
            # A day that the text does not give must not be made up.
            self.scores.share("dates.none_left_open").add(predicted.start is None)
            right = predicted.start is None
        else:
            right = same_date(gold, predicted)
            self.scores.share("dates.exact").add(right)
            self.scores.share("dates.overlap").add(dates_overlap(gold, predicted))
            self.scores.share("dates.precision").add(gold.precision == predicted.precision)
            if gold.precision == "day":
                self.scores.share("dates.day_exact").add(right)
        if not right:
            self._miss("dates", show_date(gold), show_date(predicted), pair.gold)

    def _judgements(self, pair: Pair) -> None:
        gold, predicted = pair.gold, pair.predicted
        self.scores.statuses[gold.assertion, predicted.assertion] += 1
        self.scores.share("status.accuracy").add(gold.assertion == predicted.assertion)
        if gold.assertion != predicted.assertion:
            self._miss("status", gold.assertion, predicted.assertion, gold)
        self.scores.share("background.accuracy").add(gold.background == predicted.background)
        self.scores.tally("background").add(
            gold.background and predicted.background, gold.background, predicted.background
        )
        if gold.background != predicted.background:
            self._miss("background", str(gold.background), str(predicted.background), gold)

    def _row(self, pair: Pair) -> None:
        gold, predicted = pair.gold, pair.predicted
        undated = gold.date.basis == predicted.date.basis == "publication"
        right = {
            "type": gold.event_type == predicted.event_type,
            "sides": all(same_set(getattr(gold, side), pair.predicted_role(side), actor_likeness) for side in SIDES),
            "places": same_set(gold.places, predicted.places, same_place_in_row),
            "date": undated or same_date(gold.date, predicted.date),
            "status": gold.assertion == predicted.assertion,
        }
        for part in _ROW_PARTS:
            self.scores.share(f"rows.{part}").add(right[part])
        self.scores.tally("rows").add(all(right.values()), 1, 1)
        if not all(right.values()):
            wrong = ", ".join(part for part in _ROW_PARTS if not right[part])
            self._miss("rows", _told(gold), f"wrong: {wrong}", gold)

    def _causes(self) -> None:
        partner = {pair.gold.id: pair.predicted for pair in self.pairs}
        matches = 0
        for pair in self.pairs:
            causes = set(pair.gold.because_of)
            right = {cause for cause in causes if cause in partner and partner[cause].id in pair.predicted.because_of}
            matches += len(right)
            if right != causes or len(set(pair.predicted.because_of)) > len(right):
                self._miss("because_of", ", ".join(causes), ", ".join(pair.predicted.because_of), pair.gold)
        tally = self.scores.tally("because_of")
        tally.add(matches, 0, 0)
        ours, theirs = {id(pair.gold) for pair in self.pairs}, {id(pair.predicted) for pair in self.pairs}
        for event in self.gold.events:
            tally.add(0, len(set(event.because_of)), 0, id(event) in ours)
        for event in self.predicted.events:
            tally.add(0, 0, len(set(event.because_of)), id(event) in theirs)

    def _miss(self, field: str, gold: str | None, predicted: str | None, event: Event) -> None:
        article, sentence = self.gold.document.id, event.sentence.text
        self.scores.misses.append(Miss(article, field, gold or None, predicted or None, sentence, event.id))


def show(items: Sequence[Any]) -> str:
    """Write a list of spans, actors, places or losses for the error listing."""
    return "; ".join(_show(item) for item in items)


def show_count(count: Count | None) -> str | None:
    """Write a toll for the error listing."""
    return f"{count.text} = {count.low}/{count.best}/{count.high}" if count else None


def show_date(date: EventDate) -> str:
    """Write a date for the error listing."""
    return f"{date.text or '-'} = {date.start or ''}..{date.end or ''} ({date.precision}, {date.basis})"


def _show(item: Any) -> str:
    if isinstance(item, Actor):
        return f"{item.text} [{item.name or '-'}, {item.kind}]"
    if isinstance(item, Place):
        return f"{item.text} [{item.name or '-'}, {item.precision}, {item.latitude}, {item.longitude}]"
    return str(item.text if hasattr(item, "text") else f"{item.what} {item.count.text}")


def _told(event: Event) -> str:
    return f"{event.sub_event_type}: {event.trigger.text}"
