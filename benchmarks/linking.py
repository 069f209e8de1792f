"""Linking at scale: synthetic coded events of even density are linked at once, then a day's more are added.

`python benchmarks/linking.py 10000 100000 1000000` prints seconds, peak memory and growth for each number of events,
and what adding 1,000 events to that record takes. Reports are made by rule here, since only speed is measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from tacitus.store import Record, schema

PER_DAY = 1000
"""Coded events a day: twelve theatres of the density of the worst wars."""
FIRST_DAY = datetime.date(2021, 1, 1)
TYPES = (
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Violence against civilians", "Attack"),
    ("Violence against civilians", "Abduction/forced disappearance"),
    ("Protests", "Peaceful protest"),
    ("Strategic developments", "Arrests"),
)
COUNTRIES = 12
VILLAGES = 400
WORDS = (
    "before after dawn market road river school hill bridge barracks convoy shop elder nurse driver farmer herd smoke "
    "field mosque church station crossing witness doctor council statement denied claimed buried wounded fled returned "
    "helicopter mortar rifle rocket patrol checkpoint harvest water night noon evening fire roof wall door"
).split()


def incidents(count: int, seed: int) -> Iterator[list[dict[str, Any]]]:
    """Yield happenings as lists of their reports, `count` reports in all, in order of their days."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        day = FIRST_DAY + datetime.timedelta(days=made // PER_DAY)
        country = chance.randrange(COUNTRIES)
        village = int(VILLAGES * chance.random() ** 2)
        event_type, sub_type = chance.choice(TYPES)
        doer, target = chance.sample(range(12), 2)
        toll = int(chance.expovariate(0.25))
        reports = min(count - made, 1 + int(chance.expovariate(0.9)))
        topic = chance.sample(WORDS, 8)
        made += reports
        yield [
            _event(chance, day, country, village, event_type, sub_type, doer, target, toll, topic)
            for _ in range(reports)
        ]


def _event(
    chance: random.Random, day: datetime.date, country: int, village: int, event_type: str, sub_type: str,
    doer: int, target: int, toll: int, topic: list[str],
) -> dict[str, Any]:  # fmt: skip
    words = " ".join(chance.sample(topic, 5) + chance.choices(WORDS, k=14))
    text = f"Fighters of group {country}-{doer} struck village {country}-{village} {words} {chance.random():.9f}."
    whole = {"text": text, "start": 0, "end": len(text)}
    span = {"text": "struck", "start": text.index("struck"), "end": text.index("struck") + 6}
    exact = chance.random() < 0.85
    start = day if exact else day - datetime.timedelta(days=chance.randrange(1, 6))
    province = village // 50
    coarse = chance.random() < 0.1
    place = {
        **span,
        "place_id": f"v{country}-{village}",
        "name": f"Province {country}-{province}" if coarse else f"Village {country}-{village}",
        "latitude": 5 + 4 * country % 30 + (village * 37 % 400) / 100,
        "longitude": 10 * country % 90 + (village * 61 % 400) / 100,
        "country": f"Country {country}",
        "admin1": f"Province {country}-{province}",
        "admin2": None,
        "precision": "admin1" if coarse else "settlement",
    }
    number = max(0, toll + chance.choice((0, 0, 0, 1, 2)))
    return {
        "event_type": event_type,
        "sub_event_type": sub_type,
        "trigger": span,
        "sentence": whole,
        "mentions": [],
        "actor1": [
            {**span, "actor_id": f"g{country}-{doer}", "name": f"Group {country}-{doer}", "kind": "rebel_group"}
        ],
        "actor2": [
            {**span, "actor_id": f"g{country}-{target}", "name": f"Group {country}-{target}", "kind": "rebel_group"}
        ]
        if chance.random() < 0.7
        else [],
        "associated": [],
        "places": [place],
        "date": {
            "start": start.isoformat(),
            "end": day.isoformat(),
            "precision": "day" if exact else "days",
            "basis": "stated",
        },
        "fatalities": {"text": str(number), "low": number, "best": number, "high": number, "spans": []}
        if number
        else None,
        "assertion": chance.choice(("asserted", "attributed", "hedged")),
        "attributed_to": [],
        "denied_by": [],
        "background": False,
        "confidence": 0.8,
        "evidence": {},
    }


def fill(path: Path, count: int, *, seed: int, name: str) -> None:
    """Add `count` coded events to a record, one, two or three an article."""
    chance = random.Random(seed + 1)
    record = Record.open(path)
    with record._engine.begin() as connection:
        first = int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM codings").scalar() or 0) + 1
        rows: dict[str, list[dict[str, Any]]] = {"articles": [], "codings": [], "events": []}
        waiting: list[dict[str, Any]] = []
        number = 0
        for reports in incidents(count, seed):
            waiting.extend(reports)
            while len(waiting) > 600 or (waiting and reports is None):
                size = chance.choice((1, 2, 2, 3))
                own = [waiting.pop(chance.randrange(len(waiting))) for _ in range(size)]
                _article(rows, f"{name}{number:08d}", first + number, own, chance)
                number += 1
            if len(rows["articles"]) > 5000:
                _flush(connection, rows)
        while waiting:
            own = [waiting.pop() for _ in range(min(len(waiting), 2))]
            _article(rows, f"{name}{number:08d}", first + number, own, chance)
            number += 1
        _flush(connection, rows)
    record.close()


def _article(
    rows: dict[str, list[dict[str, Any]]], key: str, coding: int, events: list[dict[str, Any]], chance: random.Random
) -> None:
    text = " ".join(event["sentence"]["text"] for event in events)
    published = max(event["date"]["end"] for event in events)
    outlet = f"Outlet {chance.randrange(300)}"
    document = {"id": key, "text": text, "publisher": outlet, "published": published, "boilerplate": []}
    moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    rows["articles"].append(
        {"id": key, "sha256": key, "text_sha256": key, "publisher": outlet, "added": moment, "document": document,
         "published": datetime.date.fromisoformat(published)}
    )  # fmt: skip
    rows["codings"].append(
        {"id": coding, "article_id": key, "coder_name": "made", "coder_version": "1", "config_sha256": "",
         "coded": moment, "fingerprint": key, "imported": False, "current": True, "rest": {}}
    )  # fmt: skip
    for position, event in enumerate(events):
        date = event["date"]
        rows["events"].append(
            {"coding_id": coding, "position": position, "id": f"{key}:e{position}", "event_type": event["event_type"],
             "sub_event_type": event["sub_event_type"], "assertion": event["assertion"], "background": False,
             "confidence": 0.8, "sentence": "", "date_start": datetime.date.fromisoformat(date["start"]),
             "date_end": datetime.date.fromisoformat(date["end"]), "item": {**event, "id": f"e{position}"}}
        )  # fmt: skip


def _flush(connection: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name, values in rows.items():
        if values:
            connection.execute(insert(schema.metadata.tables[name]), values)
            values.clear()


def _link(path: str, queue: Any) -> None:
    began, used = time.perf_counter(), time.process_time()
    with Record.open(path) as record:
        done = record.link()
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    queue.put((seconds, cpu, peak, done.new_events, done.relinked, done.incidents, done.copies))


def link(path: Path) -> tuple[float, float, float, int, int, int, int]:
    """Link a record in a process of its own; return seconds, seconds of a core, peak memory (GiB), what was done."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_link, args=(str(path), queue))
    process.start()
    process.join()
    return queue.get() if process.exitcode == 0 else (math.nan, math.nan, math.nan, 0, 0, 0, 0)


def main() -> None:
    """Measure each size given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the records are made (default: a temporary folder)")
    given = parser.parse_args()
    last: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for size in given.sizes:
            path = Path(folder) / f"{size}.db"
            began = time.perf_counter()
            fill(path, size, seed=size, name="a")
            filled = time.perf_counter() - began
            seconds, cpu, peak, new, _, found, copies = link(path)
            fill(path, 1000, seed=-size, name="b")
            more, _, more_peak, added, relinked, _, _ = link(path)
            # Of the core's seconds: other work on the machine counts in the clock's.
            growth = math.log(cpu / last[1]) / math.log(size / last[0]) if last else math.nan
            last = (size, cpu)
            result = {
                "events": new, "made_s": round(filled, 1), "link_s": round(seconds, 1), "cpu_s": round(cpu, 1),
                "peak_gib": round(peak, 2),
                "incidents": found, "copies": copies, "exponent": round(growth, 2), "added": added,
                "relinked_with_them": relinked, "added_s": round(more, 1), "added_peak_gib": round(more_peak, 2),
                "record_mib": round(path.stat().st_size / 2**20),
            }  # fmt: skip
            print(json.dumps(result), flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
