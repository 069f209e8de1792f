"""The extract stage: a resolved article gains its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tacitus.codebook.triggers import TriggerLexicon
from tacitus.codebook.vocabulary import People, Weapons
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.background import mark_background
from tacitus.extract.building import build_event
from tacitus.extract.coreference import join_mentions
from tacitus.extract.draft import Draft
from tacitus.extract.drafting import Drafter
from tacitus.extract.opinion import holds_in_opinion, is_opinion
from tacitus.extract.other_worlds import holds_in_other_world, world_of
from tacitus.extract.reasons import link_reasons
from tacitus.extract.worth import worth_keeping
from tacitus.resolve.actors import Discourse, PartyFinder
from tacitus.resolve.article import ResolvedArticle


@dataclass(frozen=True)
class ExtractionRules:
    """The codebook's part in extraction."""

    triggers: TriggerLexicon
    people: People
    weapons: Weapons
    worlds: Mapping[str, frozenset[str]]


def drafts_of(article: ExtractedArticle, rules: ExtractionRules) -> list[Draft]:
    """All mentions of the article that may tell an event, in order of the text."""
    drafter = Drafter(rules.triggers, rules.people, rules.weapons, article.finder, article.refused)
    return [draft for sentence in article.resolved.sentences for draft in drafter.drafts_of(sentence)]


def extract(resolved: ResolvedArticle, rules: ExtractionRules) -> ExtractedArticle:
    """Find the events of the article: drafts by sentence, mentions joined, the unspecific refused."""
    finder = PartyFinder(resolved, rules.people, Discourse())
    article = ExtractedArticle(resolved, finder)
    drafts = drafts_of(article, rules)
    opinion = is_opinion(resolved)
    world = world_of(resolved, rules.worlds)
    for happening in join_mentions(drafts):
        reason = worth_keeping(happening, resolved)
        if reason is None and opinion and not holds_in_opinion(happening):
            reason = "said in an opinion piece"
        if reason is None and world is not None and not holds_in_other_world(happening, world):
            reason = f"said in the words of another world: {world}"
        if reason is not None:
            article.refused.extend((draft.mention, reason) for draft in happening.drafts)
            continue
        event = build_event(happening, resolved, f"e{len(article.events) + 1}")
        article.events.append(ExtractedEvent(event, happening))
    mark_background(article)
    link_reasons(article)
    return article
