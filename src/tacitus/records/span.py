"""Spans: stretches of `document.text`, by character offsets."""

from __future__ import annotations

from tacitus.records.base import Record


class Span(Record):
    """A stretch of the document's text. `text == document.text[start:end]`, end exclusive."""

    text: str
    start: int
    end: int

    @classmethod
    def of(cls, document_text: str, start: int, end: int) -> Span:
        """Cut the span out of the text it points into."""
        return Span(text=document_text[start:end], start=start, end=end)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end
