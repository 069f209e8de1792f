"""What a record keeps, what is current in it, and how things are found."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tacitus.errors import EmptyArticle, InterchangeError, StoreError
from tacitus.records import CodedArticle, Coder
from tacitus.store import ArticleConflict, Record, Selection

Coding = Callable[..., CodedArticle]


@pytest.fixture
def record(target: str) -> Iterator[Record]:
    with Record.open(target) as opened:
        yield opened


def test_a_coding_comes_back_whole_with_keys_nobody_knows(record: Record, coding: Coding) -> None:
    coded = coding()
    assert record.add(coded)
    (kept,) = record.coded()
    assert kept.to_json() == coded.to_json()
    assert kept.to_json()["checked_by"] == "M. K."
    assert kept.to_json()["events"][0]["note_of_a_later_version"] == {"kept": True}
    assert kept.to_json()["events"][0]["places"][0]["runners_up"] == ["Tamba Kora (Mali)"]


def test_the_same_bytes_coded_twice_change_nothing(record: Record, coding: Coding) -> None:
    assert record.add(coding())
    assert not record.add(coding())
    assert len(list(record.coded())) == 1
    assert len(record.events()) == 2


def test_a_new_version_becomes_current_and_the_old_coding_stays(record: Record, coding: Coding) -> None:
    old, new = coding(version="0.1"), coding(version="0.2")
    new.events.pop()
    record.add(old)
    assert not record.has(old.document, new.coder)
    assert record.add(new)
    assert [kept.coder.version for kept in record.coded()] == ["0.2"]
    assert len(record.events()) == 1
    kept_old = record.coding_of(old.document, old.coder)
    assert kept_old is not None
    assert len(kept_old.events) == 2


def test_a_machine_never_displaces_a_person(record: Record, coding: Coding) -> None:
    record.add(coding(version="0.1"))
    record.add(coding(name="Amina"), imported=True)
    record.add(coding(version="0.2"))
    assert [kept.coder.name for kept in record.coded()] == ["Amina"]
    assert [kept.coder.version for kept in record.coded(coder="tacitus")] == ["0.2"]
    assert len(record.events()) == 2
    assert len(record.events(Selection(coder="tacitus"))) == 2


def test_each_coder_keeps_the_text_that_its_offsets_count_in(record: Record, coding: Coding) -> None:
    before = coding(version="0.1")
    after = coding(version="0.2", text="TAMBA KORA: " + before.document.text)
    after.document.sha256 = before.document.sha256
    record.add(before)
    record.add(after)
    (current,) = record.coded()
    trigger = current.events[0].trigger
    assert current.document.text[trigger.start : trigger.end] == "attacked"
    assert current.document.text == after.document.text


def test_one_id_for_two_texts_is_refused_and_says_what_to_do(record: Record, coding: Coding) -> None:
    record.add(coding("a1"))
    other = coding("a1")
    other.document.text += " More."
    other.document.sha256 = "another"
    with pytest.raises(ArticleConflict, match=r"another text under the id a1.*another id"):
        record.add(other)
    assert len(list(record.coded())) == 1


def test_a_persons_file_without_hashes_meets_the_machines_article(record: Record, coding: Coding) -> None:
    record.add(coding())
    person = coding(name="Amina")
    person.document.sha256 = ""
    assert record.add(person, imported=True)
    assert len(list(record.articles())) == 1


def test_has_by_document_and_by_bytes(record: Record, coding: Coding) -> None:
    coded = coding()
    record.add(coded)
    assert record.has(coded.document, coded.coder)
    assert record.has(coded.document.sha256, coded.coder)
    assert not record.has(coded.document.sha256, Coder(name="tacitus", version="9"))
    redated = coded.document.model_copy(update={"published": datetime.date(2020, 1, 1)})
    assert not record.has(redated, coded.coder), "dates in the text count from the publication date"


def test_events_are_found_by_id_prefix_and_bare_id(record: Record, coding: Coding) -> None:
    record.add(coding("a1"))
    assert record.event("a1:e2").item.sub_event_type == "Government regains territory"
    assert record.event("e1").id == "a1:e1"
    record.add(coding("b7"))
    assert record.event("b7:e1").article_id == "b7"
    with pytest.raises(StoreError, match=r"e1 stands for more than one: a1:e1, b7:e1"):
        record.event("e1")
    with pytest.raises(StoreError, match="nothing here has the id e9"):
        record.event("e9")
    with pytest.raises(StoreError, match="nothing here has the id A1:e1"):
        record.event("A1:e1")


def test_an_exact_id_wins_over_longer_ones(record: Record, coding: Coding) -> None:
    coded = coding("a1")
    coded.events[1].id = "e10"
    record.add(coded)
    assert record.event("a1:e1").item.id == "e1"
    assert record.event("a1:e10").item.id == "e10"


def test_tables_for_a_notebook(record: Record, coding: Coding) -> None:
    record.add(coding("a1"))
    record.add(coding("b7"))
    table = record.events().to_pandas()
    assert list(table["id"]) == ["a1:e1", "a1:e2", "b7:e1", "b7:e2"]
    first = table.iloc[0]
    assert (first.actor1, first.actor2, first.place, first.fatalities_low) == ("gunmen", "Civilians", "Tamba Kora", 12)
    assert first.fatalities_high != first.fatalities_high or first.fatalities_high is None
    assert first.publisher == "The Sahel Courier"
    assert record.relations().to_pandas().iloc[0].object == "Northern Front"
    assert record.facilities().to_pandas().iloc[0].place == "the road to Dori"
    assert [stored.item.type for stored in record.relations()] == ["member_of", "member_of"]


def test_a_selection_by_column_and_by_time(record: Record, coding: Coding) -> None:
    record.add(coding())
    attacks = record.events(Selection(equal=(("sub_event_type", "Attack"),)))
    assert [stored.id for stored in attacks] == ["a1:e1"]
    assert len(record.events(Selection(since=datetime.date(2021, 5, 4)))) == 0
    assert len(record.events(Selection(since=datetime.date(2021, 5, 3), until=datetime.date(2021, 5, 3)))) == 1


def test_an_empty_record_has_empty_tables(record: Record) -> None:
    assert len(record.events()) == 0
    assert "event_type" in record.events().to_pandas().columns
    assert list(record.coded()) == []


def test_many_articles_stream_in_order(record: Record, coding: Coding) -> None:
    names = [f"a{number:03}" for number in range(230)]
    template = coding()
    for name in names:
        template.document.id = name
        template.document.sha256 = name
        record.add(template)
    assert [coded.document.id for coded in record.coded()] == names
    assert [document.id for document in record.articles()] == names


def test_the_audit_log(record: Record, coding: Coding) -> None:
    coded = coding()
    run = record.runs.start("code", coder=coded.coder, arguments={"files": ["reports/"]})
    record.add(coded, run=run)
    record.runs.refuse(run, "empty.txt", EmptyArticle("there is no text", where="empty.txt"))
    (unfinished,) = record.runs.all()
    assert unfinished.ended is None
    record.runs.finish(run, {"coded": 1, "refused": 1})
    (entry,) = record.runs.all()
    assert entry.ended is not None
    assert entry.started.tzinfo is not None
    assert entry.coder == coded.coder
    assert entry.arguments == {"files": ["reports/"]}
    assert entry.counts == {"coded": 1, "refused": 1}
    (refusal,) = record.runs.refusals(run)
    assert (refusal.source, refusal.kind) == ("empty.txt", "EmptyArticle")


def test_importing_a_file_keeps_the_good_lines(record: Record, coding: Coding, tmp_path: Path) -> None:
    good, shifted, twice = (coding(name).to_json() for name in ("a1", "a2", "a3"))
    shifted["events"][0]["places"][0]["start"] += 1
    twice["events"][1]["id"] = "e1"
    lines = [json.dumps(good), "", "{not json", '{"document": {"id": "x"}}', json.dumps(shifted), json.dumps(twice)]
    file = tmp_path / "amina.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    imported = record.import_coded(file)
    assert (imported.added, imported.unchanged) == (1, 0)
    messages = [str(error) for error in imported.refused]
    assert [message.split(":")[1] for message in messages] == ["3", "4", "5", "6"]
    assert "document.text: Field required" in messages[1]
    assert "the text at" in messages[2]
    assert "e1 is given twice" in messages[3]
    assert record.import_coded(file).unchanged == 1


def test_a_file_that_is_no_text_is_one_clear_error(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "photo.jsonl"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    (refused,) = record.import_coded(file).refused
    assert "not UTF-8" in str(refused)
    with pytest.raises(InterchangeError, match="No such file"):
        record.import_coded(tmp_path / "nothing.jsonl")
