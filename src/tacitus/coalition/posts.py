"""Posts: nouns that name a military facility, with whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tacitus.coalition.words import FacilityWords
from tacitus.extract.article import ExtractedArticle
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, noun_phrase, prepositional_objects
from tacitus.records import Actor

_OWNING = ("of", "belonging", "from")
_FORCE_WORDS = frozenset(
    "army military police government rebel militia gendarmerie militant insurgent regime security paramilitary "
    "peacekeeper".split()
)


@dataclass(frozen=True)
class Post:
    """A facility noun at `token`; `start` and `end` are its offsets in the document."""

    kind: str
    token: Token
    start: int
    end: int
    owner: Actor | None
    plural: bool
    plain: bool
    """A noun that many things share ("base", "camp", "headquarters"), without a force's word beside it."""


def find_posts(sentence: Sentence, article: ExtractedArticle, words: FacilityWords) -> Iterator[Post]:
    """The facility nouns of a sentence that mean a concrete post."""
    start, end = sentence.span.start, sentence.span.end
    text = article.resolved.document_text(start, end)
    for match in words.pattern.finditer(text):
        tokens = article.resolved.tokens_of(start + match.start(), start + match.end())
        if not tokens or _is_no_post(tokens, match, text, words):
            continue
        kind = words.kind_of[" ".join(match["noun"].lower().split())]
        token = tokens[-1]
        owner = _owner(token, article)
        noun = " ".join(match["noun"].lower().split())
        plain = owner is None and noun in words["plain_nouns"]
        if plain and noun in words["owned_nouns"]:
            continue
        yield Post(kind, token, start + match.start(), start + match.end(), owner, bool(match["plural"]), plain)


def _is_no_post(tokens: list[Token], match: re.Match[str], text: str, words: FacilityWords) -> bool:
    token = tokens[-1]
    if token.pos_ not in ("NOUN", "PROPN") or (
        token.dep_ in ("compound", "amod", "nmod") and _is_part_of_person(token)
    ):
        return True
    people = token.lemma_.lower() == "garrison" and token.dep_ == "nsubj"
    institution = token.lemma_.lower() in words["institution_nouns"] and token.dep_ in ("nsubj", "ROOT", "appos")
    if people or institution or not any(word.pos_ in ("VERB", "AUX") for word in token.sent):
        return True
    if token.dep_ == "pobj" and token.head.head.lemma_.lower() in words["collections"]:
        return True
    before = re.findall(r"[\w'’-]+", text[: match.start()])[-2:]
    nouns = words["no_post_before"]
    if before and (before[-1].lower().strip("'’") in nouns or " ".join(before).lower() in nouns):
        return True
    if any(
        child.lower_.strip("'’") in nouns for child in token.lefts if child.dep_ in ("compound", "amod", "nmod", "poss")
    ):
        return True
    return any(item.lemma_.lower() in words["no_post_of"] for item in prepositional_objects(token, "of"))


def _is_part_of_person(token: Token) -> bool:
    """ "base commander", "camp residents": the head is somebody, the post only says where."""
    return token.head.pos_ == "PROPN" and token.head.ent_type_ == "PERSON"


def _owner(token: Token, article: ExtractedArticle) -> Actor | None:
    """Whose post it is, by the words of its phrase: "Turkish observation posts", "an army post", "their base"."""
    resolved = article.resolved
    named = resolved.actor_of(token)
    if named is not None and named.kind != "civilians":
        return named
    for child in reversed(list(token.lefts)):
        if child.dep_ not in ("compound", "poss", "amod", "nmod"):
            continue
        if child.lower_ in ("its", "their", "his"):
            return _possessor(child, article)
        for word in (child, *child.lefts):
            actor = resolved.actor_of(word)
            if actor is not None and actor.kind != "civilians":
                return actor
        state = resolved.place_of(child)
        if child.ent_type_ == "NORP" or (state is not None and state.place.precision == "country"):
            return Actor(**resolved.span(child).model_dump(), kind="external_forces")
        if child.lemma_.lower() in _FORCE_WORDS or article.finder.people.kind_of.get(child.lemma_.lower()) in _ARMED:
            party = article.finder.party(token)
            kind = article.finder.people.kind_of.get(child.lemma_.lower())
            if party is not None and not party.thing and party.actor.kind != "civilians":
                return party.actor
            return Actor(**resolved.span(child).model_dump(), kind=kind if kind in _ARMED else "state_forces")
    for owner in prepositional_objects(token, *_OWNING):
        for word in (owner, *owner.lefts):
            actor = resolved.actor_of(word)
            if actor is not None and actor.kind != "civilians":
                return actor
        for party in article.finder.parties(owner):
            if party.actor.kind != "civilians" and not party.thing:
                return party.actor
    for clause in children(token, "acl"):
        for agent in prepositional_objects(clause, "by", "to"):
            for party in article.finder.parties(agent):
                if party.actor.kind != "civilians" and not party.thing:
                    return party.actor
    return _unit(token, article)


_ARMED = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"})


def _possessor(word: Token, article: ExtractedArticle) -> Actor | None:
    """ "their base": the armed subject of the sentence before the word, else the last armed actor named."""
    resolved = article.resolved
    for other in word.sent:
        if other.i < word.i and other.dep_ in ("nsubj", "nsubjpass"):
            for party in article.finder.parties(other):
                if party.actor.kind in _ARMED and not party.thing:
                    return party.actor
    position = resolved.span(word).start
    near = [a for a in resolved.named_actors if position - 300 < a.start < position and a.kind in _ARMED]
    return near[-1] if near else None


def _unit(token: Token, article: ExtractedArticle) -> Actor | None:
    """A force that only its initials name: "an FC checkpost"."""
    initials = [w for w in noun_phrase(token) if w != token and w.text.isupper() and 1 < len(w.text) <= 6]
    if not initials or article.resolved.place_of(initials[0]) is not None:
        return None
    return Actor(**article.resolved.span(initials[0]).model_dump(), kind="state_forces")
