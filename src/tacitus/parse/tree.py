"""Walking a dependency tree: the few moves that the rules of extraction share."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token


def children(token: Token, *labels: str) -> list[Token]:
    """The children with one of the dependency labels."""
    return [child for child in token.children if child.dep_ in labels]


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated to its right ("A, B and C")."""
    found = [token]
    for member in found:
        found.extend(child for child in member.children if child.dep_ in ("conj", "appos") and _listed(child, member))
    return found


def _listed(child: Token, member: Token) -> bool:
    return child.dep_ == "conj"


def prepositional_objects(token: Token, *prepositions: str) -> list[Token]:
    """Objects of the prepositions attached to the token, through "in front of" and coordinated prepositions."""
    objects: list[Token] = []
    for preposition in token.children:
        if preposition.dep_ in ("prep", "agent", "dative") and (not prepositions or preposition.lower_ in prepositions):
            objects.extend(children(preposition, "pobj"))
            for nested in children(preposition, "prep"):
                objects.extend(children(nested, "pobj"))
    return objects


def verb_of(token: Token) -> Token:
    """The verb of the clause that the token stands in (the root where there is none)."""
    current = token
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
    return current


def ancestors(token: Token) -> Iterator[Token]:
    """The heads of the token, nearest first."""
    current = token
    while current.head != current:
        current = current.head
        yield current


def is_passive(verb: Token) -> bool:
    """Tell a passive verb, finite or participle ("was killed", "soldiers killed in")."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and not any(c.dep_ == "aux" for c in verb.children)


def is_negated(token: Token) -> bool:
    """Tell whether "not", "no", "never" or "without" applies to the token."""
    if any(child.dep_ == "neg" or child.lower_ in ("no", "never") for child in token.children):
        return True
    return token.head.lower_ == "without" or (
        token.dep_ in ("dobj", "attr", "nsubj", "nsubjpass", "pobj") and any(c.lower_ == "no" for c in token.children)
    )


def noun_phrase(token: Token) -> list[Token]:
    """The words of the noun phrase headed by the token, without relative clauses, appositions and coordination."""
    keep = ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod", "case", "npadvmod", "predet")
    words = [token]
    for child in token.lefts:
        if child.dep_ in keep:
            words.extend(noun_phrase(child) if child.dep_ != "poss" else list(child.subtree))
    return sorted(set(words), key=lambda word: word.i)
