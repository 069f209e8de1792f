"""Reading of an article in another language: quotes are judged by lexicon, gazetteer and word lists, without syntax."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from tacitus.gazetteer import Gazetteer
from tacitus.languages.numbers import count_in
from tacitus.languages.places import PlaceFinder
from tacitus.languages.stage import PartialArticle
from tacitus.languages.words import fold
from tacitus.llm.reading import WORDS_OF_A_QUOTE, ActorRole, Deed, Refusal, plain_actor
from tacitus.parse.blocks import blocks_of
from tacitus.parse.place_names import PlaceName
from tacitus.records import Actor, ActorKind, Assertion, Count, Event, EventDate, Place, Span
from tacitus.resolve.places import resolve_places

_SENTENCE_END = re.compile(r"[.!?…؟۔]+[\"”’»)\]]*\s+(?=[^\sa-zа-яёіїєґçğıöşü])")
_STATUS_WORDS: tuple[tuple[Assertion, str], ...] = (
    ("denied", "denials"),
    ("hedged", "hedges"),
    ("attributed", "sayings"),
)


@dataclass
class PartialReading:
    """Judges quotes by what is found in an article of another language."""

    article: PartialArticle
    gazetteer: Gazetteer
    sentences: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        text = self.article.document.text
        self.sentences = [
            Span.of(text, start, end)
            for block in blocks_of(self.article.document)
            for start, end in _cut(text, block.start, block.end)
        ]

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that covers an offset."""
        return next((one for one in self.sentences if one.start <= offset < one.end), None)

    def deed(self, span: Span, sub_event: str) -> Deed | Refusal:
        """Whether the words may tell a deed: they are words of a sentence, and no name or day.

        Which deed they tell is the model's reading: there is no list of triggers in these languages.
        """
        sentence = self.sentence_at(span.start)
        if sentence is None:
            return Refusal("stands in no sentence that may be coded")
        if len(span.text.split()) > WORDS_OF_A_QUOTE:
            return Refusal("no word for a deed but a passage")
        if self._is_name(span) or len(span.text) < 3:
            return Refusal("a name or a day, no word for a deed")
        return Deed(span, sentence, sub_event)

    def _is_name(self, span: Span) -> bool:
        named = [*self.article.actors, *self.article.places]
        covered = any(one.start <= span.start and span.end <= one.end for one in named)
        return covered or any(d.start <= span.start and span.end <= d.end for d in self.article.dates)

    def actors(self, span: Span, role: ActorRole) -> list[Actor] | Refusal:
        """The known actors in the words, else who is told by a word for people."""
        if len(span.text.split()) > WORDS_OF_A_QUOTE:
            return Refusal("names nobody: not a phrase but a passage")
        named = [actor for actor in self.article.actors if actor.start < span.end and span.start < actor.end]
        if named:
            return named
        kind = self._kind(span)
        if kind is not None:
            return [plain_actor(span, kind)]
        places = [p for p in self.article.places if p.start < span.end and span.start < p.end]
        if places:
            return Refusal("a place, no actor")
        if any(d.start < span.end and span.start < d.end for d in self.article.dates):
            return Refusal("a date, no actor")
        if role == "source" and len(span.text.split()) <= 4:
            return [plain_actor(span, "civilians")]
        return Refusal("no word for people, a group or a force")

    def _kind(self, span: Span) -> ActorKind | None:
        folded, best = fold(span.text), ("", None)
        prefixes = "".join(f"{re.escape(p)}|" for p in self.article.words["prefixes"])
        for kind, words in self.article.words.table("people").items():
            for word in words:
                told = re.search(rf"(?<!\w)(?:{prefixes})?(?:ال)?{re.escape(word)}(?!\w)", folded)
                if told and kind in get_args(ActorKind) and len(word) > len(best[0]):
                    best = (word, kind)
        return best[1]

    def places(self, span: Span) -> list[Place] | Refusal:
        """The places found in the words, else what the gazetteer has under them."""
        found = [p for p in self.article.places if p.start < span.end and span.start < p.end]
        if found:
            return [p for p in found if p.precision != "country"] or found
        if any(a.start < span.end and span.start < a.end for a in self.article.actors):
            return Refusal("an actor, no place")
        if len(span.text.split()) > 6:
            return Refusal("names no place: not a name but a passage")
        finder = PlaceFinder(self.article.document.text, self.article.words, self.gazetteer, [])
        known = finder.base_name(span.start, span.end)
        if known is None:
            return Refusal("a name that no gazetteer has")
        others = [PlaceName(p.start, p.end, p.name or p.text) for p in self.article.places]
        resolved = resolve_places(
            [*others, PlaceName(span.start, span.end, known)], self.article.document.text, self.gazetteer
        )[-1]
        if resolved.latitude is None:
            return Refusal("a name that the gazetteer has only far from the article's places")
        return [resolved.model_copy(update={"text": span.text})]

    def date(self, span: Span) -> tuple[EventDate, Span] | Refusal:
        """The days that the words name."""
        text = self.article.document.text
        for mention in self.article.dates:
            if mention.date is not None and mention.start < span.end and span.start < mention.end:
                return mention.date, Span.of(text, mention.start, mention.end)
        return Refusal("no date that our rules can read")

    def count(self, span: Span, field: str) -> Count | Refusal:
        """The number that the words give."""
        return count_in(span, self.article.words) or Refusal("no number in the words")

    def check_status(self, events: Sequence[Event]) -> None:
        """Words of hedging, saying and denying in the event's first sentence make its status."""
        for event in events:
            folded = fold(event.sentence.text)
            for status, name in _STATUS_WORDS:
                word = next((w for w in self.article.words[name] if _has(folded, w)), None)
                if word is not None:
                    event.assertion = status
                    start = event.sentence.start + _at(folded, word)
                    cue = Span.of(self.article.document.text, start, start + len(word))
                    event.cues.append(cue)
                    event.evidence["assertion"] = [cue]
                    break

    def named(self) -> tuple[list[Actor], list[Place]]:
        """Every actor and place that was found."""
        return list(self.article.actors), list(self.article.places)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    pieces = []
    for first, last in itertools.pairwise(cuts):
        stop = last
        while stop > first and text[stop - 1].isspace():
            stop -= 1
        if stop > first:
            pieces.append((first, stop))
    return pieces


def _has(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None


def _at(folded: str, word: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded)
    return found.start() if found else 0
