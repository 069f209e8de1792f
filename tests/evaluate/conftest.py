"""A small report with two events in one sentence, coded by hand for the scorer's tests."""

import pytest

from tacitus.records import (
    Actor,
    CodedArticle,
    Coder,
    Count,
    Document,
    Event,
    EventDate,
    Mention,
    Place,
    Relation,
    Span,
)

TEXT = (
    "Rebels of the Northern Front shelled Tal Amara on Monday and soldiers stormed the village of Kafr Zeta. "
    "Four soldiers died in Kafr Zeta, a local monitor said. "
    "The clash followed the shelling."
)


def span(words: str, nth: int = 0, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span.of(text, start, start + len(words))


def actor(words: str, name: str | None, kind: str, nth: int = 0) -> Actor:
    return Actor(**span(words, nth).model_dump(), name=name, kind=kind)


def place(words: str, latitude: float, nth: int = 0) -> Place:
    where = {"latitude": latitude, "longitude": 36.0, "precision": "settlement"}
    return Place(**span(words, nth).model_dump(), name=words, **where)


def event(name: str, sub_type: str, kind: str, triggers: list[tuple[str, int]], **fields) -> Event:
    first, last = TEXT.index("Four") - 1, TEXT.index("The clash") - 1

    def sentence(found: Span) -> Span:
        if found.start < first:
            return Span.of(TEXT, 0, first)
        return Span.of(TEXT, first + 1, last) if found.start < last else Span.of(TEXT, last + 1, len(TEXT))

    mentions = [Mention(trigger=span(*given), sentence=sentence(span(*given))) for given in triggers]
    whole = {"trigger": mentions[0].trigger, "sentence": mentions[0].sentence, "mentions": mentions}
    return Event(id=name, event_type=kind, sub_event_type=sub_type, **whole, **fields)


@pytest.fixture
def gold() -> CodedArticle:
    monday = EventDate(text="on Monday", start="2021-03-01", end="2021-03-01", precision="day", basis="relative")
    rebels = actor("Rebels of the Northern Front", "Northern Front", "rebel_group")
    events = [
        event(
            "e1",
            "Shelling/artillery/missile attack",
            "Explosions/Remote violence",
            [("shelled", 0), ("shelling", 0)],
            actor1=[rebels],
            places=[place("Tal Amara", 35.0)],
            date=monday,
        ),
        event(
            "e2",
            "Armed clash",
            "Battles",
            [("stormed", 0), ("clash", 0)],
            actor1=[actor("soldiers", "Army", "state_forces")],
            actor2=[rebels],
            places=[place("Kafr Zeta", 35.5)],
            date=monday,
            fatalities=Count(text="Four", low=4, best=4, high=4, spans=[span("Four")]),
            assertion="attributed",
            attributed_to=[actor("a local monitor", None, "civilians")],
            because_of=["e1"],
        ),
    ]
    relation = Relation(
        id="r1",
        type="opposed_to",
        subject=actor("soldiers", "Army", "state_forces"),
        object=rebels,
        sentence=Span.of(TEXT, 0, TEXT.index("Four") - 1),
    )
    extra = {"theatre": "Syria", "story": "syria-invented", "voice": "wire"}
    document = Document(id="one", text=TEXT, published="2021-03-02", **extra)
    return CodedArticle(document=document, events=events, relations=[relation], coder=Coder(name="gold", version="1"))


@pytest.fixture
def coded(gold) -> CodedArticle:
    return gold.model_copy(deep=True)
