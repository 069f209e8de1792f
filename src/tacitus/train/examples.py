"""Examples for training: what the gold corpus says of each question that a trained part answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tacitus.attribute.stage import attribute
from tacitus.evaluate.alignment import align
from tacitus.extract.article import ExtractedArticle
from tacitus.extract.draft import Draft
from tacitus.extract.happening import Happening
from tacitus.extract.likeness import likeness, likeness_within
from tacitus.extract.stage import ExtractionRules, drafts_of, extract
from tacitus.parse.sentence import end_of, start_of
from tacitus.records import CodedArticle
from tacitus.resolve.actors import Discourse, PartyFinder
from tacitus.run.confidence import features_of
from tacitus.run.event_or_not import event_features
from tacitus.run.pipeline import Pipeline
from tacitus.train.fitting import Example

Label = tuple[str, bool]
"""Id of the gold event that a mention tells, and whether one of its gold triggers says so (else only the sentence)."""


def pairs_of_mentions(gold: CodedArticle, pipeline: Pipeline) -> tuple[list[Example], list[Example]]:
    """Pairs within a sentence, and of a sentence's group with what was told before: one happening or not."""
    book = pipeline.codebook
    rules = ExtractionRules(book.triggers, book.people, book.weapons, book.worlds)
    resolved = pipeline.extracted(gold.document).resolved
    article = ExtractedArticle(resolved, PartyFinder(resolved, book.people, Discourse()))
    labelled = [(draft, label) for draft in drafts_of(article, rules) if (label := _label(draft, gold)) is not None]
    return list(_within(labelled)), list(_between(labelled))


def _label(draft: Draft, gold: CodedArticle) -> Label | None:
    stretches = [(start_of(word), end_of(word)) for word in draft.mention.words]
    sentence = draft.mention.sentence.span
    beside: set[str] = set()
    for event in gold.events:
        for mention in event.mentions:
            if any(start < mention.trigger.end and mention.trigger.start < end for start, end in stretches):
                return event.id, True
            if mention.sentence.start < sentence.end and sentence.start < mention.sentence.end:
                beside.add(event.id)
    return (beside.pop(), False) if len(beside) == 1 else None


def _within(labelled: Sequence[tuple[Draft, Label]]) -> Iterator[Example]:
    sure = [(draft, label[0]) for draft, label in labelled if label[1]]
    for number, (one, first) in enumerate(sure):
        for other, second in sure[number + 1 :]:
            if one.position == other.position:
                yield likeness_within(one, other), first == second


def _between(labelled: Sequence[tuple[Draft, Label]]) -> Iterator[Example]:
    told: list[tuple[str, Happening]] = []
    for position in sorted({draft.position for draft, _ in labelled}):
        groups: dict[str, list[Draft]] = {}
        for draft, (event, _) in labelled:
            if draft.position == position:
                groups.setdefault(event, []).append(draft)
        latest = max(told, key=lambda item: item[1].last_position, default=None)
        for event, drafts in groups.items():
            for other, happening in told:
                last = latest is not None and happening is latest[1]
                yield likeness(Happening(drafts), happening, len(told), last), event == other
        for event, drafts in groups.items():
            known = next((happening for other, happening in told if other == event), None)
            if known is None:
                told.append((event, Happening(list(drafts))))
            else:
                known.drafts.extend(drafts)


def events_or_not(gold: CodedArticle, pipeline: Pipeline) -> list[Example]:
    """What the rules take for events, with whether the gold has each of them, of whatever type."""
    book = pipeline.codebook
    rules = ExtractionRules(book.triggers, book.people, book.weapons, book.worlds)
    resolved = pipeline.extracted(gold.document).resolved
    article = attribute(extract(resolved, rules), book.sayings)
    found = {id(pair.predicted) for pair in align(gold.events, [item.event for item in article.events])}
    return [(event_features(item, article), id(item.event) in found) for item in article.events]


def events_right(gold: CodedArticle, coded: CodedArticle) -> list[Example]:
    """The coded events with whether the gold has each of them, with its sub-event type."""
    pairs = align(gold.events, coded.events)
    right = {id(pair.predicted) for pair in pairs if pair.gold.sub_event_type == pair.predicted.sub_event_type}
    length = max(1, len(gold.document.text))
    return [(features_of(event, event.trigger.start / length), id(event) in right) for event in coded.events]
