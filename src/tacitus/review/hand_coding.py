"""What a person coded by hand, made a coding in the interchange form: grounded, complete, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from tacitus.errors import ReviewError
from tacitus.records import CodedArticle, Coder, Document, Event
from tacitus.records.event import EVENT_TYPE_OF
from tacitus.review.decisions import EVENT_FIELDS, spans_in

MOST_EVENTS = 300
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n+")


def coding_of(document: Document, events: Sequence[Mapping[str, Any]], coder: str) -> CodedArticle:
    """Return a coding of a document. Each event has `trigger` and fields in the interchange form; the rest is filled.

    Raises ReviewError naming event and field where a value is not of its form or stands on words not in the text.
    """
    if len(events) > MOST_EVENTS:
        raise ReviewError(f"more than {MOST_EVENTS} events in one article", where=document.id)
    made = [_event(document, values, f"e{number}") for number, values in enumerate(events, start=1)]
    return CodedArticle(document=document, events=made, coder=Coder(name=coder, version="1"))


def _event(document: Document, values: Mapping[str, Any], key: str) -> Event:
    wanted = {name: value for name, value in values.items() if name in (*EVENT_FIELDS, "trigger", "weapons", "losses")}
    sub_event_type = str(wanted.get("sub_event_type"))
    if sub_event_type not in EVENT_TYPE_OF:
        raise ReviewError("this is no type of event", where=f"{key}: {sub_event_type}", remedy="Choose one of the list")
    trigger = wanted.get("trigger")
    if not isinstance(trigger, Mapping):
        raise ReviewError("it is not said which words tell the event", where=key, remedy="Choose them in the article")
    try:
        start = int(trigger["start"])
        sentence = sentence_around(document.text, start)
        full = {**wanted, "id": key, "event_type": EVENT_TYPE_OF[sub_event_type], "sentence": sentence,
                "mentions": [{"trigger": trigger, "sentence": sentence}]}  # fmt: skip
        event = Event.model_validate(full)
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        said = error.errors(include_url=False)[0] if isinstance(error, ValidationError) else None
        where = f"{key}: {'.'.join(str(part) for part in said['loc'])}" if said else key
        raise ReviewError(said["msg"] if said else "the event is not of the form", where=where) from error
    for name in type(event).model_fields:
        for span in spans_in(getattr(event, name)):
            if document.text[max(0, span.start) : span.end] != span.text or span.start < 0:
                raise ReviewError(f"“{span.text[:60]}” does not stand in the article there", where=f"{key}: {name}")
    return event


def sentence_around(text: str, at: int) -> dict[str, Any]:
    """Return the sentence that an offset lies in, as a span."""
    if not 0 <= at < len(text):
        raise ReviewError("these words are not in the article", where=str(at))
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.end() > at:
            stop = max(end.start() + 1, at + 1)
            return {"text": text[start:stop], "start": start, "end": stop}
        start = end.end()
    stop = max(start, len(text.rstrip()))
    return {"text": text[start:stop], "start": start, "end": stop}


def settled(
    document: Document, groups: Sequence[Mapping[str, Event]], picks: Sequence[Mapping[str, str]], adjudicator: str
) -> CodedArticle:
    """Return what an adjudicator settled upon: for each group of events, whose value stands for each field.

    `picks[n]["event"]` names the coder whose event stands, or is empty where none does; the other keys name, for a
    field, the coder whose value stands. Raises ReviewError where a coder has no such event.
    """
    events: list[Event] = []
    for group, pick in zip(groups, picks, strict=True):
        base = pick.get("event", "")
        if not base:
            continue
        if base not in group:
            raise ReviewError("this coder has no such event", where=base)
        values = group[base].to_json()
        for field in EVENT_FIELDS:
            other = group.get(pick.get(field, base))
            if other is not None:
                values[field] = other.to_json()[field]
        values["event_type"] = EVENT_TYPE_OF.get(values["sub_event_type"], values["event_type"])
        events.append(Event.model_validate(values | {"id": f"e{len(events) + 1}"}))
    return CodedArticle(document=document, events=events, coder=Coder(name=adjudicator, version="adjudicated"))
