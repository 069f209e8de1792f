"""Happenings: all mentions of one happening in an article, before they are written as an event."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tacitus.extract.draft import Draft, is_armed
from tacitus.records import EventDate
from tacitus.resolve.article import NamedPlace, Party

VIOLENT = frozenset(
    {"Armed clash", "Attack", "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
     "Suicide bomb", "Grenade", "Chemical weapon", "Mob violence", "Excessive force against protesters",
     "Violent demonstration", "Protest with intervention", "Government regains territory",
     "Non-state actor overtakes territory", "Abduction/forced disappearance", "Sexual violence",
     "Looting/property destruction"}
)  # fmt: skip
"""Types of violence: told in general words, they may be one."""
UNREST = frozenset(
    {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    }
)
"""Types of protest and riot: one day of unrest is told as several."""
GENERIC_FRAMES = frozenset({"attack", "kill", "wound"})
"""Frames that tell violence without its kind."""
_COMING_IN = frozenset({"enter", "storm", "walk", "re-enter"})
_STRENGTH = (
    "Suicide bomb", "Chemical weapon", "Grenade", "Air/drone strike", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Excessive force against protesters", "Protest with intervention",
    "Government regains territory", "Non-state actor overtakes territory", "Sexual violence",
    "Abduction/forced disappearance", "Mob violence", "Violent demonstration", "Armed clash", "Peaceful protest",
    "Attack",
    "Looting/property destruction", "Arrests", "Disrupted weapons use",
)  # fmt: skip
"""Where mentions of one happening differ in type, the more telling one wins."""


_LESS_THAN_KILLING = frozenset(
    {"Abduction/forced disappearance", "Looting/property destruction", "Arrests", "Sexual violence"}
)
_OPENINGS_OF_A_FIGHT = frozenset(
    {"Remote explosive/landmine/IED", "Grenade", "Abduction/forced disappearance", "Looting/property destruction",
     "Arrests", "Attack"}
)  # fmt: skip
_ASSAULTS = frozenset(
    "ambush assault raid storm gunbattle gunfight firefight gun-battle shootout battle clash skirmish".split()
)


def _assault(draft: Draft) -> bool:
    """Whether the mention tells a fight by its word ("ambushed the convoy", "the ambush"), not only its dead."""
    if draft.sub_event not in ("Armed clash", "Attack"):
        return False
    if draft.mention.token.lemma_.lower() in _ASSAULTS:
        return True
    # "Their vehicle struck a mine and they came under attack by gunmen"
    by_verb = draft.mention.frame.name == "attack" and draft.mention.word_class == "verb"
    return by_verb and draft.sub_event == "Armed clash" and any(is_armed(party) for party in draft.actor1)


def _assault_by_hand(draft: Draft) -> bool:
    """Whether people go in with arms ("stormed the post"); a noun alone ("the attack") may be the grenade's throw."""
    return draft.mention.frame.name == "clash" or (
        draft.mention.frame.name == "attack" and draft.mention.word_class == "verb"
    )


_SUICIDE = re.compile(
    r"\bsuicide (?:(?:car|truck|vehicle) )?(?:bomb\w*|attackers?|vest|blast)|\bblew (?:him|her|them)sel"
)


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
        if "Grenade" in types and any(_assault_by_hand(d) for d in self.drafts):
            # Grenades thrown in an assault are its arms.
            types = [name for name in types if name != "Grenade"] or types
        told = [d.sub_event for d in self.drafts if d.mention.token.lemma_.lower() not in _COMING_IN]
        if set(told) & VIOLENT:
            # "They entered the village and shot": coming in is not taking.
            types = [name for name in told if name in types] or types
        how = {"raid", "operation", "sweep", "search"}
        if "Change to group/activity" in types and all(
            d.mention.token.lemma_.lower() == "operation" or d.sub_event == "Change to group/activity"
            for d in self.drafts
        ):
            # An operation launched, no contact told: no battle yet (CODEBOOK, "What is an event").
            return "Change to group/activity"
        if any(d.mention.frame.name in ("arrest", "capture_people", "disarm") for d in self.drafts):
            types = [d.sub_event for d in self.drafts if d.mention.token.lemma_.lower() not in how] or types
        if "Attack" in types and any(d.tolls.counts.get("fatalities") for d in self.drafts):
            # Killed and abducted, killed and robbed: the gravest act names the raid.
            types = [name for name in types if name not in _LESS_THAN_KILLING] or types
        if "Armed clash" in types and any(_assault(d) for d in self.drafts) and not _on_civilians(self.first):
            # A mine and then an ambush: one attack by armed people on armed people.
            types = [name for name in types if name not in _OPENINGS_OF_A_FIGHT] or types
        if "Remote explosive/landmine/IED" in types and any(
            _SUICIDE.search(d.mention.sentence.lower) for d in self.drafts[:3]
        ):
            # "A bomb killed nine ... the suicide bomber drove up to the gate"
            types = ["Suicide bomb" if name == "Remote explosive/landmine/IED" else name for name in types]
        generic = all(d.mention.frame.name in GENERIC_FRAMES for d in self.drafts)
        if generic:
            return _by_victims(self)
        if types[0] not in VIOLENT | UNREST and not set(types) & VIOLENT:
            return types[0]
        strongest = next((candidate for candidate in _STRENGTH if candidate in types), types[0])
        if strongest == "Protest with intervention" and "Violent demonstration" in types:
            return "Violent demonstration"
        fought = any(d.mention.frame.name == "clash" and d.actor1 for d in self.drafts)
        return "Attack" if strongest == "Armed clash" and _on_civilians(self.first) and not fought else strongest


def _on_civilians(draft: Draft) -> bool:
    """Whether the mention tells of people without arms as its victims."""
    people = [party for party in draft.actor2 if not party.thing]
    return draft.sub_event == "Attack" and bool(people) and all(p.actor.kind == "civilians" for p in people)


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


def labels_of(parties: list[Party]) -> set[str]:
    """Ids of known actors and head words of described ones."""
    return {party.actor.actor_id or party.head.lemma_.lower() for party in parties}
