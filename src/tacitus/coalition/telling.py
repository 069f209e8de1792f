"""How surely a relation or facility is told, by whom, and on what day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from tacitus.attribute.sources import SourceFinder
from tacitus.codebook.vocabulary import Sayings, load_sayings
from tacitus.extract.arguments import subjects_of
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import verb_of
from tacitus.records import Actor, Assertion
from tacitus.resolve.article import ResolvedArticle

_ANNOUNCING = frozenset({"announce", "declare", "proclaim", "mark", "see", "occur", "happen", "take"})
_PLANNING = frozenset(
    {"plan", "intend", "want", "hope", "propose", "aim", "consider", "agree", "threaten", "vow", "promise"}
)


@dataclass
class Telling:
    """Status and sources of a thing told at a word."""

    assertion: Assertion = "asserted"
    sources: list[Actor] = field(default_factory=list)


@lru_cache(maxsize=1)
def shipped_sayings() -> Sayings:
    """The sayings that ship with Tacitus, for callers that give none."""
    return load_sayings()


def telling_of(word: Token, finder: SourceFinder) -> Telling:
    """Status and sources by the words around: hedges first, then plans, then verbs of saying."""
    told = Telling()
    for saying in finder.saying_over(word):
        if any(word in list(head.subtree) for head in saying.source_heads):
            continue
        told.assertion = "attributed"
        told.sources += [actor for actor in saying.sources if all(actor.start != known.start for known in told.sources)]
    accuser = _accuser(word, finder)
    if accuser and told.assertion == "asserted":
        told.assertion, told.sources = "attributed", accuser
    if is_hedged(word, finder.sayings):
        told.assertion = "hedged"
    planned = plan_of(word)
    if planned is not None:
        told.assertion = planned
    return told


def _accuser(word: Token, finder: SourceFinder) -> list[Actor]:
    """ "X accuses Y of harbouring Z": X is the source."""
    if word.dep_ != "pcomp" or word.head.head.lemma_.lower() not in ("accuse", "suspect", "blame"):
        return []
    subjects, passive = subjects_of(word.head.head)
    return [] if passive else [actor for subject in subjects for actor in finder.source(subject)]


def is_hedged(word: Token, sayings: Sayings) -> bool:
    """Whether an adverb, adjective or verb of belief makes the word's clause uncertain."""
    adverbs, adjectives = sayings["hedge_adverbs"], sayings["hedge_adjectives"]
    for head in {word, *_own_verb(word)}:
        if any(
            child.lower_ in adverbs or (child.dep_ == "amod" and child.lower_ in adjectives) for child in head.children
        ):
            return True
        governor = head.head
        if head.dep_ in ("xcomp", "ccomp") and governor.lemma_.lower() in sayings["hedge_verbs"]:
            passive = any(child.dep_ == "auxpass" for child in governor.children)
            if passive or governor.lemma_ in ("appear", "seem", "believe", "think", "suspect"):
                return True
    return False


def plan_of(word: Token) -> Assertion | None:
    """ "will merge", "plan to form", "if they merged", "would bury"."""
    for verb in _own_verb(word):
        modals = {child.lower_ for child in verb.children if child.dep_ == "aux"}
        if modals & {"would", "could", "might", "may"} and "have" not in modals:
            return "hypothetical"
        if modals & {"will", "shall", "'ll"}:
            return "planned"
        if verb.dep_ in ("xcomp", "advcl", "acl") and verb.tag_ == "VB" and verb.head.lemma_.lower() in _PLANNING:
            return "planned"
        if any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in verb.children):
            return "hypothetical"
    return None


def _own_verb(word: Token) -> list[Token]:
    """The word itself if a verb, or the verb that a noun of action hangs on directly ("announced the merger")."""
    if word.pos_ in ("VERB", "AUX"):
        return [word]
    if word.dep_ == "attr" and word.head.pos_ == "AUX":
        return [word.head]
    if word.dep_ in ("dobj", "nsubjpass", "nsubj"):
        return [verb_of(word)]
    return []


def day_of(word: Token, sentence: Sentence, article: ResolvedArticle) -> datetime.date | None:
    """The day told for the word's clause: a date that hangs on its verb or opens its sentence."""
    verb = verb_of(word)
    for date in article.dates_in(sentence):
        if date.role != "point" or date.date is None or date.date.start is None or date.date.start != date.date.end:
            continue
        tokens = article.tokens_of(date.start, date.end)
        head = next((t for t in tokens if t.head not in tokens), None)
        if head is None:
            continue
        governor = head.head.head if head.dep_ == "pobj" else head.head
        if head.dep_ in ("compound", "nmod", "amod", "poss", "nummod") and governor != word:
            # "The June 14 strikes followed the creation of X" dates the strikes.
            continue
        noun = word.pos_ == "NOUN" and verb.lemma_.lower() not in _ANNOUNCING
        if governor == word or (governor == verb and not noun):
            return date.date.start
        if not noun and (date.start - sentence.span.start < 12 and verb.dep_ in ("ROOT", "conj")):
            return date.date.start
    return None
