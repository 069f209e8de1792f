"""Building: what the model told, field by field, becomes records; what the article does not bear out is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rapidfuzz import fuzz

from tacitus.codebook.event_types import plover_of, ucdp_type_of
from tacitus.llm.answer import Item
from tacitus.llm.grounding import Grounds
from tacitus.llm.orders import gives_orders
from tacitus.llm.reading import ActorRole, ArticleReading, Deed, Refusal
from tacitus.llm.usage import Usage
from tacitus.records import EVENT_TYPE_OF, Actor, Count, Event, Facility, Mention, Place, Relation, Span

TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")
_FAR = 800
"""Characters from the mentions of an event beyond which words are told of something else."""
_ALIKE = 90.0
"""Likeness, 0 to 100, from which a copied sentence counts as the article's in spite of a slip."""
_ROLES: dict[str, ActorRole] = {
    "actor1": "doer", "actor2": "target", "associated": "doer", "sources": "source", "denied_by": "source",
}  # fmt: skip

_Read = TypeVar("_Read")


@dataclass
class BuiltEvent:
    """An event whose fields stand in the article, with the status that the model gave and the words for it."""

    event: Event
    status: str = "asserted"
    status_words: list[Span] = field(default_factory=list)
    window: int = 0
    unreal: str | None = None


@dataclass
class Builder:
    """Makes records of what one window's answer tells."""

    reading: ArticleReading
    grounds: Grounds
    usage: Usage
    window: int = 0

    def event(self, item: Item) -> BuiltEvent | None:
        """The event, or None where its trigger does not hold."""
        deed = self._deed(item)
        if deed is None:
            return None
        mentions = [Mention(trigger=deed.trigger, sentence=deed.sentence), *self._more_mentions(item, deed)]
        mentions.sort(key=lambda mention: mention.trigger.start)
        plover_type, plover_mode = plover_of(deed.sub_event)
        event = Event(
            id="e0",
            event_type=EVENT_TYPE_OF[deed.sub_event],
            sub_event_type=deed.sub_event,
            plover_type=plover_type,
            plover_mode=plover_mode,
            trigger=mentions[0].trigger,
            sentence=mentions[0].sentence,
            mentions=mentions,
            background=bool(item.get("background", False)),
        )
        event.evidence = {"trigger": [mention.trigger for mention in mentions]}
        self._fill(event, item)
        told = BuiltEvent(event, item.get("status", "asserted"), window=self.window, unreal=deed.unreal)
        told.status_words = [
            span
            for quote in item.get("status_words", [])
            if (span := self._near(event, "events.status_words", quote)) is not None
        ]
        self.usage.kept += 1
        return told

    def _fill(self, event: Event, item: Item) -> None:
        for name, role in _ROLES.items():
            target = {"sources": "attributed_to"}.get(name, name)
            actors = self._actors(event, name, role, item.get(name, []))
            setattr(event, target, actors)
            _note(event, target, actors)
        # Who is on both sides by the same words was put there by mistake.
        seen = {(a.start, a.end) for a in event.actor1}
        event.actor2 = [a for a in event.actor2 if (a.start, a.end) not in seen]
        event.places = self._places(event, item.get("places", []))
        _note(event, "places", event.places)
        if item.get("date") and (span := self._near(event, "events.date", item["date"])) is not None:
            read = self._held("events.date", span, self.reading.date(span))
            if read is not None:
                event.date, words = read
                event.evidence["date"] = [words]
        for name in TOLLS:
            count = self._count(event, name, item.get(name))
            if count is not None:
                setattr(event, name, count)
                event.evidence[name] = count.spans
        for quote in item.get("weapons", []):
            span = self._near(event, "events.weapons", quote)
            if span is not None and isinstance(self.reading.actors(span, "doer"), Refusal):
                event.weapons.append(span)
            elif span is not None:
                self.usage.drop("events.weapons", quote, "an actor, no weapon")
        if event.weapons:
            event.evidence["weapons"] = event.weapons
        event.ucdp_type = ucdp_type_of(
            event.sub_event_type, [a.kind for a in event.actor1], [a.kind for a in event.actor2]
        )

    def _deed(self, item: Item) -> Deed | None:
        quote, trigger = item.get("sentence"), item["trigger"]
        sentence = self._sentence(quote) if quote else None
        if quote and sentence is None:
            self.usage.drop("events", quote, "the sentence is not in the article")
            return None
        if sentence is not None:
            within = Grounds(self.grounds.text, [(sentence.start, sentence.end)])
            span = within.find(trigger)
        else:
            span = self.grounds.find(trigger)
        if span is None:
            where = "sentence" if sentence is not None else "article"
            self.usage.drop("events", trigger, f"the trigger is not in the {where}")
            return None
        deed = self._held("events", span, self.reading.deed(span, item["type"]))
        if deed is not None and gives_orders(deed.sentence.text):
            self.usage.note("the article has a sentence that gives orders to whoever codes it")
            self.usage.drop("events", deed.sentence.text, "stands in a sentence that gives orders, and tells nothing")
            return None
        return deed

    def _sentence(self, quote: str) -> Span | None:
        """The article's sentence that the model copied, a slip or two forgiven."""
        found = self.grounds.find(quote)
        if found is None and len(quote) >= 20:
            best = max(self._alike(quote), key=lambda one: one[0], default=None)
            found = best[1] if best is not None and best[0] >= _ALIKE else None
        if found is None:
            return None
        whole = self.reading.sentence_at(found.start)
        return found if whole is None or whole.end < found.end else whole

    def _alike(self, quote: str) -> Iterator[tuple[float, Span]]:
        text = self.grounds.text
        for start, end in self.grounds.stretches:
            alignment = fuzz.partial_ratio_alignment(quote, text[start:end])
            if alignment is not None and alignment.dest_end > alignment.dest_start:
                # A short sentence is alike any part of a long quote: compare what was copied whole.
                whole = self.reading.sentence_at(start + alignment.dest_start + 1)
                if whole is not None:
                    yield fuzz.ratio(quote, whole.text), whole

    def _more_mentions(self, item: Item, deed: Deed) -> Iterator[Mention]:
        seen = {deed.trigger.start}
        for quote in item.get("more_triggers", []):
            span = self.grounds.find(quote)
            if span is None:
                self.usage.drop("events.more_triggers", quote, "not in the article")
                continue
            other = self._held("events.more_triggers", span, self.reading.deed(span, deed.sub_event))
            if other is not None and other.trigger.start not in seen:
                seen.add(other.trigger.start)
                yield Mention(trigger=other.trigger, sentence=other.sentence)

    def _actors(self, event: Event, name: str, role: ActorRole, quotes: list[str]) -> list[Actor]:
        found: list[Actor] = []
        for quote in quotes:
            what = f"events.{name}"
            span = self._near(event, what, quote, everywhere=role != "source")
            actors = None if span is None else self._held(what, span, self.reading.actors(span, role))
            for actor in actors or []:
                if all(_label(actor) != _label(known) for known in found):
                    found.append(actor)
        return found

    def _places(self, event: Event, quotes: list[str]) -> list[Place]:
        found: list[Place] = []
        for quote in quotes:
            span = self._near(event, "events.places", quote, everywhere=True)
            places = None if span is None else self._held("events.places", span, self.reading.places(span))
            for place in places or []:
                if all((place.place_id or place.text) != (known.place_id or known.text) for known in found):
                    found.append(place)
        return found

    def _count(self, event: Event, name: str, quote: str | None) -> Count | None:
        span = self._near(event, f"events.{name}", quote) if quote else None
        return None if span is None else self._held(f"events.{name}", span, self.reading.count(span, name))

    def _near(self, event: Event, what: str, quote: str, *, everywhere: bool = False) -> Span | None:
        """The quote's span that is nearest to the event; None, with the reason noted, where it is not or is far."""
        spans = [found for m in event.mentions if (found := self.grounds.find(quote, m.trigger.start)) is not None]
        if not spans:
            self.usage.drop(what, quote, "not in the article")
            return None
        span = min(spans, key=lambda one: _distance(one, event))
        if not everywhere and _distance(span, event) > _FAR:
            self.usage.drop(what, quote, "stands far from the event")
            return None
        return span

    def _held(self, what: str, span: Span, read: _Read | Refusal) -> _Read | None:
        if isinstance(read, Refusal):
            self.usage.drop(what, span.text, read.reason)
            return None
        return read

    def relation(self, item: Item) -> Relation | None:
        """The relation, or None where its parties or its sentence do not hold."""
        sentence = self._sentence(str(item.get("sentence") or item["subject"]))
        if sentence is None:
            self.usage.drop("relations", item.get("sentence", ""), "the sentence is not in the article")
            return None
        words = Grounds(self.grounds.text, [(sentence.start, sentence.end)]).find(item["words"])
        if words is None:
            self.usage.drop("relations", item["words"], "no words in the sentence state the tie")
            return None
        subject = self._party(item["subject"], sentence, "relations.subject")
        given = item.get("object")
        other = self._party(given, sentence, "relations.object") if given else None
        needs_object = item["type"] not in ("created", "dissolved")
        if any(a is not None and a.start <= words.start and words.end <= a.end for a in (subject, other)):
            self.usage.drop("relations", item["words"], "a name, no words that state a tie")
            return None
        if subject is None or (needs_object and other is None) or (other and _label(other) == _label(subject)):
            self.usage.drop("relations", sentence.text, "its parties do not stand in the sentence")
            return None
        sources = [a for q in item.get("sources", []) if (a := self._party(q, sentence, "relations.sources"))]
        claimed = item.get("status", "asserted")
        status = claimed if claimed in ("asserted", "attributed") else "hedged"
        self.usage.kept += 1
        return Relation(
            id="r0",
            type=item["type"],
            subject=subject,
            object=other,
            assertion="attributed" if sources and status == "asserted" else status,
            attributed_to=sources,
            sentence=sentence,
        )

    def facility(self, item: Item) -> Facility | None:
        """The facility, or None where its words or its place do not hold."""
        sentence = self._sentence(str(item.get("sentence") or item["kind"]))
        if sentence is None:
            self.usage.drop("facilities", item.get("sentence", ""), "the sentence is not in the article")
            return None
        within = Grounds(self.grounds.text, [(sentence.start, sentence.end)])
        kind = within.find(item["kind"])
        place_span = within.find(item["place"]) or self.grounds.find(item["place"], sentence.start)
        places = self._held("facilities.place", place_span, self.reading.places(place_span)) if place_span else None
        if kind is None or not places:
            self.usage.drop("facilities", item["kind"] if kind is None else item["place"], "not in the sentence")
            return None
        fields: dict[str, Any] = {}
        if item.get("owner"):
            fields["owner"] = self._party(item["owner"], sentence, "facilities.owner")
        day = within.find(item["date"]) if item.get("date") else None
        read = self._held("facilities.date", day, self.reading.date(day)) if day is not None else None
        if read is not None:
            fields["date"] = read[0]
        self.usage.kept += 1
        return Facility(
            id="f0", kind=kind.text.lower(), place=places[0], status=item["status"], sentence=sentence, **fields
        )

    def _party(self, quote: str, sentence: Span, what: str) -> Actor | None:
        span = Grounds(self.grounds.text, [(sentence.start, sentence.end)]).find(quote)
        if span is None:
            self.usage.drop(what, quote, "not in the sentence")
            return None
        actors = self._held(what, span, self.reading.actors(span, "source"))
        return actors[0] if actors else None


def _distance(span: Span, event: Event) -> int:
    """Characters between a span and the nearest sentence that tells the event; 0 inside one."""
    return min(max(m.sentence.start - span.end, span.start - m.sentence.end, 0) for m in event.mentions)


def _label(actor: Actor) -> str:
    return actor.actor_id or actor.text.lower()


def _note(event: Event, name: str, items: list[Actor] | list[Place]) -> None:
    if items:
        event.evidence[name] = [Span(text=item.text, start=item.start, end=item.end) for item in items]
