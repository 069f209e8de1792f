"""Confidence: how sure the reading of an event is, from what the text left open."""

from __future__ import annotations

from tacitus.extract.article import ExtractedArticle
from tacitus.records import Event


def give_confidence(article: ExtractedArticle) -> None:
    """Give each event a confidence in 0..1 from what it names. Not yet calibrated (docs/quality.md)."""
    for item in article.events:
        item.event.confidence = confidence_of(item.event)


def confidence_of(event: Event) -> float:
    """A product of discounts: no party, no place or an unlocated one, no date, only a noun."""
    value = 0.9
    if not event.actor1 and not event.actor2:
        value *= 0.7
    if not event.places:
        value *= 0.85
    elif all(place.precision == "unlocated" for place in event.places):
        value *= 0.9
    if event.date.basis == "publication":
        value *= 0.85
    if len(event.mentions) > 1:
        value = min(0.98, value * 1.05)
    return round(value, 3)
