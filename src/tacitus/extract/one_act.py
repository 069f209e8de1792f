"""One act: whether two triggers of a sentence, or two mentions at all, can tell one deed."""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.extract.draft import Draft
from tacitus.extract.happening import GENERIC_FRAMES, UNREST, VIOLENT, labels_of
from tacitus.extract.nearness import tree_distance
from tacitus.records import EventDate

_EXPLOSIVE = frozenset({"Remote explosive/landmine/IED", "Suicide bomb", "Grenade"})


def one_act(one: Draft, other: Draft) -> bool:
    """Tell whether two triggers of a sentence tell one act."""
    if not types_may_join(one, other):
        return False
    if dates_clash(_date_of(one), _date_of(other)):
        return False
    if _two_tellings(one, other):
        return False
    if one.dates and other.dates and not {d.start for d in one.dates} & {d.start for d in other.dates}:
        return False
    if one.mention.frame.effect or other.mention.frame.effect or _same_breath(one, other):
        return any(
            _linked(upper, lower) or _linked(lower, upper) for upper in _anchors(one) for lower in _anchors(other)
        )
    return False


def _two_tellings(one: Draft, other: Draft) -> bool:
    """Two deeds in one sentence: other doers, or victims with a subject, doer or place of their own each."""
    first, second = (one, other) if one.mention.token.i < other.mention.token.i else (other, one)
    doers, others = labels_of(one.actor1), labels_of(other.actor1)
    if (
        (
            doers
            and others
            and not doers & others
            and not doers & labels_of(other.actor2)
            and not others & labels_of(one.actor2)
        )
        and one.mention.frame is other.mention.frame
        and not one.mention.frame.mutual
    ):
        return True
    token = second.mention.token
    if first.mention.frame is second.mention.frame and second.mention.word_class == "verb" and token.dep_ == "conj":
        own_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children)
        return own_subject and bool(second.actor1 or (second.own_places and first.own_places))
    return False


def _anchors(draft: Draft) -> list[Token]:
    """The trigger and the verb that carries it."""
    carrier = draft.arguments.carrier
    return [draft.mention.token] if carrier is None else [draft.mention.token, carrier]


def _same_breath(one: Draft, other: Draft) -> bool:
    generic = one.mention.frame.name in GENERIC_FRAMES or other.mention.frame.name in GENERIC_FRAMES
    return (
        generic or one.mention.frame is other.mention.frame or (one.sub_event in UNREST and other.sub_event in UNREST)
    )


_ANSWERS = frozenset({"response", "retaliation", "reprisal", "revenge", "answer"})
_STARTING = frozenset({"take", "start", "begin", "erupt", "break", "flare", "come", "follow", "ensue", "resume"})


def _caused(clause: Token, upper: Token) -> bool:
    """ "The conflict started after X assaulted Y": what set it off is a deed of its own."""
    return (
        clause.dep_ in ("advcl", "prep")
        and clause.head.lemma_.lower() in _STARTING
        and (clause.lower_ == "after" or any(c.lower_ in ("after", "when", "because") for c in clause.children))
    )


def _linked(upper: Token, lower: Token) -> bool:
    """Tell whether `lower` hangs on `upper` as effect, circumstance or coordinated deed."""
    current, steps = lower, 0
    while current != upper:
        if current.head == current or steps > 6:
            return False
        if current.dep_ == "ccomp" and current.head.pos_ == "VERB" and current.head != upper:
            return False
        if current.lemma_.lower() in _ANSWERS or _caused(current, upper):
            return False
        if current.dep_ == "conj" and current.pos_ in ("VERB", "AUX"):
            # A new clause with its own subject tells its own story, unless both tell casualties.
            has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in current.children)
            if has_subject and current.head != upper:
                return False
        current = current.head
        steps += 1
    return tree_distance(upper, lower) <= 7


def types_may_join(one: Draft, other: Draft) -> bool:
    """Tell whether two mentions may differ in type and still tell one happening."""
    first, second = one.sub_event, other.sub_event
    if first == second:
        return True
    if first in UNREST and second in UNREST:
        return True
    names = {one.mention.frame.name, other.mention.frame.name}
    if "displace" in names:
        return True
    if names & {"arrest", "capture_people", "disarm"} and any(
        d.mention.word_class == "noun" and d.mention.token.lemma_.lower() in ("raid", "operation", "sweep", "search")
        for d in (one, other)
    ):
        # "arrested during a raid": the raid is how.
        return True
    if {one.mention.token.lemma_.lower(), other.mention.token.lemma_.lower()} & {"operation"} and (
        any(word.lemma_.lower() == "operation" for word in one.mention.words)
        and any(word.lemma_.lower() == "operation" for word in other.mention.words)
    ):
        return True
    if "arrest" in names and {first, second} & UNREST:
        return True
    if names & GENERIC_FRAMES and first in VIOLENT and second in VIOLENT:
        return not {first, second} & {"Abduction/forced disappearance", "Sexual violence"}
    if first in _EXPLOSIVE and second in _EXPLOSIVE:
        return True
    if names & {"clash"} and {first, second} & {"Government regains territory", "Non-state actor overtakes territory"}:
        return True
    if "property" in names and first in VIOLENT and second in VIOLENT:
        loot = one if one.mention.frame.name == "property" else other
        return loot.mention.token.lemma_ in ("destroy", "burn", "damage", "torch") and bool(loot.tolls.losses)
    return bool(names & {"disperse", "riot"} and first in UNREST | {"Attack"} and second in UNREST | {"Attack"})


def _date_of(draft: Draft) -> EventDate | None:
    return None if draft.date is None else draft.date.date


def dates_clash(first: EventDate | None, second: EventDate | None) -> bool:
    """Tell whether two intervals have no day in common."""
    if first is None or second is None or first.start is None or second.start is None:
        return False
    if first.end is None or second.end is None:
        return False
    return first.end < second.start or second.end < first.start
