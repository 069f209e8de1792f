"""Drafts: what one mention tells of an event, before the mentions of one happening are joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.extract.arguments import Arguments
from tacitus.extract.counts import Tolls
from tacitus.extract.mentions import TriggerMention
from tacitus.records import Span
from tacitus.resolve.article import NamedPlace, Party
from tacitus.resolve.dates import DateMention

ARMED = frozenset(
    {"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces", "unidentified"}
)
"""Kinds of actor that carry arms."""


def is_armed(party: Party) -> bool:
    """Whether the party carries arms as far as the text tells. A name that nobody knows does not make a soldier."""
    if party.thing or party.actor.kind not in ARMED:
        return False
    return not (party.named and party.actor.name is None and party.actor.kind == "unidentified")


@dataclass
class Draft:
    """One mention with its arguments read. `means` is the sub-event type that a weapon in the clause implies."""

    mention: TriggerMention
    arguments: Arguments
    sub_event: str
    actor1: list[Party] = field(default_factory=list)
    actor2: list[Party] = field(default_factory=list)
    associated: list[Party] = field(default_factory=list)
    tolls: Tolls = field(default_factory=Tolls)
    weapons: list[Span] = field(default_factory=list)
    means: str | None = None
    date: DateMention | None = None
    dates: list[DateMention] = field(default_factory=list)
    places: list[NamedPlace] = field(default_factory=list)
    own_places: bool = False
    placed_by_dateline: bool = False
    """Whether only the place at the head of the report says where."""
    planned: bool = False
    """Announced, not yet happened ("will march on Friday")."""
    hypothetical: bool = False
    """Only possible or threatened, for a day ("may attack on Friday", "threatened to blow up the bridge tomorrow")."""

    @property
    def unreal(self) -> bool:
        """Whether it has not happened: planned, possible or threatened."""
        return self.planned or self.hypothetical

    @property
    def position(self) -> int:
        """Where the trigger stands among the article's sentences."""
        return self.mention.sentence.index

    @property
    def definite(self) -> bool:
        """Whether the trigger is a noun that points back ("the attack", "this raid", "the clashes")."""
        token = self.mention.token
        return self.mention.word_class in ("noun", "adjective") and any(
            child.lower_ in ("the", "this", "these", "that", "those", "its", "their") and child.dep_ in ("det", "poss")
            for child in token.children
        )

    @property
    def points_at_it(self) -> bool:
        """Whether the noun says what something told was: "it was the deadliest attack", "that was the first raid"."""
        token = self.mention.token
        if self.mention.word_class != "noun" or token.dep_ not in ("attr", "oprd"):
            return False
        subjects = [child.lower_ for child in token.head.children if child.dep_ in ("nsubj", "nsubjpass")]
        return any(word in ("it", "this", "that", "these", "they", "which") for word in subjects)
