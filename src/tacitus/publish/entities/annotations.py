"""W3C Web Annotations: every stretch of text that a value rests on, by quotation and by position."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tacitus.publish.tables.sources import EVENT_FIELDS, ITEM_FIELDS, event_spans, item_spans
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Event, Facility, Relation, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters before and after a quotation that help to find it again."""


class WebAnnotations(Writer):
    """Writes annotations.jsonld: an AnnotationCollection with one page.

    The target is the article as Tacitus read it; positions are characters of that text. Where it has an address on the
    web, `scope` names it.
    """

    def begin(self) -> None:
        """Open the collection."""
        self._stream = self.open_text("annotations.jsonld")
        head = {"@context": CONTEXT, "id": "urn:tacitus:annotations", "type": "AnnotationCollection"}
        self._stream.write(_json(head)[:-1] + ', "first": {"id": "urn:tacitus:annotations:1", ')
        self._stream.write('"type": "AnnotationPage", "startIndex": 0, "items": [')
        self._count = 0

    def article(self, coded: CodedArticle) -> None:
        """Write the article's annotations."""
        for annotation in annotations_of(coded):
            self._stream.write((",\n" if self._count else "\n") + _json(annotation))
            self._count += 1

    def end(self) -> None:
        """Write how many there are, and the imprint."""
        label = _json(self.imprint.sentence())
        self._stream.write(f'\n]}}, "total": {self._count}, "label": {label}}}\n')


def annotations_of(coded: CodedArticle) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each stretch that a field of an event, relation or facility rests on."""
    items: tuple[tuple[str, Event | Relation | Facility], ...] = (
        *(("event", event) for event in coded.events),
        *(("relation", relation) for relation in coded.relations),
        *(("facility", facility) for facility in coded.facilities),
    )
    for kind, item in items:
        for field, number, span in _spans(item):
            yield _annotation(coded, kind, item.id, field, number, span)


def _spans(item: Event | Relation | Facility) -> Iterator[tuple[str, int, Span]]:
    if isinstance(item, Event):
        found = {field: event_spans(item, field) for field in EVENT_FIELDS}
    else:
        table = "relations" if isinstance(item, Relation) else "facilities"
        found = {field: item_spans(item, field) for field in ITEM_FIELDS[table]}
    found["sentence"] = [item.sentence]
    for field, spans in found.items():
        yield from ((field, number, span) for number, span in enumerate(spans, start=1))


def _annotation(coded: CodedArticle, kind: str, own_id: str, field: str, number: int, span: Span) -> dict[str, Any]:
    document = coded.document
    subject = f"urn:tacitus:{kind}:{_part(document.id)}:{_part(own_id)}"
    target: dict[str, Any] = {
        "source": f"urn:tacitus:article:{_part(document.id)}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": document.text[max(0, span.start - _AROUND) : span.start],
                "suffix": document.text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
    if document.url:
        target["scope"] = document.url
    return {
        "id": f"{subject}:{field}:{number}",
        "type": "Annotation",
        "motivation": "identifying",
        "creator": {"type": "Software", "name": f"{coded.coder.name} {coded.coder.version}".strip()},
        "body": [
            {"type": "SpecificResource", "purpose": "linking", "source": subject},
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": field},
        ],
        "target": target,
    }


def _part(text: str) -> str:
    return quote(text, safe="")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
