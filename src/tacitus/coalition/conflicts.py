"""What incidents say of ties, and where ties contradict each other."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from tacitus.coalition.life import Tie, Ties
from tacitus.records import Incident

_FRIENDLY = frozenset({"alliance_with", "member_of", "backed_by", "merged_into"})
_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_HAPPENED = frozenset({"asserted", "attributed", "hedged"})


@dataclass
class Derived:
    """What incidents show of two actors, apart from what is stated: "fought" each other, or "fought_beside" each other.

    Keys are in order of the alphabet: it has no direction.
    """

    type: str
    one: str
    other: str
    first: datetime.date | None = None
    last: datetime.date | None = None
    incidents: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def derive(incidents: Iterable[Incident], ties: Ties) -> list[Derived]:
    """Return who fought whom and beside whom, from incidents that some source says happened."""
    found: dict[tuple[str, str, str], Derived] = {}
    for incident in incidents:
        if incident.event_type not in _VIOLENT or incident.status not in _HAPPENED:
            continue
        sides = [
            {party.key for party in side if not party.key.startswith("sort:") and party.kind != "civilians"}
            for side in (incident.actor1, incident.actor2)
        ]
        pairs = [("fought", one, other) for one in sides[0] for other in sides[1]]
        # Rivals for the blame of one deed did not do it together.
        together = [{party.key for party in side if not party.contested} & keys for side, keys in
                    zip((incident.actor1, incident.actor2), sides, strict=True)]  # fmt: skip
        pairs += [("fought_beside", one, other) for keys in together for one, other in combinations(sorted(keys), 2)]
        for kind, one, other in pairs:
            one, other = sorted((ties.line(one), ties.line(other)))
            if one != other:
                _add(found.setdefault((kind, one, other), Derived(kind, one, other)), incident)
    return sorted(found.values(), key=lambda one: (-len(one.incidents), one.type, one.one, one.other))


def _add(derived: Derived, incident: Incident) -> None:
    start, end = incident.date.start or incident.date.end, incident.date.end
    derived.first = min(filter(None, (derived.first, start)), default=None)
    derived.last = max(filter(None, (derived.last, end)), default=None)
    derived.incidents.append(incident.id)
    derived.sources.update(voice.source for voice in incident.voices)


@dataclass(frozen=True)
class SignConflict:
    """Two actors that are said to be friends and foes at the same time, or a tie that is both stated and denied."""

    one: str
    other: str
    tie: str
    tie_sources: str
    against: str
    against_sources: str


def sign_conflicts(ties: Ties, derived: Iterable[Derived] = ()) -> list[SignConflict]:
    """Return the contradictions among stated ties, between them and incidents, and circles that cannot be."""
    friends: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    foes: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    found: list[SignConflict] = []
    for tie in ties:
        if tie.object is None:
            continue
        pair = _pair(ties.line(tie.subject), ties.line(tie.object))
        if tie.stated and tie.type in _FRIENDLY:
            friends[pair].append(tie)
        elif tie.stated and tie.type == "opposed_to":
            foes[pair].append(tie)
        if tie.stated and tie.denied:
            deniers = "; ".join(dict.fromkeys(name for one in tie.denied for name in one.claimants or (one.source,)))
            found.append(_conflict(ties, tie, "that is denied", deniers))
    for pair, friendly in friends.items():
        for tie in friendly:
            for foe in foes.get(pair, ()):
                if _overlap(_span(tie), _span(foe)):
                    found.append(_conflict(ties, tie, "opposed_to", _said(foe)))
    for one in derived:
        if one.type != "fought":
            continue
        for tie in friends.get(_pair(one.one, one.other), ()):
            if _overlap(_span(tie), (one.first, one.last)):
                said = f"{len(one.incidents)} incident(s), last {one.last}: {', '.join(sorted(one.sources)[:3])}"
                found.append(_conflict(ties, tie, "fought each other", said))
    return found + _circles(ties)


def _circles(ties: Ties) -> list[SignConflict]:
    """Return memberships, mergers and renamings that lead back to where they began."""
    found: list[SignConflict] = []
    for kind in ("member_of", "merged_into", "renamed_to"):
        ways: dict[str, list[Tie]] = defaultdict(list)
        for tie in ties:
            if tie.type == kind and tie.object and tie.stated:
                ways[tie.subject].append(tie)
        for tie in [tie for group in ways.values() for tie in group]:
            reached = _reached(str(tie.object), ways)
            # Each circle is told once, from its first name in the alphabet.
            if tie.subject in reached and tie.subject == min(reached & _reached(tie.subject, ways)):
                found.append(_conflict(ties, tie, f"{kind} leads back in a circle", ""))
    return found


def _reached(key: str, ways: dict[str, list[Tie]]) -> set[str]:
    seen, waiting = {key}, [key]
    while waiting:
        for tie in ways.get(waiting.pop(), ()):
            if tie.object and tie.object not in seen:
                seen.add(tie.object)
                waiting.append(tie.object)
    return seen


def _conflict(ties: Ties, tie: Tie, against: str, said: str) -> SignConflict:
    # Under the names that the tie was told of, though the actors may go by others since.
    one, other = ties.name(tie.subject), ties.name(str(tie.object))
    return SignConflict(one, other, tie.type, _said(tie), against, said)


def _said(tie: Tie) -> str:
    return "; ".join(tie.claimants or tie.sources)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _span(tie: Tie) -> tuple[datetime.date | None, datetime.date | None]:
    """Return when a tie is known to hold: from its start or first citing to the day before its end, or last citing."""
    # An alliance that ends on the day on which the war begins is none any more.
    ended = tie.end - datetime.timedelta(days=1) if tie.end else None
    return tie.start or tie.first_cited, ended or tie.last_cited


def _overlap(
    one: tuple[datetime.date | None, datetime.date | None], other: tuple[datetime.date | None, datetime.date | None]
) -> bool:
    first, last = datetime.date.min, datetime.date.max
    return (one[0] or first) <= (other[1] or last) and (other[0] or first) <= (one[1] or last)
