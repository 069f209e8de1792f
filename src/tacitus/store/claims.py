"""Claims: every value that was coded, with who says it and what it rests on; and items as people corrected them.

Claims are read from the codings; they are not kept a second time. Their ids are stable as long as the coding is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tacitus.records import Actor, Claim, CodedArticle, Decision, Event, Facility, Place, Relation, Span

COUNTS = ("fatalities", "injured", "abducted", "arrested", "displaced")
SIDES = ("actor1", "actor2", "associated")
_STAGES = {"places": "resolve.places", "date": "resolve.dates", "occurrence": "attribute"}
_STAGES |= dict.fromkeys(SIDES, "resolve.actors")
CORRECTABLE = frozenset(Event.model_fields) | frozenset(Relation.model_fields) | frozenset(Facility.model_fields)
"""Fields that a decision may correct."""


def claims_of(coded: CodedArticle, decisions: Sequence[Decision] = ()) -> Iterator[Claim]:
    """Yield the claims of one coding, and after those of each subject what people decided about it."""
    article = coded.document.id
    items: tuple[Event | Relation | Facility, ...] = (*coded.events, *coded.relations, *coded.facilities)
    for item in items:
        subject = f"{article}:{item.id}"
        common = {
            "subject": subject,
            "article_id": article,
            "publisher": coded.document.republished_from or coded.document.publisher,
            "coder": coded.coder.name,
            "version": coded.coder.version,
        }
        for number, part in enumerate(_parts(item)):
            field = part["field"]
            usual = {
                "stance": item.assertion,
                "claimant": claimants_of(item, coded),
                "stage": _STAGES.get(field, "coalition" if not isinstance(item, Event) else "extract"),
            }
            yield Claim.model_validate({**common, **usual, **part, "id": f"{subject}/{field}/{number}"})
        for decision in decisions:
            if decision.target == subject and decision.stands and decision.kind in ("correct", "reject"):
                yield _decided(decision, common)


def claimants_of(item: Event | Relation | Facility, coded: CodedArticle) -> list[str]:
    """Return who says it: the sources named, or else the outlet."""
    named = [actor.name or actor.text for actor in getattr(item, "attributed_to", [])]
    outlet = coded.document.republished_from or coded.document.publisher
    return list(dict.fromkeys(named)) or ([outlet] if outlet else [])


def judged(coded: CodedArticle, decisions: Iterable[Decision]) -> CodedArticle:
    """Return the coding as people corrected it: rejected things are gone, corrected values replaced."""
    by_target: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.stands and decision.kind in ("correct", "reject"):
            by_target.setdefault(decision.target, []).append(decision)
    if not by_target:
        return coded
    article = coded.document.id
    changed = {
        name: [
            type(item).model_validate(values)
            for item in getattr(coded, name)
            if (values := judged_item(item.to_json(), by_target.get(f"{article}:{item.id}", ()))) is not None
        ]
        for name in ("events", "relations", "facilities")
    }
    return coded.model_copy(update=changed)


def judged_item(item: dict[str, Any], decisions: Iterable[Decision]) -> dict[str, Any] | None:
    """Return a plain event, relation or facility with its corrections; null where it was rejected."""
    for decision in decisions:
        if decision.kind == "reject":
            return None
        if decision.kind == "correct" and decision.field in CORRECTABLE:
            item = {**item, decision.field: decision.new}
            if decision.field == "sub_event_type":
                item["event_type"] = _event_type(str(decision.new))
    return item


def _event_type(sub_event_type: str) -> str:
    from tacitus.records import EVENT_TYPE_OF

    return EVENT_TYPE_OF.get(sub_event_type, sub_event_type)


def _decided(decision: Decision, common: Mapping[str, Any]) -> Claim:
    rejected = decision.kind == "reject"
    return Claim.model_validate(
        {
            **common,
            "id": f"{decision.target}/decision/{decision.id}",
            "field": "occurrence" if rejected else decision.field or "",
            "value": False if rejected else decision.new,
            "claimant": [decision.coder],
            "coder": decision.coder,
            "stage": "decision",
            "version": "",
        }
    )


def _parts(item: Event | Relation | Facility) -> Iterator[dict[str, Any]]:
    if isinstance(item, Event):
        yield from _event_parts(item)
    elif isinstance(item, Relation):
        yield from _relation_parts(item)
    else:
        yield {"field": "status", "value": item.status, "spans": [item.sentence]}
        yield _place_part("place", item.place)
        yield _date_part(item.date.to_json(), [])
        if item.owner:
            yield _actor_part("owner", item.owner)


def _event_parts(event: Event) -> Iterator[dict[str, Any]]:
    evidence = event.evidence
    yield {"field": "occurrence", "value": True, "spans": [event.sentence]}
    for actor in event.denied_by:
        denier = actor.name or actor.text
        yield {"field": "occurrence", "value": False, "spans": [actor], "claimant": [denier], "stance": "denied"}
    yield {"field": "sub_event_type", "value": event.sub_event_type, "spans": [event.trigger]}
    for side in SIDES:
        for actor in getattr(event, side):
            yield _actor_part(side, actor)
    for place in event.places:
        yield _place_part("places", place)
    yield _date_part(event.date.to_json(), evidence.get("date", []))
    for name in COUNTS:
        count = getattr(event, name)
        if count is not None:
            yield {
                "field": name,
                "value": {"text": count.text, "low": count.low, "best": count.best, "high": count.high},
                "spans": count.spans,
            }
    for loss in event.losses:
        yield {"field": "losses", "value": {"what": loss.what, "best": loss.count.best}, "spans": loss.count.spans}
    for weapon in event.weapons:
        yield {"field": "weapons", "value": weapon.text, "spans": [weapon]}


def _relation_parts(relation: Relation) -> Iterator[dict[str, Any]]:
    yield {"field": "type", "value": relation.type, "spans": [relation.sentence]}
    yield _actor_part("subject", relation.subject)
    if relation.object:
        yield _actor_part("object", relation.object)
    for field in ("start", "end"):
        day = getattr(relation, field)
        if day is not None:
            yield {"field": field, "value": day.isoformat(), "precision": "day", "spans": [relation.sentence]}


def _span(span: Span) -> Span:
    return Span(text=span.text, start=span.start, end=span.end)


def _actor_part(field: str, actor: Actor) -> dict[str, Any]:
    value = {"name": actor.name or actor.text, "actor_id": actor.actor_id, "kind": actor.kind}
    return {"field": field, "value": value, "spans": [_span(actor)]}


def _place_part(field: str, place: Place) -> dict[str, Any]:
    value = place.model_dump(mode="json", exclude={"text", "start", "end", "runners_up"})
    value["name"] = place.name or place.text
    return {"field": field, "value": value, "precision": place.precision, "spans": [_span(place)]}


def _date_part(value: dict[str, Any], spans: Sequence[Span]) -> dict[str, Any]:
    return {"field": "date", "value": value, "precision": value["precision"], "spans": list(spans)}
