"""Hedges, denials, plans: how surely a thing is told."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.draft import Draft
from tacitus.parse.tree import children
from tacitus.records import Span
from tacitus.resolve.article import ResolvedArticle


def hedges_of(draft: Draft, article: ResolvedArticle, sayings: Sayings) -> list[Span]:
    """The hedging words that apply to a mention: adverbs, adjectives, verbs of belief, set phrases."""
    words: list[Token] = []
    heads = _chain(draft)
    for head in heads:
        for child in head.children:
            if child.lower_ in sayings["hedge_adverbs"] and child.dep_ in ("advmod", "amod", "dep", "npadvmod"):
                words.append(child)
    for noun in _nouns(draft):
        for child in noun.children:
            if child.dep_ in ("amod", "compound", "advmod") and child.lower_ in (
                sayings["hedge_adjectives"] | sayings["hedge_adverbs"]
            ):
                words.append(child)
            if child.dep_ in ("acl", "relcl") and child.lemma_ in ("suspect", "believe", "think", "allege", "presume"):
                words.append(child)
    for head in heads:
        governor = head.head
        if head.dep_ in ("xcomp", "ccomp") and governor.lemma_ in sayings["hedge_verbs"]:
            passive = any(c.dep_ == "auxpass" for c in governor.children)
            if passive or governor.lemma_ in (
                "appear",
                "seem",
                "believe",
                "think",
                "suspect",
                "fear",
                "suppose",
                "presume",
            ):
                words.append(governor)
        if any(c.lower_ in ("may", "might", "could") and c.dep_ == "aux" for c in head.children) and any(
            c.lower_ == "have" for c in head.children
        ):
            words.extend(c for c in head.children if c.lower_ in ("may", "might", "could"))
    spans = [article.span(word) for word in dict.fromkeys(words)]
    return spans + _phrases(draft, article, sayings, spans)


def _chain(draft: Draft) -> list[Token]:
    """The trigger, its carrier, and verbs it is coordinated under."""
    chain = [draft.mention.token]
    if draft.arguments.carrier is not None and draft.arguments.carrier != draft.mention.token:
        chain.append(draft.arguments.carrier)
    for token in list(chain):
        current = token
        while current.dep_ == "conj" and current.head.pos_ in ("VERB", "AUX", "NOUN"):
            current = current.head
            chain.append(current)
    noun = draft.mention.token
    if draft.mention.word_class == "noun" and noun.dep_ in ("nsubj", "nsubjpass", "dobj") and noun.head not in chain:
        chain.append(noun.head)
    return chain


def _nouns(draft: Draft) -> list[Token]:
    nouns = [party.head for party in draft.actor1]
    if draft.mention.word_class == "noun":
        nouns.append(draft.mention.token)
    return nouns


def _phrases(draft: Draft, article: ResolvedArticle, sayings: Sayings, known: list[Span]) -> list[Span]:
    """Set phrases in the trigger's own stretch of the sentence."""
    sentence = draft.mention.sentence
    lower = article.document_text(sentence.span.start, sentence.span.end).lower().replace("\n", " ")
    found = []
    for phrase in sayings["hedge_phrases"]:
        at = lower.find(phrase)
        if at < 0:
            continue
        start = sentence.span.start + at
        if any(span.start <= start + len(phrase) and start <= span.end for span in known):
            continue
        found.append(article.parsed.cut(start, start + len(phrase)))
    return found


def loaded_words(draft: Draft, article: ResolvedArticle, sayings: Sayings) -> list[Span]:
    """Loaded words of the sentence ("terrorist", "so-called"): stance cues, never facts."""
    sentence = draft.mention.sentence
    lower = article.document_text(sentence.span.start, sentence.span.end).lower().replace("\n", " ")
    found = []
    for word in sayings["loaded"]:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", lower):
            start, end = sentence.span.start + match.start(), sentence.span.start + match.end()
            if not any(actor.start <= start and end <= actor.end for actor in article.named_actors):
                found.append(article.parsed.cut(start, end))
    return sorted(found, key=lambda span: span.start)


def denial_of(trigger: Token, sayings: Sayings) -> tuple[Token, bool] | None:
    """The verb that denies the trigger, and whether it denies authorship only."""
    current = trigger
    for _ in range(6):
        parent = current.head
        if parent == current:
            return None
        if parent.lemma_.lower() in sayings["denying"] and current.dep_ in (
            "dobj",
            "ccomp",
            "xcomp",
            "pcomp",
            "prep",
            "advcl",
        ):
            objects = children(parent, "dobj")
            authorship = any(
                o.lemma_ in ("involvement", "responsibility", "role", "part", "link", "participation", "hand")
                for o in objects
            )
            return parent, authorship or trigger.tag_ == "VBG" or current.dep_ == "xcomp"
        current = parent
    return None
