"""How fast and in how much memory a large record is exported.

    python benchmarks/publish.py                     # 1,000,000 events, the usual formats
    python benchmarks/publish.py --events 20000 --format csv --format parquet

A record of made-up events is written straight into the tables of a store, for coding that many would take days; then
`tacitus export` runs in a process of its own, whose peak memory is measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tacitus.records import Actor, CodedArticle, Coder, Count, Document, Event, EventDate, Place, Span
from tacitus.store import Record

EVENTS_AN_ARTICLE = 10
NAMES = ("Varda", "Old Mill", "Lower Ford", "Saint Anne", "Tamba Kora", "Dori", "Kalabo", "Ash-Shatt")
FIRST = datetime.date(2015, 1, 1)


def article(number: int) -> CodedArticle:
    """Make one article with its events; texts and values differ from article to article."""
    sentences = [
        f"On day {number % 28 + 1}, gunmen attacked the village of {NAMES[(number + n) % 8]} {n} and killed {n + 2} "
        "people, residents said."
        for n in range(EVENTS_AN_ARTICLE)
    ]
    text = " ".join(sentences)
    events, start = [], 0
    published = FIRST + datetime.timedelta(number % 3000)
    for n, sentence in enumerate(sentences):
        events.append(_event(text, sentence, start, number, n))
        start += len(sentence) + 1
    return CodedArticle(
        document=Document(
            id=f"m{number}", text=text, title=f"Attacks of day {number}", published=published,
            publisher=f"Outlet {number % 40}", language="en", sha256=f"{number:064x}",
        ),
        events=events,
        coder=Coder(name="tacitus", version="0.1.0", config_sha256="0" * 64),
    )  # fmt: skip


def _event(text: str, sentence: str, start: int, number: int, n: int) -> Event:
    def span(words: str) -> dict[str, Any]:
        at = text.index(words, start)
        return {"text": words, "start": at, "end": at + len(words)}

    name, toll = f"{NAMES[(number + n) % 8]} {n}", f"{n + 2} people"
    day = FIRST + datetime.timedelta((number + n) % 3000)
    return Event(
        id=f"e{n + 1}", event_type="Violence against civilians", sub_event_type="Attack", ucdp_type="one-sided",
        trigger=Span(**span("attacked")), sentence=Span(text=sentence, start=start, end=start + len(sentence)),
        actor1=[Actor(**span("gunmen"))], actor2=[Actor(**span("people"), kind="civilians")],
        places=[
            Place(**span(name), name=name, place_id=f"made:{number % 997}-{n}", latitude=(number % 997) / 20 - 20,
                  longitude=n + (number % 83) / 10, country="Mali", admin1="Segou", admin2="Niono",
                  precision="settlement", relation="in", basis="gazetteer")
        ],
        date=EventDate(start=day, end=day, precision="day", basis="relative"),
        fatalities=Count(text=toll, low=n + 2, best=n + 2, high=n + 2, spans=[Span(**span(toll))]),
        assertion="attributed", attributed_to=[Actor(**span("residents"), kind="civilians")],
    )  # fmt: skip


def write_record(path: Path, events: int) -> None:
    """Write a record with so many events: the store makes its tables, the rows go in directly."""
    with Record.open(path) as record:
        record.add(article(0))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        names = ("articles", "codings", "events")
        columns = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}
        first = {name: connection.execute(f"SELECT * FROM {name}").fetchone() for name in names}
        kept = {name: dict(zip(columns[name], first[name], strict=True)) for name in names}
        for start in range(1, events // EVENTS_AN_ARTICLE, 1000):
            numbers = range(start, min(start + 1000, events // EVENTS_AN_ARTICLE))
            rows: dict[str, list[list[Any]]] = {name: [] for name in names}
            for number in numbers:
                for name, row in _rows(number, kept):
                    rows[name].append([row[column] for column in columns[name]])
            for name in names:
                marks = ", ".join("?" * len(columns[name]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])
        connection.commit()


def _rows(number: int, kept: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    coded = article(number)
    document = coded.document
    yield "articles", kept["articles"] | {
        "id": document.id, "sha256": document.sha256, "text_sha256": f"t{number}", "title": document.title,
        "publisher": document.publisher, "published": str(document.published), "document": document.model_dump_json(),
    }  # fmt: skip
    yield "codings", kept["codings"] | {"id": number + 1, "article_id": document.id, "fingerprint": f"f{number}"}
    for position, event in enumerate(coded.events):
        yield "events", kept["events"] | {
            "coding_id": number + 1, "position": position, "id": f"{document.id}:{event.id}",
            "date_start": str(event.date.start), "date_end": str(event.date.end), "item": event.model_dump_json(),
        }  # fmt: skip


def measure(store: Path, formats: list[str], profile: str | None, out: Path) -> dict[str, Any]:
    """Export in a process of its own; return seconds, peak memory in MiB, and the size of what was written in MiB."""
    command = [sys.executable, "-m", "tacitus", "export", "--store", str(store), "--out", str(out)]
    command += [part for name in formats for part in ("--format", name)]
    command += ["--profile", profile, "--as-of", "2030-01-01"] if profile else []
    started = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    written = sum(path.stat().st_size for path in out.iterdir()) / 2**20
    return {"seconds": round(seconds, 1), "peak_mib": round(peak), "written_mib": round(written)}


def main() -> None:
    """Make the record, export it, print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--format", action="append", dest="formats")
    parser.add_argument("--profile")
    parser.add_argument("--folder", type=Path, help="Where to work; a temporary folder without it.")
    options = parser.parse_args()
    formats = options.formats or ["csv", "parquet", "geojson", "acled"]
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_record(folder / "record.db", options.events)
        found = measure(folder / "record.db", formats, options.profile, folder / "out")
    print(json.dumps({"events": options.events, "formats": formats, "profile": options.profile} | found))


if __name__ == "__main__":
    main()
