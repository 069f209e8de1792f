"""The parse stage: document -> sentences with syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Span_

from tacitus.parse.blocks import Block, blocks_of
from tacitus.parse.sentence import ParsedArticle, Sentence, attach_offset
from tacitus.records import Document, Span

_LONGEST_BLOCK = 20_000
_HAS_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_ARTICLE = re.compile(r"(?<![\w-])(?:[Aa][ldnrstz]|[Ee][lsz]|[Aa]sh|[Ee]z|[Aa]th|[Uu]l)[-‘’'`][\w‘’'`]+")
_INNER_MARK = re.compile(r"(?<![^\W\d_])[^\W\d_]+[`ʿʾ][^\W\d_]+")

NameFinder = Callable[[str], Iterable[tuple[int, int]]]
"""Finds stretches of a text that are one name, so that the parser need not guess ("Jammu and Kashmir Front")."""


def no_names(text: str) -> list[tuple[int, int]]:
    """Find no names: for parsing without a lexicon."""
    return []


def parse(document: Document, language: Language, names: NameFinder = no_names) -> ParsedArticle:
    """Parse every block of the document that may be coded. Boilerplate is not parsed; a known name is one token."""
    article = ParsedArticle(document)
    blocks = [piece for block in blocks_of(document) for piece in _bounded(block)]
    docs = language.pipe((_tokenised(block.text, language, names) for block in blocks), batch_size=64)
    for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
        _add_sentences(article, number, block, doc)
        if block.slug is not None:
            article.slugs[number] = block.slug
    article.by_start = [sentence.span.start for sentence in article.sentences]
    return article


def _add_sentences(article: ParsedArticle, number: int, block: Block, doc: Doc) -> None:
    attach_offset(doc, block.start)
    for syntax in doc.sents:
        if not _HAS_LETTER.search(syntax.text):
            continue
        start = block.start + syntax.start_char
        end = block.start + syntax.end_char
        span = Span.of(article.document.text, start, end)
        article.sentences.append(Sentence(len(article.sentences), number, syntax, block.headline, span))


def _tokenised(text: str, language: Language, names: NameFinder) -> Doc:
    """Cut a block into tokens with each known name as one: the small model stumbles over "and" and "of" in names."""
    doc = language.make_doc(text)
    stretches = [*names(text), *(m.span() for rule in (_ARABIC_ARTICLE, _INNER_MARK) for m in rule.finditer(text))]
    merged: list[Span_] = []
    for start, end in sorted(stretches, key=lambda stretch: stretch[0] - stretch[1]):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and len(span) > 1 and all(span.end <= m.start or m.end <= span.start for m in merged):
            merged.append(span)
    with doc.retokenize() as retokenizer:
        for span in merged:
            retokenizer.merge(span)
    return doc


def _bounded(block: Block) -> list[Block]:
    """Cut a block that would take the parser too much memory, at a blank."""
    if len(block.text) <= _LONGEST_BLOCK:
        return [block]
    cut = block.text.rfind(" ", _LONGEST_BLOCK // 2, _LONGEST_BLOCK)
    cut = cut if cut > 0 else _LONGEST_BLOCK
    head = Block(block.start, block.start + cut, block.text[:cut], block.headline, block.slug)
    return [head, *_bounded(Block(block.start + cut, block.end, block.text[cut:], block.headline))]
