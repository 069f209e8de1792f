"""An article cut at the words that were coded, so that a page can light them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from tacitus.publish.passages import FIELDS
from tacitus.publish.words import tolls_of
from tacitus.records import CodedArticle, Event, Span

_PARAGRAPH = re.compile(r"[^\n]+")
_RELATION_FIELDS = ("subject", "object", "owner", "place")
_ORDER = {field: number for number, field in enumerate((*FIELDS, *_RELATION_FIELDS, "sentence"))}


@dataclass(frozen=True)
class Mark:
    """Words that a field of something coded rests on; `subject` is the id of the event, relation or facility."""

    start: int
    end: int
    subject: str
    field: str


@dataclass(frozen=True)
class Segment:
    """Some words of a paragraph with the marks upon them, the one that gives the colour first."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def keys(self) -> str:
        """`subject.field` of each mark, for the page's script."""
        return " ".join(dict.fromkeys(f"{mark.subject}.{mark.field}" for mark in self.marks))


@dataclass(frozen=True)
class Paragraph:
    """One line of the article. `boilerplate` is its kind where it is not coded; `graphic` where it may be veiled."""

    start: int
    segments: tuple[Segment, ...]
    boilerplate: str | None = None
    graphic: bool = False


def paragraphs_of(coded: CodedArticle) -> list[Paragraph]:
    """Return the article's paragraphs with every mark of every event, relation and facility."""
    text = coded.document.text
    length = len(text)
    marks = sorted(
        {mark for mark in marks_of(coded) if 0 <= mark.start < mark.end <= length},
        key=lambda mark: (mark.start, mark.end, _ORDER.get(mark.field, 99), mark.subject),
    )
    found = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        if not match.group().strip():
            continue
        inside = [mark for mark in marks if mark.start < end and start < mark.end]
        kinds = {part.kind for part in coded.document.boilerplate if part.start <= start and end <= part.end}
        found.append(
            Paragraph(
                start,
                tuple(_segments(text, start, end, inside)),
                boilerplate=min(kinds, default=None),
                graphic=is_graphic(match.group()),
            )
        )
    return found


def marks_of(coded: CodedArticle) -> Iterator[Mark]:
    """Yield the marks of everything that was coded."""
    for event in coded.events:
        for field, span in event_spans(event):
            yield Mark(span.start, span.end, event.id, field)
    for relation in coded.relations:
        yield Mark(relation.subject.start, relation.subject.end, relation.id, "subject")
        if relation.object is not None:
            yield Mark(relation.object.start, relation.object.end, relation.id, "object")
    for facility in coded.facilities:
        yield Mark(facility.place.start, facility.place.end, facility.id, "place")
        if facility.owner is not None:
            yield Mark(facility.owner.start, facility.owner.end, facility.id, "owner")


def event_spans(event: Event) -> Iterator[tuple[str, Span]]:
    """Yield each field of an event with each span that it rests on."""
    yield "trigger", event.trigger
    for mention in event.mentions:
        yield "trigger", mention.trigger
    for field in ("actor1", "actor2", "associated", "places", "weapons", "attributed_to", "denied_by", "cues"):
        for span in getattr(event, field):
            yield field, span
    for name, count in tolls_of(event):
        for span in count.spans:
            yield name, span
    for loss in event.losses:
        for span in loss.count.spans:
            yield "losses", span
    for field, spans in event.evidence.items():
        if field in FIELDS:
            for span in spans:
                yield field, span


def _segments(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Segment]:
    edges = sorted({start, end, *(min(max(edge, start), end) for mark in marks for edge in (mark.start, mark.end))})
    for left, right in pairwise(edges):
        upon = tuple(mark for mark in marks if mark.start <= left and right <= mark.end)
        yield Segment(text[left:right], tuple(sorted(upon, key=lambda mark: _ORDER.get(mark.field, 99))))


@lru_cache(maxsize=1)
def _graphic_words() -> re.Pattern[str]:
    lines = resources.files("tacitus.serve.reading").joinpath("graphic.csv").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines[1:] if line.strip() and not line.startswith("#")]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def is_graphic(text: str) -> bool:
    """Tell whether a text describes violence in a way that a reader may want to be warned of (graphic.csv)."""
    return _graphic_words().search(text) is not None
