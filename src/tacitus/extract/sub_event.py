"""The sub-event type of a mention: from its frame, the sides, and the means (docs/codebook.md, "Types")."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from tacitus.codebook.triggers import Frame
from tacitus.extract.draft import ARMED, is_armed
from tacitus.extract.mentions import TriggerMention
from tacitus.parse.tree import is_passive
from tacitus.resolve.article import Party

_AIRCRAFT = frozenset({"warplane", "plane", "jet", "aircraft", "helicopter", "drone", "bomber", "gunship", "airforce"})
_AERIAL_WORDS = (
    "warplane",
    "air force",
    "jet",
    "drone",
    "aerial",
    "aircraft",
    "helicopter",
    "from the air",
    "air raid",
    "airstrike",
    "air strike",
    "barrel bomb",
    "aerospace",
)
_SUICIDE_WORDS = ("suicide", "blew himself", "blew herself", "blew themselves", "explosive vest", "explosive belt")
_SUICIDE_DRONE = re.compile(r"\b(?:suicide|kamikaze|explosive) drones?")
_UNOPPOSED = (
    "without resistance",
    "unopposed",
    "without a fight",
    "without firing",
    "without a shot",
    "without opposition",
    "peacefully",
)
_CROWD = frozenset(
    "crowd mob youth villager resident people local neighbour neighbor worshipper student motorist "
    "trader hundred dozen young "
    "inhabitant bystander passer-by community rioter looter arsonist townspeople onlooker passerby".split()
)
_NONSTATE = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified"})


def sub_event_of(
    mention: TriggerMention, actor1: list[Party], actor2: list[Party], means: str | None, places: bool
) -> str | None:
    """Decide the sub-event type. `places` tells that a place is what was acted on. None: no event of any type."""
    frame = mention.frame
    if frame.name in ("attack", "kill", "wound", "shelling", "air_strike", "explosion") and _TOXIC.search(
        mention.sentence.lower
    ):
        return "Chemical weapon"
    if frame.name == "clash" and _crowd_against_police(actor1, actor2):
        return "Violent demonstration"
    if frame.by_sides or _fires_small_arms(mention):
        return _by_sides(mention, actor1, actor2, means, places)
    if frame.name == "property" and _by_aircraft(mention, actor1):
        return "Air/drone strike"
    if frame.name == "capture":
        return _capture(mention, actor1, actor2)
    if frame.name in ("explosion", "air_strike", "shelling"):
        return _explosion(mention, frame, actor1)
    if frame.name == "riot" and any(party.actor.kind in ("state_forces",) for party in actor1):
        return None
    if frame.name == "protest" and mention.word_class == "verb" and is_passive(mention.token):
        return "Abduction/forced disappearance" if mention.token.lemma_ == "march" else None
    if (
        frame.name == "protest"
        and mention.token.lemma_ in ("march", "rally")
        and _armed_people(actor1)
        and not _kinds(actor1) & {"protesters", "civilians"}
    ):
        return None
    if frame.name == "capture_people":
        return "Abduction/forced disappearance" if kinds_are_nonstate(actor1) else "Arrests"
    if (
        frame.name == "arrest"
        and actor1
        and _kinds(actor1) <= _NONSTATE
        and _kinds(actor2) <= {"civilians"}
        and mention.token.lemma_ != "arrest"
    ):
        return "Abduction/forced disappearance"
    return frame.sub_event


def _fires_small_arms(mention: TriggerMention) -> bool:
    """ "Fired on the crowd": only what was fired makes it a bombardment."""
    if mention.token.lemma_ != "fire":
        return False
    if len(mention.words) > 1:
        # "Fired rocket-propelled grenades at the patrol": carried by those who attack, no artillery.
        return mention.frame.name == "shelling" and "rocket-propelled" in _clause(mention)
    return not any(child.dep_ == "dobj" for child in mention.token.children)


_AT_PROTEST = re.compile(
    r"\b(?:during|at|amid|in|broke up|to disperse) (?:[\w-]+ ){0,4}"
    r"(?:protests?|demonstrations?|rally|rallies|march|marches|sit-in|crowds?)\b"
)
_TOXIC = re.compile(
    r"\b(?:chlorine|sarin|nerve agent|nerve gas|toxic gas|poison gas|poisonous gas|chemical weapons?|"
    r"mustard gas|gas munition|gas grenades? with)\b"
)


_MURDER = frozenset(
    "execute behead decapitate hang murder assassinate execution beheading murder assassination".split()
)
"""Killings of people who cannot defend themselves, soldiers or not (CODEBOOK, Attack)."""
_CROWDS = re.compile(
    r"\b(?:protest(?:s|ers?|ing)?|demonstrat(?:ions?|ors?|ing)|rally|rallies|march(?:es|ed|ers|ing)?|sit-in|mourners|"
    r"crowds?|took to the streets|funeral (?:march|procession)s?|cortege)\b"
)


def _upon_protest(mention: TriggerMention, actor1: list[Party], actor2: list[Party]) -> bool:
    """ "Soldiers opened fire on a crowd", "three were shot dead by police as thousands took to the streets"."""
    if any(is_armed(party) for party in actor2):
        return False
    doers = [party for party in actor1 if not party.thing]
    if any(party.actor.kind in ("state_forces", "external_forces") for party in doers):
        where = _clause(mention) if mention.word_class == "noun" else mention.sentence.lower
        return bool(_AT_PROTEST.search(_clause(mention)) or _CROWDS.search(where))
    shot = mention.token.lemma_.lower() == "shoot" and mention.word_class == "verb"
    return not doers and shot and is_passive(mention.token) and bool(_CROWDS.search(mention.sentence.lower))


def _clause(mention: TriggerMention) -> str:
    """The trigger's stretch of the sentence, in lower case."""
    token = mention.token
    return token.doc[token.left_edge.i : token.right_edge.i + 1].text.lower()


def _by_sides(
    mention: TriggerMention, actor1: list[Party], actor2: list[Party], means: str | None, places: bool
) -> str | None:
    kinds1, kinds2 = _kinds(actor1), _kinds(actor2)
    lower = mention.sentence.lower
    bomber = any(party.head.lemma_.lower() == "bomber" for party in actor1)
    if (means == "Remote explosive/landmine/IED" or bomber) and any(word in lower for word in _SUICIDE_WORDS):
        means = "Suicide bomb"
    if means is not None:
        return means
    if _by_aircraft(mention, actor1):
        return "Air/drone strike"
    if mention.word_class == "noun" and _told_from_the_air(mention, actor1):
        return "Air/drone strike"
    if "protesters" in kinds2:
        return "Excessive force against protesters" if not kinds1 & {"rioters", "civilians"} else "Mob violence"
    if _upon_protest(mention, actor1, actor2):
        return "Excessive force against protesters"
    if kinds1 & {"rioters"}:
        return "Mob violence" if kinds2 & {"civilians"} else "Violent demonstration"
    if kinds1 & {"protesters"}:
        return "Violent demonstration"
    people2 = {party.actor.kind for party in actor2 if not party.thing}
    armed2 = any(is_armed(party) for party in actor2)
    if _is_crowd(actor1) and not _with_guns(mention) and (not armed2 or _set_upon(mention, actor1, people2)):
        return "Mob violence"
    if armed2:
        return "Attack" if mention.token.lemma_.lower() in _MURDER else "Armed clash"
    if (
        mention.frame.name == "attack"
        and mention.token.lemma_.lower()
        in ("offensive", "counteroffensive", "counter-offensive", "counterattack", "counter-attack", "operation")
        and "civilians" not in people2
    ):
        return "Armed clash"
    return "Attack"


def _capture(mention: TriggerMention, actor1: list[Party], actor2: list[Party]) -> str | None:
    kinds1, kinds2 = _kinds(actor1), _kinds(actor2)
    lower = mention.sentence.lower
    if mention.token.lemma_ == "oust" and any(word in lower for word in ("president", "coup", "prime minister")):
        return "Other"
    if any(word in lower for word in _UNOPPOSED):
        return "Non-violent transfer of territory"
    if kinds1 & {"state_forces"}:
        return "Government regains territory"
    if kinds1 & _NONSTATE | kinds1 & {"external_forces"}:
        return "Non-state actor overtakes territory"
    if kinds1 - {"protesters", "rioters"}:
        return "Non-state actor overtakes territory"
    if kinds1:
        return None
    return "Government regains territory" if kinds2 & _NONSTATE else "Non-state actor overtakes territory"


def _explosion(mention: TriggerMention, frame: Frame, actor1: list[Party]) -> str:
    lower = mention.sentence.lower
    lemma = mention.token.lemma_.lower()
    if frame.name == "explosion" and _made_safe(mention):
        return "Disrupted weapons use"
    if frame.name == "shelling" and any(party.head.lemma_.lower() in _AIRCRAFT for party in actor1):
        return "Air/drone strike"
    if frame.name in ("explosion", "shelling") and (_SUICIDE_DRONE.search(lower) or _by_drone(mention, actor1)):
        return "Air/drone strike"
    if frame.name == "explosion" and any(word in lower for word in _SUICIDE_WORDS):
        return "Suicide bomb"
    if lemma in ("bomb", "bombing", "bombardment", "pound", "bombard", "strafe"):
        if _by_aircraft(mention, actor1) or any(word in lower for word in _AERIAL_WORDS):
            return "Air/drone strike"
        if frame.name == "air_strike":
            if _kinds(actor1) & {"state_forces", "external_forces"}:
                return "Air/drone strike"
            return "Remote explosive/landmine/IED"
        if frame.name == "explosion" and lemma == "bomb" and _kinds(actor1) & {"state_forces", "external_forces"}:
            return "Air/drone strike"
    if (
        frame.name == "explosion"
        and "grenade" in lower
        and "mine" not in lower
        and lemma in ("explode", "go", "explosion", "blast", "detonate")
    ):
        return "Grenade"
    if (
        lemma == "explode"
        and any(word in lower for word in ("shell ", "shells ", "rocket", "mortar"))
        and "unexploded" not in lower
    ):
        return "Shelling/artillery/missile attack"
    return frame.sub_event


def _crowd_against_police(actor1: list[Party], actor2: list[Party]) -> bool:
    """ "Clashes between demonstrators and police": a crowd that fights the police is a riot, no battle."""
    crowd, others = (actor1, actor2) if _kinds(actor1) & {"protesters", "rioters"} else (actor2, actor1)
    return bool(_kinds(crowd) & {"protesters", "rioters"}) and _kinds(others) <= {"state_forces", "external_forces"}


_EXPERTS = frozenset("expert squad sapper engineer technician disposal specialist soldier troop police army".split())
_FOUND = frozenset("ied bomb device mine landmine explosive grenade shell ordnance parcel package".split())


def _made_safe(mention: TriggerMention) -> bool:
    """ "Bomb experts detonated the device": a weapon blown up by those who found it."""
    token = mention.token
    if mention.word_class != "verb" or token.lemma_.lower() not in ("detonate", "explode", "blow"):
        return False
    doers = {child.lemma_.lower() for child in token.children if child.dep_ in ("nsubj", "agent")}
    objects = {child.lemma_.lower() for child in token.children if child.dep_ in ("dobj", "nsubjpass")}
    return bool(doers & _EXPERTS and objects & _FOUND)


def _by_drone(mention: TriggerMention, actor1: list[Party]) -> bool:
    """ "A drone exploded", "drones launched by X"."""
    heads = [party.head for party in actor1] + [c for c in mention.token.children if c.dep_ in ("nsubj", "compound")]
    return any(head.lemma_.lower() in ("drone", "uav") for head in heads)


def _by_aircraft(mention: TriggerMention, actor1: list[Party]) -> bool:
    if any(party.head.lemma_.lower() in _AIRCRAFT for party in actor1):
        return True
    return any(
        "air force" in (party.actor.name or party.actor.text).lower() or "aerospace" in party.actor.text.lower()
        for party in actor1
    )


def _told_from_the_air(mention: TriggerMention, actor1: list[Party]) -> bool:
    """Whether a strike or raid is one from the air, by its doer or by aircraft in the sentence."""
    lemma, lower, kinds = mention.token.lemma_.lower(), mention.sentence.lower, _kinds(actor1)
    if lemma == "strike":
        return not kinds & _NONSTATE and (" air" in lower or bool(kinds & {"state_forces", "external_forces"}))
    aircraft = ("warplane", "fighter jet", "aircraft", " planes", " drones")
    raid = lemma in ("raid", "attack", "operation", "sortie")
    return raid and any(word in lower for word in aircraft) and not people_armed_on_ground(actor1)


def people_armed_on_ground(parties: list[Party]) -> bool:
    """Whether fighters on foot are named as doers ("soldiers backed by aircraft")."""
    ground = ("soldier", "troop", "gunman", "militant", "fighter", "rebel", "insurgent", "policeman", "commando")
    return any(party.head.lemma_.lower() in ground for party in parties)


def kinds_are_nonstate(parties: list[Party]) -> bool:
    """Whether the parties are known and none is a state's."""
    return bool(parties) and _kinds(parties) <= _NONSTATE


def _is_crowd(parties: list[Party]) -> bool:
    """Unarmed people who kill or beat: a crowd, youths, villagers."""
    return bool(parties) and all(
        party.actor.kind in ("civilians", "rioters") and party.head.lemma_.lower() in _CROWD for party in parties
    )


def _with_guns(mention: TriggerMention) -> bool:
    """ "Shot dead by two youths": gunmen, if young."""
    return mention.token.lemma_.lower() in ("shoot", "gun", "fire", "shooting", "gunfire", "open")


_BY_HAND = frozenset({"beat", "hang", "lynch", "stone", "burn", "stab", "hack", "attack", "descend", "kill"})


def _set_upon(mention: TriggerMention, actor1: list[Party], victims: AbstractSet[str]) -> bool:
    """ "A crowd seized and hanged two policemen": a crowd with its hands fights no battle."""
    crowd = any(party.head.lemma_.lower() in ("crowd", "mob", "mourner", "resident", "onlooker") for party in actor1)
    return (
        crowd and mention.token.lemma_.lower() in _BY_HAND and victims <= {"state_forces", "civilians", "unidentified"}
    )


def _kinds(parties: list[Party]) -> set[str]:
    return {party.actor.kind for party in parties}


def _armed_people(parties: list[Party]) -> bool:
    return any(party.actor.kind in ARMED and not party.thing for party in parties)
