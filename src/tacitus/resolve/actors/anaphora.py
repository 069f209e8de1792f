"""Anaphora: "the group", "this very faction", "its fighters", "they" stand for an actor named before."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.parse.sentence import start_of
from tacitus.parse.tree import noun_phrase
from tacitus.records import Actor, ActorKind
from tacitus.resolve.article import Party, ResolvedArticle

_GROUP_NOUNS = frozenset(
    "group faction organization organisation movement militia coalition alliance force militant "
    "rebel insurgent fighter army jihadist "
    "terrorist guerrilla troop soldier outfit formation brigade attacker gunman front separatist "
    "bandit side party network "
    "assailant raider extremist faction men police unit".split()
)
_UNCHANGED_KINDS: frozenset[ActorKind] = frozenset({"civilians", "protesters", "rioters"})
_GROUP_KINDS: frozenset[ActorKind] = frozenset(
    {"rebel_group", "political_militia", "identity_militia", "external_forces", "unidentified"}
)
_SAYING = frozenset("say tell report add state confirm announce note explain".split())
_PEOPLE_PRONOUNS = frozenset({"they", "them", "he", "him", "she", "her"})


@dataclass
class Discourse:
    """The actors named so far, in order of the text. Filled from the named layer; parties are added as met."""

    mentioned: list[tuple[int, Party]] = field(default_factory=list)

    def remember(self, party: Party) -> None:
        """Remember a party for later words that stand for it."""
        self.mentioned.append((start_of(party.head), party))

    def noun_phrase(self, token: Token, kind: ActorKind, article: ResolvedArticle) -> Party | None:
        """Resolve "the group", "this very faction", "the gunmen" to the last named actor that fits."""
        if token.lemma_.lower() not in _GROUP_NOUNS or kind in _UNCHANGED_KINDS:
            return None
        words = noun_phrase(token)
        determiners = {word.lower_ for word in words if word.dep_ in ("det", "poss", "predet")}
        if not determiners & {"the", "this", "that", "these", "those", "same", "its", "their"}:
            return None
        if any(word.dep_ in ("amod", "compound", "nmod") and word.lower_ not in _EMPTY_MODIFIERS for word in words):
            return None
        if any(child.dep_ in ("prep", "relcl", "acl", "appos") for child in token.rights):
            return None
        if token.lemma_.lower() in ("police", "army"):
            return None
        antecedent = self._last_before(start_of(token), kind, group="group" in _meaning(token), article=article)
        if antecedent is None:
            return None
        return _stand_in(antecedent, token, words, article)

    def pronoun(self, token: Token, article: ResolvedArticle) -> Party | None:
        """Resolve "they" to the last subject that is an armed actor or people in the sentences just before."""
        if token.lower_ not in _PEOPLE_PRONOUNS | {"it"}:
            return None
        position = start_of(token)
        sentence = article.parsed.sentence_at(position)
        if sentence is None:
            return None
        earliest = article.sentences[max(0, sentence.index - 1)].span.start
        near = [
            p for at, p in self.mentioned if earliest <= at < position and p.head.dep_ in ("nsubj", "nsubjpass", "pobj")
        ]
        near = sorted([*near, *self._named_subjects(earliest, position, article)], key=lambda p: start_of(p.head))
        near = [p for p in near if not p.thing and (token.lower_ != "it" or p.named)]
        if token.lower_ in ("he", "him", "she", "her"):
            near = [p for p in near if not p.named or p.actor.name is None]
        own = sentence.span.start
        subjects = [
            p for p in near if p.head.dep_ in ("nsubj", "nsubjpass") and (start_of(p.head) >= own or not _speaks(p))
        ]
        chosen = subjects[-1] if subjects else None
        if chosen is None:
            return None
        return Party(chosen.actor, token, named=chosen.named, anaphor=True)

    def possessor(self, token: Token, article: ResolvedArticle) -> Party | None:
        """Resolve "its" and "their" before a force ("its fighters") to the last armed subject."""
        position = start_of(token)
        sentence = article.parsed.sentence_at(position)
        if sentence is None:
            return None
        earliest = article.sentences[max(0, sentence.index - 1)].span.start
        near = self._named_subjects(earliest, position, article)
        return near[-1] if near else None

    def _named_subjects(self, earliest: int, position: int, article: ResolvedArticle) -> list[Party]:
        """Named actors that are subjects between two offsets, in events or not."""
        found = []
        for actor in article.named_actors:
            if not earliest <= actor.start < position or actor.kind == "civilians":
                continue
            for token in article.tokens_of(actor.start, actor.end):
                if token.dep_ in ("nsubj", "nsubjpass"):
                    found.append(Party(actor, token, named=True))
        return found

    def ordinal(self, token: Token, article: ResolvedArticle) -> Party | None:
        """Resolve "the latter" and "the former" to the last and the last but one named actor."""
        named = [actor for actor in article.named_actors if actor.start < start_of(token)]
        which = -1 if token.lower_ == "latter" else -2
        if len(named) < -which:
            return None
        span = article.span(token)
        actor = named[which].model_copy(update={"text": span.text, "start": span.start, "end": span.end})
        return Party(actor, token, named=True, anaphor=True)

    def _last_before(self, position: int, kind: ActorKind, *, group: bool, article: ResolvedArticle) -> Party | None:
        sentence = article.parsed.sentence_at(position)
        earliest = article.sentences[max(0, sentence.index - 3)].span.start if sentence else 0
        known = [
            *self.mentioned,
            *((a.start, p) for a in article.named_actors if (p := _as_party(a, article)) is not None),
        ]
        for at, party in sorted(known, key=lambda item: item[0], reverse=True):
            if not earliest <= at < position:
                continue
            if _compatible(kind, party) and not party.thing:
                return party
        return None


def _speaks(party: Party) -> bool:
    """Whether the party only says something: "police said ... they dragged people from their homes"."""
    return party.head.head.lemma_.lower() in _SAYING


def _as_party(actor: Actor, article: ResolvedArticle) -> Party | None:
    if actor.kind == "civilians":
        return None
    tokens = article.tokens_of(actor.start, actor.end)
    return Party(actor, tokens[-1], named=True) if tokens else None


_EMPTY_MODIFIERS = frozenset(
    {"very", "same", "armed", "militant", "rebel", "said", "latter", "former", "above", "terrorist", "other"}
)


def _meaning(token: Token) -> str:
    collective = (
        "group",
        "faction",
        "organization",
        "organisation",
        "movement",
        "coalition",
        "alliance",
        "front",
        "outfit",
    )
    return "group" if token.lemma_.lower() in collective else "people"


def _compatible(kind: ActorKind, party: Party) -> bool:
    other = party.actor.kind
    if kind == "state_forces":
        return other == "state_forces" and party.named
    if kind in _GROUP_KINDS:
        return other in _GROUP_KINDS and (party.named or kind == other)
    return False


def _stand_in(antecedent: Party, token: Token, words: list[Token], article: ResolvedArticle) -> Party:
    """The antecedent's actor under the words that stand for it."""
    span = article.span_of(words)
    actor = antecedent.actor.model_copy(update={"text": span.text, "start": span.start, "end": span.end})
    return Party(Actor.model_validate(actor.model_dump()), token, named=antecedent.named, anaphor=True)
