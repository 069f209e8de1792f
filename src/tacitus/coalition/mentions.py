"""Who can stand in a relation: groups, persons and powers mentioned in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.coalition.name_runs import NameRun, name_runs
from tacitus.coalition.words import RelationWords
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, noun_phrase
from tacitus.records import Actor, ActorKind
from tacitus.resolve.actors import PartyFinder
from tacitus.resolve.article import ResolvedArticle

_ARMED: frozenset[ActorKind] = frozenset(
    {"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces", "unidentified"}
)
_OFFICIALS = frozenset("official officials president minister spokesman spokeswoman governor mayor".split())
_POSSESSIVES = frozenset({"its", "their", "whose"})
_POWERS = frozenset({"GPE", "NORP", "ORG", "LOC"})
_PERSON_WORDS = frozenset({"he", "she", "him", "her", "it"})


@dataclass(eq=False)
class Mention:
    """Words that name one actor or a list of them. `first` and `last` are token numbers in the block, both included.

    `kinds` are the flags of templates.FLAG_OF: g group, p unknown name that may be a person, h certainly a person,
    w power, n name, l list, b body (a group, or a name that the parser takes for an organisation); o marks the latter.
    `noun` is the head word of a description ("a new coalition"), which may gain the actors that the text names
    elsewhere.
    """

    first: int
    last: int
    actors: list[Actor]
    kinds: str
    head: Token
    noun: bool = False
    possessive: bool = False
    parts: list[Mention] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """The first of the actors."""
        return self.actors[0]


def find_mentions(sentence: Sentence, finder: PartyFinder, words: RelationWords) -> list[Mention]:
    """The mentions of a sentence in order, none overlapping another. Lists are not joined yet."""
    found: list[Mention] = [*_named(sentence, finder, words), *_allied_peoples(sentence, finder, words)]
    taken = {index for mention in found for index in range(mention.first, mention.last + 1)}
    for run in name_runs(sentence, finder.article, words):
        if not taken & set(range(run.first, run.last + 1)) and not _only_qualifies(run, words):
            found.append(_of_run(run, finder, words))
            taken |= set(range(run.first, run.last + 1))
    for token in sentence.syntax:
        if token.i not in taken:
            mention = _described(token, finder, words, found)
            if mention is not None:
                found = [m for m in found if not mention.first <= m.first <= mention.last]
                found.append(mention)
                taken |= set(range(mention.first, mention.last + 1))
    found.sort(key=lambda mention: mention.first)
    return [*found, *_possessives(sentence, found, finder)]


def _named(sentence: Sentence, finder: PartyFinder, words: RelationWords) -> list[Mention]:
    article = finder.article
    found: list[Mention] = []
    for token in sentence.syntax:
        actor = article.actor_of(token)
        if actor is None:
            place = article.place_of(token)
            if place is not None and place.place.precision == "country" and not (found and found[-1].last >= token.i):
                tokens = article.tokens_of(place.name.start, place.name.end)
                kind: ActorKind = "state_forces" if place.place.country in article.theatre[:1] else "external_forces"
                state = Actor(**article.span_of(tokens).model_dump(), name=place.place.name, kind=kind)
                found.append(Mention(tokens[0].i, tokens[-1].i, [state], "wn", _head(tokens)))
            continue
        if token.text.islower() and (token.pos_ == "ADJ" or _for_or_against(token)):
            continue  # "the military arm of X", "pro-government militias": neither army nor government is meant
        if found and found[-1].actor == actor and found[-1].last == token.i - 1:
            found[-1].last, found[-1].head = token.i, token
            continue
        if _names_officials(actor, token):
            continue
        if actor.kind in _ARMED or token.lemma_.lower() in words["group_nouns"]:
            # "soldiers" may stand for an army that the lexicon knows, and still is no name.
            found.append(Mention(token.i, token.i, [actor], "gwb" if token.text.islower() else "gwbn", token))
    return found


def _names_officials(actor: Actor, token: Token) -> bool:
    """ "security officials", "the Malian president": who speaks for a state, and no force."""
    words = actor.text.lower().split()
    return words[-1] in _OFFICIALS or token.lower_ in _OFFICIALS


def _for_or_against(token: Token) -> bool:
    """ "pro-government", "anti-army"."""
    before = "".join(t.lower_ for t in token.doc[max(0, token.i - 2) : token.i])
    return token.lower_.startswith(("pro-", "anti-")) or before in ("pro-", "anti-")


def _allied_peoples(sentence: Sentence, finder: PartyFinder, words: RelationWords) -> Iterator[Mention]:
    """The people in "their Russian allies", where no name follows."""
    for token in sentence.syntax:
        ally = token.head
        if not token.text[0].isupper() or token.dep_ not in ("amod", "compound") or finder.article.actor_of(token):
            continue
        if ally.lemma_.lower() in words["ally_nouns"] and ally.i == token.i + 1 and not children(ally, "prep", "appos"):
            actor = Actor(**finder.article.span(token, ally).model_dump(), kind="external_forces")
            yield Mention(token.i, token.i, [actor], "gwb", token)


def _only_qualifies(run: NameRun, words: RelationWords) -> bool:
    """A people's name before a common noun ("an armed Kurdish group"), or a rank without its bearer."""
    tokens = [run.sentence.syntax.doc[index] for index in range(run.first, run.last + 1)]
    if all(token.lower_.rstrip(".") in words["ranks"] for token in tokens):
        return True
    if run.group or run.last + 1 >= run.sentence.syntax.end or any(t.ent_type_ != "NORP" for t in tokens):
        return False
    after = run.sentence.syntax.doc[run.last + 1]
    if after.pos_ not in ("NOUN", "ADJ") or tokens[-1].dep_ not in ("amod", "compound", "nmod"):
        return False
    named = after.i + 1 < run.sentence.syntax.end and run.sentence.syntax.doc[after.i + 1].pos_ == "PROPN"
    return not (named and after.lemma_.lower() in words["leader_nouns"])


def _of_run(run: NameRun, finder: PartyFinder, words: RelationWords) -> Mention:
    article = finder.article
    tokens = [run.sentence.syntax.doc[index] for index in range(run.first, run.last + 1)]
    span = article.span(tokens[0], tokens[-1])
    if run.group:
        kind: ActorKind = "state_forces" if tokens[0].text[0].isdigit() else "rebel_group"
        return Mention(run.first, run.last, [Actor(**span.model_dump(), kind=kind)], "gwbn", _head(tokens))
    nobody = bool({token.lower_ for token in tokens} & words["no_group_names"])
    power = any(token.ent_type_ in _POWERS for token in tokens) and not nobody
    actor = Actor(**span.model_dump(), kind="unidentified")
    organisation = any(token.ent_type_ == "ORG" for token in tokens)
    body = organisation and not nobody
    person = is_person(tokens, words)
    flags = "pn" + "w" * power + "o" * organisation + "h" * person + "b" * (body and not person)
    return Mention(run.first, run.last, [actor], flags, _head(tokens))


def is_person(tokens: list[Token], words: RelationWords) -> bool:
    """Whether a name is surely a person's: by its rank, or since the parser says so."""
    document = tokens[0].doc
    before = document[tokens[0].i - 1] if tokens[0].i else None
    titles = words["ranks"] | words["leader_nouns"]
    if tokens[0].lower_.rstrip(".") in words["ranks"] or (
        before is not None and (before.lower_.rstrip(".") in titles or before.lemma_.lower() in titles)
    ):
        return True
    if any(token.lower_ in words["group_names"] for token in tokens):
        return False
    unlabelled = len(tokens) > 1 and not any(t.ent_type_ or t.lower_ in words["no_group_names"] for t in tokens)
    return unlabelled or any(token.ent_type_ == "PERSON" for token in tokens)


def _described(token: Token, finder: PartyFinder, words: RelationWords, known: list[Mention]) -> Mention | None:
    """A group told by a common noun or a pronoun ("Turkish-backed rebels", "a new coalition", "they")."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PRON":
        party = finder.party(token) if token.lower_ not in _PERSON_WORDS or token.lower_ == "it" else None
        if party is None or party.actor.kind not in _ARMED or party.thing:
            return None
        sentence = finder.article.parsed.sentence_at(party.actor.start)
        if sentence is None or sentence.syntax.start != token.sent.start or sentence.syntax.doc != token.doc:
            return None
        return Mention(token.i, token.i, [party.actor], "gwb", token)
    if token.pos_ not in ("NOUN", "PROPN") or lemma in words["leader_nouns"] or token.dep_ == "compound":
        return None
    coalition = lemma in words["coalition_nouns"]
    if lemma in ("body", "room") and token.tag_ != "NN":
        return None
    if lemma == "command" and token.dep_ == "pobj" and token.head.lower_ in ("under", "in"):
        return None
    if (not coalition and lemma not in words["group_nouns"]) or _predicates(token, known):
        return None
    first = _phrase_start(token)
    if _states_tie(token, first, known, words):
        return None
    party = finder.party(token)
    if _is_proper(token, first, finder.article):
        span = finder.article.span(token.doc[first], token)
        kind: ActorKind = party.actor.kind if party and party.actor.kind in _ARMED else "rebel_group"
        return Mention(first, token.i, [Actor(**span.model_dump(), kind=kind)], "gwbn", token)
    if party is not None and party.actor.kind in _ARMED and not party.thing and (party.anaphor or not coalition):
        actor = party.actor
    else:
        actor = Actor(**finder.article.span(token).model_dump(), kind="rebel_group")
    owner = next(
        (m for m in known if m.first >= first and m.last < token.i and "g" in m.kinds and m.actor == actor), None
    )
    if owner is not None:
        return Mention(first, token.i, owner.actors, owner.kinds, token)
    return Mention(first, token.i, [actor], "gwb", token, noun=not party or not party.anaphor)


def _states_tie(token: Token, first: int, known: list[Mention], words: RelationWords) -> bool:
    """A noun phrase that says what somebody is to somebody: "an X splinter group", "X's armed wing", "an X unit"."""
    phrase = [token.doc[index] for index in range(first, token.i + 1)]
    lower = {word.lower_ for word in phrase} | {token.lemma_.lower()}
    if lower & words["tie_nouns"]:
        return True
    if token.lemma_.lower() not in words["part_nouns"] or token.pos_ != "NOUN" or token.i + 1 >= token.sent.end:
        return False
    after, before = token.doc[token.i + 1], token.doc[max(first - 2, token.sent.start)]
    if after.lower_ == "of":
        return any(m.first in (token.i + 2, token.i + 3) and {"g", "n"} <= set(m.kinds) for m in known)
    owned = any(m.first >= first - 2 and m.last < token.i and {"g", "n"} <= set(m.kinds) for m in known)
    return owned and (after.text == "," or after.pos_ == "PROPN" or before.text == ",")


def _is_proper(token: Token, first: int, article: ResolvedArticle) -> bool:
    """ "the Goran movement": a name of its own with a common noun for the group."""
    before = token.doc[token.i - 1]
    if token.i == first or token.tag_ in ("NNS", "NNPS") or before.pos_ != "PROPN" or not before.text[0].isupper():
        return False
    if any(child.lower_ in ("a", "an", "another") for child in children(token, "det")):
        return False
    place = article.place_of(before)
    return before.ent_type_ not in ("NORP", "DATE") and (place is None or place.place.precision == "unlocated")


def _phrase_start(token: Token) -> int:
    """The first qualifying word of the noun phrase, its article and owner left out ("three X-linked factions")."""
    first = token.i
    while first > token.sent.start:
        before = token.doc[first - 1]
        if before.dep_ in ("det", "poss", "case", "predet") or before not in list(token.subtree):
            break
        if before.pos_ in ("PUNCT", "VERB", "ADP", "CCONJ") and before.text not in ("-", "–") and before.dep_ != "amod":
            break
        first -= 1
    return first


def _predicates(token: Token, known: list[Mention]) -> bool:
    """A noun that says what the group before it is ("X, a breakaway faction of Y", "X is a coalition of")."""
    phrase = noun_phrase(token)
    before = phrase[0].i - 1 - (phrase[0].i > 0 and token.doc[phrase[0].i - 1].text == ",")
    beside = before >= token.sent.start and any(m.last == before for m in known)
    follows = any(
        child.lower_ in ("of", "from", "within", "between", "in") for child in token.children if child.dep_ == "prep"
    )
    return (token.dep_ in ("attr", "appos") or beside) and follows


def _possessives(sentence: Sentence, found: list[Mention], finder: PartyFinder) -> list[Mention]:
    """ "its leader", "whose commander": stand for the group last named."""
    possessives = []
    for token in sentence.syntax:
        if token.lower_ not in _POSSESSIVES:
            continue
        before = [m for m in found if m.last < token.i and "g" in m.kinds and "n" in m.kinds]
        beside = _coordinated(token, found)
        if beside is not None or before:
            owner = beside or (before[-1] if token.lower_ == "whose" else (_subject(before) or before[-1]))
            possessives.append(Mention(token.i, token.i, owner.actors, "gwb", token, possessive=True))
        elif token.lower_ != "whose":
            named = _last_named(sentence, finder) or _meant(token, finder)
            if named is not None:
                possessives.append(Mention(token.i, token.i, [named], "gwb", token, possessive=True))
    return possessives


def _coordinated(word: Token, found: list[Mention]) -> Mention | None:
    """The group in "the group and its rival", which the possessive after "and" stands for."""
    joint = word.i - 1
    if joint <= word.sent.start or word.doc[joint].lower_ not in ("and", "with", "alongside"):
        return None
    last = joint - 1 - (word.doc[joint - 1].text == ",")
    return next((m for m in found if m.last == last and "g" in m.kinds), None)


def _subject(mentions: list[Mention]) -> Mention | None:
    return next((m for m in reversed(mentions) if m.head.dep_ in ("nsubj", "nsubjpass")), None)


def _meant(token: Token, finder: PartyFinder) -> Actor | None:
    """The unnamed group that "their" before a leader stands for."""
    party = finder.party(token)
    return party.actor if party is not None and party.actor.kind in _ARMED and not party.thing else None


def _last_named(sentence: Sentence, finder: PartyFinder) -> Actor | None:
    """The armed group that the sentence before named last."""
    if sentence.index == 0:
        return None
    before = finder.article.sentences[sentence.index - 1]
    near = [
        a for a in finder.article.named_actors if before.span.start <= a.start < before.span.end and a.kind in _ARMED
    ]
    return near[-1] if near else None


def _head(tokens: list[Token]) -> Token:
    return next((token for token in tokens if token.head not in tokens), tokens[-1])
