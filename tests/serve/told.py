"""A small record of our own: one fight told twice with different tolls, a copy, a post, a tie, and a hostile page."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from tacitus.records import (
    Actor,
    Boilerplate,
    CodedArticle,
    Coder,
    Count,
    Document,
    Event,
    EventDate,
    Facility,
    Place,
    Relation,
    Span,
)
from tacitus.records.event import EVENT_TYPE_OF
from tacitus.store import Record

CODER = Coder(name="tacitus", version="9.9", config_sha256="test")

WIRE = (
    "Army and rebels clash at Qarah bridge\n"
    "Government soldiers fought fighters of the Desert Front near Qarah on Tuesday, and 12 people were killed, the army "
    "said. The Desert Front denied that it had attacked.\n"
    "The army has set up a checkpoint at Jubb, residents said. The Desert Front has joined the Southern Alliance.\n"
    "Donate to keep this page free."
)
RADIO = (
    "Four dead in fighting near Qarah\n"
    "Rebels of the Desert Front attacked soldiers near Qarah on Tuesday. At least four soldiers died and two charred "
    "corpses lay at the roadside, a doctor told this radio."
)
HOSTILE = (
    '<script>window.hacked = 1</script> & <img src=x onerror="window.hacked = 1">\n'
    "Gunmen <b onmouseover=alert(1)>shot</b> a trader in Tell Rafid on Monday. {{ 7 * 7 }} javascript:alert(1) "
    "</script><svg/onload=alert(2)> \u202eevil\u202c."
)


def span(text: str, words: str, after: str = "") -> dict[str, Any]:
    start = text.index(words, text.index(after) if after else 0)
    return {"text": words, "start": start, "end": start + len(words)}


def actor(text: str, words: str, name: str | None = None, kind: str = "unidentified", after: str = "") -> Actor:
    key = name.lower().replace(" ", "-") if name else None
    return Actor.model_validate({**span(text, words, after), "name": name, "kind": kind, "actor_id": key})


def place(
    text: str, words: str, latitude: float | None, longitude: float | None, precision: str = "settlement"
) -> Place:
    return Place.model_validate(
        {**span(text, words), "name": words, "latitude": latitude, "longitude": longitude, "precision": precision,
         "country": "Syria", "admin1": "Homs", "place_id": f"p-{words}", "basis": "gazetteer"}
    )  # fmt: skip


def event(text: str, key: str, sub: str, trigger: str, sentence: str, **more: Any) -> Event:
    return Event.model_validate(
        {"id": key, "event_type": EVENT_TYPE_OF[sub], "sub_event_type": sub, "trigger": span(text, trigger),
         "sentence": span(text, sentence), "mentions": [], **more}
    )  # fmt: skip


def day(text: str = "2024-03-12") -> EventDate:
    return EventDate(text="on Tuesday", start=datetime.date.fromisoformat(text), end=datetime.date.fromisoformat(text),
                     precision="day", basis="relative")  # fmt: skip


def toll(text: str, words: str, low: int, best: int, high: int | None) -> Count:
    return Count(text=words, low=low, best=best, high=high, spans=[Span.model_validate(span(text, words))])


def article(key: str, text: str, publisher: str, **more: Any) -> Document:
    title = text.partition("\n")[0]
    return Document(id=key, text=text, title=title, publisher=publisher, published=datetime.date(2024, 3, 14),
                    language="en", **more)  # fmt: skip


def wire(key: str = "wire", publisher: str = "Delta Wire", **more: Any) -> CodedArticle:
    front = actor(WIRE, "Desert Front", "Desert Front", "rebel_group")
    footer = WIRE.index("Donate")
    clash = event(
        WIRE, "e1", "Armed clash", "fought", WIRE.split("\n")[1].split(". ")[0] + ".",
        actor1=[actor(WIRE, "Government soldiers", "Syrian Arab Army", "state_forces")], actor2=[front],
        places=[place(WIRE, "Qarah", 34.15, 36.74, "near_settlement")], date=day(),
        fatalities=toll(WIRE, "12 people", 12, 12, 12), assertion="denied",
        attributed_to=[actor(WIRE, "the army", "Syrian Arab Army", "state_forces", "were killed")],
        denied_by=[actor(WIRE, "Desert Front", "Desert Front", "rebel_group", "said.")],
        cues=[span(WIRE, "denied")], confidence=0.62,
    )  # fmt: skip
    tie = Relation.model_validate(
        {"id": "r1", "type": "member_of", "subject": actor(WIRE, "Desert Front", "Desert Front", "rebel_group", "residents"),
         "object": actor(WIRE, "Southern Alliance", "Southern Alliance", "rebel_group"), "start": "2024-03-01",
         "sentence": span(WIRE, "The Desert Front has joined the Southern Alliance.")}
    )  # fmt: skip
    post = Facility.model_validate(
        {"id": "f1", "kind": "checkpoint", "owner": actor(WIRE, "The army", "Syrian Arab Army", "state_forces"),
         "place": place(WIRE, "Jubb", 34.9, 38.1), "date": day("2024-03-13"), "status": "established",
         "sentence": span(WIRE, "The army has set up a checkpoint at Jubb, residents said.")}
    )  # fmt: skip
    document = article(
        key, WIRE, publisher, boilerplate=[Boilerplate(start=footer, end=len(WIRE), kind="donation")], **more
    )
    return CodedArticle(document=document, events=[clash], relations=[tie], facilities=[post],
                        places=clash.places, actors=[*clash.actor1, front], coder=CODER)  # fmt: skip


def radio() -> CodedArticle:
    clash = event(
        RADIO, "e1", "Armed clash", "attacked", "Rebels of the Desert Front attacked soldiers near Qarah on Tuesday.",
        actor1=[actor(RADIO, "Desert Front", "Desert Front", "rebel_group")],
        actor2=[actor(RADIO, "soldiers", "Syrian Arab Army", "state_forces")],
        places=[place(RADIO, "Qarah", 34.15, 36.74, "near_settlement")], date=day(),
        fatalities=toll(RADIO, "At least four soldiers", 4, 4, None), assertion="attributed",
        attributed_to=[actor(RADIO, "a doctor")], confidence=0.9,
    )  # fmt: skip
    return CodedArticle(document=article("radio", RADIO, "Qarah Radio"), events=[clash], places=clash.places,
                        actors=clash.actor1, coder=CODER)  # fmt: skip


def hostile() -> CodedArticle:
    shot = event(
        HOSTILE, "e1", "Attack", "shot", "Gunmen <b onmouseover=alert(1)>shot</b> a trader in Tell Rafid on Monday.",
        actor1=[actor(HOSTILE, "Gunmen", None)], actor2=[actor(HOSTILE, "a trader", "<i>trader</i>", "civilians")],
        places=[place(HOSTILE, "Tell Rafid", None, None, "unlocated")], date=day("2024-03-11"), confidence=0.4,
    )  # fmt: skip
    document = article("hostile/<x>", HOSTILE, "<script>alert(3)</script>", url="javascript:alert(4)")
    return CodedArticle(document=document, events=[shot], coder=CODER)


def province() -> CodedArticle:
    text = "Shelling in Homs\nShells hit a village somewhere in Homs last week, killing a child, a monitor said."
    shelled = event(
        text, "e1", "Shelling/artillery/missile attack", "hit", text.split("\n")[1],
        places=[place(text, "Homs", 34.7, 37.5, "admin1")], assertion="hedged", confidence=0.8,
        date=EventDate(start=datetime.date(2024, 3, 4), end=datetime.date(2024, 3, 10), precision="week", basis="relative"),
        fatalities=toll(text, "a child", 1, 1, 1),
    )  # fmt: skip
    return CodedArticle(document=article("province", text, "Homs Monitor"), events=[shelled], coder=CODER)


def fill(path: Path) -> None:
    """Make the record, linked."""
    copy = wire("copy", "Border Post", republished_from="Delta Wire")
    with Record.open(path) as record:
        for coded in (wire(), radio(), hostile(), province(), copy):
            record.add(coded)
        record.link()
