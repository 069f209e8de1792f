"""Speakers: from the phrase that names a source to the actor it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.attribute.kinds import kind_of_source
from tacitus.codebook.vocabulary import Sayings
from tacitus.parse.sentence import start_of
from tacitus.parse.tree import children, noun_phrase, prepositional_objects
from tacitus.records import Actor
from tacitus.resolve.actors import PartyFinder

NO_SOURCE = frozenset("this that there which what i we you us one each nothing nobody none something".split())
PAPERS = frozenset(
    "report statement communique communiqué release tweet post video message letter bulletin account testimony "
    "information data figure estimate footage leaflet pamphlet note dispatch posting count tally version".split()
)
"""What is written or shown: its source is whoever it is of."""
_OWN_WORD = frozenset("account testimony information data figure estimate count tally version note".split())
"""Papers that are no source by themselves."""
_SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokesmen", "spokespeople"})
_NO_SPEAKERS = frozenset("analyst expert columnist commentator pundit observer critic".split())
"""Who explains an event does not tell it."""
_ISSUING = frozenset("issue release publish post tweet circulate carry read make sign write send file".split())
_MONITORS = frozenset("observatory rights organisation organization ministry command office mission committee".split())
"""Publishers who are heard as a source where they speak of themselves by name."""
_NO_NAMES = frozenset("DATE TIME CARDINAL MONEY PERCENT QUANTITY ORDINAL".split())
_GROUP_WORDS = frozenset("right rights monitoring militant armed rebel islamist jihadist".split())
_PLATFORMS = frozenset("facebook twitter telegram whatsapp written press social online short brief separate".split())
_AGENTS_OF_NONE = frozenset("order fact way".split())
_TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. prof prof. sheikh gen gen. col col. lt lt. maj maj. capt capt. brig brig. sgt "
    "sgt. cpl cpl. general colonel major captain lieutenant brigadier sergeant sen sen. gov gov. rev rev.".split()
)
_REACH_OF_ROLE = 9
_PERSONS = frozenset({"he", "she", "him", "her"})


@dataclass
class Speaker:
    """Whoever was heard in an article: the actor, the head of the phrase, the words that tell him from others."""

    actor: Actor
    head: Token
    words: frozenset[str]
    person: bool
    plural: bool


@dataclass
class SpeakerFinder:
    """Finds the actors behind source phrases. One per article; it remembers who spoke, in order of the text."""

    finder: PartyFinder
    sayings: Sayings
    heard: dict[int, Speaker] = field(default_factory=dict)
    """Speakers by the offset of their phrase's head."""

    def source(self, head: Token) -> list[Actor]:
        """The actors behind a source phrase, coordinated ones too; a spokesman stands for the body he speaks for."""
        found = []
        for member in _members(head):
            actor = self._paper(member) if member.lemma_.lower() in PAPERS else self._one(member)
            if actor is not None and not self._is_outlet(actor):
                found.append(actor)
        return found

    def _is_outlet(self, actor: Actor) -> bool:
        """Whether the source is the outlet that publishes the article: its own word is the article's voice."""
        publisher = self.finder.article.parsed.document.publisher or ""
        names = {part.strip().lower().removeprefix("the ") for part in re.split(r"\(|\)|/|,|\bvia\b", publisher)}
        names -= {name for name in names if not name or set(name.split()) & _MONITORS}
        return actor.text.lower().removeprefix("the ") in names

    def _paper(self, head: Token) -> Actor | None:
        """ "A statement by the army", "his account", "a police report": whoever it is of."""
        article = self.finder.article
        for word in noun_phrase(head):
            if word.dep_ == "poss" and word.pos_ == "PRON":
                return self._pronoun(word) if word.lower_ not in ("our", "my", "your") else None
        owners = [c for c in head.lefts if c.dep_ == "poss"] + prepositional_objects(head, "by", "from", "of")
        issued = [c for c in children(head, "acl") if c.lemma_.lower() in _ISSUING]
        owners += [o for c in issued for o in prepositional_objects(c, "by", "on", "from")]
        beside = next((a for a in children(head, "appos") if a.ent_type_ == "PERSON"), None)
        if beside is not None:
            return self._described(beside, noun_phrase(beside), role=owners[0] if owners else head)
        if head.dep_ == "dobj" and head.head.lemma_.lower() in _ISSUING:
            owners.extend(children(head.head, "nsubj"))
        for owner in owners:
            if owner.lemma_.lower() not in PAPERS and owner.ent_type_ not in ("DATE", "TIME"):
                found = self._one(owner)
                if found is not None:
                    return found
        named = [article.actor_of(w) for w in head.subtree if w != head and w.head.dep_ != "relcl"]
        actor = next((a for a in named if a is not None), None)
        if actor is not None:
            return actor
        lemma = head.lemma_.lower()
        if lemma in ("footage", "video"):
            return self._described(head, noun_phrase(head))
        described = [w for w in noun_phrase(head) if w.dep_ in ("compound", "amod", "nmod") and w.pos_ != "VERB"]
        described = [w for w in described if w.lower_ not in _PLATFORMS]
        if not described:
            return self._last(head) if lemma in ("statement", "communique", "release", "report", "post") else None
        return None if lemma in _OWN_WORD else self._described(head, noun_phrase(head))

    def _one(self, head: Token) -> Actor | None:
        article = self.finder.article
        lemma = head.lemma_.lower()
        if head.lower_ in NO_SOURCE or lemma in _NO_SPEAKERS or lemma in _AGENTS_OF_NONE:
            return None
        if head.pos_ == "PRON" and article.actor_of(head) is None:
            return self._pronoun(head)
        if (
            head.ent_type_ in ("DATE", "TIME")
            and head.lower_ not in ("daily", "weekly")
            and article.actor_of(head) is None
        ):
            return None
        words = noun_phrase(head)
        if lemma in _SPOKESMEN or any(w.lower_ in _SPOKESMEN for w in words if w != head):
            spoken = self._spokesman(head, words)
            if spoken is not None:
                return spoken
        known = article.actor_of(head)
        apposed = self._apposed(head) if known is None or head.pos_ == "NOUN" else None
        if apposed is not None or known is not None:
            return apposed or known
        again = self._again(head, words)
        return again if again is not None else self._described(head, words)

    def _spokesman(self, head: Token, words: list[Token]) -> Actor | None:
        """A named spokesman by his name, an unnamed one as the body he speaks for."""
        article = self.finder.article
        if head.pos_ == "PROPN" and article.actor_of(head) is None:
            return self._described(head, words)
        person = next((a for a in children(head, "appos") if _is_name(a) and article.actor_of(a) is None), None)
        if person is not None:
            return self._described(person, noun_phrase(person))
        bodies = [w for w in words if w != head]
        bodies += [w for o in prepositional_objects(head, "for", "of", "from") for w in (o, *o.lefts)]
        for body in bodies:
            actor = article.actor_of(body)
            if actor is not None:
                return actor
        return None

    def _apposed(self, head: Token) -> Actor | None:
        """ "The mayor, Talib Omar": the name beside the office."""
        article = self.finder.article
        if head.pos_ == "PROPN" and _is_name(head):
            return None
        for beside in children(head, "appos"):
            if any(w.text == "(" for w in head.doc[head.i : beside.i]):
                continue
            actor = article.actor_of(beside)
            if actor is not None:
                return actor
            if _is_name(beside):
                return self._described(beside, noun_phrase(beside), role=head)
        inner = [w for w in head.subtree if w.dep_ == "appos" and w.ent_type_ == "PERSON" and w.i > head.i]
        return self._described(inner[0], noun_phrase(inner[0]), role=head) if inner else None

    def _described(self, head: Token, words: list[Token], role: Token | None = None) -> Actor:
        article = self.finder.article
        kept = [w for w in words if w.dep_ not in ("det", "predet", "quantmod") and w.pos_ != "PUNCT"] or [head]
        first = min(kept, key=lambda w: w.i)
        if role is not None and role.i < first.i and first.i - role.i <= _REACH_OF_ROLE:
            # "The mayor, Talib Omar": office and name together say who speaks.
            first = min((w for w in noun_phrase(role) if w.dep_ not in ("det", "predet")), key=lambda w: w.i)
        told = [*words, *(noun_phrase(role) if role is not None else [])]
        kind = kind_of_source(head, told, article, self.finder.people, self.sayings)
        return Actor(**article.span(first, head).model_dump(), kind=kind)

    def _pronoun(self, token: Token) -> Actor | None:
        """ "He added", "it said", "they told": whoever spoke last and fits."""
        fitting = self._fits(token)
        last = next((s for s in self._before(token) if fitting(s)), None)
        if last is not None:
            return last.actor
        party = self.finder.discourse.pronoun(token, self.finder.article)
        return party.actor if party is not None and party.named else None

    def _fits(self, token: Token) -> Callable[[Speaker], bool]:
        word = token.lower_
        if word in _PERSONS or word == "his":
            return lambda s: s.person and not s.plural
        if word in ("they", "their", "them"):
            return lambda s: s.plural or not s.person
        return lambda s: not s.person and not s.plural

    def _before(self, token: Token) -> list[Speaker]:
        at = start_of(token)
        earlier = sorted((where for where in self.heard if where < at), reverse=True)
        return [self.heard[where] for where in earlier]

    def _last(self, head: Token) -> Actor | None:
        last = next(iter(self._before(head)), None)
        return last.actor if last is not None else None

    def _again(self, head: Token, words: list[Token]) -> Actor | None:
        """ "The source said", "the officials said": one heard before, in fewer words."""
        if head.pos_ == "PROPN" and len(words) == 1:
            # "Coward said": the colonel named in full before.
            full = next((s for s in self._before(head) if s.person and head.text in s.actor.text.split()), None)
            return full.actor if full is not None else None
        if not any(w.lower_ in ("the", "this", "these", "same") for w in words if w.head == head):
            return None
        if prepositional_objects(head, "of", "for") or children(head, "appos"):
            return None
        mine = _content(words)
        for speaker in self._before(head):
            if mine <= speaker.words:
                return speaker.actor
        if len(mine - _GROUP_WORDS) == 1 and head.lemma_.lower() in (
            "group",
            "organization",
            "organisation",
            "movement",
            "alliance",
            "militia",
        ):
            party = self.finder.party(head)
            if party is not None and party.named:
                return party.actor
            body = next((s for s in self._before(head) if not s.person), None)
            return body.actor if body is not None else None
        return None

    def remember(self, head: Token) -> None:
        """Remember who is heard by this phrase, for the words that stand for him later."""
        if head.pos_ == "PRON":
            return
        for member in _members(head):
            actor = self._paper(member) if member.lemma_.lower() in PAPERS else self._one(member)
            if actor is None or actor.start > start_of(member) + 200:
                continue
            words = _content([*noun_phrase(member), *_beside(member)])
            person = _is_person(member)
            plural = member.tag_ in ("NNS", "NNPS") or len(_members(head)) > 1
            self.heard[start_of(member)] = Speaker(actor, member, words, person, plural and self._plural(member))

    def _plural(self, head: Token) -> bool:
        return head.tag_ == "NNS" or head.lemma_.lower() == "police" or self.finder.article.actor_of(head) is None


def _content(words: list[Token]) -> frozenset[str]:
    dropped = ("det", "predet", "nummod", "quantmod", "case", "punct")
    return frozenset(w.lemma_.lower() for w in words if w.dep_ not in dropped and w.lower_ not in ("same", "other"))


def _beside(head: Token) -> list[Token]:
    """Words that a later, shorter phrase may use again: apposition, and what the source is of."""
    found = [w for a in children(head, "appos") for w in noun_phrase(a)]
    for inner in prepositional_objects(head, "of", "for", "from", "in", "with"):
        found.extend(noun_phrase(inner))
    return found


def _is_name(token: Token) -> bool:
    if token.lower_.startswith(("al-", "el-")) and any(c.pos_ == "PROPN" for c in token.lefts):
        return True
    return token.pos_ == "PROPN" and token.ent_type_ not in _NO_NAMES and token.text[0].isupper()


def _is_person(head: Token) -> bool:
    if head.ent_type_ == "PERSON" or any(a.ent_type_ == "PERSON" for a in children(head, "appos")):
        return True
    if any(w.lower_ in _TITLES for w in noun_phrase(head)):
        return True
    return head.pos_ == "NOUN" and head.lemma_.lower() not in (
        "police", "army", "military", "group", "ministry", "agency", "organization", "organisation", "government",
        "committee", "command", "office", "movement", "alliance", "mission", "council", "center", "centre", "statement",
        "newspaper", "authority", "medium", "network", "watchdog", "hospital", "coalition", "party",
    )  # fmt: skip


def _members(head: Token) -> list[Token]:
    found = [head]
    for member in found:
        found.extend(child for child in member.children if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"))
    return found
