"""Weapons named with an event, and the type of event that they make of a killing or attack."""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.codebook.vocabulary import Weapons
from tacitus.extract.mentions import TriggerMention
from tacitus.records import Span
from tacitus.resolve.article import ResolvedArticle

_INSTRUMENT = frozenset({"with", "by", "in", "using", "from", "during", "after", "of", "when", "via", "through"})
_STOP = frozenset({"ccomp", "conj", "parataxis"})
_DEEDS = frozenset(
    {"airstrike", "explosion", "blast", "shelling", "bombardment", "barrage", "strike", "raid", "bombing", "attack"}
)


def weapons_in(mention: TriggerMention, article: ResolvedArticle, weapons: Weapons) -> list[Span]:
    """The weapons named in the trigger's clause, each longest phrase once."""
    return [
        article.span(first, last)
        for first, last, _ in _phrases(_clause(mention.token), weapons)
        if last.pos_ in ("NOUN", "PROPN") and last.lemma_.lower() not in _DEEDS
    ]


def means_of(mention: TriggerMention, weapons: Weapons, agents: list[Token]) -> str | None:
    """The sub-event type that the means imply: an instrument ("with rockets") or a weapon as subject."""
    clause = _clause(mention.token)
    for first, last, phrase in _phrases(clause, weapons):
        sub_event = weapons.means.get(phrase)
        if sub_event is None:
            continue
        head = last
        if head in agents or _is_instrument(head, mention.token):
            return None if _beside_small_arms(head, weapons) else sub_event
        if first.dep_ in ("compound", "amod") and first.head in mention.words:
            return sub_event
    return None


def _beside_small_arms(head: Token, weapons: Weapons) -> bool:
    """ "with rockets and automatic weapons": an assault, no bombardment."""
    listed = [head.head, *head.head.children, *head.children] if head.dep_ == "conj" else list(head.children)
    return any(
        word.dep_ in ("conj", "pobj")
        and word != head
        and word.lemma_.lower() in ("gun", "rifle", "weapon", "machete", "fire", "gunfire", "arm", "pistol")
        for word in listed
    )


def _is_instrument(head: Token, trigger: Token) -> bool:
    preposition = head.head
    if head.dep_ == "dobj" and preposition.lower_ in (
        "using",
        "firing",
        "dropping",
        "detonating",
        "planting",
        "launching",
    ):
        return True
    if head.dep_ in ("nsubj", "nsubjpass") and preposition.head == trigger and preposition.dep_ == "advcl":
        # "killed when a mine exploded"
        return any(child.lower_ in ("when", "after", "as") for child in preposition.children)
    if head.dep_ != "pobj" or preposition.lower_ not in _INSTRUMENT:
        return False
    if preposition.lower_ == "of":
        return False
    return preposition.head == trigger or preposition.head.head == trigger


def _clause(trigger: Token) -> list[Token]:
    """The words of the trigger's clause: its subtree, or its verb's where it is a noun."""
    top = trigger
    if trigger.pos_ not in ("VERB", "AUX") and trigger.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
        top = trigger.head
    skipped: set[int] = set()
    for word in top.subtree:
        if word != top and word.dep_ in _STOP and word.pos_ in ("VERB", "AUX") and trigger not in word.subtree:
            skipped.update(inner.i for inner in word.subtree)
    return [word for word in top.subtree if word.i not in skipped]


def _phrases(clause: list[Token], weapons: Weapons) -> list[tuple[Token, Token, str]]:
    known = weapons.all
    found, position = [], 0
    while position < len(clause):
        for length in (3, 2, 1):
            words = clause[position : position + length]
            if len(words) < length or words[-1].i - words[0].i != length - 1:
                continue
            phrase = " ".join([*(word.lower_ for word in words[:-1]), words[-1].lemma_.lower()])
            hyphenated = words[0].lower_ if length == 1 else ""
            if phrase in known or hyphenated in known:
                found.append((words[0], words[-1], phrase if phrase in known else hyphenated))
                position += length - 1
                break
        position += 1
    return found
