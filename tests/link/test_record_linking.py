"""Linking a record: what is one, what is not, why; day by day as at once; what people decide stands."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tacitus.errors import StoreError
from tacitus.evaluate.incident_gold import Family
from tacitus.link.rules import RuleSet
from tacitus.records import CodedArticle
from tacitus.store import ContradictoryDecision, IncidentSelection, Record


@pytest.fixture
def record(tmp_path: Path, raid: Family) -> Iterator[Record]:
    with Record.open(tmp_path / "record.db") as opened:
        for article in raid.articles:
            opened.add(article)
        opened.link()
        yield opened


def groups(record: Record) -> set[frozenset[str]]:
    return {frozenset(voice.event_id for voice in incident.voices) for incident in record.incidents()}


def test_one_raid_three_voices_and_a_copy(record: Record) -> None:
    assert groups(record) == {
        frozenset({"raid-a:e1", "raid-b:e1", "raid-c:e1", "raid-f:e1"}),
        frozenset({"raid-d:e1"}),
        frozenset({"raid-e:e1"}),
    }
    incident = record.incident("raid-b:e1")
    assert (incident.reports, incident.sources) == (4, 3), "a republished copy is no voice of its own"
    copy = next(voice for voice in incident.voices if voice.article_id == "raid-c")
    assert copy.copy_of == "raid-a"
    assert copy.source == "River Wire"
    (found,) = record.copies()
    assert (found.article_id, found.original_id, found.kind) == ("raid-c", "raid-a", "whole")


def test_the_original_is_named_even_where_the_copy_came_first(tmp_path: Path, raid: Family) -> None:
    with Record.open(tmp_path / "record.db") as record:
        for number in (2, 1):
            record.add(raid.articles[number])
        record.link()
        record.add(raid.articles[0])
        record.link()
        assert record.original_of("raid-c") == "raid-a"
        assert record.original_of("raid-a") is None
        voices = {voice.article_id: voice.copy_of for voice in record.incident("raid-b:e1").voices}
        assert voices == {"raid-a": None, "raid-b": None, "raid-c": "raid-a"}
        assert record.incident("raid-b:e1").sources == 2


def test_figures_and_blame_stay_side_by_side(record: Record) -> None:
    incident = record.incident("raid-a:e1")
    assert incident.fatalities is not None
    assert (incident.fatalities.low, incident.fatalities.best, incident.fatalities.high) == (12, 12, 14)
    assert {value.label: value.sources for value in incident.claims["fatalities"]} == {
        "12": ["River Wire"],
        "at least 14": ["Plateau Post"],
    }
    assert set(incident.contested) >= {"actor1", "occurrence", "fatalities"}
    assert {party.name: party.contested for party in incident.actor1} == {
        "Sons of the Plain": True,
        "Malian Armed Forces": True,
    }
    (denial,) = [value for value in incident.claims["occurrence"] if value.value is False]
    assert denial.claimants == ["Malian Armed Forces"]


@pytest.mark.parametrize(
    ("rule", "best"),
    [("range", 12), ("majority_of_independent", 12), ("most_conservative", 12), ("source_hierarchy", 14)],
)
def test_each_rule_is_named_with_its_version(record: Record, rule: str, best: int) -> None:
    rules = RuleSet.all_by(rule, ("Plateau Post", "River Wire"))
    incident = record.incident("raid-a:e1", rules=rules)
    assert incident.rules["fatalities"] == f"{rule}@1"
    assert incident.fatalities is not None
    assert incident.fatalities.best == best


def test_every_link_and_every_refusal_has_a_sentence_and_a_table(record: Record) -> None:
    why = record.why("raid-a:e1", "raid-b:e1")
    assert why.verdict == "link"
    assert "both give the same day" in why.sentence
    assert ("date", "2021-03-02", "2021-03-02", "both give the same day", 3.0) in why.table
    why_not = record.why("raid-a:e1", "raid-e:e1")
    assert why_not.verdict == "refusal"
    assert "different places" in why_not.sentence
    assert "another" in why_not.sentence
    nearest = record.why_not(record.incident("raid-a:e1"))
    assert {one.event_b for one in nearest} == {"raid-d:e1", "raid-e:e1"}


def test_merging_splitting_and_undoing_survive_linking_anew(record: Record) -> None:
    merge = record.decisions.make(
        "merge", "raid-a:e1", new=["raid-e:e1"], coder="Amina", reason="one raid over two days"
    )
    record.link()
    assert record.incident_id_of("raid-e:e1") == record.incident_id_of("raid-a:e1")
    record.link(anew=True)
    assert record.incident_id_of("raid-e:e1") == record.incident_id_of("raid-a:e1")
    assert record.why("raid-a:e1", "raid-e:e1").sentence.startswith("A person decided that they are one.")
    record.decisions.undo(merge.id, coder="Amina")
    record.decisions.make("split", "raid-b:e1", new=["raid-a:e1", "raid-c:e1", "raid-f:e1"], coder="Bashir")
    record.link()
    assert frozenset({"raid-b:e1"}) in groups(record)
    record.link(anew=True)
    assert frozenset({"raid-b:e1"}) in groups(record)
    with pytest.raises(ContradictoryDecision, match="Undo one"):
        record.decisions.make("merge", "raid-a:e1", new=["raid-b:e1"], coder="Amina")


def test_a_withdrawn_incident_names_what_replaced_it(record: Record) -> None:
    old = record.incident_id_of("raid-e:e1")
    assert old is not None
    record.decisions.make("merge", "raid-a:e1", new=["raid-e:e1"], coder="Amina")
    record.link()
    with pytest.raises(StoreError, match=f"withdrawn: its first event is now in {record.incident_id_of('raid-a:e1')}"):
        record.incident(old)
    assert old not in {incident.id for incident in record.incidents()}


def test_corrections_rejections_and_adjudication_reach_the_incident(record: Record) -> None:
    record.decisions.make("correct", "raid-e:e1", field="date", new={"start": "2021-03-02", "end": "2021-03-02", "precision": "day", "basis": "stated"}, coder="Amina")  # fmt: skip
    record.decisions.make("reject", "raid-d:e1", coder="Amina", reason="a drill")
    record.decisions.make("adjudicate", "raid-a:e1", field="fatalities", new={"low": 13, "best": 13, "high": 13}, coder="Amina")  # fmt: skip
    record.link()
    assert record.incident_id_of("raid-d:e1") is None
    assert str(record.incident("raid-e:e1").date.start) == "2021-03-02"
    incident = record.incident("raid-a:e1")
    assert incident.fatalities is not None
    assert incident.fatalities.best == 13
    assert incident.rules["fatalities"] == "adjudicated@1"
    assert "fatalities" not in incident.contested
    for decision in record.decisions.all():
        record.decisions.undo(decision.id, coder="Amina")
    record.link()
    assert record.incident_id_of("raid-d:e1") is not None
    assert len(groups(record)) == 3


def snapshot(path: Path) -> dict[str, list[Any]]:
    connection = sqlite3.connect(path)
    queries = {
        "incidents": "SELECT id, first_event, item FROM incidents WHERE withdrawn IS NULL ORDER BY id",
        "events": "SELECT event_id, incident_id FROM linked_events ORDER BY event_id",
        "links": "SELECT min(event_a, event_b), max(event_a, event_b), verdict, score FROM links ORDER BY 1, 2, 3",
        "copies": "SELECT article_id, original_id, kind, share FROM copies ORDER BY 1, 2",
        "neighbourhoods": "SELECT count(*) FROM linked_events GROUP BY neighbourhood ORDER BY 1",
    }
    found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    connection.close()
    return found


@pytest.mark.parametrize("seed", range(6))
def test_day_by_day_gives_what_all_at_once_gives(tmp_path: Path, raid: Family, seed: int) -> None:
    articles = list(raid.articles)
    random.Random(seed).shuffle(articles)
    with Record.open(tmp_path / "daily.db") as daily, Record.open(tmp_path / "batch.db") as batch:
        for article in articles:
            daily.add(article)
            batch.add(article)
            daily.link()
        batch.link()
    assert snapshot(tmp_path / "daily.db") == snapshot(tmp_path / "batch.db")


def test_a_new_coding_replaces_the_old_one_in_its_incident(record: Record, raid: Family) -> None:
    changed = raid.articles[1].model_copy(deep=True)
    changed.coder.version = "2"
    changed.events[0].sub_event_type = "Peaceful protest"
    changed.events[0].event_type = "Protests"
    record.add(changed)
    record.link()
    assert frozenset({"raid-b:e1"}) in groups(record)
    assert record.incident("raid-b:e1").event_type == "Protests"


def many_reports(article: CodedArticle, count: int) -> Iterator[CodedArticle]:
    """One raid told by many outlets, each with a toll and a beginning of its own."""
    for number in range(count):
        copy = article.model_copy(deep=True)
        words = f"Desk {number} heard from {number} callers. "
        copy.document.id = f"many-{number}"
        copy.document.publisher = f"Outlet {number}"
        copy.document.text = words + copy.document.text
        event = copy.events[0]
        spans = [event.trigger, event.sentence, *event.actor1, *event.actor2, *event.places]
        for span in {id(span): span for span in spans}.values():
            span.start += len(words)
            span.end += len(words)
        if event.fatalities:
            event.fatalities.low = event.fatalities.best = 10 + number % 7
        yield copy


def test_an_incident_with_many_reports(tmp_path: Path, raid: Family) -> None:
    with Record.open(tmp_path / "record.db") as record:
        for article in many_reports(raid.articles[1], 300):
            record.add(article)
        record.link()
        (incident,) = record.incidents()
        assert incident.reports == 300
        assert incident.sources == 1, "all of them repeat one passage"


def test_events_without_place_or_date_are_kept_apart_and_do_no_harm(tmp_path: Path, raid: Family) -> None:
    with Record.open(tmp_path / "record.db") as record:
        for number, article in enumerate(raid.articles[:2]):
            bare = article.model_copy(deep=True)
            bare.document.id = f"bare-{number}"
            bare.events[0].places = []
            bare.events[0].date.start = bare.events[0].date.end = None
            record.add(bare)
        record.link()
        assert len(groups(record)) == 2
        assert [incident.place for incident in record.incidents()] == [None, None]
        frame = record.incidents().to_geopandas()
        assert list(frame.geometry.is_empty | frame.geometry.isna()) == [True, True]


def test_views_select_and_become_frames(record: Record) -> None:
    assert len(record.incidents(IncidentSelection(where=("sources>=2",)))) == 1
    assert len(record.incidents(IncidentSelection(where=("place~bani", "event_type=Violence against civilians")))) == 1
    assert len(record.incidents(IncidentSelection(contested=True))) == 1
    frame = record.incidents(IncidentSelection(actor="Plain")).to_geopandas()
    assert set(frame["place"]) == {"Karou", "Bani Hallo"}
    assert frame.crs.to_epsg() == 4326
    assert frame.set_index("place").loc["Karou", "events"] == ["raid-a:e1", "raid-b:e1", "raid-c:e1", "raid-f:e1"]


def test_two_processes_that_link_at_once_leave_one_truth(tmp_path: Path, raid: Family) -> None:
    path = tmp_path / "record.db"
    with Record.open(path) as record:
        for article in raid.articles:
            record.add(article)
    command = [sys.executable, "-c", f"from tacitus.store import Record; print(Record.open({str(path)!r}).link())"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    with Record.open(path) as record:
        assert len(groups(record)) == 3
        assert len(record.incidents()) == 3
        assert record.link().relinked == 0


def test_a_record_that_is_written_meanwhile_is_looked_at_again(record: Record, raid: Family, monkeypatch: Any) -> None:
    from tacitus.store import linking

    late = raid.articles[4].model_copy(deep=True)
    late.document.id = "raid-late"
    record.add(late)
    prepare, calls = linking.Linker.prepare, []

    def interrupted(self: Any, connection: Any) -> Any:
        work = prepare(self, connection)
        calls.append(1)
        if len(calls) < times:
            work.state.generation -= 1
        return work

    monkeypatch.setattr(linking.Linker, "prepare", interrupted)
    times = 2
    assert record.link().new_events == 1
    assert len(calls) == 2
    record.add(late.model_copy(update={"document": late.document.model_copy(update={"id": "raid-later"})}))
    times, calls[:] = 9, []
    assert record.link().new_events == 1, "at last while the others wait"
    assert len(calls) == 3


def test_kill_minus_nine_in_the_middle_leaves_the_record_as_it_was(tmp_path: Path, raid: Family) -> None:
    path = tmp_path / "record.db"
    with Record.open(path) as record:
        for article in raid.articles:
            record.add(article)
        record.link()
        before = groups(record)
        for article in many_reports(raid.articles[1], 40):
            record.add(article)
    program = (
        "import sys, time\nfrom tacitus.store import Record, link_writing\n"
        "link_writing._write_state = lambda *_: (print('writing', flush=True), time.sleep(60))\n"
        f"Record.open({str(path)!r}).link()"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    time.sleep(0.1)
    with Record.open(path) as record:
        assert groups(record) == before
        assert record.link().new_events == 40
        assert record.incident("raid-b:e1").reports == 44
