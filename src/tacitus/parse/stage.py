"""The parse stage: document -> sentences with syntax."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from tacitus.parse.blocks import Block, blocks_of
from tacitus.parse.sentence import ParsedArticle, Sentence, attach_offset
from tacitus.records import Document, Span

_LONGEST_BLOCK = 20_000
_HAS_LETTER = re.compile(r"[^\W\d_]")


def parse(document: Document, language: Language) -> ParsedArticle:
    """Parse every block of the document that may be coded. Boilerplate is not parsed."""
    article = ParsedArticle(document)
    blocks = [piece for block in blocks_of(document) for piece in _bounded(block)]
    docs = language.pipe((block.text for block in blocks), batch_size=64)
    for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
        _add_sentences(article, number, block, doc)
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


def _bounded(block: Block) -> list[Block]:
    """Cut a block that would take the parser too much memory, at a blank."""
    if len(block.text) <= _LONGEST_BLOCK:
        return [block]
    cut = block.text.rfind(" ", _LONGEST_BLOCK // 2, _LONGEST_BLOCK)
    cut = cut if cut > 0 else _LONGEST_BLOCK
    head = Block(block.start, block.start + cut, block.text[:cut], block.headline)
    return [head, *_bounded(Block(block.start + cut, block.end, block.text[cut:], block.headline))]
