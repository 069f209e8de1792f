"""Confidence: how probable it is that a coder would have this event, with this sub-event type.

A logistic model over what the event itself shows: who, where, when and how many are told, how often and how surely. Its
weights are trained on the train half of the gold corpus (`make train`); docs/quality.md shows how far they hold.
"""

from __future__ import annotations

from tacitus.extract.article import ExtractedArticle
from tacitus.extract.judgement import judge_of
from tacitus.records import Event

Features = dict[str, float]


def give_confidence(article: ExtractedArticle) -> None:
    """Give each event its confidence, 0 to 1."""
    length = max(1, len(article.resolved.parsed.document.text))
    for item in article.events:
        item.event.confidence = confidence_of(item.event, item.event.trigger.start / length)


def confidence_of(event: Event, position: float = 0.0) -> float:
    """The probability that the event is right; `position` is where in its article it is first told, 0 to 1."""
    return round(judge_of("tacitus.run", "confidence").probability(features_of(event, position)), 3)


def features_of(event: Event, position: float) -> Features:
    """What the event shows, as named features between 0 and 1."""
    features: Features = {"bias": 1.0, "told late": min(1.0, position)}
    features["type " + event.sub_event_type] = 1.0
    features["status " + event.assertion] = 1.0
    features[f"told {_often(len(event.mentions))}"] = 1.0
    for side, actors in (("actor1", event.actor1), ("actor2", event.actor2)):
        known = any(actor.actor_id for actor in actors)
        features[f"{side} {'known' if known else 'described' if actors else 'not told'}"] = 1.0
        if len(actors) > 2:
            features[f"{side} many"] = 1.0
    finest = {place.precision for place in event.places}
    near = finest & {"site", "settlement", "near_settlement"}
    wide = "place unlocated" if "unlocated" in finest else "place wide" if finest else "no place"
    features["place exact" if near else wide] = 1.0
    dated = event.date.basis != "publication"
    features[f"date {event.date.precision}" if dated else "no date"] = 1.0
    tolls = [event.fatalities, event.injured, event.abducted, event.arrested]
    numbers = [toll for toll in tolls if toll is not None and (toll.low or toll.high)]
    features["toll in numbers" if numbers else "toll in words" if any(tolls) else "no toll"] = 1.0
    for name, present in (
        ("weapons", event.weapons), ("losses", event.losses), ("background", event.background),
        ("sources", event.attributed_to), ("several sources", len(event.attributed_to) > 1),
        ("denied by somebody", event.denied_by),
    ):  # fmt: skip
        if present:
            features[name] = 1.0
    return features


def _often(mentions: int) -> str:
    return (
        "once" if mentions == 1 else "twice" if mentions == 2 else "three or four times" if mentions <= 4 else "often"
    )
