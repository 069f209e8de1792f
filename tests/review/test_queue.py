"""The queue: what is worth a minute comes first, and what was decided is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tacitus.review.audit import AuditLog
from tacitus.review.decisions import Judging
from tacitus.review.queue import QueueFilter, waiting_events, waiting_pairs
from tacitus.review.restrictions import Restrictions
from tacitus.store import Record
from tacitus.store.opening import open_engine

EVERYBODY = QueueFilter(restricted=True)


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    opened = open_engine(path, create=False, read_only=False, busy_timeout=5)
    yield opened
    opened.dispose()


def test_the_order_is_by_worth_and_each_says_why(engine: Engine) -> None:
    items, total = waiting_events(engine, EVERYBODY)
    assert total == 5
    assert [item.worth for item in items] == sorted((item.worth for item in items), reverse=True)
    reasons = {item.target: item.reasons for item in items}
    assert set(reasons["wire:e1"]) >= {"contested", "hedged", "deadly"}
    assert set(reasons["hostile/<x>:e1"]) >= {"uncertain", "unlocated"}
    assert items[-1].target == "province:e1"


def test_what_was_decided_waits_no_more_until_it_is_undone(engine: Engine, record: Record, log: AuditLog) -> None:
    judging = Judging(record, log)
    made = judging.decide("accept", "wire:e1", coder="amina")
    assert "wire:e1" not in {item.target for item in waiting_events(engine, EVERYBODY)[0]}
    judging.undo(made.id, coder="amina")
    assert "wire:e1" in {item.target for item in waiting_events(engine, EVERYBODY)[0]}


def test_one_reason_can_be_asked_for(engine: Engine) -> None:
    items, total = waiting_events(engine, QueueFilter(("unlocated",), restricted=True))
    assert (total, items[0].target) == (1, "hostile/<x>:e1")


def test_restricted_articles_wait_for_those_who_may_see_them(engine: Engine) -> None:
    Restrictions(engine, "record").restrict("wire", reason="a witness", account="amina")
    assert "wire:e1" not in {item.target for item in waiting_events(engine, QueueFilter())[0]}


def test_doubtful_links_wait_until_somebody_decided(engine: Engine, record: Record, log: AuditLog) -> None:
    score = record.why("wire:e1", "radio:e1").score
    pairs = waiting_pairs(engine, EVERYBODY, threshold=score)
    first = pairs[0]
    Judging(record, log).decide("merge", first.target, coder="amina", new=[first.other])
    after = waiting_pairs(engine, EVERYBODY, threshold=score)
    assert {first.target, first.other} not in [{pair.target, pair.other} for pair in after]
