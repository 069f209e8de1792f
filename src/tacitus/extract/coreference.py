"""Within-article event coreference: mentions of one happening become one event."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.extract.draft import Draft, is_armed
from tacitus.extract.nearness import tree_distance
from tacitus.records import EventDate
from tacitus.resolve.article import NamedPlace, Party

_ANOTHER = re.compile(
    r"\b(?:another|second|third|separate|separately|elsewhere|other|also|further|similar|meanwhile|"
    r"fresh|new|different)\b"
)
_VIOLENT = frozenset(
    {"Armed clash", "Attack", "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
     "Suicide bomb", "Grenade", "Chemical weapon", "Mob violence", "Excessive force against protesters",
     "Violent demonstration", "Protest with intervention", "Government regains territory",
     "Non-state actor overtakes territory", "Abduction/forced disappearance", "Sexual violence",
     "Looting/property destruction"}
)  # fmt: skip
_UNREST = frozenset(
    {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    }
)
_EXPLOSIVE = frozenset({"Remote explosive/landmine/IED", "Suicide bomb", "Grenade"})
_GENERIC_FRAMES = frozenset({"attack", "kill", "wound"})
_GENERIC_NOUNS = frozenset(
    {
        "attack",
        "assault",
        "incident",
        "raid",
        "violence",
        "operation",
        "strike",
        "killing",
        "shooting",
        "explosion",
        "blast",
        "bombing",
        "gunfire",
        "ambush",
        "death",
        "conflict",
        "fighting",
        "clash",
        "battle",
        "confrontation",
    }
)
_STRENGTH = (
    "Suicide bomb", "Chemical weapon", "Grenade", "Air/drone strike", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Excessive force against protesters", "Protest with intervention",
    "Government regains territory", "Non-state actor overtakes territory", "Sexual violence",
    "Abduction/forced disappearance", "Mob violence", "Violent demonstration", "Armed clash", "Peaceful protest",
    "Attack",
    "Looting/property destruction", "Arrests", "Disrupted weapons use",
)  # fmt: skip
"""Where mentions of one happening differ in type, the more telling one wins."""


@dataclass
class Happening:
    """All mentions of one happening, in order of the text."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def first(self) -> Draft:
        """The first mention."""
        return self.drafts[0]

    @property
    def last_position(self) -> int:
        """The last sentence that mentions it."""
        return max(draft.position for draft in self.drafts)

    def dates(self) -> list[EventDate]:
        """The resolved dates of its mentions."""
        return [d.date.date for d in self.drafts if d.date is not None and d.date.date is not None]

    def places(self) -> list[NamedPlace]:
        """The places of its mentions."""
        return [place for draft in self.drafts for place in draft.places]

    def parties(self, side: str) -> list[Party]:
        """The parties of one side, "actor1" or "actor2", over all mentions."""
        return [party for draft in self.drafts for party in getattr(draft, side)]

    def sub_event(self) -> str:
        """The type of the happening: the most telling of its mentions' types."""
        types = [d.sub_event for d in self.drafts if d.mention.frame.name != "displace"] or ["Other"]
        if "Grenade" in types and any(d.mention.frame.name in ("attack", "clash") for d in self.drafts):
            # Grenades thrown in an assault are its arms.
            types = [name for name in types if name != "Grenade"] or types
        told = [d.sub_event for d in self.drafts if d.mention.token.lemma_.lower() not in _COMING_IN]
        if set(told) & _VIOLENT:
            # "They entered the village and shot": coming in is not taking.
            types = [name for name in told if name in types] or types
        how = {"raid", "operation", "sweep", "search"}
        if any(d.mention.frame.name in ("arrest", "capture_people", "disarm") for d in self.drafts):
            types = [d.sub_event for d in self.drafts if d.mention.token.lemma_.lower() not in how] or types
        generic = all(d.mention.frame.name in _GENERIC_FRAMES for d in self.drafts)
        if generic:
            return _by_victims(self)
        for candidate in _STRENGTH:
            if candidate in types:
                return candidate
        return types[0]


def _by_victims(happening: Happening) -> str:
    types = [draft.sub_event for draft in happening.drafts]
    for candidate in _STRENGTH:
        if candidate in types and candidate not in ("Armed clash", "Attack"):
            return candidate
    if len(set(types)) == 1:
        return types[0]
    people = [party for party in happening.parties("actor2") if not party.thing]
    if any(is_armed(party) for party in people) and not any(p.actor.kind == "civilians" for p in people):
        return "Armed clash"
    kinds = {party.actor.kind for party in happening.parties("actor2") if not party.thing}
    if kinds & {"civilians"} and "Attack" in types and not kinds - {"civilians"}:
        return "Attack"
    # What was attacked says more than who else died.
    primary = [d for d in happening.drafts if not d.mention.frame.effect and d.actor2]
    return primary[0].sub_event if primary else types[0]


def join_mentions(drafts: list[Draft]) -> list[Happening]:
    """Join the drafts of an article, in order of the text, into happenings."""
    happenings: list[Happening] = []
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.position, []).append(draft)
    for position in sorted(by_sentence):
        for group in _within_sentence(by_sentence[position]):
            target = _earlier(group, happenings)
            if target is None:
                happenings.append(group)
            else:
                target.drafts.extend(group.drafts)
    return happenings


def _within_sentence(drafts: list[Draft]) -> list[Happening]:
    """Join effects to what caused them: "an attack that killed five", "killed when gunmen stormed"."""
    groups = [Happening([draft]) for draft in drafts]
    merged = True
    while merged:
        merged = False
        for one in groups:
            for other in groups:
                if one is not other and any(_one_act(a, b) for a in one.drafts for b in other.drafts):
                    one.drafts.extend(other.drafts)
                    one.drafts.sort(key=lambda draft: draft.mention.token.i)
                    groups.remove(other)
                    merged = True
                    break
            if merged:
                break
    return groups


def _one_act(one: Draft, other: Draft) -> bool:
    """Tell whether two triggers of a sentence tell one act."""
    if not _types_may_join(one, other):
        return False
    if _dates_clash(_date_of(one), _date_of(other)):
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
    doers, others = _labels(one.actor1), _labels(other.actor1)
    if (
        (
            doers
            and others
            and not doers & others
            and not doers & _labels(other.actor2)
            and not others & _labels(one.actor2)
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
    generic = one.mention.frame.name in _GENERIC_FRAMES or other.mention.frame.name in _GENERIC_FRAMES
    return (
        generic or one.mention.frame is other.mention.frame or (one.sub_event in _UNREST and other.sub_event in _UNREST)
    )


_COMING_IN = frozenset({"enter", "storm", "walk", "re-enter"})
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


def _types_may_join(one: Draft, other: Draft) -> bool:
    first, second = one.sub_event, other.sub_event
    if first == second:
        return True
    if first in _UNREST and second in _UNREST:
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
    if "arrest" in names and {first, second} & _UNREST:
        return True
    if names & _GENERIC_FRAMES and first in _VIOLENT and second in _VIOLENT:
        return not {first, second} & {"Abduction/forced disappearance", "Sexual violence"}
    if first in _EXPLOSIVE and second in _EXPLOSIVE:
        return True
    if names & {"clash"} and {first, second} & {"Government regains territory", "Non-state actor overtakes territory"}:
        return True
    if "property" in names and first in _VIOLENT and second in _VIOLENT:
        loot = one if one.mention.frame.name == "property" else other
        return loot.mention.token.lemma_ in ("destroy", "burn", "damage", "torch") and bool(loot.tolls.losses)
    return bool(names & {"disperse", "riot"} and first in _UNREST | {"Attack"} and second in _UNREST | {"Attack"})


def _date_of(draft: Draft) -> EventDate | None:
    return None if draft.date is None else draft.date.date


def _dates_clash(first: EventDate | None, second: EventDate | None) -> bool:
    if first is None or second is None or first.start is None or second.start is None:
        return False
    if first.end is None or second.end is None:
        return False
    return first.end < second.start or second.end < first.start


def _earlier(group: Happening, happenings: list[Happening]) -> Happening | None:
    """The earlier happening that the group tells again, or None."""
    best: tuple[float, Happening] | None = None
    latest = max(happenings, key=lambda h: (h.last_position, happenings.index(h)), default=None)
    bare_effect = all(d.mention.frame.effect for d in group.drafts) and not group.dates() and not group.places()
    for happening in happenings:
        if bare_effect and happening is not latest and not _same_toll(group, happening):
            continue
        score = _sameness(group, happening)
        if score is not None and (best is None or score >= best[0]):
            best = (score, happening)
    return best[1] if best is not None and best[0] >= 2.0 else None


def _sameness(group: Happening, happening: Happening) -> float | None:
    """How much speaks for one happening; None where something speaks against it."""
    if not any(_types_may_join(a, b) for a in group.drafts for b in happening.drafts):
        return None
    dates, others = group.dates(), happening.dates()
    if dates and others and _dates_clash(_finest(dates), _finest(others)):
        return None
    if _places_clash(group.places(), happening.places()):
        return None
    if _parties_clash(group, happening):
        return None
    if _ANOTHER.search(_phrase(group.first)):
        return None
    distance = group.first.position - happening.last_position
    score = 0.0
    if (
        any(d.definite for d in group.drafts)
        and group.first.mention.token.lemma_.lower() in _GENERIC_NOUNS
        and distance <= 4
    ):
        score += 2.0
    elif any(d.definite for d in group.drafts) and distance <= 4:
        score += 1.5
    if distance <= 2 and any(_the_attackers(party) for party in group.parties("actor1")):
        score += 2.0
    if happening.first.mention.sentence.headline:
        score += 2.0 if group.first.position - happening.first.position <= 2 else 1.0
    if any(d.definite for d in group.drafts) and _same_word(group, happening):
        score += 1.0
    if dates and others:
        score += 1.0
    if _share_place(group.places(), happening.places()):
        score += 1.0
    score += _shared_parties(group, happening)
    if _same_toll(group, happening):
        score += 1.5
    if group.first.mention.frame is happening.first.mention.frame or group.sub_event() == happening.sub_event():
        score += 0.5
    follows = distance <= 2 and not dates and not group.places()
    if follows and all(d.mention.frame.effect for d in group.drafts):
        score += 2.0 if distance <= 1 else 1.5
    if (
        follows
        and group.first.mention.frame.name in ("disperse", "riot", "arrest")
        and happening.sub_event() in _UNREST
    ):
        score += 2.0
    return score - 0.25 * max(0, distance - 2)


def _the_attackers(party: Party) -> bool:
    """ "The attackers", "the gunmen": those of the event just told."""
    return party.head.lemma_.lower() in (
        "attacker",
        "assailant",
        "gunman",
        "raider",
        "bomber",
        "militant",
        "robber",
    ) and any(child.lower_ in ("the", "these") for child in party.head.children)


def _same_word(group: Happening, happening: Happening) -> bool:
    """Whether the noun that points back was used for the happening before ("fighting erupted ... the fighting")."""
    said = {word.lemma_.lower() for draft in happening.drafts for word in draft.mention.words}
    return group.first.mention.token.lemma_.lower() in said or group.first.mention.token.lower_ in said


def _finest(dates: list[EventDate]) -> EventDate:
    """The most precise of the dates."""
    order = ("day", "days", "week", "month", "season", "year", "unknown")
    return min(dates, key=lambda date: order.index(date.precision))


def _phrase(draft: Draft) -> str:
    token = draft.mention.token
    words = [child.lower_ for child in token.children if child.dep_ in ("amod", "det", "advmod", "nummod")]
    return " ".join(words)


def _places_clash(first: list[NamedPlace], second: list[NamedPlace]) -> bool:
    one = [p for p in first if _specific(p)]
    two = [p for p in second if _specific(p)]
    return bool(one) and bool(two) and not _share_place(one, two)


def _specific(named: NamedPlace) -> bool:
    return named.place.precision in ("site", "settlement", "near_settlement", "unlocated")


def _share_place(first: list[NamedPlace], second: list[NamedPlace]) -> bool:
    keys = {_key(named) for named in first}
    return any(_key(named) in keys for named in second)


def _key(named: NamedPlace) -> str:
    return (named.place.place_id or named.place.name or named.name.text).lower()


def _parties_clash(group: Happening, happening: Happening) -> bool:
    """Tell whether named sides differ (sides may be swapped in the telling)."""
    new = _names(group.parties("actor1")), _names(group.parties("actor2"))
    old = _names(happening.parties("actor1")), _names(happening.parties("actor2"))
    for mine, same, swapped in ((new[0], old[0], old[1]), (new[1], old[1], old[0])):
        if mine and same and not mine & same and not mine & swapped:
            return True
    return False


def _names(parties: list[Party]) -> set[str]:
    return {party.actor.actor_id or party.actor.text.lower() for party in parties if party.named}


def _shared_parties(group: Happening, happening: Happening) -> float:
    score = 0.0
    for side in ("actor1", "actor2"):
        new, old = _labels(group.parties(side)), _labels(happening.parties(side))
        if new & old:
            score += 0.75
    return score


def _labels(parties: list[Party]) -> set[str]:
    return {party.actor.actor_id or party.head.lemma_.lower() for party in parties}


def _same_toll(group: Happening, happening: Happening) -> bool:
    for name in ("fatalities", "injured", "abducted", "arrested"):
        new = {d.tolls.counts[name].low for d in group.drafts if name in d.tolls.counts} - {None}
        old = {d.tolls.counts[name].low for d in happening.drafts if name in d.tolls.counts} - {None}
        if new and old and new & old and max(v for v in new if v is not None) > 1:
            return True
    return False
