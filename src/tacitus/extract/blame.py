"""Blame: whom the words around a deed hold to have done it, where its own clause names no doer.

"The murder was blamed on X", "X claimed responsibility for the attack", "the bombing, for which X is held responsible".
Who says so, and how surely, is attribution's part; here the doer is only read.
"""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.extract.mentions import TriggerMention
from tacitus.parse.tree import children, prepositional_objects

_HOLDING = frozenset({"hold", "find", "believe", "think", "consider", "deem", "be"})
_ACCUSING = frozenset({"accuse", "suspect", "charge", "convict", "implicate", "indict"})
_PARTS = frozenset({"involvement", "role", "part", "complicity", "participation", "hand"})


def blamed_for(mention: TriggerMention) -> list[Token]:
    """Heads of the phrases that name whom the text blames or who claims the deed; the trigger must be a noun."""
    noun = mention.token
    if mention.word_class != "noun":
        return []
    return [
        *_on_whom(noun),
        *_responsible_clause(noun),
        *(_by_preposition(noun) if noun.dep_ == "pobj" else []),
    ]


def _on_whom(noun: Token) -> list[Token]:
    """ "Blamed the murder on X", "the murder was attributed to X"."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass") or verb.lemma_ not in ("blame", "attribute", "ascribe", "pin"):
        return []
    preposition = "on" if verb.lemma_ in ("blame", "pin") else "to"
    return [*prepositional_objects(verb, preposition), *prepositional_objects(noun, preposition)]


def _responsible_clause(noun: Token) -> list[Token]:
    """ "The bombing, for which X is being held responsible"."""
    return [
        subject
        for clause in children(noun, "relcl")
        if clause.lemma_ in _HOLDING and any(word.lower_ == "responsible" for word in clause.subtree)
        for subject in children(clause, "nsubj", "nsubjpass")
        if subject.pos_ != "PRON"
    ]


def _by_preposition(noun: Token) -> list[Token]:
    """ "X claimed responsibility for the attack", "X was accused of the murder", "the role of X in the raid"."""
    preposition, over = noun.head, noun.head.head
    if preposition.lower_ == "for" and over.lemma_ == "blame" and over.pos_ == "VERB":
        return [*children(over, "dobj"), *children(over, "nsubjpass")]
    if preposition.lower_ == "for" and over.lemma_ in ("responsibility", "credit"):
        return _claiming(over.head)
    if preposition.lower_ == "for" and over.lower_ == "responsible":
        return _subjects(over.head)
    if preposition.lower_ in ("of", "with", "in") and over.lemma_ in _ACCUSING and over.pos_ == "VERB":
        return [*children(over, "dobj"), *children(over, "nsubjpass")]
    if preposition.lower_ == "in" and over.lemma_ in _PARTS:
        return [*children(over, "poss"), *prepositional_objects(over, "of", "by")]
    return []


def _claiming(verb: Token) -> list[Token]:
    if verb.lemma_ not in ("claim", "take", "accept", "assume", "acknowledge", "admit"):
        return []
    return [*children(verb, "nsubj"), *(prepositional_objects(verb, "by") if children(verb, "nsubjpass") else [])]


def _subjects(verb: Token) -> list[Token]:
    return [*children(verb, "nsubj", "nsubjpass"), *children(verb, "dobj")]
