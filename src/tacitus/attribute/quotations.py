"""Quotations: which sentences stand inside one, and who speaks there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.attribute.sources import Saying, SourceFinder
from tacitus.parse.sentence import Sentence
from tacitus.resolve.article import ResolvedArticle

_OPENING, _CLOSING, _EITHER = "“«", "”»", '"'
_SPEAKING = frozenset(
    "say tell add state explain declare write report announce note recount continue conclude read insist".split()
)


@dataclass(frozen=True)
class Quotation:
    """A run of sentences, by index, from the one that opens the quotation to the one that closes it."""

    first: int
    last: int


def quotations(article: ResolvedArticle) -> list[Quotation]:
    """The quotations that run over several sentences.

    A paragraph that ends inside a quotation goes on with it if the next one opens with a quotation mark, as newspapers
    print long statements; else the open mark was a slip and the quotation ends with its paragraph.
    """
    found: list[Quotation] = []
    opened: int | None = None
    block = -1
    for sentence in article.sentences:
        text = sentence.syntax.text
        if sentence.block != block:
            block = sentence.block
            if opened is not None:
                if text.lstrip()[:1] in _OPENING + _EITHER:
                    text = text.lstrip()[1:]
                else:
                    found.append(Quotation(opened, sentence.index - 1))
                    opened = None
        for mark in text:
            if mark in _OPENING or (mark in _EITHER and opened is None):
                opened = sentence.index if opened is None else opened
            elif opened is not None and (mark in _CLOSING or mark in _EITHER):
                found.append(Quotation(opened, sentence.index))
                opened = None
    if opened is not None:
        found.append(Quotation(opened, article.sentences[-1].index))
    return [quotation for quotation in found if quotation.last > quotation.first]


def speech_around(
    sentence: Sentence, article: ResolvedArticle, finder: SourceFinder, spoken: Sequence[Quotation]
) -> Saying | None:
    """The act of saying whose quotation the sentence stands in: where it closes, where it opens, or just before.

    `spoken` are the article's quotations.
    """
    for quotation in spoken:
        if not quotation.first <= sentence.index <= quotation.last:
            continue
        order = [quotation.last, *range(quotation.first, quotation.last), quotation.last + 1, quotation.first - 1]
        for index in order:
            if not 0 <= index < len(article.sentences):
                continue
            other = article.sentences[index]
            outside = index in (quotation.last + 1, quotation.first - 1)
            if outside and index > quotation.last and other.block != sentence.block:
                continue
            speech = _speech(other, finder)
            if speech is not None:
                return speech
    return None


def _speech(sentence: Sentence, finder: SourceFinder) -> Saying | None:
    return next((s for s in finder.said_in(sentence) if s.sources and s.lemma in _SPEAKING | {"according"}), None)
