"""The sides of an event over all its mentions: named actors before descriptions, nobody twice, nobody on both sides."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from spacy.tokens import Token

from tacitus.extract.draft import ARMED, Draft, is_armed
from tacitus.extract.happening import Happening
from tacitus.records import EVENT_TYPE_OF
from tacitus.resolve.article import Party

_VEHICLES = frozenset(
    {"bus", "minibus", "car", "truck", "taxi", "vehicle", "lorry", "train", "boat", "van", "ambulance", "motorcycle"}
)
_HOMES = frozenset({"home", "house", "residence", "apartment", "flat", "farm", "property"})
_SIDES = tuple[list[Party], list[Party], list[Party]]
_STATES = frozenset({"state_forces", "external_forces"})
_VAGUE_KINDS = frozenset({"unidentified", "rebel_group", "political_militia"})


def sides_of_happening(happening: Happening, sub_event: str) -> _SIDES:
    """actor1, actor2, associated of the happening."""
    ones_told, twos_told = (
        _same_way_round(happening) if EVENT_TYPE_OF[sub_event] == "Battles" else _as_told(happening, sub_event)
    )
    actor1, actor2 = _joined(ones_told), _joined(twos_told)
    associated = _joined(happening.parties("associated"))
    if sub_event != "Armed clash":
        actor1 = [party for party in actor1 if not party.thing] or []
    if sub_event in ("Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Attack",
                     "Suicide bomb", "Grenade", "Abduction/forced disappearance"):  # fmt: skip
        actor1 = [party for party in actor1 if not party.thing]
    if EVENT_TYPE_OF[sub_event] in _VIOLENCE and any(is_armed(party) for party in actor1):
        # "Individuals ... jihadists": those with arms did it.
        actor1 = [party for party in actor1 if party.actor.kind not in ("civilians", "protesters")]
    ones = {_key(party) for party in actor1}
    actor2 = [party for party in actor2 if _key(party) not in ones]
    if EVENT_TYPE_OF[sub_event] in ("Battles", "Explosions/Remote violence", "Violence against civilians"):
        actor2 = [p for p in actor2 if not (p.thing and p.head.lemma_.lower() in _VEHICLES and len(actor2) > 1)]
    if EVENT_TYPE_OF[sub_event] in _VIOLENCE:
        actor2 = _one_thing([party for party in actor2 if len(actor2) == 1 or not _institution(party)])
    if any(not party.thing and party.actor.kind == "civilians" for party in actor2):
        # "stormed his home and shot him": who lives there says more.
        actor2 = [p for p in actor2 if not (p.thing and p.head.lemma_.lower() in _HOMES and _owned(p))]
    if any(not party.thing for party in actor2):
        # Who was in it says more than the vehicle; what was burnt or looted is a loss.
        burnt = _heads_of_property(happening)
        actor2 = [p for p in actor2 if not (p.thing and (p.head.lemma_.lower() in _VEHICLES or p.head in burnt))]
    if EVENT_TYPE_OF[sub_event] == "Battles" and any(is_armed(party) for party in actor2):
        # "Six people were killed in clashes between X and Y": the parties fight, people die.
        actor2 = [party for party in actor2 if party.head.lemma_.lower() not in ("people", "person")]
    if sub_event == "Protest with intervention":
        # Those who protest, then those who intervene, whoever the sentence begins with.
        everyone = _joined([*actor1, *actor2])
        actor1 = [party for party in everyone if party.actor.kind not in _STATES]
        actor2 = [party for party in everyone if party.actor.kind in _STATES]
    if sub_event == "Excessive force against protesters":
        crowd = [party for party in [*actor2, *actor1] if party.actor.kind == "protesters"]
        actor2 = _joined(crowd) or actor2
        actor1 = [party for party in actor1 if party.actor.kind not in ("protesters", "rioters")]
    if sub_event == "Change to group/activity" and not actor1:
        # "The CPC was formed by six groups": whose change it is.
        actor1, actor2 = actor2, []
    if sub_event == "Peaceful protest":
        actor2 = [party for party in actor2 if party.actor.kind == "state_forces"]
    return actor1, actor2, [p for p in associated if _key(p) not in ones and p.actor.kind in ARMED]


_VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})


_INSTITUTIONS = frozenset(
    "council ministry parliament court commission committee nations office u.n. un mission union secretary".split()
)


def _institution(party: Party) -> bool:
    """Bodies that condemn and report ("the Security Council", "the Interior Ministry"), where others were struck."""
    return party.named and party.actor.name is None and party.head.lemma_.lower() in _INSTITUTIONS


def _one_thing(parties: list[Party]) -> list[Party]:
    """The first thing that was struck: "a market ... the packed marketplace ... a mosque nearby"."""
    things = [party for party in parties if party.thing]
    return [party for party in parties if not party.thing or party is things[0]]


def _owned(party: Party) -> bool:
    """Whether the words say whose it is: "his home", "their house"."""
    return any(child.dep_ == "poss" for child in party.head.children)


def _heads_of_property(happening: Happening) -> list[Token]:
    """The things that are only told as burnt, looted or destroyed."""
    return [
        party.head
        for draft in happening.drafts
        if draft.mention.frame.name == "property"
        for party in draft.actor2
        if party.thing
    ]


def _as_told(happening: Happening, sub_event: str) -> tuple[list[Party], list[Party]]:
    """The sides over the mentions; of a one-sided attack, those of rival versions as a fight are left out."""
    fights = [d for d in happening.drafts if d.sub_event == "Armed clash"] if sub_event == "Attack" else []
    drafts = [d for d in happening.drafts if d not in fights] or happening.drafts
    if sub_event in _BY_OTHERS:
        drafts = [d for d in drafts if not _struck_back(d, drafts)] or drafts
    return [p for d in drafts for p in d.actor1], [p for d in drafts for p in d.actor2]


_BY_OTHERS = frozenset({"Attack", "Suicide bomb", "Grenade", "Remote explosive/landmine/IED"})
"""What those who are no state mostly do, and are fought off for."""


def _struck_back(draft: Draft, drafts: list[Draft]) -> bool:
    """ "A bomber attacked the hotel ... security forces killed the five attackers": how it ended, not who did it."""
    if not _only(draft.actor1, _STATES) or not _only(draft.actor2, ARMED - _STATES):
        return False
    return any(other is not draft and not _only(other.actor1, _STATES) for other in drafts[:3])


def _only(parties: list[Party], kinds: AbstractSet[str]) -> bool:
    people = [party for party in parties if not party.thing]
    return bool(people) and all(party.actor.kind in kinds for party in people)


def _same_way_round(happening: Happening) -> tuple[list[Party], list[Party]]:
    """Both sides of a fight over its mentions: a mention that tells it from the other side is turned round.

    "Jihadists ambushed a patrol ... the troops killed twenty terrorists": one fight, two sides, not three.
    """
    ones: list[Party] = []
    twos: list[Party] = []
    for draft in happening.drafts:
        first, second = draft.actor1, draft.actor2
        if _nearer(first, twos, ones) or _nearer(second, ones, twos):
            first, second = second, first
        ones += first
        twos += second
    return ones, twos


def _nearer(parties: list[Party], side: list[Party], other: list[Party]) -> bool:
    """Whether the parties belong to one side and not to the other: by name, else by being a state's or not."""
    names = {_key(party) for party in parties}
    if names & {_key(party) for party in side}:
        return not names & {_key(party) for party in other}
    if names & {_key(party) for party in other}:
        return False
    camps, own, others = _camps(parties), _camps(side), _camps(other)
    return bool(camps) and camps <= own and bool(others) and not camps & others


def _camps(parties: list[Party]) -> set[bool]:
    """Whose arms: a state's (True) or others' (False); nothing for people without arms."""
    return {party.actor.kind in _STATES for party in parties if is_armed(party)}


def _key(party: Party) -> str:
    return party.actor.actor_id or party.actor.text.lower()


def _joined(parties: list[Party]) -> list[Party]:
    """Nobody twice; a description ("the militants") gives way to a name of the same kind."""
    kept: list[Party] = []
    for party in parties:
        if any(_key(party) == _key(other) for other in kept):
            continue
        if _said_otherwise(party, kept) or _again(party, kept):
            _count_them(party, kept)
            continue
        if any(_wider(party, other) for other in parties):
            continue
        if party.actor.name is None and any(_described_by(party, other) for other in parties):
            continue
        kept.append(party)
    return kept


def _count_them(party: Party, kept: list[Party]) -> None:
    """ "Killed the inhabitants ... 19 people were killed": of unarmed victims told twice, the number says more."""
    if party.actor.kind != "civilians" or party.named or not _counted(party):
        return
    for place, other in enumerate(kept):
        if other.actor.kind == "civilians" and not (other.named or other.thing or _counted(other)):
            kept[place] = party
            return


def _counted(party: Party) -> bool:
    """Whether the phrase says how many ("five villagers", "a teacher")."""
    return any(child.dep_ == "nummod" or child.lower_ in ("a", "an") for child in party.head.children)


def _said_otherwise(party: Party, kept: list[Party]) -> bool:
    """ "Gunmen ... the attackers": a second description of unnamed fighters on one side is the first in other words."""
    kind = party.actor.kind
    return (
        not party.named
        and kind in _VAGUE_KINDS
        and any(not other.named and other.actor.kind in _VAGUE_KINDS for other in kept)
    )


_WHOLES = ("military", "government", "security-forces")


def _wider(party: Party, other: Party) -> bool:
    """ "Russian Aerospace Forces ... the Russian military": one state's forces, the narrower name says more."""
    one, two = party.actor.actor_id, other.actor.actor_id
    if one is None or two is None or one == two or party.actor.kind != other.actor.kind:
        return False
    country, _, part = one.partition("-")
    other_country, _, other_part = two.partition("-")
    return country == other_country and part in _WHOLES and other_part not in _WHOLES


_MORE = frozenset({"other", "others", "another", "more", "also", "further", "additional"})


def _again(party: Party, kept: list[Party]) -> bool:
    """ "Two policemen were killed ... Captain X and policeman Y": in a later sentence people of one kind are the same.

    Words such as "two other residents" say that they are more. Names that the lexicon knows stand for themselves.
    """
    if party.thing:
        return False
    part = (party.actor.actor_id or "").partition("-")[2]
    if party.actor.actor_id is not None and part not in _WHOLES:
        return False
    if party.named and party.actor.actor_id is None and party.head.ent_type_ == "PERSON":
        # "Two policemen were killed ... the dead were Captain X and Y", "a conscript was killed ... he was Z"
        earlier = [other for other in kept if not other.thing and not other.named and _before(other, party)]
        return any(_one_person_of(party, other) for other in earlier)
    if {word.lower_ for word in party.head.subtree} & _MORE:
        # "A special forces officer was killed and two other officers were injured"
        return any(other.head.lemma_ == party.head.lemma_ and not other.named for other in kept)
    sentence = party.head.sent
    return any(
        not other.thing
        and (other.actor.actor_id is None or other.head.lemma_ == party.head.lemma_)
        and other.actor.kind == party.actor.kind
        and (other.head.doc is not party.head.doc or other.head.sent.start != sentence.start)
        for other in kept
    )


def _before(one: Party, other: Party) -> bool:
    """Whether the first is told in an earlier sentence."""
    return one.actor.start < other.actor.start and (
        one.head.doc is not other.head.doc or one.head.sent.start != other.head.sent.start
    )


def _one_person_of(person: Party, people: Party) -> bool:
    """Whether somebody named later is one of those who were told as victims: of the same kind, or of none known."""
    return person.actor.kind in (people.actor.kind, "unidentified") or person.actor.kind == "civilians"


def _described_by(description: Party, other: Party) -> bool:
    """Tell whether the description may stand for another party that says more."""
    if other is description or description.named:
        return False
    kind, named = description.actor.kind, other.actor.kind
    if other.named and other.actor.name is not None:
        if kind in _VAGUE_KINDS and named in ARMED - {"state_forces", "external_forces"}:
            return True
        return kind == named and kind in ("state_forces", "external_forces", "rebel_group", "political_militia")
    if other.named or other.thing or other.head.lemma_ == description.head.lemma_:
        return False
    # "people" is said again by "villagers", but "19 people" says more than "the inhabitants".
    return (
        kind == named
        and (_counted(other) or not _counted(description))
        and description.head.lemma_.lower()
        in ("person", "people", "other", "victim", "civilian", "man", "attacker", "body")
        and other.head.lemma_.lower() not in ("person", "people", "other", "victim", "body", "man", "assailant")
    )
