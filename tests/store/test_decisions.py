"""Decisions and claims: what people decided stands beside what was coded, and can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tacitus.errors import StoreError
from tacitus.records import CodedArticle
from tacitus.store import ContradictoryDecision, Record

Coding = Callable[..., CodedArticle]


@pytest.fixture
def record(target: str, coding: Coding) -> Iterator[Record]:
    with Record.open(target) as opened:
        opened.add(coding("a1"))
        opened.add(coding("a2"))
        yield opened


def test_each_value_is_a_claim_with_its_words_and_who_says_it(record: Record) -> None:
    claims = {claim.id: claim for claim in record.claims("a1:e1")}
    (toll,) = [claim for claim in claims.values() if claim.field == "fatalities"]
    assert toll.value == {"text": "at least 12", "low": 12, "best": 12, "high": None}
    assert [span.text for span in toll.spans] == ["12"]
    assert toll.claimant == ["residents"]
    assert toll.stance == "attributed"
    assert (toll.coder, toll.version, toll.publisher) == ("tacitus", "0.1", "The Sahel Courier")
    (place,) = [claim for claim in claims.values() if claim.field == "places"]
    assert (place.precision, place.value["latitude"]) == ("settlement", 14.1)
    (own_voice,) = [claim for claim in record.claims("a1:e2") if claim.field == "occurrence"]
    assert own_voice.claimant == ["The Sahel Courier"], "what an article says itself is said by its outlet"


def test_a_correction_is_a_claim_beside_the_old_one_and_can_be_undone(record: Record) -> None:
    new = {"text": "12", "low": 12, "best": 14, "high": 14}
    made = record.decisions.make(
        "correct", "a1:e1", field="fatalities", old={"best": 12}, new=new, reason="two died later", coder="Amina"
    )
    values = [claim.value["best"] for claim in record.claims("a1:e1") if claim.field == "fatalities"]
    assert values == [12, 14]
    (article,) = record.judged("a1")
    assert article.events[0].fatalities is not None
    assert article.events[0].fatalities.best == 14
    assert [coded.events[0].fatalities.best for coded in record.coded("a1") if coded.events[0].fatalities] == [12]
    undone = record.decisions.undo(made.id, coder="Bashir")
    assert undone.undone_by == "Bashir"
    assert len(record.decisions.all()) == 1, "it stays in the log"
    assert record.decisions.all(standing=True) == []
    (article,) = record.judged("a1")
    assert article.events[0].fatalities is not None
    assert article.events[0].fatalities.best == 12
    with pytest.raises(StoreError, match="undone before, by Bashir"):
        record.decisions.undo(made.id, coder="Amina")


def test_a_rejected_event_is_gone_from_the_judged_coding_only(record: Record) -> None:
    record.decisions.make("reject", "a1:e2", reason="a drill", coder="Amina")
    assert [len(coded.events) for coded in record.judged()] == [1, 2]
    assert [len(coded.events) for coded in record.coded()] == [2, 2]


def test_contradictory_decisions_are_refused_with_both_named(record: Record) -> None:
    record.decisions.make("merge", "a1:e1", new=["a2:e1"], coder="Amina")
    record.decisions.make("merge", "a2:e1", new=["a2:e2"], coder="Amina")
    with pytest.raises(
        ContradictoryDecision, match=r"new decision \(forbid, Bashir\).*decision 1 .*Undo one"
    ) as refused:
        record.decisions.make("forbid", "a1:e1", new=["a2:e2"], coder="Bashir")
    assert "decision 2 (merge, Amina)" in str(refused.value), "through a third event too"
    record.decisions.undo(2, coder="Bashir")
    record.decisions.make("forbid", "a1:e1", new=["a2:e2"], coder="Bashir")
    with pytest.raises(ContradictoryDecision):
        record.decisions.make("merge", "a2:e2", new=["a1:e1"], coder="Amina")


def test_a_record_of_the_first_form_opens_with_all_it_holds(path: Path, coding: Coding) -> None:
    with Record.open(path) as record:
        record.add(coding())
    connection = sqlite3.connect(path)
    for table in (
        "audit",
        "adjudications",
        "assignments",
        "coding_rounds",
        "drafts",
        "restrictions",
        "sessions",
        "accounts",
        "decisions",
        "incidents",
        "linked_events",
        "blocks",
        "links",
        "prints",
        "fingerprinted",
        "link_state",
    ):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP TABLE copies")
    connection.execute("UPDATE tacitus_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    with Record.open(path) as record:
        assert len(record.events()) == 2
        assert [claim.field for claim in record.claims("a1:r1")] == ["type", "subject", "object", "start"]
        assert record.decisions.all() == []
