"""Sentences: spaCy's, with offsets into the whole document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SyntaxSpan

from tacitus.records import Document, Span

_OFFSET = "tacitus_offset"


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a block. Sentences are numbered through the article, blocks too."""

    index: int
    block: int
    syntax: SyntaxSpan
    headline: bool
    span: Span

    @property
    def tokens(self) -> list[Token]:
        """The tokens in order."""
        return list(self.syntax)

    @cached_property
    def extents(self) -> tuple[list[int], list[int]]:
        """Where each token begins and ends in the document: sorted, so that a stretch is found by bisection."""
        offset = int(self.syntax.doc.user_data[_OFFSET])
        starts = [offset + token.idx for token in self.syntax]
        return starts, [offset + token.idx + len(token.text) for token in self.syntax]

    @cached_property
    def lower(self) -> str:
        """The sentence in lower case, with plain quotes and blanks."""
        return self.syntax.text.lower()


@dataclass
class ParsedArticle:
    """A document with its sentences. All later stages point into it."""

    document: Document
    sentences: list[Sentence] = field(default_factory=list)
    by_start: list[int] = field(default_factory=list)
    slugs: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Place headings of items, by block number."""

    def span(self, first: Token, last: Token | None = None) -> Span:
        """The document span from token `first` to token `last`, both included."""
        last = first if last is None else last
        return Span.of(self.document.text, start_of(first), end_of(last))

    def span_of(self, tokens: Iterable[Token]) -> Span:
        """The document span that covers the tokens."""
        ordered = sorted(tokens, key=lambda token: token.i)
        return self.span(ordered[0], ordered[-1])

    def cut(self, start: int, end: int) -> Span:
        """The document span between two offsets."""
        return Span.of(self.document.text, start, end)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers a document offset."""
        position = bisect_right(self.by_start, offset) - 1
        if position < 0:
            return None
        sentence = self.sentences[position]
        return sentence if offset < sentence.span.end else None

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that overlap a stretch of the document."""
        sentence = self.sentence_at(start)
        if sentence is None:
            return []
        starts, ends = sentence.extents
        return [sentence.syntax[n] for n in range(bisect_right(ends, start), bisect_left(starts, end))]


def attach_offset(doc: Doc, offset: int) -> Doc:
    """Remember in a parsed block where it stands in the document."""
    doc.user_data[_OFFSET] = offset
    return doc


def start_of(token: Token) -> int:
    """The token's first character in the document."""
    return int(token.doc.user_data[_OFFSET]) + token.idx


def end_of(token: Token) -> int:
    """One past the token's last character in the document."""
    return int(token.doc.user_data[_OFFSET]) + token.idx + len(token.text)
