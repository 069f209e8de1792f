"""Of what kind a source is: who speaks for a state, a group, an outside force, or only for himself."""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.codebook.vocabulary import People, Sayings
from tacitus.parse.tree import children, prepositional_objects
from tacitus.records import ActorKind
from tacitus.resolve.article import ResolvedArticle

_KINDS: tuple[tuple[str, ActorKind], ...] = (
    ("civilian_sources", "civilians"),
    ("external_sources", "external_forces"),
    ("rebel_sources", "rebel_group"),
    ("state_sources", "state_forces"),
)


def kind_of_source(
    head: Token, words: list[Token], article: ResolvedArticle, people: People, sayings: Sayings
) -> ActorKind:
    """The kind of a source phrase, by the bodies and roles that its words, appositions and "of" name.

    A hospital's or a witness's word is a civilian's even where the police are named too; a body that the lexicon
    knows gives its kind; an "official", "mayor" or "general" speaks for the state; anyone else for himself.
    """
    told = _telling_words(head, words)
    lemmas = {word.lower_ for word in told} | {word.lemma_.lower() for word in told}
    own = {word.lower_ for word in words} | {word.lemma_.lower() for word in words}
    if own & words_under("civilian_sources", sayings):
        return "civilians"
    for word in told:
        actor = article.actor_of(word)
        if actor is not None and actor.kind not in ("civilians", "unidentified"):
            return actor.kind
    for name, kind in _KINDS:
        if lemmas & words_under(name, sayings):
            return kind
    kind_of_head = people.kind_of.get(head.lemma_.lower())
    return kind_of_head or "civilians"


def words_under(name: str, sayings: Sayings) -> frozenset[str]:
    """A list of the file of sayings; empty where a researcher's file has no such list."""
    return sayings.lists.get(name, frozenset())


def _telling_words(head: Token, words: list[Token]) -> list[Token]:
    """The words that tell whom a source speaks for: its own, its appositions, and what it is of, for, from or in."""
    found = list(words)
    heads = [head, *children(head, "appos")]
    heads += [a for a in children(head, "appos") for a in children(a, "appos")]
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN"):
        heads.append(head.head)
    for one in heads:
        found.append(one)
        found.extend(w for c in one.lefts if c.dep_ in ("compound", "poss", "amod", "nmod") for w in c.subtree)
        for inner in prepositional_objects(one, "of", "for", "from", "with", "in", "at"):
            found.append(inner)
            found.extend(w for c in inner.lefts if c.dep_ in ("compound", "poss", "amod", "nmod") for w in c.subtree)
            for deeper in prepositional_objects(inner, "of", "for"):
                found.extend([deeper, *deeper.lefts])
    return found
