"""Event or not: a trained judgement on what the rules let pass, after who says it and how surely is known.

The words of an event are often used of what is none: habits, history told in passing, other worlds. The weights are
trained on the train half of the gold corpus (`make train`); docs/quality.md shows what the judgement wins and costs.
"""

from __future__ import annotations

from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.judgement import Judgement, judge_of
from tacitus.run.confidence import Features, features_of

LEAST = 0.45
"""Events that are less probable than this are refused."""
LEAST_IN_SNIPPET = 0.3
"""The same in a text of one or two sentences, which was cut out or written for what it tells."""


def keep_likely(article: ExtractedArticle, judge: Judgement | None = None) -> ExtractedArticle:
    """Refuse the events that are probably none, with their reason; links to them are cut."""
    judge = judge or judge_of("tacitus.run", "event_or_not")
    least = LEAST if len(article.resolved.sentences) > 2 else LEAST_IN_SNIPPET
    judged = [(item, judge.probability(event_features(item, article))) for item in article.events]
    # What an event is said to answer is told as a deed, however shortly.
    answered = {cause for item, probability in judged if probability >= least for cause in item.event.because_of}
    kept: list[ExtractedEvent] = []
    for item, probability in judged:
        if probability >= least or item.event.id in answered:
            kept.append(item)
        else:
            reason = f"probably no event ({probability:.2f})"
            article.refused.extend((draft.mention, reason) for draft in item.happening.drafts)
    ids = {item.event.id for item in kept}
    for item in kept:
        item.event.because_of = [cause for cause in item.event.because_of if cause in ids]
    article.events[:] = kept
    return article


def event_features(item: ExtractedEvent, article: ExtractedArticle) -> Features:
    """What the event shows, and how its first mention stands in its sentence, as features between 0 and 1."""
    length = max(1, len(article.resolved.parsed.document.text))
    features = features_of(item.event, item.event.trigger.start / length)
    drafts = item.happening.drafts
    first = drafts[0].mention
    if all(draft.mention.word_class == "noun" for draft in drafts):
        features["told in nouns only"] = 1.0
    if not any(draft.own_places for draft in drafts):
        features["no place of its own"] = 1.0
    features["form " + first.token.tag_] = 1.0
    features["function " + first.token.dep_] = 1.0
    features["frame " + first.frame.name] = 1.0
    if any(word.dep_ in ("relcl", "acl") for word in [first.token, *first.token.ancestors][:4]):
        features["in a relative clause"] = 1.0
    features["events in the article"] = min(len(article.events), 8) / 8
    return features
