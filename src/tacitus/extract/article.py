"""An article with the events extracted from it, and the mentions behind each."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.extract.happening import Happening
from tacitus.extract.mentions import TriggerMention
from tacitus.records import Event
from tacitus.resolve.actors import PartyFinder
from tacitus.resolve.article import ResolvedArticle


@dataclass
class ExtractedEvent:
    """An event with the happening that it was made of. Later stages fill the event further."""

    event: Event
    happening: Happening


@dataclass
class ExtractedArticle:
    """What attribution, coalition and the record are made from. `refused` says why a trigger told no event."""

    resolved: ResolvedArticle
    finder: PartyFinder
    events: list[ExtractedEvent] = field(default_factory=list)
    refused: list[tuple[TriggerMention, str]] = field(default_factory=list)
