"""Merging: events that two windows tell, or that one answer tells twice, are one."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.extract.counts import merged_counts
from tacitus.llm.building import TOLLS, BuiltEvent
from tacitus.records import Actor, Event, Facility, Place, Relation


def merged_events(built: Sequence[BuiltEvent]) -> list[BuiltEvent]:
    """Join what is one event, in order of the text, and number the events anew."""
    kept: list[BuiltEvent] = []
    for one in built:
        same = next((other for other in kept if _are_one(other, one)), None)
        if same is None:
            kept.append(one)
        else:
            _join(same, one)
    kept.sort(key=lambda one: one.event.trigger.start)
    for number, one in enumerate(kept, start=1):
        one.event.id = f"e{number}"
    return kept


def _are_one(one: BuiltEvent, other: BuiltEvent) -> bool:
    first, second = one.event, other.event
    if first.event_type != second.event_type:
        return False
    triggers = {mention.trigger.start for mention in first.mentions}
    if any(mention.trigger.start in triggers for mention in second.mentions):
        return True
    if one.window == other.window:
        return False
    sentences = {mention.sentence.start for mention in first.mentions}
    if first.sub_event_type == second.sub_event_type and any(m.sentence.start in sentences for m in second.mentions):
        return not _places_apart(first, second)
    return _same_day_and_place(first, second)


def _places_apart(first: Event, second: Event) -> bool:
    known, others = _place_ids(first), _place_ids(second)
    return bool(known and others and not known & others)


def _same_day_and_place(first: Event, second: Event) -> bool:
    """The same type on one known day at one known place, with tolls that may be one."""
    if first.sub_event_type != second.sub_event_type or first.date.start is None or first.date.precision != "day":
        return False
    if first.date.start != second.date.start or second.date.precision != "day":
        return False
    tolls = (first.fatalities, second.fatalities)
    if tolls[0] and tolls[1] and tolls[0].best != tolls[1].best:
        return False
    return bool(_place_ids(first) & _place_ids(second))


def _place_ids(event: Event) -> set[str]:
    return {place.place_id for place in event.places if place.place_id}


def _join(kept: BuiltEvent, other: BuiltEvent) -> None:
    event, more = kept.event, other.event
    seen = {mention.trigger.start for mention in event.mentions}
    event.mentions += [mention for mention in more.mentions if mention.trigger.start not in seen]
    event.mentions.sort(key=lambda mention: mention.trigger.start)
    event.trigger, event.sentence = event.mentions[0].trigger, event.mentions[0].sentence
    for name in ("actor1", "actor2", "associated", "attributed_to", "denied_by"):
        setattr(event, name, _union(getattr(event, name), getattr(more, name)))
    event.places = _places(event.places, more.places)
    event.weapons += [span for span in more.weapons if all(span.start != known.start for known in event.weapons)]
    if event.date.start is None and more.date.start is not None:
        event.date = more.date
        event.evidence["date"] = more.evidence.get("date", [])
    for name in TOLLS:
        setattr(event, name, _toll(event, more, name))
    for name, spans in more.evidence.items():
        known = event.evidence.setdefault(name, [])
        known += [span for span in spans if all(span.start != other.start for other in known)]
    event.background = event.background and more.background
    kept.status_words += other.status_words
    if kept.status == "asserted":
        kept.status = other.status
    kept.unreal = kept.unreal and other.unreal


def _toll(event: Event, more: Event, name: str):  # type: ignore[no-untyped-def]
    first, second = getattr(event, name), getattr(more, name)
    if first is not None and second is not None and {s.start for s in first.spans} & {s.start for s in second.spans}:
        return first
    return merged_counts(first, second)


def _union(known: list[Actor], more: list[Actor]) -> list[Actor]:
    labels = {actor.actor_id or actor.text.lower() for actor in known}
    return [*known, *[actor for actor in more if (actor.actor_id or actor.text.lower()) not in labels]]


def _places(known: list[Place], more: list[Place]) -> list[Place]:
    labels = {place.place_id or place.text for place in known}
    return [*known, *[place for place in more if (place.place_id or place.text) not in labels]]


def distinct_relations(relations: Sequence[Relation]) -> list[Relation]:
    """Each tie once, numbered in order of the text."""
    kept: dict[tuple[str, str, str], Relation] = {}
    for relation in sorted(relations, key=lambda one: one.sentence.start):
        other = relation.object
        key = (relation.type, _key(relation.subject), _key(other) if other is not None else "")
        kept.setdefault(key, relation)
    for number, relation in enumerate(kept.values(), start=1):
        relation.id = f"r{number}"
    return list(kept.values())


def distinct_facilities(facilities: Sequence[Facility]) -> list[Facility]:
    """Each facility once, numbered in order of the text."""
    kept: dict[tuple[str, str, str], Facility] = {}
    for facility in sorted(facilities, key=lambda one: one.sentence.start):
        owner = _key(facility.owner) if facility.owner is not None else ""
        kept.setdefault((facility.kind, facility.place.place_id or facility.place.text, owner), facility)
    for number, facility in enumerate(kept.values(), start=1):
        facility.id = f"f{number}"
    return list(kept.values())


def _key(actor: Actor) -> str:
    return actor.actor_id or actor.text.lower()
