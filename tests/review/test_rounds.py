"""Double coding: blind, counted fairly, settled, and given away as gold that the scorer takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from told import RADIO, WIRE, span

from tacitus.errors import ReviewError
from tacitus.records import CodedArticle
from tacitus.review.agreement import _alpha, agreement, matched
from tacitus.review.hand_coding import coding_of, sentence_around, settled
from tacitus.review.rounds import MACHINE, Rounds
from tacitus.store import Record, read_coded
from tacitus.store.opening import open_engine


@pytest.fixture
def rounds(path: Path, record: Record) -> Iterator[Rounds]:
    engine = open_engine(path, create=False, read_only=False, busy_timeout=5)
    yield Rounds(engine, str(path), record)
    engine.dispose()


def clash(text: str, trigger: str, **more: Any) -> dict[str, Any]:
    return {"trigger": span(text, trigger), "sub_event_type": "Armed clash", "assertion": "attributed", **more}


def handed_in(rounds: Rounds, record: Record, **events: list[list[dict[str, Any]]]) -> int:
    """A round over the wire's and the radio's article; each coder gives the events of both."""
    made = rounds.make("Pilot", ["wire", "radio"], list(events), machine=False, made_by="chief")
    for coder, both in events.items():
        for task, own in zip(rounds.tasks(round_id=made.id, coder=coder), both, strict=True):
            document = next(record.coded(task.article_id)).document
            rounds.hand_in(task.id, coding_of(document, own, coder), coder=coder)
    return made.id


def test_a_coding_by_hand_is_grounded_and_complete(record: Record) -> None:
    document = next(record.coded("wire")).document
    coded = coding_of(document, [clash(WIRE, "fought")], "amina")
    event = coded.events[0]
    assert event.event_type == "Battles"
    assert event.sentence.text.startswith("Government soldiers fought")
    assert WIRE[event.sentence.start : event.sentence.end] == event.sentence.text


@pytest.mark.parametrize(
    "event",
    [
        {"sub_event_type": "Armed clash"},
        {"trigger": {"text": "fought", "start": 0, "end": 6}, "sub_event_type": "Armed clash"},
        {"trigger": {"text": "x", "start": 10**9, "end": 10**9 + 1}, "sub_event_type": "Armed clash"},
        {"trigger": {"text": "x", "start": "a", "end": 1}, "sub_event_type": "Armed clash"},
        clash(WIRE, "fought", sub_event_type="Skirmish"),
        clash(WIRE, "fought", actor1=[{"text": "Nobody", "start": 0, "end": 6}]),
        clash(WIRE, "fought", date={"start": "someday"}),
    ],
)
def test_a_coding_that_stands_on_nothing_is_refused(record: Record, event: dict[str, Any]) -> None:
    document = next(record.coded("wire")).document
    with pytest.raises(ReviewError):
        coding_of(document, [event], "amina")


def test_sentences_are_cut_where_they_end() -> None:
    text = "One man fell. Two ran!\nThree stayed"
    assert [sentence_around(text, text.index(word))["text"] for word in ("fell", "ran", "stayed")] == [
        "One man fell.", "Two ran!", "Three stayed",
    ]  # fmt: skip


def test_a_coding_is_handed_in_once_and_by_its_coder(rounds: Rounds, record: Record) -> None:
    made = rounds.make("Pilot", ["wire"], ["amina", "jonas"], machine=False, made_by="chief")
    task = rounds.tasks(round_id=made.id, coder="amina")[0]
    coding = coding_of(next(record.coded("wire")).document, [], "amina")
    with pytest.raises(ReviewError, match="another coder"):
        rounds.hand_in(task.id, coding, coder="jonas")
    rounds.hand_in(task.id, coding, coder="amina")
    with pytest.raises(ReviewError, match="before"):
        rounds.hand_in(task.id, coding, coder="amina")
    rounds.close(made.id)
    with pytest.raises(ReviewError, match="closed"):
        rounds.hand_in(rounds.tasks(round_id=made.id, coder="jonas")[0].id, coding, coder="jonas")


@pytest.mark.parametrize(("coders", "machine"), [([], True), (["amina"], False), (["amina", MACHINE], False)])
def test_a_round_needs_two_who_code(rounds: Rounds, coders: list[str], machine: bool) -> None:
    with pytest.raises(ReviewError):
        rounds.make("Pilot", ["wire"], coders, machine=machine, made_by="chief")


def test_who_agrees_on_all_has_alpha_one(rounds: Rounds, record: Record) -> None:
    both = [[clash(WIRE, "fought")], [clash(RADIO, "attacked", sub_event_type="Attack", assertion="asserted")]]
    key = handed_in(rounds, record, amina=both, jonas=both)
    measured = {field.field: field for field in agreement(rounds.codings(key)).fields}
    assert measured["sub-event type"].alpha == pytest.approx(1)
    assert measured["an event"].alpha == pytest.approx(1)
    assert measured["status"].agreed == 1


def test_disagreement_shows_in_its_field_alone(rounds: Rounds, record: Record) -> None:
    amina = [[clash(WIRE, "fought")], [clash(RADIO, "attacked", assertion="asserted")]]
    jonas = [[clash(WIRE, "fought", assertion="denied")], [clash(RADIO, "attacked", assertion="attributed")]]
    measured = {
        f.field: f for f in agreement(rounds.codings(handed_in(rounds, record, amina=amina, jonas=jonas))).fields
    }
    assert measured["status"].agreed == 0
    assert measured["status"].alpha is not None
    assert measured["status"].alpha < 0
    assert measured["sub-event type"].agreed == 1


def test_an_event_that_only_one_found_counts_against_both(rounds: Rounds, record: Record) -> None:
    key = handed_in(rounds, record, amina=[[clash(WIRE, "fought")], []], jonas=[[], []])
    found = {field.field: field for field in agreement(rounds.codings(key)).fields}
    assert found["an event"].agreed is not None
    assert found["an event"].agreed < 1
    assert found["sub-event type"].units == 0


def test_alpha_is_that_of_the_literature() -> None:
    """Krippendorff (2011), the example with four observers, twelve units: nominal alpha 0.743."""
    from tacitus.review.agreement import _alpha

    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    units = [
        [None if row.split()[unit] == "." else int(row.split()[unit]) for row in rows] for unit in range(12)
    ]  # fmt: skip
    assert _alpha(units, "nominal") == pytest.approx(0.743, abs=0.001)


def test_the_machine_is_one_more_coder(rounds: Rounds, record: Record) -> None:
    made = rounds.make("With the machine", ["wire"], ["amina"], machine=True, made_by="chief")
    assert set(rounds.codings(made.id)["wire"]) == {MACHINE}
    document = next(record.coded("wire")).document
    rounds.hand_in(
        rounds.tasks(coder="amina")[0].id, coding_of(document, [clash(WIRE, "fought")], "amina"), coder="amina"
    )
    assert agreement(rounds.codings(made.id)).coders == ["amina", MACHINE]


def test_what_is_settled_is_gold_that_can_be_read_back(rounds: Rounds, record: Record, tmp_path: Path) -> None:
    amina = [[clash(WIRE, "fought")], [clash(RADIO, "attacked")]]
    jonas = [[clash(WIRE, "fought", assertion="denied")], [clash(RADIO, "attacked")]]
    key = handed_in(rounds, record, amina=amina, jonas=jonas)
    assert [coded.document.id for coded in rounds.gold(key)] == ["radio"]
    codings = rounds.codings(key)["wire"]
    groups = matched(codings)
    picks = [{"event": "amina", "assertion": "jonas"}]
    rounds.adjudicate(key, settled(next(iter(codings.values())).document, groups, picks, "chief"), adjudicator="chief")
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(coded.model_dump_json() + "\n" for coded in rounds.gold(key)), encoding="utf-8")
    read = list(read_coded(file))
    assert all(isinstance(line, CodedArticle) for line in read)
    wire = next(line for line in read if isinstance(line, CodedArticle) and line.document.id == "wire")
    assert wire.events[0].assertion == "denied"
    assert wire.coder.name == "chief"
    assert len(record.events()) == 5, "gold does not touch the record"


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("interval", 0.849), ("ratio", 0.797)])
def test_alpha_is_that_of_the_published_example(level: Any, expected: float) -> None:
    """Krippendorff 2011, section D: four coders, twelve units, some values missing."""
    coders = (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    columns = zip(*(line.split() for line in coders), strict=True)
    units: Any = [[None if value == "." else float(value) for value in column] for column in columns]
    found = _alpha(units, level)
    assert found is not None
    assert found == pytest.approx(expected, abs=0.001)
