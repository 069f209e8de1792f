"""What may befall a record, beside being killed: a full disk, a lost database, a clock set back, others at work."""

from __future__ import annotations

import datetime
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from postgres_cluster import cluster

from tacitus.errors import StoreError
from tacitus.records import CodedArticle, Coder, Document, Event, EventDate, Span
from tacitus.store import Record

TEXT = "Gunmen attacked the market in Tamba Kora on Friday, witnesses said. "


def coded(number: int, version: str = "1", padding: int = 0) -> CodedArticle:
    text = TEXT + f"Report {number}. " + "No more is known. " * padding
    start = text.index("attacked")
    event = Event(
        id="e1",
        event_type="Violence against civilians",
        sub_event_type="Attack",
        trigger=Span.of(text, start, start + len("attacked")),
        sentence=Span.of(text, 0, len(TEXT) - 1),
        date=EventDate(start=datetime.date(2021, 5, 6), end=datetime.date(2021, 5, 6), precision="day"),
    )
    document = Document(id=f"a{number:04}", text=text, published=datetime.date(2021, 5, 7))
    return CodedArticle(document=document, events=[event], coder=Coder(name="tacitus", version=version))


def ids(store: str | Path) -> list[str]:
    with Record.open(store, read_only=True) as record:
        return [one.document.id for one in record.coded()]


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    store = tmp_path / "record.db"
    Record.open(store).close()
    told = tmp_path / "told.txt"
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = store.stat().st_size + 400_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with told.open("w") as lines:
            try:
                with Record.open(store) as record:
                    for number in range(1000):
                        record.add(coded(number, padding=200))
                        lines.write(f"a{number:04}\n")
            except StoreError as error:
                lines.write(f"{error}\n")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    *acknowledged, said = told.read_text().splitlines()
    assert acknowledged
    assert "disk" in said
    assert "run the same command again" in said
    assert ids(store) == acknowledged
    with Record.open(store) as record:
        assert record.add(coded(999))


def test_a_database_that_goes_away_and_comes_back_loses_nothing() -> None:
    with cluster() as own:
        store = own.database()
        done, begun = threading.Event(), threading.Event()
        written: list[str] = []

        def write() -> None:
            with Record.open(store) as record:
                for number in range(4000):
                    record.add(coded(number))
                    written.append(f"a{number:04}")
                    if number == 20:
                        begun.set()
                    if done.is_set():
                        return

        writer = threading.Thread(target=write)
        writer.start()
        assert begun.wait(60)
        for _ in range(2):
            own.stop("immediate")
            own.start()
        so_far = len(written)
        with Record.open(store) as record:
            record.add(coded(9999))
        while writer.is_alive() and len(written) < so_far + 5:
            done.wait(0.05)
        done.set()
        writer.join()
        assert len(written) >= so_far + 5, "it went on by itself"
        assert set(written) <= set(ids(store))
        own.stop("immediate")
        try:
            with pytest.raises(StoreError, match=r"cannot be reached.*Check that it runs"):
                Record.open(store)
        finally:
            own.start()


def test_a_clock_that_is_set_back_changes_no_order(
    new_store: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)

    def now() -> datetime.datetime:
        nonlocal moment
        moment -= datetime.timedelta(hours=1)
        return moment

    monkeypatch.setattr("tacitus.store.record.now", now)
    monkeypatch.setattr("tacitus.store.runs.now", now)
    with Record.open(new_store()) as record:
        run = record.runs.start("code")
        for number in range(4):
            record.add(coded(number), run=run)
        record.runs.finish(run, {"coded": 4})
        assert [document.id for document in record.articles()] == ["a0000", "a0001", "a0002", "a0003"]
        record.link()
        first = {one.first_event for one in record.incidents()}
        record.add(coded(4))
        record.link()
        assert {one.first_event for one in record.incidents()} >= first, "what came first stays first"
        (told,) = record.runs.all()
        assert told.ended is not None
        assert told.ended >= told.started


def test_coders_and_linkers_at_once(new_store: Callable[[], str]) -> None:
    store = new_store()

    def code(writer: int) -> int:
        with Record.open(store, busy_timeout=60) as record:
            return sum(record.add(coded(number, str(writer % 2))) for number in range(writer * 10, writer * 10 + 20))

    def link(_: int) -> int:
        with Record.open(store, busy_timeout=60) as record:
            return sum(record.link().new_events for _ in range(4))

    with ThreadPoolExecutor(5) as pool:
        coders = [pool.submit(code, writer) for writer in range(3)]
        linkers = [pool.submit(link, number) for number in range(2)]
        assert sum(one.result() for one in coders) == 60
        for one in linkers:
            one.result()
    with Record.open(store) as record:
        record.link()
        meanwhile = sorted(one.to_json()["id"] for one in record.incidents())
        assert all(record.incident_id_of(event.id) for event in record.events()), "no coding was overlooked"
        record.link(anew=True)
        assert sorted(one.to_json()["id"] for one in record.incidents()) == meanwhile
