"""A small report of our own, coded by hand, and the same with hostile text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

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
