"""Coder, linker and server are killed over a hundred times on each database; the record is that of an undisturbed run.

TACITUS_KILLS sets how often in all three together (default: 105 on each database).
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tacitus.review.audit import AuditLog
from tacitus.store import Record, schema
from tacitus.store.opening import READING, open_engine

Do = Callable[..., dict[str, Any]]
KILLS = int(os.environ.get("TACITUS_KILLS", "105"))
FURTHEST = {"code": 90, "link": 80, "serve": 70}
"""The last point at which one is killed: small, so that many die before they have done anything, and some late."""
_WITHOUT = {"id", "run_id", "coding_id", "coded", "added", "made", "undone_at", "neighbourhood", "state"}


def content(store: str) -> dict[str, list[Any]]:
    """What a record says, without the numbers and moments that differ from run to run."""
    engine = open_engine(store, create=False, read_only=True, busy_timeout=10)
    found: dict[str, list[Any]] = {}
    with engine.connect().execution_options(**READING) as connection:
        codings = {row.id: row.article_id for row in connection.execute(select(schema.codings))}
        for table in (
            schema.articles, schema.codings, *schema.ITEM_TABLES.values(), schema.spans, schema.decisions,
            schema.incidents, schema.linked_events, schema.links, schema.copies, schema.prints, schema.fingerprinted,
        ):  # fmt: skip
            kept = set(_WITHOUT) - ({"id"} if table in (schema.articles, schema.incidents) else set())
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            if table is schema.incidents:
                rows = [row for row in rows if row["withdrawn"] is None]
            found[table.name] = sorted(
                repr((codings.get(row.get("coding_id")), {key: row[key] for key in row if key not in kept}))
                for row in rows
            )
    engine.dispose()
    return found


def decisions_on(store: str) -> list[dict[str, Any]]:
    """A day's work of a person: accept, reject, merge, note."""
    with Record.open(store) as record:
        events = [event.id for event in record.events()]
    return [
        {"kind": "accept", "target": events[0]},
        {"kind": "reject", "target": events[1], "reason": "a drill"},
        {"kind": "merge", "target": events[2], "new": [events[3]], "reason": "one raid"},
        {"kind": "note", "target": events[4], "new": "ask the desk"},
        {"kind": "forbid", "target": events[5], "new": [events[6]]},
        {"kind": "reject", "target": events[7]},
    ]


def finished(do: Do, store: str, decisions: list[dict[str, Any]] | None = None) -> dict[str, list[Any]]:
    """Let coder, linker and server do the rest undisturbed; return what the record says."""
    assert do("code", store)["status"] == 0
    assert do("link", store)["status"] == 0
    assert do("serve", store, decisions=decisions or decisions_on(store))["status"] == 0
    assert do("link", store)["status"] == 0
    return content(store)


def whole(store: str) -> set[str]:
    """Check that nothing is half there; return the ids of what is kept."""
    with Record.open(store) as record:
        for coded in record.coded():
            spans = {span.text for event in coded.events for span in [event.trigger]}
            assert all(words in coded.document.text for words in spans)
        return {coded.document.id for coded in record.coded()}


def check_log(store: str, decisions: list[dict[str, Any]]) -> None:
    """Check that each decision was made once, and that the audit log tells of it once.

    A server that is killed between a decision and its line in the log leaves the line to whoever comes next.
    """
    engine = open_engine(store, create=False, read_only=False, busy_timeout=10)
    log = AuditLog(engine, store)
    log.catch_up(who="next")
    assert log.verify().holds
    told = Counter(entry.detail["kind"] + entry.target for entry in log.entries() if entry.action == "decision")
    engine.dispose()
    assert told == Counter(one["kind"] + one["target"] for one in decisions)


@pytest.mark.parametrize("seed", [1907])
def test_killed_at_random_points_the_record_is_that_of_an_undisturbed_run(
    do: Do, new_store: Callable[[], str], seed: int
) -> None:
    chance = random.Random(seed)
    undisturbed = new_store()
    do("code", undisturbed)
    decisions = decisions_on(undisturbed)
    expected = finished(do, undisturbed, decisions)
    assert len(expected["incidents"]) > 5
    kills: Counter[str] = Counter()

    def lives(what: str, store: str, most: int, **more: Any) -> None:
        """Start it again and again, each time to be killed at a random point, until it gets through."""
        acknowledged: set[str] = set()
        for _ in range(most):
            ended = do(what, store, chance.randint(1, FURTHEST[what]), **more)
            assert ended["status"] in (0, -9), ended
            kills[what] += ended["status"] == -9
            acknowledged |= set(ended["told"])
            if what == "serve":
                with Record.open(store) as record:
                    made = [f"{one.kind} {one.target}" for one in record.decisions.all()]
                assert acknowledged <= set(made), "what was acknowledged is kept"
                assert len(made) == len(set(made))
            if ended["status"] == 0:
                return

    while sum(kills.values()) < KILLS:
        store = new_store()
        kept: set[str] = set()
        for _ in range(4):
            lives("code", store, 3)
            now = whole(store) if kills["code"] else kept
            assert kept <= now, "what was kept stays"
            kept = now
        assert do("code", store)["status"] == 0
        for _ in range(4):
            lives("link", store, 3)
        assert do("link", store)["status"] == 0
        lives("serve", store, 12, decisions=decisions)
        said = finished(do, store, decisions)
        for name, rows in expected.items():
            assert said[name] == rows, f"{name}, after {dict(kills)}"
        check_log(store, decisions)
    assert all(kills[what] for what in FURTHEST), kills
