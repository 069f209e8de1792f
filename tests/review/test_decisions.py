"""Deciding: grounded, with a reason, without treading on another's work, and undone without a trace in the coding."""

from __future__ import annotations

from typing import Any

import pytest
from told import WIRE, span

from tacitus.errors import ReviewError
from tacitus.review.audit import AuditLog
from tacitus.review.decisions import Judging, Overtaken
from tacitus.store import Record


@pytest.fixture
def judging(record: Record, log: AuditLog) -> Judging:
    return Judging(record, log)


def killed(low: int, high: int) -> dict[str, Any]:
    return {"text": "12 people", "low": low, "best": low, "high": high, "spans": [span(WIRE, "12 people")]}


def test_a_correction_stands_and_is_undone(record: Record, judging: Judging) -> None:
    made = judging.decide("correct", "wire:e1", coder="amina", field="fatalities", new=killed(11, 13), reason="a slip")
    assert made.old["best"] == 12
    event = next(record.judged("wire")).events[0]
    assert (event.fatalities.low, event.fatalities.high) == (11, 13)  # type: ignore[union-attr]
    judging.undo(made.id, coder="amina")
    assert next(record.judged("wire")) == next(record.coded("wire"))
    assert [d.stands for d in judging.on("wire:e1")] == [False]


def test_nothing_here_is_an_answer(record: Record, judging: Judging) -> None:
    judging.decide("reject", "radio:e1", coder="amina", reason="another event told again")
    assert next(record.judged("radio")).events == []
    with pytest.raises(ReviewError, match="nothing of this id"):
        judging.decide("accept", "radio:e1", coder="jonas")


@pytest.mark.parametrize(
    ("field", "new", "said"),
    [
        ("fatalities", {"text": "12", "low": "many"}, "fatalities"),
        ("fatalities", {**killed(3, 3), "spans": [{"text": "99 people", "start": 0, "end": 9}]}, "does not stand"),
        ("actor1", [{"text": "Martians", "start": 3, "end": 11}], "does not stand"),
        ("sub_event_type", "Invasion", "no type of event"),
        (
            "date",
            {"start": "2024-03-14", "end": "2024-03-12", "precision": "days", "basis": "stated"},
            "after the last",
        ),
        ("assertion", "doubted", "assertion"),
        ("id", "e9", "cannot be corrected"),
        ("evidence", {}, "cannot be corrected"),
        ("colour", "red", "cannot be corrected"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    judging: Judging, log: AuditLog, field: str, new: Any, said: str
) -> None:
    with pytest.raises(ReviewError, match=said):
        judging.decide("correct", "wire:e1", coder="amina", field=field, new=new, reason="because")
    assert log.count() == 0


def test_overruling_needs_a_reason(judging: Judging) -> None:
    with pytest.raises(ReviewError, match="without a reason"):
        judging.decide("correct", "wire:e1", coder="amina", field="background", new=True)


def test_two_people_on_one_field_see_each_other_and_lose_nothing(judging: Judging) -> None:
    first = judging.decide(
        "correct", "wire:e1", coder="amina", field="fatalities", new=killed(11, 13), reason="as the doctor says", seen=0
    )
    with pytest.raises(Overtaken, match="amina") as overtaken:
        judging.decide(
            "correct", "wire:e1", coder="jonas", field="fatalities", new=killed(4, 12), reason="both", seen=0
        )
    assert [d.id for d in overtaken.value.others] == [first.id]
    judging.decide("correct", "wire:e1", coder="jonas", field="background", new=True, reason="told as history", seen=0)
    judging.decide(
        "correct", "wire:e1", coder="jonas", field="fatalities", new=killed(4, 12), reason="both", seen=first.id
    )
    assert [d.coder for d in judging.on("wire:e1")] == ["amina", "jonas", "jonas"]
