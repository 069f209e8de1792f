"""Confidence: a probability that rises with what is told of an event."""

from __future__ import annotations

import datetime

from tacitus.records import Actor, Event, EventDate, Place, Span
from tacitus.run.confidence import confidence_of

SPAN = Span(text="attacked", start=8, end=16)
SENTENCE = Span(text="Gunmen attacked the village of Gwoza on Monday.", start=0, end=47)


def event(**fields: object) -> Event:
    return Event(id="e1", event_type="Violence against civilians", sub_event_type="Attack", trigger=SPAN,
                 sentence=SENTENCE, **fields)  # type: ignore[arg-type]  # fmt: skip


def test_confidence_is_a_probability() -> None:
    assert 0.0 < confidence_of(event()) < 1.0


def test_who_where_and_when_make_an_event_surer() -> None:
    told = event(
        actor1=[Actor(text="Boko Haram", start=0, end=10, actor_id="boko-haram", name="Boko Haram", kind="rebel_group")],
        places=[Place(text="Gwoza", start=31, end=36, precision="settlement", latitude=11.08, longitude=13.69)],
        date=EventDate(text="Monday", start=datetime.date(2024, 5, 6), end=datetime.date(2024, 5, 6),
                       precision="day", basis="relative"),
    )  # fmt: skip
    assert confidence_of(told) > confidence_of(event())
