"""Parties: from the head of a noun phrase to the actors it names."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from tacitus.codebook.vocabulary import People
from tacitus.parse.sentence import start_of
from tacitus.parse.tree import children, conjuncts, noun_phrase, prepositional_objects
from tacitus.records import Actor, ActorKind
from tacitus.resolve.actors.anaphora import Discourse
from tacitus.resolve.article import Party, ResolvedArticle

_QUANTITIES = frozenset(
    "dozen dozens hundred hundreds thousand thousands score scores number group handful majority "
    "crowd band pair couple rest "
    "most some many several all both member members half total part remainder minority wave bulk "
    "hundreds tens ten one two three four "
    "five six seven eight nine body bodies remains least convoy column team scores lot majority series none each "
    "contingent position life lives homes house presence".split()
)
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_USED = frozenset("operate launch fire fly deploy plant detonate send".split())
"""What is done with a weapon that tells whose it is ("a drone operated by X")."""
_BACKERS = frozenset({"supporter", "follower"})
_CAMPS = frozenset({"opposition"})
"""People who back one of these are no force of it ("opposition supporters blocked roads")."""
_COMMUNITIES = frozenset({"herder", "herdsman", "pastoralist", "tribesman", "nomad", "farmer", "clansman"})
_HOUSEHOLD = frozenset("home house residence car vehicle apartment compound shop farm villa".split())
_OWNING = ("of", "from", "belonging", "to")
_UNLIKE_BACKING = frozenset(
    "backed supported sponsored linked affiliated aligned allied led held controlled occupied trained armed funded "
    "inspired made built based run speaking born majority registered style flagged dominated ruled loyal".split()
)
_NO_PEOPLE = frozenset(
    "DATE TIME CARDINAL MONEY PERCENT QUANTITY ORDINAL LANGUAGE EVENT WORK_OF_ART LAW PRODUCT".split()
)
_TITLES = frozenset(
    "col. col colonel gen. gen general lt. lt lieutenant capt. captain maj. maj major sgt. sgt "
    "sergeant cpl. corporal brigadier brig. "
    "commander cdr admiral commodore private pvt. inspector superintendent commissioner constable "
    "officer soldier".split()
)


@dataclass
class PartyFinder:
    """Finds the actors that a noun phrase names. One per article; `discourse` remembers who was named before."""

    article: ResolvedArticle
    people: People
    discourse: Discourse

    def parties(self, head: Token) -> list[Party]:
        """Everyone named by the phrase headed by `head`, coordinated phrases included, in order of the text."""
        found: list[Party] = []
        for member in conjuncts(head):
            found.extend(self._members(member))
            found.extend(self._listed(member))
        return _distinct(found)

    def _listed(self, member: Token) -> list[Party]:
        """Named actors that the parser took for an apposition though they are the next in a list."""
        named = self.article.actor_of(member)
        found: list[Party] = []
        for apposed in children(member, "appos"):
            other = self.article.actor_of(apposed)
            if named is not None and other is not None and other.actor_id != named.actor_id:
                found.extend(self.parties(apposed))
        return found

    def _members(self, token: Token) -> list[Party]:
        if token.lower_ in _RELATIVES and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self._antecedent(token)
        if self._is_quantity(token):
            inner = prepositional_objects(token, "of")
            found = [party for item in inner for party in self.parties(item)]
            if found:
                return found
        party = self.party(token)
        return [party] if party else []

    def _antecedent(self, token: Token) -> list[Party]:
        for ancestor in token.ancestors:
            if ancestor.dep_ in ("relcl", "acl"):
                return self.parties(ancestor.head)
        return []

    def _is_quantity(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        if lemma not in _QUANTITIES and token.lower_ not in _QUANTITIES and token.pos_ != "NUM":
            return False
        return bool(prepositional_objects(token, "of"))

    def party(self, token: Token) -> Party | None:
        """The one actor that the phrase headed by `token` names, or None."""
        named = self.article.actor_of(token)
        if named is not None and not self._is_modifier_of_backing(token):
            return Party(self._spelled_out(named, token), token, named=True)
        if token.lower_ in ("latter", "former") and token.dep_ not in ("amod", "compound"):
            return self.discourse.ordinal(token, self.article)
        if token.pos_ == "PRON":
            return self.discourse.pronoun(token, self.article)
        state = self._state(token)
        if state is not None:
            return Party(state, token, named=True)
        lemma = token.lemma_.lower()
        if token.tag_ == "NNPS" and lemma.removesuffix("s") in self.people.kind_of:
            lemma = lemma.removesuffix("s")
        if lemma.endswith("men") and f"{lemma[:-3]}man" in self.people.kind_of and lemma not in self.people.kind_of:
            # "National Guardsmen", "Militiamen": the model leaves a capitalised plural as it is.
            lemma = f"{lemma[:-3]}man"
        owner = self._owner(token, lemma)
        if owner is not None:
            return Party(owner, token, named=True)
        described = self._described(token, lemma) or self._belonging(token, lemma)
        if described is not None:
            anaphor = self.discourse.noun_phrase(token, described.actor.kind, self.article)
            return anaphor or described
        return self._unknown(token)

    def _spelled_out(self, acronym: Actor, token: Token) -> Actor:
        """ "The National Liberation Army (ELN) staged": the parser's head is the acronym, the name stands before it."""
        if token.i < 2 or token.nbor(-1).text not in ("(", "["):
            return acronym
        before = self.article.actor_of(token.nbor(-2))
        return acronym if before is None or before.actor_id != acronym.actor_id else before

    def _owner(self, token: Token, lemma: str) -> Actor | None:
        """The named actor to whom the thing or people belong: "warplanes of X", "X's convoy", "X fighters"."""
        if lemma not in self.people.belongings and lemma not in self.people.kind_of:
            return None
        belongs = lemma in self.people.belongings
        for child in token.lefts:
            if child.dep_ in ("compound", "poss", "amod", "nmod", "appos", "nummod") and not _backing(child):
                for word in [child, *child.lefts]:
                    actor = self.article.actor_of(word)
                    if actor is not None and (belongs or child.dep_ == "poss") and not _backing(word):
                        return actor
        if not belongs:
            return None
        possessor = next((c for c in token.lefts if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)
        if possessor is not None:
            owner_party = self.discourse.possessor(possessor, self.article)
            if owner_party is not None:
                return self._worded(owner_party.actor, possessor, token)
        for owner in prepositional_objects(token, *_OWNING) or _owners_behind(token):
            for candidate in (owner, *owner.lefts):
                actor = self.article.actor_of(candidate)
                if actor is not None and not _backing(candidate):
                    return actor
        for clause in children(token, "acl"):
            used = clause.tag_ == "VBN" and clause.lemma_ in _USED
            for owner in (
                prepositional_objects(clause, "by" if used else "to") if used or clause.lemma_ == "belong" else ()
            ):
                actor = self.article.actor_of(owner)
                if actor is not None:
                    return actor
        for apposition in children(token, "appos"):
            actor = self.article.actor_of(apposition)
            if actor is not None:
                return actor
        return None

    def _worded(self, actor: Actor, first: Token, last: Token) -> Actor:
        """The actor under the words that stand for it here."""
        span = self.article.span(first, last)
        return actor.model_copy(update={"text": span.text, "start": span.start, "end": span.end})

    def _described(self, token: Token, lemma: str) -> Party | None:
        """An actor told by a common noun ("masked gunmen", "government soldiers", "a mosque")."""
        kind = self.people.kind_of.get(lemma) or self.people.kind_of.get(token.lower_)
        if kind is None and token.pos_ == "PROPN" and (token.is_sent_start or self._headline(token)):
            kind = self.people.kind_of.get(token.lower_.removesuffix("s"))
        proper = token.pos_ == "PROPN" and not token.text.islower() and not token.is_sent_start
        if kind is None or (proper and not self._headline(token)):
            return None
        modifiers = {word.lower_ for word in token.subtree if word.i < token.i and word.head.i <= token.i}
        thing = lemma in self.people.things and lemma not in ("youth",)
        whose = self._household(token, lemma) if thing else self._by_name(token, kind)
        if whose is not None:
            return whose
        kind = self._kind_with_modifiers(kind, lemma, modifiers, thing)
        words = [word for word in noun_phrase(token) if word.pos_ not in ("DET", "NUM") or word == token]
        words = [word for word in words if word.dep_ not in ("quantmod", "det", "predet", "nummod")] or [token]
        actor = Actor(**self.article.span_of(_contiguous(words, token)).model_dump(), kind=kind)
        return Party(actor, token, thing=thing)

    def _household(self, token: Token, lemma: str) -> Party | None:
        """ "The car of a prosecutor", "the councillor's house": whose it is was meant."""
        if lemma not in _HOUSEHOLD:
            return None
        owners = [*prepositional_objects(token, "of"), *children(token, "poss")]
        people = [owner for owner in owners if owner.pos_ in ("NOUN", "PROPN") and self.article.place_of(owner) is None]
        parties = [self.party(owner) for owner in people]
        return next((party for party in parties if party is not None and not party.thing), None)

    def _by_name(self, token: Token, kind: ActorKind) -> Party | None:
        """ "A wanted militant, Bilal Khan": one person, and the name says who; the noun says of what kind."""
        if token.tag_ not in ("NN", "NNP"):
            return None
        for name in children(token, "appos"):
            if name.pos_ != "PROPN" or name.ent_type_ != "PERSON" or self.article.actor_of(name) is not None:
                continue
            party = self._unknown(name)
            if party is not None and " " in party.actor.text:
                return Party(party.actor.model_copy(update={"kind": kind}), token, named=True)
        return None

    def _state(self, token: Token) -> Actor | None:
        """The state whose country's name acts: "Israel has killed", "between India and Pakistan"."""
        if token.dep_ in ("amod", "compound", "nmod") and token.text[0].isupper():
            return self.article.country_actors.get(start_of(token))
        place = self.article.place_of(token)
        if place is None or token.dep_ not in ("nsubj", "nsubjpass", "pobj", "conj", "poss"):
            return None
        preposition = token.head if token.dep_ == "pobj" else None
        if token.dep_ == "conj" and token.head.dep_ == "pobj":
            preposition = token.head.head
        if preposition is not None and preposition.lower_ not in ("by", "between", "with", "against"):
            return None
        return self.article.country_actors.get(place.name.start)

    def _belonging(self, token: Token, lemma: str) -> Party | None:
        """A thing of a force told by a common noun ("an army post", "rebel positions", "a police convoy")."""
        if lemma not in self.people.belongings or token.pos_ == "PROPN":
            return None
        for owner in prepositional_objects(token, "of"):
            kind = self.people.kind_of.get(owner.lemma_.lower())
            if kind is not None and kind != "civilians" and lemma not in self.people.kind_of:
                return Party(Actor(**self.article.span(token, owner).model_dump(), kind=kind), token)
        for child in token.lefts:
            if lemma in _BACKERS and child.lower_ in _CAMPS:
                actor = Actor(**self.article.span_of(_contiguous([child, token], token)).model_dump(), kind="civilians")
                return Party(actor, token)
            kind = (
                self.people.kind_of.get(child.lemma_.lower())
                if child.dep_ in ("compound", "amod", "poss", "nmod")
                else None
            )
            if kind is None and child.lower_ in self.people.state_adjectives:
                kind = "state_forces"
            if kind is not None and kind != "civilians":
                actor = Actor(**self.article.span_of(_contiguous([child, token], token)).model_dump(), kind=kind)
                return Party(actor, token)
        return None

    def _headline(self, token: Token) -> bool:
        sentence = self.article.parsed.sentence_at(start_of(token))
        return sentence is not None and sentence.headline

    def _kind_with_modifiers(self, kind: ActorKind, lemma: str, modifiers: set[str], thing: bool) -> ActorKind:
        if thing:
            return kind
        people_word = lemma in ("man", "person", "people", "individual", "men", "youth", "figure", "woman", "civilian")
        if people_word and modifiers & self.people.armed_adjectives:
            return "unidentified"
        if lemma in _COMMUNITIES and modifiers & self.people.armed_adjectives:
            return "identity_militia"
        if lemma in (
            "group",
            "force",
            "unit",
            "faction",
            "fighter",
            "commander",
            "militia",
            "element",
            "checkpoint",
            "checkpost",
            "outpost",
            "army",
            "troop",
        ):
            if modifiers & self.people.state_adjectives and lemma != "militia":
                return "state_forces"
            if modifiers & self.people.rebel_adjectives:
                return "rebel_group"
            if modifiers & self.people.unknown_adjectives:
                return "unidentified"
        return kind

    def _is_modifier_of_backing(self, token: Token) -> bool:
        return _backing(token)

    def _unknown(self, token: Token) -> Party | None:
        """A proper name that no lexicon knows: kept as a new candidate, its kind only from context."""
        if token.pos_ != "PROPN" and not (token.ent_type_ == "NORP" and token.tag_ in ("NNS", "NNPS", "NN")):
            return None
        if self.article.place_of(token) or self.article.date_of(token):
            return None
        common = self.people.kind_of.get(token.lower_) or self.people.kind_of.get(token.lower_.removesuffix("s"))
        if token.lower_.endswith("men"):
            common = common or self.people.kind_of.get(f"{token.lower_[:-3]}man")
        if common is not None and (token.tag_ in ("NNPS", "NNS") or token.lower_.endswith("men")):
            # "Maoists", "Islamists": a common noun with a capital.
            return Party(Actor(**self.article.span(token).model_dump(), kind=common), token)
        if token.ent_type_ == "NORP":
            # A people named by its country or creed ("15 Palestinians").
            actor = Actor(**self.article.span(token).model_dump(), kind="civilians")
            return Party(actor, token)
        if token.ent_type_ in _NO_PEOPLE or (token.text.isupper() and len(token.text) > 5):
            # In full capitals stands where a report was written ("BANGKOK: ...").
            return None
        words = [word for word in noun_phrase(token) if word.pos_ == "PROPN" or word.lower_ in ("al", "-", "of")]
        words = _contiguous(words or [token], token)
        titles = {word.lower_ for word in noun_phrase(token)}
        kind: ActorKind = "unidentified"
        if titles & _TITLES:
            kind = "state_forces"
        elif (apposed := self._apposed_kind(token)) is not None:
            kind = apposed
        elif token.ent_type_ == "PERSON":
            kind = "civilians"
        actor = Actor(**self.article.span_of(words).model_dump(), kind=kind)
        return Party(actor, token, named=True)

    def _apposed_kind(self, token: Token) -> ActorKind | None:
        """The kind told beside a name: "Idriss Bako, a teacher", "teacher Idriss Bako"."""
        beside = [*children(token, "appos"), *[c for c in token.lefts if c.dep_ in ("compound", "amod", "nmod")]]
        if token.dep_ == "appos":
            beside.append(token.head)
        for word in beside:
            kind = self.people.kind_of.get(word.lemma_.lower())
            if kind is not None:
                return kind
        return None


def _owners_behind(token: Token) -> list[Token]:
    """ "Soldiers and fighters of X killed ...": the parser hangs "of" on the first of them."""
    if token.i + 1 >= len(token.doc) or token.dep_ != "conj":
        return []
    behind = token.nbor(1)
    return children(behind, "pobj") if behind.lower_ == "of" and behind.head == token.head else []


def _backing(token: Token) -> bool:
    """Tell whether the name only qualifies ("Iran-backed", "rebel-held"): the actor is somebody else."""
    document = token.doc
    for step in (1, 2):
        if token.i + step < len(document) and document[token.i + step].lower_ in _UNLIKE_BACKING:
            between = document[token.i + 1 : token.i + step].text
            if between in ("", "-", "–"):
                return token.head.i >= token.i + step or token.dep_ in ("npadvmod", "compound", "amod", "nmod")
    return any(token.lower_.endswith("-" + word) for word in _UNLIKE_BACKING)


def _contiguous(words: list[Token], head: Token) -> list[Token]:
    """The unbroken run of words that ends in the head."""
    chosen = {word.i for word in words} | {head.i}
    first = head.i
    while first - 1 in chosen or (
        first - 2 in chosen and head.doc[first - 1].lower_ in ("-", "'s", "of", "and", "/", "’s")
    ):
        first -= 1
    while head.doc[first].pos_ in ("PUNCT", "CCONJ", "ADP", "PART", "DET") and first < head.i:
        first += 1
    return [head.doc[index] for index in range(first, head.i + 1)]


def _distinct(parties: list[Party]) -> list[Party]:
    seen: set[tuple[int, int]] = set()
    distinct = []
    for party in parties:
        key = (party.actor.start, party.actor.end)
        if key not in seen:
            seen.add(key)
            distinct.append(party)
    return distinct
