"""Arguments by nearness: where the parser left a verb without subject or object, the nearest party stands in.

The small model often hangs a subject on the wrong word in long sentences. Only phrases in the same clause stretch are
taken, none behind another verb of events, and never one inside a phrase of place or time.
"""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.extract.arguments import Arguments
from tacitus.extract.draft import ARMED
from tacitus.extract.mentions import TriggerMention
from tacitus.parse.tree import is_passive, prepositional_objects
from tacitus.resolve.actors import PartyFinder

_LEFT_REACH = 14
_RIGHT_REACH = 9
_PLACE_PREPOSITIONS = frozenset(
    "in on at near from to into of with by for during after before between against through along "
    "across under over".split()
)
_STOPS = frozenset({";", ":", "(", ")", '"', "--", "—"})
_NEED_AGENT = frozenset(
    {
        "attack",
        "kill",
        "wound",
        "air_strike",
        "shelling",
        "abduct",
        "grenade",
        "suicide",
        "capture",
        "property",
        "arrest",
        "disperse",
        "riot",
        "protest",
        "sexual",
        "base",
    }
)
_NEED_TARGET = frozenset({"attack", "kill", "wound", "abduct", "arrest", "sexual"})


def complete_arguments(mention: TriggerMention, arguments: Arguments, finder: PartyFinder) -> None:
    """Fill the sides of a verb that syntax left empty, in place."""
    if mention.word_class == "noun" and mention.frame.mutual:
        _between(mention, arguments, finder)
    if mention.word_class == "noun" and not mention.frame.mutual and not arguments.agents:
        _by(mention, arguments, finder)
    if mention.frame.name in ("arrest", "disarm") and not arguments.agents:
        _authority(mention, arguments, finder)
    if mention.word_class != "verb" or (mention.token.dep_ in ("acl", "amod") and mention.token.tag_ in ("VBN", "VBG")):
        return
    verb = mention.token
    passive = is_passive(verb) or (verb.tag_ == "VBN" and not _has_active_auxiliary(verb))
    if mention.frame.name in _NEED_AGENT and not arguments.agents and not passive and not arguments.parties:
        head = _left(verb, finder, armed_only=mention.frame.name not in ("riot", "protest", "property"))
        if head is not None and head not in arguments.targets:
            arguments.agents.append(head)
    if (
        mention.frame.name in ("capture", "transfer")
        and not passive
        and not (verb.lemma_.lower() == "take" and len(mention.words) == 1)
        and not any(finder.article.place_of(t) for t in arguments.targets)
    ):
        ground = _ground(verb, finder)
        if ground is not None:
            arguments.targets.append(ground)
    if mention.frame.name in _NEED_TARGET and not arguments.targets:
        head = _left(verb, finder, armed_only=False) if passive else _right(verb, finder)
        if head is not None and head not in arguments.agents:
            arguments.targets.append(head)


def _authority(mention: TriggerMention, arguments: Arguments, finder: PartyFinder) -> None:
    """ "Police said that two men had been arrested": the authority that tells of its arrests makes them."""
    verb = mention.token
    if mention.word_class != "verb" or not is_passive(verb) or verb.dep_ != "ccomp":
        return
    for speaker in (c for c in verb.head.children if c.dep_ == "nsubj"):
        party = finder.party(speaker)
        if party is not None and party.actor.kind == "state_forces":
            arguments.agents.append(speaker)


def _has_active_auxiliary(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _by(mention: TriggerMention, arguments: Arguments, finder: PartyFinder) -> None:
    """ "an attack on the area by X": the parser hangs "by" on the nearest noun."""
    token = mention.token
    for word in token.doc[token.i + 1 : min(token.i + 12, token.sent.end)]:
        if word.pos_ in ("VERB", "AUX") and word.tag_ != "VBN":
            return
        if word.lower_ == "by" and word.head.i < word.i:
            for head in (c for c in word.children if c.dep_ == "pobj"):
                party = finder.party(head)
                if party is not None and (party.actor.kind in ARMED or party.named) and head not in arguments.targets:
                    arguments.agents.append(head)
            return


def _between(mention: TriggerMention, arguments: Arguments, finder: PartyFinder) -> None:
    """ "a gunbattle in the old city between X and Y": the parser hangs "between" on the nearest noun."""
    if len(arguments.parties) >= 2:
        return
    token = mention.token
    for word in token.doc[token.i + 1 : min(token.i + 14, token.sent.end)]:
        if word.lower_ == "pitting":
            arguments.parties += [c for c in word.children if c.dep_ == "dobj"]
            arguments.parties += prepositional_objects(word, "against")
            return
        if word.lower_ in ("between", "involving") or (word.lower_ == "with" and not arguments.parties):
            for head in (c for c in word.children if c.dep_ in ("pobj", "dobj")):
                if finder.parties(head) and head not in arguments.parties:
                    arguments.parties.append(head)
            return


def _left(verb: Token, finder: PartyFinder, *, armed_only: bool) -> Token | None:
    document = verb.doc
    for index in range(verb.i - 1, max(verb.sent.start - 1, verb.i - _LEFT_REACH), -1):
        word = document[index]
        if word.text in _STOPS or (word.pos_ == "VERB" and word.tag_ in ("VBD", "VBZ", "VBP")):
            return None
        if _is_head(word) and not _in_phrase_of_place(word):
            party = finder.party(word)
            if party is not None and (not armed_only or party.actor.kind in ARMED or party.named) and not party.thing:
                return word
    return None


def _right(verb: Token, finder: PartyFinder) -> Token | None:
    document = verb.doc
    for index in range(verb.i + 1, min(verb.sent.end, verb.i + _RIGHT_REACH)):
        word = document[index]
        if word.text in _STOPS or word.pos_ == "VERB" or word.lower_ in ("when", "after", "as", "while", "that"):
            return None
        if _is_head(word) and not _in_phrase_of_place(word) and finder.party(word) is not None:
            return word
    return None


def _ground(verb: Token, finder: PartyFinder) -> Token | None:
    """The place that follows the verb at once, but for a date between ("entered on Saturday the town of Lerneb")."""
    document = verb.doc
    for index in range(verb.i + 1, min(verb.sent.end, verb.i + _RIGHT_REACH)):
        word = document[index]
        if word.text in _STOPS or word.text == "," or word.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
            return None
        if finder.article.place_of(word) is not None and finder.article.date_of(word) is None:
            before = document[index - 1].lower_
            return None if before in ("in", "from", "near") and index - verb.i > 2 else word
    return None


def _is_head(word: Token) -> bool:
    if word.pos_ not in ("NOUN", "PROPN"):
        return False
    follower = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
    return follower is None or follower.pos_ not in ("NOUN", "PROPN")


def _in_phrase_of_place(word: Token) -> bool:
    """Whether the nearest small word before the phrase is a preposition."""
    for index in range(word.i - 1, max(word.i - 6, word.sent.start - 1), -1):
        before = word.doc[index]
        if before.pos_ in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV", "PART") or before.text == "-":
            continue
        return before.lower_ in _PLACE_PREPOSITIONS
    return False
