"""Within-article event coreference: mentions of one happening become one event."""

from __future__ import annotations

import re

from tacitus.extract.draft import Draft
from tacitus.extract.happening import UNREST, Happening, labels_of
from tacitus.extract.one_act import dates_clash, one_act, types_may_join
from tacitus.records import EventDate
from tacitus.resolve.article import NamedPlace, Party

_ANOTHER = re.compile(
    r"\b(?:another|second|third|separate|separately|elsewhere|other|also|further|similar|meanwhile|"
    r"fresh|new|different)\b"
)
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
                if one is not other and any(one_act(a, b) for a in one.drafts for b in other.drafts):
                    one.drafts.extend(other.drafts)
                    one.drafts.sort(key=lambda draft: draft.mention.token.i)
                    groups.remove(other)
                    merged = True
                    break
            if merged:
                break
    return groups


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
    if not any(types_may_join(a, b) for a in group.drafts for b in happening.drafts):
        return None
    dates, others = group.dates(), happening.dates()
    if dates and others and dates_clash(_finest(dates), _finest(others)):
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
    if distance <= 2 and _the_same_people(group, happening):
        score += 1.0
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
    if follows and group.first.mention.frame.name in ("disperse", "riot", "arrest") and happening.sub_event() in UNREST:
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


def _the_same_people(group: Happening, happening: Happening) -> bool:
    """ "Police arrested eight activists. The activists were ...": a definite party of the event just told."""
    known = labels_of([*happening.parties("actor1"), *happening.parties("actor2")])
    return any(
        party.head.lemma_.lower() in known and any(c.lower_ == "the" for c in party.head.children)
        for party in [*group.parties("actor1"), *group.parties("actor2")]
    )


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
        new, old = labels_of(group.parties(side)), labels_of(happening.parties(side))
        if new & old:
            score += 0.75
    return score


def _same_toll(group: Happening, happening: Happening) -> bool:
    for name in ("fatalities", "injured", "abducted", "arrested"):
        new = {d.tolls.counts[name].low for d in group.drafts if name in d.tolls.counts} - {None}
        old = {d.tolls.counts[name].low for d in happening.drafts if name in d.tolls.counts} - {None}
        if new and old and new & old and max(v for v in new if v is not None) > 1:
            return True
    return False
