"""A small report of our own, coded by hand, and the same with hostile text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish.publication import Source, source_of_record
from tacitus.records import (
    Actor,
    CodedArticle,
    Coder,
    Count,
    Document,
    Event,
    EventDate,
    Facility,
    Mention,
    Place,
    Relation,
    Span,
)
from tacitus.store import Record as Store

TEXT = (
    "Helicopters of the Northern Command bombed the grain store at Old Mill, near the town of Varda, on 3 May, "
    "the Varda Observers said. At least four people were killed. An army spokesman denied that any aircraft had flown."
    "\n\n"
    "Late in April gunmen had abducted two teachers somewhere in Hill Province. The Free Valley Brigade, which set up "
    "a checkpoint in Varda, is a member of the Valley Front."
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def at(words: str, text: str = TEXT, **values: Any) -> dict[str, Any]:
    return span(words, text).model_dump() | values


@pytest.fixture
def coded() -> CodedArticle:
    sentence = span(TEXT[: TEXT.index(" At least")])
    toll = span("At least four people were killed.")
    four = Count(text="At least four", low=4, best=4, high=None, spans=[span("At least four")])
    varda = Place(
        **at("Varda", name="Varda", latitude=35.5, longitude=36.5, country="Syria", admin1="Hill Province"),
        precision="near_settlement",
        relation="near",
        basis="gazetteer: exact name",
        runners_up=[{"name": "Varda", "admin1": "Coast", "country": "Cyprus", "latitude": 34.9, "longitude": 33.1}],
    )
    strike = Event(
        id="e1",
        event_type="Explosions/Remote violence",
        sub_event_type="Air/drone strike",
        trigger=span("bombed"),
        sentence=sentence,
        mentions=[Mention(trigger=span("bombed"), sentence=sentence), Mention(trigger=span("killed"), sentence=toll)],
        actor1=[Actor(**at("Northern Command", name="Northern Command", kind="state_forces"))],
        actor2=[],
        places=[varda, Place(**at("Old Mill"), basis="not in gazetteer")],
        date=EventDate(
            text="on 3 May",
            start=datetime.date(2021, 5, 3),
            end=datetime.date(2021, 5, 3),
            precision="day",
            basis="stated",
        ),
        fatalities=four,
        assertion="attributed",
        attributed_to=[Actor(**at("the Varda Observers", name="Varda Observers"))],
        denied_by=[Actor(**at("An army spokesman", kind="state_forces"))],
        evidence={"date": [span("on 3 May")], "trigger": [span("bombed")]},
    )
    abduction = Event(
        id="e2",
        event_type="Violence against civilians",
        sub_event_type="Abduction/forced disappearance",
        trigger=span("abducted"),
        sentence=span("Late in April gunmen had abducted two teachers somewhere in Hill Province."),
        actor1=[Actor(**at("gunmen"))],
        actor2=[Actor(**at("two teachers", kind="civilians"))],
        places=[
            Place(**at("Hill Province", name="Hill Province", latitude=35.6, longitude=36.7), precision="admin1"),
        ],
        date=EventDate(
            text="Late in April",
            start=datetime.date(2021, 4, 20),
            end=datetime.date(2021, 4, 30),
            precision="month",
            basis="stated",
        ),
        abducted=Count(text="two teachers", low=2, best=2, high=2, spans=[span("two teachers")]),
    )
    brigade = Actor(**at("The Free Valley Brigade", name="Free Valley Brigade", kind="rebel_group"))
    last = span(TEXT[TEXT.index("The Free Valley") :])
    return CodedArticle(
        document=Document(
            id="a1",
            text=TEXT,
            title="Strike on a grain store",
            published=datetime.date(2021, 5, 4),
            publisher="The Valley Gazette",
            url="https://example.org/grain",
        ),
        events=[strike, abduction],
        relations=[
            Relation(id="r1", type="member_of", subject=brigade, object=Actor(**at("the Valley Front")), sentence=last)
        ],
        facilities=[
            Facility(id="f1", kind="checkpoint", owner=brigade, place=varda, status="established", sentence=last)
        ],
        coder=Coder(name="tacitus", version="0.1.0"),
    )


HOSTILE = (
    '=HYPERLINK("http://example.org") </script><script>alert(1)</script> [bold red]shouting[/] '
    "\u2028line\u202edesrever \x1b]0;title\x07\x1b[31mred & <img src=x onerror=alert(2)> fighters"
)


@pytest.fixture
def hostile() -> CodedArticle:
    whole = Span.of(HOSTILE, 0, len(HOSTILE))
    event = Event(
        id="e1",
        event_type="Battles",
        sub_event_type="Armed clash",
        trigger=span("shouting", HOSTILE),
        sentence=whole,
        actor1=[Actor(**whole.model_dump())],
        places=[Place(**at("line", HOSTILE, latitude=-10.5, longitude=20.25), precision="settlement")],
    )
    return CodedArticle(
        document=Document(id="h1", text=HOSTILE, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(3)//http://x"),
        events=[event],
        coder=Coder(name="tacitus", version="0.1.0"),
    )


@pytest.fixture
def many(coded: CodedArticle) -> Callable[[int], list[CodedArticle]]:
    def build(count: int) -> list[CodedArticle]:
        return [
            coded.model_copy(update={"document": coded.document.model_copy(update={"id": f"a{number}"})})
            for number in range(count)
        ]

    return build


AWKWARD = (
    'The "Lions, of the =Delta" movement (حركة أسود الدلتا) shelled Ash-Shatt, Upper Quarter\nin the south on 4 May, '
    "killing two farmers, =cmd|' /C calc'!A0 reported. Mr. Yunus Abdi Warsame, a teacher, lost an arm. "
    "Salma Haddad said that she had been raped at the mill of Old Ford. Colonel Idris Bello denied it."
)


@pytest.fixture
def awkward() -> CodedArticle:
    """An article whose names hold commas, quotation marks, line breaks, Arabic and formulas; two private persons."""
    first = span(AWKWARD[: AWKWARD.index(" Mr.")], AWKWARD)
    third = span(AWKWARD[AWKWARD.index("Salma") : AWKWARD.index(" Colonel")], AWKWARD)
    lions = Actor(
        **at('"Lions, of the =Delta" movement', AWKWARD, name='Lions, of the "=Delta"\nأسود', kind="rebel_group")
    )
    quarter = Place(
        **at("Ash-Shatt, Upper Quarter\nin the south", AWKWARD, name='Ash-Shatt, "Upper" Quarter', place_id="geonames:7",
             latitude=-13.25, longitude=22.5, country="Zambia", admin1="Western", admin2="Kalabo"),
        precision="settlement", relation="in", basis="gazetteer",
    )  # fmt: skip
    ford = Place(
        **at("the mill of Old Ford", AWKWARD, name="Old Ford mill", latitude=-13.401, longitude=22.755, country="Zambia",
             admin1="Western", admin2="Kalabo"),
        precision="site", basis="gazetteer",
    )  # fmt: skip
    shelling = Event(
        id="e1", event_type="Explosions/Remote violence", sub_event_type="Shelling/artillery/missile attack",
        ucdp_type="one-sided", plover_type="ASSAULT", plover_mode="heavy-weapons",
        trigger=span("shelled", AWKWARD), sentence=first, actor1=[lions],
        actor2=[Actor(**at("two farmers", AWKWARD, kind="civilians"))], places=[quarter],
        date=EventDate(text="on 4 May", start=datetime.date(2021, 5, 4), end=datetime.date(2021, 5, 4), precision="day", basis="stated"),
        fatalities=Count(text="two farmers", low=2, best=2, high=2, spans=[span("two", AWKWARD)]),
        assertion="attributed", attributed_to=[Actor(**at("=cmd|' /C calc'!A0", AWKWARD, kind="civilians"))],
        denied_by=[Actor(**at("Colonel Idris Bello", AWKWARD, name="Idris Bello", kind="state_forces"))],
        evidence={"date": [span("on 4 May", AWKWARD)]}, confidence=0.75,
    )  # fmt: skip
    rape = Event(
        id="e2", event_type="Violence against civilians", sub_event_type="Sexual violence", ucdp_type="one-sided",
        trigger=span("raped", AWKWARD), sentence=third,
        actor2=[Actor(**at("Salma Haddad", AWKWARD, kind="civilians"))], places=[ford],
        date=EventDate(end=datetime.date(2021, 5, 6)), assertion="attributed",
        attributed_to=[Actor(**at("Salma Haddad", AWKWARD, kind="civilians"))], evidence={"note": [span("she", AWKWARD)]},
    )  # fmt: skip
    return CodedArticle(
        document=Document(
            id="b1", text=AWKWARD, title="Salma Haddad speaks of Old Ford mill", published=datetime.date(2021, 5, 6),
            publisher='The "Delta", Daily', url="https://example.org/2021/salma-haddad-speaks", author="Nadia Writer",
            language="en", sha256="b" * 64, source="/home/someone/b1.html", shelf="Box of Salma Haddad",
        ),
        events=[shelling, rape],
        relations=[
            Relation(
                id="r1", type="opposed_to", subject=lions, object=Actor(**at("Colonel Idris Bello", AWKWARD, kind="state_forces")),
                start=datetime.date(2021, 1, 1), sentence=first, assertion="attributed",
            )
        ],
        actors=[lions, Actor(**at("Mr. Yunus Abdi Warsame", AWKWARD, kind="civilians"))],
        places=[quarter, ford],
        coder=Coder(name="Amina Coder", version="3", config_sha256="c" * 8),
    )  # fmt: skip


ECHO = (
    "Nine people died when aircraft of the Northern Command struck a grain store outside Varda on Monday, 3 May, Coast "
    "Radio has learned from a physician there."
)


@pytest.fixture
def echo() -> CodedArticle:
    """Another outlet's report of the strike of `coded`, in its own words, with another toll."""
    event = Event(
        id="e1", event_type="Explosions/Remote violence", sub_event_type="Air/drone strike",
        trigger=span("struck", ECHO), sentence=span(ECHO, ECHO),
        mentions=[Mention(trigger=span("struck", ECHO), sentence=span(ECHO, ECHO))],
        actor1=[Actor(**at("Northern Command", ECHO, name="Northern Command", kind="state_forces"))],
        places=[
            Place(**at("Varda", ECHO, name="Varda", latitude=35.5, longitude=36.5, country="Syria", admin1="Hill Province"),
                  precision="near_settlement", relation="near", basis="gazetteer")
        ],
        date=EventDate(text="Monday, 3 May", start=datetime.date(2021, 5, 3), end=datetime.date(2021, 5, 3),
                       precision="day", basis="stated"),
        fatalities=Count(text="Nine people", low=9, best=9, high=9, spans=[span("Nine people", ECHO)]),
        assertion="attributed", attributed_to=[Actor(**at("a physician", ECHO, kind="civilians"))],
    )  # fmt: skip
    return CodedArticle(
        document=Document(id="c1", text=ECHO, title="Nine dead in Varda", published=datetime.date(2021, 5, 5),
                          publisher="Coast Radio", language="en", sha256="d" * 64),
        events=[event], coder=Coder(name="tacitus", version="0.1.0"),
    )  # fmt: skip


@pytest.fixture
def record(coded: CodedArticle, echo: CodedArticle, awkward: CodedArticle, tmp_path: Path) -> Iterator[Store]:
    """A real record of three articles, linked: the strike is one incident with two reports."""
    with Store.open(tmp_path / "record.db") as store:
        for article in (coded, echo, awkward):
            store.add(article)
        store.link()
        yield store


@pytest.fixture
def source(record: Store) -> Source:
    return source_of_record(record)
