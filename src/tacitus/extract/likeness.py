"""Likeness: what speaks for and against two tellings being one happening, as named features between 0 and 1.

The features are weighed by `judgement.py`. Each is a question that a coder asks: the same day, the same place, the same
sides, the same toll, a word that says "another", how far apart, and what has been told in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from tacitus.extract.dating import FINENESS
from tacitus.extract.draft import Draft
from tacitus.extract.happening import GENERIC_FRAMES, UNREST, VIOLENT, Happening, labels_of
from tacitus.extract.nearness import tree_distance
from tacitus.extract.one_act import dates_clash, one_act, types_may_join
from tacitus.records import EVENT_TYPE_OF, EventDate
from tacitus.resolve.article import NamedPlace, Party

Features = dict[str, float]

_ANOTHER = re.compile(
    r"\b(?:another|second|third|fourth|separate|separately|elsewhere|other|similar|similarly|meanwhile|"
    r"fresh|new|different|earlier|previous|previously|last (?:week|month|year)|"
    r"(?:days|weeks|months|hours) (?:before|earlier|ago|later))\b"
)
_YEAR = re.compile(r"\b(?:since|in|after|until|from|of|between|late|early) (?:[a-z]+ )?(?:19|20)\d\d\b")
_OPENING = re.compile(r"(?:in|on|at|near|over|north|south|east|west|meanwhile|elsewhere|separately|also|earlier)\b")
_GENERIC_NOUNS = frozenset(
    "attack assault incident raid violence operation strike killing shooting explosion blast bombing gunfire ambush "
    "death conflict fighting clash battle confrontation massacre shelling bombardment protest demonstration".split()
)
_THE_DOERS = frozenset("attacker assailant gunman raider bomber militant robber bandit insurgent invader".split())
_TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")


def likeness(new: Happening, old: Happening, told: int, latest: bool) -> Features:
    """Compare a group of mentions of one sentence with a happening told before.

    `told` is how many happenings the article has told so far; `latest` says that `old` is the last of them.
    """
    features: Features = {"bias": 1.0}
    distance = new.first.position - old.last_position
    features["next sentence" if distance <= 1 else "two or three on" if distance <= 3 else "far on"] = 1.0
    features["distance"] = min(distance, 12) / 12
    if new.first.mention.sentence.block == old.drafts[-1].mention.sentence.block:
        features["same paragraph"] = 1.0
    if latest:
        features["told last"] = 1.0
    if old.first.position <= 1:
        features["told in headline or lead"] = 1.0
    if old.first.mention.sentence.headline:
        features["told in the headline"] = 1.0
    features["only one told so far" if told == 1 else "few told so far" if told <= 3 else "many told so far"] = 1.0
    _type_features(new, old, features)
    _date_features(new.dates(), old.dates(), features)
    _place_features(new.places(), old.places(), features)
    _party_features(new, old, features)
    _toll_features(new, old, features)
    _wording_features(new, old, features)
    return features


def likeness_within(one: Draft, other: Draft) -> Features:
    """Compare two triggers of one sentence."""
    first, second = (one, other) if one.mention.token.i < other.mention.token.i else (other, one)
    features: Features = {"bias": 1.0}
    steps = tree_distance(first.mention.token, second.mention.token)
    features["near in syntax" if steps <= 2 else "far in syntax" if steps > 5 else "some steps in syntax"] = 1.0
    features["words between"] = min(second.mention.token.i - first.mention.token.i, 30) / 30
    if one_act(one, other):
        features["one act by syntax"] = 1.0
    if second.mention.token.dep_ == "conj":
        own = any(child.dep_ in ("nsubj", "nsubjpass") for child in second.mention.token.children)
        features["joined by and, own subject" if own else "joined by and"] = 1.0
    if second.mention.token.dep_ in ("advcl", "xcomp", "acl", "relcl", "pcomp"):
        features["hangs on as " + second.mention.token.dep_] = 1.0
    if _answers(first.mention.token, second.mention.token) or _answers(second.mention.token, first.mention.token):
        features["one answers the other"] = 1.0
    if any(w.lower_ in ("after", "since", "before", "following") for w in _between(first, second)):
        features["after, before or following between"] = 1.0
    a, b = Happening([first]), Happening([second])
    _type_features(b, a, features)
    _date_features(b.dates(), a.dates(), features)
    _place_features(b.places(), a.places(), features)
    _party_features(b, a, features)
    _toll_features(b, a, features)
    if _ANOTHER.search(_phrase(second)):
        features["says another"] = 1.0
    return features


_ANSWERS = frozenset(
    {"response", "retaliation", "reprisal", "revenge", "answer", "respond", "retaliate", "reply", "react"}
)
_COMING = frozenset({"come", "follow", "happen", "occur", "take", "begin", "start", "erupt", "be"})


def _answers(upper: Token, lower: Token) -> bool:
    """ "In response to attacks", "the army responded to the attacks", "the blast came a day after bombers killed"."""
    current = lower
    for _ in range(8):
        if current == upper or current.head == current:
            return False
        over = current.head
        if over.lemma_.lower() in _ANSWERS and current.dep_ == "prep" and current.lower_ in ("to", "for"):
            return True
        clause = current.dep_ == "advcl" and any(c.lower_ in ("after", "before") for c in current.children)
        if (clause or current.lower_ in ("after", "before")) and over.lemma_.lower() in _COMING:
            return True
        current = over
    return False


def _between(first: Draft, second: Draft) -> Iterable:  # type: ignore[type-arg]
    return first.mention.token.doc[first.mention.token.i : second.mention.token.i + 1]


def _type_features(new: Happening, old: Happening, features: Features) -> None:
    one, two = new.sub_event(), old.sub_event()
    joinable = any(types_may_join(a, b) for a in new.drafts for b in old.drafts)
    if one == two:
        features["same sub-event type"] = 1.0
    elif EVENT_TYPE_OF[one] == EVENT_TYPE_OF[two] != "Strategic developments":
        features["same event type"] = 1.0
    elif {one, two} <= VIOLENT:
        features["both violence"] = 1.0
    elif {one, two} <= UNREST:
        features["both unrest"] = 1.0
    elif joinable:
        features["types that join"] = 1.0
    else:
        features["unlike types"] = 1.0
    if not joinable:
        features["types that do not join"] = 1.0
    if all(d.mention.frame.effect for d in new.drafts):
        features["only an effect"] = 1.0
    if all(d.mention.frame.name in GENERIC_FRAMES for d in new.drafts):
        features["told in general words"] = 1.0
    if all(d.mention.frame.name in GENERIC_FRAMES for d in old.drafts):
        features["told before in general words"] = 1.0
    frames = {d.mention.frame.name for d in new.drafts}
    if frames & {d.mention.frame.name for d in old.drafts}:
        features["same frame"] = 1.0
    for name in ("abduct", "property", "arrest", "agreement", "protest"):
        if name in frames:
            features["tells " + name] = 1.0
    if all(d.mention.word_class == "noun" for d in new.drafts):
        features["told in nouns"] = 1.0
    if any(d.unreal for d in new.drafts) != any(d.unreal for d in old.drafts):
        features["one is planned"] = 1.0


def _date_features(new: list[EventDate], old: list[EventDate], features: Features) -> None:
    if not new and not old:
        features["no day told"] = 1.0
    elif not new:
        features["no day told now"] = 1.0
    elif not old:
        features["a day told only now"] = 1.0
    else:
        one, two = _finest(new), _finest(old)
        if dates_clash(one, two):
            features["other day"] = 1.0
        elif (one.start, one.end) == (two.start, two.end):
            features["same day"] = 1.0
        else:
            features["days overlap"] = 1.0


def _place_features(new: list[NamedPlace], old: list[NamedPlace], features: Features) -> None:
    one, two = [p for p in new if _specific(p)], [p for p in old if _specific(p)]
    if _share_place(new, old):
        features["same place"] = 1.0
    elif one and two:
        features["other place"] = 1.0
    elif _other_province(new, old):
        features["other province"] = 1.0
    elif new and old:
        features["places of unlike size"] = 1.0
    elif new:
        features["a place told only now"] = 1.0
    elif old:
        features["no place told now"] = 1.0
    else:
        features["no place told"] = 1.0


def _party_features(new: Happening, old: Happening, features: Features) -> None:
    mutual = any(EVENT_TYPE_OF[d.sub_event] == "Battles" for d in [*new.drafts, *old.drafts])
    for side, other in (("actor1", "actor2"), ("actor2", "actor1")):
        mine, same, swapped = new.parties(side), old.parties(side), old.parties(other)
        mine_named, same_named = _names(mine), _names(same)
        if labels_of(mine) & labels_of(same):
            features[f"same {side}"] = 1.0
        elif mine_named and same_named and not mine_named & _names(swapped):
            features[f"other {side} by name"] = 1.0
        elif mine and same:
            alike = {p.actor.kind for p in mine} & {p.actor.kind for p in same}
            features[f"{side} of one kind" if alike else f"{side} of another kind"] = 1.0
            if not alike and not mutual and side == "actor1":
                features["another doer of a one-sided deed"] = 1.0
        elif not mine:
            features[f"no {side} told now"] = 1.0
        else:
            features[f"{side} told only now"] = 1.0
        if labels_of(mine) & labels_of(swapped) and not labels_of(mine) & labels_of(same):
            features[f"{side} was on the other side"] = 1.0


def _toll_features(new: Happening, old: Happening, features: Features) -> None:
    for name in _TOLLS:
        mine, theirs = _lows(new, name), _lows(old, name)
        if mine and theirs:
            if mine & theirs and max(mine & theirs) > 1:
                features["same toll"] = 1.0
            elif mine & theirs:
                features["same toll of one"] = 1.0
            else:
                features["other toll"] = 1.0
        elif mine:
            features["a toll told only now"] = 1.0


def _wording_features(new: Happening, old: Happening, features: Features) -> None:
    first = new.first
    sentence = first.mention.sentence
    lemma = first.mention.token.lemma_.lower()
    if any(d.definite for d in new.drafts):
        features["points back"] = 1.0
        if lemma in _GENERIC_NOUNS:
            features["points back in a general noun"] = 1.0
    if any(d.points_at_it for d in new.drafts):
        features["it was the attack"] = 1.0
    said = {word.lemma_.lower() for draft in old.drafts for word in draft.mention.words}
    if lemma in said:
        features["same word"] = 1.0
    if any(_the_doers(party) for party in new.parties("actor1")):
        features["the attackers"] = 1.0
    if any(party.anaphor for party in [*new.parties("actor1"), *new.parties("actor2")]):
        features["sides by pronoun or the like"] = 1.0
    if _ANOTHER.search(_phrase(first)):
        features["says another"] = 1.0
    if _YEAR.search(sentence.lower) and not any(_YEAR.search(d.mention.sentence.lower) for d in old.drafts):
        features["names a year"] = 1.0
    opening = sentence.lower[:60]
    if _ANOTHER.search(opening[:40]):
        features["sentence opens with another"] = 1.0
    if _OPENING.match(opening) and (new.dates() or new.places()):
        features["sentence opens with where or when"] = 1.0


def _the_doers(party: Party) -> bool:
    return party.head.lemma_.lower() in _THE_DOERS and any(
        child.lower_ in ("the", "these") for child in party.head.children
    )


def _finest(dates: list[EventDate]) -> EventDate:
    return min(dates, key=lambda date: FINENESS[date.precision])


def _phrase(draft: Draft) -> str:
    words = [c.lower_ for c in draft.mention.token.children if c.dep_ in ("amod", "det", "advmod", "nummod")]
    return " ".join(words)


def _specific(named: NamedPlace) -> bool:
    return named.place.precision in ("site", "settlement", "near_settlement", "unlocated")


def _share_place(first: list[NamedPlace], second: list[NamedPlace]) -> bool:
    keys = set(_keys(first))
    return any(key in keys for key in _keys(second))


def _other_province(first: list[NamedPlace], second: list[NamedPlace]) -> bool:
    """Whether both sides name places of provinces, and none in common."""
    one = {(p.place.country, p.place.admin1) for p in first if p.place.admin1}
    two = {(p.place.country, p.place.admin1) for p in second if p.place.admin1}
    return bool(one) and bool(two) and not one & two


def _keys(places: list[NamedPlace]) -> Iterator[str]:
    for named in places:
        yield (named.place.place_id or named.place.name or named.name.text).lower()


def _names(parties: list[Party]) -> set[str]:
    return {party.actor.actor_id or party.actor.text.lower() for party in parties if party.named}


def _lows(happening: Happening, name: str) -> set[int]:
    lows = {d.tolls.counts[name].low for d in happening.drafts if name in d.tolls.counts}
    return {low for low in lows if low is not None}
