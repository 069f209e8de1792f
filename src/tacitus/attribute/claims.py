"""Claims of responsibility and blame: they make a source, and tell who did it."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.attribute.echoes import sentences_about
from tacitus.attribute.sources import SourceFinder
from tacitus.extract.arguments import subjects_of
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.draft import ARMED
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, is_negated, prepositional_objects
from tacitus.records import Actor, Span
from tacitus.resolve.article import ResolvedArticle

_CLAIM_WORDS = frozenset({"responsibility", "credit"})
_CLAIMING = frozenset({"claim", "take", "accept", "admit", "own"})
_DEEDS = frozenset("attack bombing blast explosion shooting ambush killing assault raid it".split())
_SUSPICION = re.compile(r"\bsuspicions? (?:\w+ )?(?:fell|fallen|falls|rested|pointed) (?:on|to|at)\b")
_BLAMING = frozenset({"blame", "accuse", "attribute", "impute", "pin"})


def claimants_of(item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder) -> list[Actor]:
    """Who claims the event, in the sentences of its mentions or just after."""
    found: list[Actor] = []
    for sentence in sentences_about(item, article):
        for word in sentence.syntax:
            if word.lemma_.lower() in _CLAIMING and word.pos_ == "VERB" and not is_negated(word):
                found.extend(_claimed_by(word, finder))
    return found


def _claimed_by(verb: Token, finder: SourceFinder) -> list[Actor]:
    objects = children(verb, "dobj")
    subjects, passive = subjects_of(verb)
    reduced = verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl")
    if passive or reduced:
        by = prepositional_objects(verb, "by")
        objects = subjects or ([verb.head] if reduced else [])
        subjects = by
    words = {o.lemma_.lower() for o in objects}
    deed = verb.lemma_.lower() in ("claim", "own") and bool(words & _DEEDS)
    if not (words & _CLAIM_WORDS or deed) or nobody(subjects):
        return []
    return [actor for subject in subjects for actor in finder.source(subject)]


def nobody(subjects: list[Token]) -> bool:
    """ "No group", "nobody", "no one"."""
    return any(
        s.lower_ in ("no", "nobody", "none", "one", "neither") or any(c.lower_ in ("no", "neither") for c in s.children)
        for s in subjects
    )


def settle_claim(item: ExtractedEvent, actors: list[Actor]) -> None:
    """The claimant did it, unless the text names another."""
    event = item.event
    if all(actor.name is None for actor in event.actor1):
        event.actor1 = [*actors, *[a for a in event.actor1 if a.kind not in ("unidentified", "rebel_group")]]


def blame(
    item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder
) -> tuple[list[Actor], list[Span], bool]:
    """ "Blamed on X", "accused X of": the accuser is a source, the accused the perpetrator where none is named.

    Gives the accusers, the words of blame, and whether anybody is blamed. Writes the accused into the event.
    """
    accusers: list[Actor] = []
    cues: list[Span] = []
    blamed = False
    positions = {draft.position for draft in item.happening.drafts}
    for sentence in sentences_about(item, article):
        for word in sentence.syntax:
            if word.pos_ != "VERB" or word.lemma_.lower() not in _BLAMING or is_negated(word):
                continue
            if sentence.index in positions and not any(
                _concerns(word, d.mention.token) for d in item.happening.drafts if d.position == sentence.index
            ):
                continue
            accused, subjects = _accused(word, item)
            parties = _parties(accused, article)
            charged = word.lemma_.lower() == "blame" and bool(subjects) and bool(children(word, "dobj"))
            if not (parties or charged) or nobody(subjects):
                continue
            blamed = True
            cues.append(article.resolved.span(word))
            accusers.extend(a for s in subjects for a in finder.source(s))
            event = item.event
            nameless = all(a.name is None and a.kind in ("unidentified", "rebel_group") for a in event.actor1)
            if parties and nameless:
                event.actor1 = parties
    return accusers, cues, blamed


def _accused(verb: Token, item: ExtractedEvent) -> tuple[list[Token], list[Token]]:
    """The heads of those accused and of those who accuse."""
    lemma = verb.lemma_.lower()
    accused = prepositional_objects(verb, "on", "to") if lemma != "accuse" else []
    accused += children(verb, "dobj") if lemma in ("accuse", "blame") else []
    subjects, passive = subjects_of(verb)
    if passive:
        accused += subjects if lemma in ("accuse", "blame") else []
        subjects = prepositional_objects(verb, "by")
    triggers = {draft.mention.token for draft in item.happening.drafts}
    return [a for a in accused if a not in triggers], subjects


def _parties(accused: list[Token], article: ExtractedArticle) -> list[Actor]:
    return [
        party.actor
        for head in accused
        for party in article.finder.parties(head)
        if party.actor.kind in ARMED or party.named
    ]


def _concerns(verb: Token, trigger: Token) -> bool:
    """Whether the verb of blame and the trigger stand together: one governs the other, or they share a clause."""
    return (
        trigger in list(verb.subtree)
        or verb in list(trigger.subtree)
        or (
            trigger.sent == verb.sent
            and verb.dep_ in ("ROOT", "conj", "relcl", "ccomp")
            and abs(trigger.i - verb.i) < 25
        )
    )


def suspected_by(sentence: Sentence, article: ResolvedArticle, finder: SourceFinder) -> tuple[list[Actor], list[Span]]:
    """ "Officials suspect the involvement of X": who suspects, and the word."""
    for word in sentence.syntax:
        if word.lemma_.lower() != "suspect" or word.pos_ != "VERB" or word.tag_ == "VBN":
            continue
        if any(o.lemma_.lower() in ("involvement", "hand", "role", "work") for o in children(word, "dobj")):
            subjects, _ = subjects_of(word)
            return [a for s in subjects for a in finder.source(s)], [article.span(word)]
    match = _SUSPICION.search(sentence.lower)
    if match is not None:
        start = sentence.span.start + match.start()
        return [], [article.parsed.cut(start, start + len(match.group()))]
    return [], []
