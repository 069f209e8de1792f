"""The sentences that an event rests on, cut at the words that each of its fields was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tacitus.publish.words import tolls_of
from tacitus.records import Document, Event, Span

FIELDS = (
    "trigger",
    "actor1",
    "actor2",
    "associated",
    "date",
    "places",
    "fatalities",
    "injured",
    "abducted",
    "arrested",
    "displaced",
    "losses",
    "weapons",
    "attributed_to",
    "denied_by",
    "cues",
)
"""Fields with evidence, the one that gives its colour first where several rest on the same words."""

FIELD_WORDS = {
    "trigger": "what happened",
    "actor1": "actor 1",
    "actor2": "actor 2",
    "associated": "associated",
    "date": "date",
    "places": "place",
    "fatalities": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "displaced": "displaced",
    "losses": "losses",
    "weapons": "weapons",
    "attributed_to": "source",
    "denied_by": "denied by",
    "cues": "hedge or denial",
}

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n+")
_LONGEST = 1200
"""Characters of one passage. Exports quote; they do not reprint articles."""


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, and the fields that rest on them (none for the words between)."""

    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """One quoted stretch of the document, in pieces; `start` and `end` are offsets into `document.text`."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    field: str


def passages_of(document: Document, event: Event) -> list[Passage]:
    """Return every sentence that a field of the event rests on, in the order of the text, none twice."""
    length = len(document.text)
    marks = [mark for mark in _marks(event) if 0 <= mark.start < mark.end <= length]
    sentences = [event.sentence, *(mention.sentence for mention in event.mentions)]
    bounds = [(span.start, span.end) for span in sentences if 0 <= span.start < span.end <= length]
    bounds = _merged(bounds)
    for mark in marks:
        if not any(start <= mark.start and mark.end <= end for start, end in bounds):
            bounds = _merged([*bounds, _sentence_around(document.text, mark)])
    return [_passage(document.text, start, end, marks) for start, end in bounds]


def marked_fields(passages: Iterable[Passage]) -> list[str]:
    """Return the fields that are marked somewhere, in the order of `FIELDS`."""
    found = {field for passage in passages for piece in passage.pieces for field in piece.fields}
    return [field for field in FIELDS if field in found]


def _marks(event: Event) -> list[_Mark]:
    spans: dict[str, list[Span]] = {field: list(event.evidence.get(field, [])) for field in FIELDS}
    spans["trigger"] += [event.trigger, *(mention.trigger for mention in event.mentions)]
    for field in ("actor1", "actor2", "associated", "places", "attributed_to", "denied_by", "cues", "weapons"):
        spans[field] += getattr(event, field)
    for name, count in tolls_of(event):
        spans[name] += count.spans
    for loss in event.losses:
        spans["losses"] += loss.count.spans
    return sorted(
        {_Mark(span.start, span.end, field) for field, found in spans.items() for span in found},
        key=lambda mark: (mark.start, mark.end, FIELDS.index(mark.field)),
    )


def _merged(bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(bounds):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _sentence_around(text: str, mark: _Mark) -> tuple[int, int]:
    before = max(0, mark.start - _LONGEST // 2)
    start = before
    for found in _SENTENCE_END.finditer(text, before, mark.start):
        start = found.end()
    after = _SENTENCE_END.search(text, mark.end, min(len(text), mark.end + _LONGEST // 2))
    end = after.end() if after else min(len(text), mark.end + _LONGEST // 2)
    return start, max(mark.end, start + len(text[start:end].rstrip()))


def _passage(text: str, start: int, end: int, marks: list[_Mark]) -> Passage:
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    cut_start, cut_end = start, end
    if end - start > _LONGEST:
        cut_start = max(start, min((mark.start for mark in inside), default=start) - _LONGEST // 4)
        cut_end = min(end, cut_start + _LONGEST)
    pieces = list(_pieces(text, cut_start, cut_end, inside))
    if cut_start > start:
        pieces.insert(0, Piece("[…] "))
    if cut_end < end:
        pieces.append(Piece(" […]"))
    return Passage(start, end, tuple(pieces))


def _pieces(text: str, start: int, end: int, marks: list[_Mark]) -> Iterator[Piece]:
    edges = {start, end}
    for mark in marks:
        edges |= {min(max(mark.start, start), end), min(max(mark.end, start), end)}
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        found = {mark.field for mark in marks if mark.start <= left and right <= mark.end}
        yield Piece(text[left:right], tuple(field for field in FIELDS if field in found))
