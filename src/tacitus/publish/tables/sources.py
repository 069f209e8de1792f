"""Where each value was read: the stretches of text that a field rests on."""

from __future__ import annotations

from collections.abc import Iterable

from tacitus.records import Actor, Count, Event, Facility, Relation, Span

ITEM_FIELDS: dict[str, tuple[str, ...]] = {
    "relations": ("type", "subject", "object"),
    "facilities": ("state", "owner", "place"),
}
"""The fields of relations and facilities that have a source."""

EVENT_FIELDS = (
    "event_type",
    "date",
    "actor1",
    "actor2",
    "associated",
    "place",
    "fatalities",
    "injured",
    "abducted",
    "arrested",
    "displaced",
    "losses",
    "weapons",
    "status",
    "denied_by",
)
"""The fields of an event that have a source."""

_EVIDENCE_NAMES = {"event_type": ("trigger",), "place": ("places",), "status": ("attributed_to", "cues")}


def event_spans(event: Event, field: str) -> list[Span]:
    """Return the stretches that the field rests on, in the order of the text; none where the field is empty."""
    spans: list[Span] = []
    for name in _EVIDENCE_NAMES.get(field, (field,)):
        spans += event.evidence.get(name, [])
        value = getattr(event, name, None)
        if isinstance(value, Count):
            spans += value.spans
        elif name == "losses":
            spans += [span for loss in event.losses for span in loss.count.spans]
        elif isinstance(value, list):
            spans += [span for span in value if isinstance(span, Span)]
    if field == "event_type":
        spans += [event.trigger]
    if field == "status" and not spans:
        spans = [event.sentence]
    return _distinct(spans)


def item_spans(item: Relation | Facility, field: str) -> list[Span]:
    """Return the stretches that a field of a relation or facility rests on."""
    if field in ("type", "state"):
        return [item.sentence]
    value = getattr(item, field)
    return [value] if isinstance(value, Span) else []


def pointers(article_id: str, spans: Iterable[Span]) -> list[str]:
    """Return the stretches as `ARTICLE#char=START,END` (the fragment of RFC 5147)."""
    return [f"{article_id}#char={span.start},{span.end}" for span in spans]


def actors_of(event: Event) -> list[tuple[str, int, Actor]]:
    """Return every actor of the event with its side and its number there, from 1."""
    sides = ("actor1", "actor2", "associated", "attributed_to", "denied_by")
    return [(side, number, actor) for side in sides for number, actor in enumerate(getattr(event, side), start=1)]


def _distinct(spans: Iterable[Span]) -> list[Span]:
    return list({(span.start, span.end): span for span in sorted(spans, key=lambda s: (s.start, s.end))}.values())
