"""A parsed article with what its names refer to: actors, places, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from spacy.tokens import Token

from tacitus.parse.place_names import PlaceName
from tacitus.parse.sentence import ParsedArticle, Sentence, end_of, start_of
from tacitus.records import Actor, Place, Span
from tacitus.resolve.dates import DateMention

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Party:
    """An actor as a phrase names it. `head` is the phrase's head word.

    `named` tells a proper name from a description ("gunmen"); `thing` marks buildings and goods that are hit;
    `anaphor` marks words that stand for an actor named before ("the group").
    """

    actor: Actor
    head: Token
    named: bool = False
    thing: bool = False
    anaphor: bool = False


@dataclass(frozen=True)
class NamedPlace:
    """A place name of the text and the place it was resolved to."""

    name: PlaceName
    place: Place
    area_start: int | None = None
    """Where the name of the area that contains it begins ("X in southern Idlib"), in characters of the document."""


@dataclass
class ResolvedArticle:
    """What stages after resolution work on. Token keys are character offsets of the token in the document."""

    parsed: ParsedArticle
    theatre: list[str] = field(default_factory=list)
    named_actors: list[Actor] = field(default_factory=list)
    country_actors: dict[int, Actor] = field(default_factory=dict)
    """The state behind a country's name, by offset of the name."""
    places: list[NamedPlace] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    actor_at: dict[int, Actor] = field(default_factory=dict)
    place_at: dict[int, NamedPlace] = field(default_factory=dict)
    date_at: dict[int, DateMention] = field(default_factory=dict)

    @property
    def sentences(self) -> list[Sentence]:
        """The article's sentences in order."""
        return self.parsed.sentences

    def slug_place(self, sentence: Sentence) -> NamedPlace | None:
        """The place of the item's heading, where the sentence's item has one ("- Kornoi: ...")."""
        slug = self.parsed.slugs.get(sentence.block)
        if slug is None:
            return None
        return next((p for p in self.places if p.name.start < slug[1] and slug[0] < p.name.end), None)

    def index(self) -> None:
        """Make the layers findable by token. Call after the layers are filled."""
        self.actor_at = dict(self._by_token(self.named_actors, lambda actor: (actor.start, actor.end)))
        self.place_at = dict(self._by_token(self.places, lambda named: (named.name.start, named.name.end)))
        self.date_at = dict(self._by_token(self.dates, lambda date: (date.start, date.end)))

    def _by_token(
        self, layer: Iterable[_Item], bounds: Callable[[_Item], tuple[int, int]]
    ) -> Iterator[tuple[int, _Item]]:
        for item in layer:
            start, end = bounds(item)
            for token in self.parsed.tokens_in(start, end):
                yield start_of(token), item

    def actor_of(self, token: Token) -> Actor | None:
        """The named actor whose name covers the token."""
        return self.actor_at.get(start_of(token))

    def place_of(self, token: Token) -> NamedPlace | None:
        """The place whose name covers the token."""
        return self.place_at.get(start_of(token))

    def date_of(self, token: Token) -> DateMention | None:
        """The date whose words cover the token."""
        return self.date_at.get(start_of(token))

    def dates_in(self, sentence: Sentence) -> list[DateMention]:
        """The dates in the sentence, in order."""
        return [d for d in self.dates if sentence.span.start <= d.start < sentence.span.end]

    def places_in(self, sentence: Sentence) -> list[NamedPlace]:
        """The places in the sentence, in order."""
        return [p for p in self.places if sentence.span.start <= p.name.start < sentence.span.end]

    def span(self, first: Token, last: Token | None = None) -> Span:
        """The document span from token to token, both included."""
        return self.parsed.span(first, last)

    def span_of(self, tokens: Iterable[Token]) -> Span:
        """The document span that covers the tokens."""
        return self.parsed.span_of(tokens)

    def document_text(self, start: int, end: int) -> str:
        """The document's text between two offsets."""
        return self.parsed.document.text[start:end]

    def tokens_of(self, start: int, end: int) -> list[Token]:
        """The tokens between two document offsets."""
        return self.parsed.tokens_in(start, end)


def covers(token: Token, start: int, end: int) -> bool:
    """Tell whether a document stretch covers the token's start."""
    return start <= start_of(token) < end and end_of(token) <= max(end, start_of(token) + 1)
