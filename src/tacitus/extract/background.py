"""Background: dated history told as context (docs/codebook.md, "What is an event")."""

from __future__ import annotations

import datetime

from tacitus.extract.article import ExtractedArticle
from tacitus.records import EventDate

CONTEXT_AFTER = datetime.timedelta(days=14)
"""An event that ended this long before publication is context where the article also tells newer ones."""


def mark_background(article: ExtractedArticle) -> None:
    """Mark events older than the article's news."""
    published = article.resolved.parsed.document.published
    if published is None:
        dated = [
            item.event.date.end
            for item in article.events
            if item.event.date.end and item.event.date.basis != "publication"
        ]
        published = max(dated, default=None)
    if published is None:
        return
    for item in article.events:
        date = item.event.date
        if date.basis == "publication" or date.end is None:
            continue
        item.event.background = _older(date, published)


def _older(date: EventDate, published: datetime.date) -> bool:
    assert date.end is not None
    return published - date.end > CONTEXT_AFTER
