"""The index: what matches, how many of each, where and when; areas are never points."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest

from tacitus.serve.index import Filters, match
from tacitus.serve.index.keeper import IndexKeeper
from tacitus.serve.index.loading import load_columns
from tacitus.serve.index.mapping import extent, map_features
from tacitus.serve.index.matching import timeline
from tacitus.store import Record
from tacitus.store.opening import open_engine


@pytest.fixture
def columns(filled: Path):  # type: ignore[no-untyped-def]
    engine = open_engine(filled, create=False, read_only=False, busy_timeout=1)
    yield load_columns(engine)
    engine.dispose()


def test_reports_of_one_incident_are_one_row(columns) -> None:  # type: ignore[no-untyped-def]
    assert len(columns) == 3
    assert sorted(columns.reports) == [1, 1, 3]


def test_each_filter_narrows_and_counts_under_the_others(columns) -> None:  # type: ignore[no-untyped-def]
    found = match(columns, Filters(type=("Battles",)), restricted=True)
    assert found.total == 1
    assert dict(found.counts("type")) == {
        "Battles": 1,
        "Explosions/Remote violence": 1,
        "Violence against civilians": 1,
    }
    assert set(dict(found.counts("outlet"))) == {"Delta Wire", "Qarah Radio", "Border Post"}
    assert match(columns, Filters(actor=("Desert Front",)), restricted=True).total == 1
    assert match(columns, Filters(outlet=("Qarah Radio", "Homs Monitor")), restricted=True).total == 2
    assert match(columns, Filters(text="qarah"), restricted=True).total == 1
    assert match(columns, Filters(precision=("unlocated",)), restricted=True).total == 1
    assert match(columns, Filters(contested=True), restricted=True).total == 1
    assert match(columns, Filters(country=("Nowhere",)), restricted=True).total == 0


def test_a_range_of_days_matches_whatever_it_touches(columns) -> None:  # type: ignore[no-untyped-def]
    day = datetime.date(2024, 3, 6)
    assert match(columns, Filters(since=day, until=day), restricted=True).total == 1
    assert match(columns, Filters(since=datetime.date(2024, 3, 11)), restricted=True).total == 2


def test_an_area_is_drawn_as_an_area_and_never_as_a_point(columns) -> None:  # type: ignore[no-untyped-def]
    found = map_features(match(columns, Filters(), restricted=True), None, 5)
    kinds = {feature["properties"]["place"]: feature["geometry"]["type"] for feature in found["features"]}
    assert kinds == {"Homs": "Polygon", "Qarah": "Point"}
    assert (found["total"], found["shown"], found["unlocated"]) == (3, 2, 1)


def test_the_map_shows_what_is_in_view_across_the_date_line_too(columns) -> None:  # type: ignore[no-untyped-def]
    matches = match(columns, Filters(), restricted=True)
    assert map_features(matches, (30, 30, 40, 40), 5)["shown"] == 2
    assert map_features(matches, (390, 30, 400, 40), 5)["shown"] == 2
    assert map_features(matches, (-70, -10, -50, 10), 5)["shown"] == 0
    west, south, east, north = extent(matches)
    assert (west, east) == (36.74, 37.5)
    assert south < north


def test_the_timeline_keeps_ranges_apart_and_loses_none(columns) -> None:  # type: ignore[no-untyped-def]
    found = timeline(match(columns, Filters(), restricted=True))
    assert found["first"] == "2024-03-04"
    assert sum(found["exact"]) == 2
    assert sum(found["ranges"]) == pytest.approx(1, abs=0.1)
    assert found["undated"] == 0


def test_filters_survive_their_own_address() -> None:
    given = Filters(
        type=("Battles", "Riots"), actor=("A & B; C=D",), since=datetime.date(2024, 1, 2), confidence=0.35, contested=True,
        background=False, text="a/b?c", box=(1.5, -2, 3, 4),
    )  # fmt: skip
    from urllib.parse import parse_qsl

    assert Filters.of(parse_qsl(given.query())) == given


def test_the_index_follows_the_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(path, create=False, read_only=False, busy_timeout=1)
    keeper = IndexKeeper(engine)
    assert len(keeper.columns()) == 3
    with Record.open(path) as record:
        record.decisions.make("reject", "province:e1", coder="amina", reason="not told as having happened")
        record.link()
    keeper.forget()
    assert len(keeper.columns()) == 2
    engine.dispose()


def test_a_large_record_is_read_anew_while_the_last_index_serves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tacitus.serve.index.keeper._AT_ONCE", 0)
    engine = open_engine(path, create=False, read_only=False, busy_timeout=1)
    keeper = IndexKeeper(engine)
    assert len(keeper.columns()) == 3
    with Record.open(path) as record:
        record.decisions.make("reject", "province:e1", coder="amina", reason="not told as having happened")
        record.link()
    for _ in range(200):
        keeper.forget()
        if len(keeper.columns()) == 2:
            break
        threading.Event().wait(0.02)
    assert len(keeper.columns()) == 2
    engine.dispose()
