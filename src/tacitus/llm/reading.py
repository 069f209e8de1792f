"""What the article itself says of a quoted stretch: the judge over every field that a model gives.

`EnglishReading` asks the parsed and resolved article; `PartialReading` what lexicon and gazetteer find in another
language. Each gives the value, or a `Refusal` with the reason why the words do not bear it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tacitus.records import Actor, ActorKind, Count, Event, EventDate, Place, Span

ActorRole = Literal["doer", "target", "source"]


@dataclass(frozen=True)
class Refusal:
    """Why a stretch of the text is not what the model takes it for."""

    reason: str


@dataclass(frozen=True)
class Deed:
    """A trigger that holds: its words, its sentence and the type that it may have."""

    trigger: Span
    sentence: Span
    sub_event: str
    unreal: Literal["planned", "hypothetical"] | None = None


class ArticleReading(Protocol):
    """What is asked about stretches of one article."""

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that covers an offset."""

    def deed(self, span: Span, sub_event: str) -> Deed | Refusal:
        """Whether the words tell a deed of this type that happened."""

    def actors(self, span: Span, role: ActorRole) -> list[Actor] | Refusal:
        """The actors that the words name."""

    def places(self, span: Span) -> list[Place] | Refusal:
        """The places that the words name."""

    def date(self, span: Span) -> tuple[EventDate, Span] | Refusal:
        """The days that the words name."""

    def count(self, span: Span, field: str) -> Count | Refusal:
        """The number that the words give."""

    def check_status(self, events: Sequence[Event]) -> None:
        """Our own reading of who tells the events and how surely; writes status, sources and deniers into them."""

    def named(self) -> tuple[list[Actor], list[Place]]:
        """Every actor and place that the article names."""


WORDS_OF_A_QUOTE = 14
"""More words than this name nobody and no place: the model quoted a sentence."""


def plain_actor(span: Span, kind: ActorKind) -> Actor:
    """An actor known by the words only."""
    return Actor(text=span.text, start=span.start, end=span.end, kind=kind)
