"""Reasons: `because_of` links where the text says that one event answered another."""

from __future__ import annotations

import re

from tacitus.extract.article import ExtractedArticle, ExtractedEvent

_REASON = re.compile(
    r"\b(?:in response to|in retaliation for|in reprisal for|in revenge for|to avenge|following|"
    r"after|because of|over|due to|triggered by|"
    r"sparked by|prompted by|in the wake of|in protest at|in protest against|to protest|protesting|"
    r"started after|in answer to|retaliating for|"
    r"came in response to|was a response to|denouncing|condemning)\b"
)
_STRONG = re.compile(
    r"\b(?:in response to|in retaliation for|in reprisal for|in revenge for|to avenge|because of|"
    r"due to|triggered by|sparked by|prompted by|"
    r"in protest at|in protest against|to protest|protesting|started after|broke out after|"
    r"erupted after|began after|retaliating for|in answer to|provoked by|denouncing|over the)\b"
)


def link_reasons(article: ExtractedArticle) -> None:
    """Link events told in one sentence with words of reason between them."""
    for later in article.events:
        for earlier in article.events:
            if (
                later is not earlier
                and earlier.event.id not in later.event.because_of
                and _answers(article, later, earlier)
            ):
                later.event.because_of.append(earlier.event.id)


def _answers(article: ExtractedArticle, later: ExtractedEvent, earlier: ExtractedEvent) -> bool:
    text = article.resolved.parsed.document.text
    for effect in later.event.mentions:
        for cause in earlier.event.mentions:
            if effect.sentence.start != cause.sentence.start or effect.trigger.end > cause.trigger.start:
                continue
            if _STRONG.search(text[effect.trigger.end : cause.trigger.start].lower().replace("\n", " ")):
                return True
    return False
