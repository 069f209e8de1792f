"""Reasons: `because_of` links where the text says that one event answered another."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.extract.article import ExtractedArticle, ExtractedEvent

_STRONG = re.compile(
    r"\b(?:in response to|in retaliation for|in reprisal for|in revenge for|to avenge|because of|"
    r"due to|triggered by|sparked by|prompted by|"
    r"in protest at|in protest against|to protest|protesting|started after|broke out after|"
    r"erupted after|began after|retaliating for|in answer to|provoked by|denouncing|over the)\b"
)


_ENDING = frozenset({"stop", "end", "cease", "subside", "halt", "abate", "finish"})
_AFTER = frozenset({"after", "following"})


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


def _told_after(later: ExtractedEvent, earlier: ExtractedEvent) -> bool:
    """ "After soldiers arrested X, gunmen burned ...", "two days after the ambush they ..."."""
    for effect in later.happening.drafts:
        tops = {effect.mention.token.i} | (
            {effect.arguments.carrier.i} if effect.arguments.carrier is not None else set()
        )
        for cause in earlier.happening.drafts:
            if cause.position == effect.position and _hangs_after(cause.mention.token, tops):
                return True
    return False


def _hangs_after(token: Token, tops: set[int]) -> bool:
    """Whether the way from the token up to one of the heads leads through "after" or "following"."""
    current, after = token, False
    while current.head != current:
        if current.head.lemma_ in _ENDING:
            # "The fighting stopped only after X sent reinforcements": what ended it did not set it off.
            return False
        if current.lower_ in _AFTER or any(
            c.dep_ in ("mark", "prep", "advmod") and c.lower_ in _AFTER for c in current.children
        ):
            after = after or current.dep_ in ("advcl", "prep", "pcomp", "pobj")
        current = current.head
        if current.i in tops:
            return after and current != token
    return False


def _answers(article: ExtractedArticle, later: ExtractedEvent, earlier: ExtractedEvent) -> bool:
    if _told_after(later, earlier):
        return True
    text = article.resolved.parsed.document.text
    for effect in later.event.mentions:
        for cause in earlier.event.mentions:
            if effect.sentence.start != cause.sentence.start or effect.trigger.end > cause.trigger.start:
                continue
            if _STRONG.search(text[effect.trigger.end : cause.trigger.start].lower().replace("\n", " ")):
                return True
    return False
