"""The sides of an incident: who is named by whom, what is one actor under several names, where blame is contested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tacitus.link.reports import Report
from tacitus.link.rules import RuleSet
from tacitus.link.traits import Family, actor_key, fold, sort_of
from tacitus.records import ClaimedValue, Party

_MUTUAL = frozenset({"Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Agreement"})


@dataclass
class _Named:
    """One actor on a side, with the reports that put it there."""

    key: str
    actor: Mapping[str, Any]
    known: bool
    reports: list[Report] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(report.source for report in self.reports))


def parties_of(
    reports: Sequence[Report], rules: RuleSet, family: Family
) -> tuple[list[Party], list[Party], dict[str, list[ClaimedValue]]]:
    """Return both sides, and for each side every list of actors that a report gives."""
    sides = _aligned(reports, family)
    claims: dict[str, list[ClaimedValue]] = {}
    parties: dict[str, list[Party]] = {}
    for name in ("actor1", "actor2"):
        named = _gathered(reports, [sides[report.event_id][name] for report in reports], family)
        parties[name] = _chosen(named, rules.rule(name), rules.hierarchy, family)
        claims[name] = _claims(reports, sides, name)
    return parties["actor1"], parties["actor2"], claims


def sides_contested(values: Sequence[ClaimedValue]) -> bool:
    """Tell whether two sources name actors of one side of whom none is the same."""
    known = [(set(value.value), set(value.sources)) for value in values if value.value]
    for keys, sources in known:
        for other_keys, other_sources in known:
            if not keys & other_keys and not sources & other_sources and _all_named(keys) and _all_named(other_keys):
                return True
    return False


def _all_named(keys: set[str]) -> bool:
    return not any(key.startswith("sort:") for key in keys)


def _aligned(reports: Sequence[Report], family: Family) -> dict[str, dict[str, Sequence[Mapping[str, Any]]]]:
    """Return each report's sides, turned where a two-sided event is told from the other side."""
    found: dict[str, dict[str, Sequence[Mapping[str, Any]]]] = {}
    first: tuple[set[str], set[str]] | None = None
    for report in reports:
        one, other = report.event.get("actor1") or (), report.event.get("actor2") or ()
        keys = _keys(one, family), _keys(other, family)
        if first is not None and report.event["sub_event_type"] in _MUTUAL:
            straight = len(first[0] & keys[0]) + len(first[1] & keys[1])
            turned = len(first[0] & keys[1]) + len(first[1] & keys[0])
            if turned > straight:
                one, other, keys = other, one, keys[::-1]
        if first is None and (keys[0] or keys[1]):
            first = keys
        found[report.event_id] = {"actor1": one, "actor2": other}
    return found


def _keys(actors: Sequence[Mapping[str, Any]], family: Family) -> set[str]:
    keys = {key for actor in actors if (key := actor_key(actor)) is not None}
    return keys | {parent for key in keys for parent in family(key)}


def _gathered(reports: Sequence[Report], sides: Sequence[Sequence[Mapping[str, Any]]], family: Family) -> list[_Named]:
    found: dict[str, _Named] = {}
    for report, actors in zip(reports, sides, strict=True):
        for actor in actors:
            key = actor_key(actor)
            known = key is not None
            key = key or f"sort:{fold(str(actor.get('name') or actor['text']))}"
            named = found.setdefault(key, _Named(key, actor, known))
            if report not in named.reports:
                named.reports.append(report)
    # "The military" is the air force where one report names the air force.
    for key, named in list(found.items()):
        for parent in family(key) if named.known else ():
            if parent in found and parent != key:
                named.reports.extend(report for report in found[parent].reports if report not in named.reports)
                del found[parent]
    return list(found.values())


def _chosen(named: list[_Named], rule: str, hierarchy: Sequence[str], family: Family) -> list[Party]:
    """Return the parties, those of most sources first; descriptions give way to names of their sort."""
    known = [one for one in named if one.known]
    sorts = {sort_of(str(one.actor.get("kind"))) for one in known}
    described = [
        one for one in named if not one.known and sort_of(str(one.actor.get("kind"))) not in sorts | {"unknown"}
    ]
    if not known:
        described = [one for one in named if not one.known]
    rivals = _rivals(known)
    shown = sorted([*known, *described], key=lambda one: -len(one.sources))
    if rule == "most_conservative":
        shown = [one for one in shown if one.key not in rivals]
    elif rule == "source_hierarchy":
        ranks = {name.casefold(): place for place, name in enumerate(hierarchy)}
        shown.sort(key=lambda one: min(ranks.get(source.casefold(), len(ranks)) for source in one.sources))
    return [
        Party(
            key=one.key,
            name=str(one.actor.get("name") or one.actor["text"]),
            actor_id=one.actor.get("actor_id"),
            kind=one.actor.get("kind") or "unidentified",
            sources=one.sources,
            contested=one.key in rivals,
        )
        for one in shown
    ]


def _rivals(known: Sequence[_Named]) -> set[str]:
    """Return the actors whom some sources name instead of others, and those who were denied to have done it."""
    found: set[str] = set()
    for one in known:
        for other in known:
            apart = not {r.event_id for r in one.reports} & {r.event_id for r in other.reports}
            if one is not other and apart and not set(one.sources) & set(other.sources):
                found.add(one.key)
        deniers = {
            key for report in one.reports for actor in report.event.get("denied_by") or () if (key := actor_key(actor))
        }
        if one.key in deniers:
            found.add(one.key)
    return found


def _claims(
    reports: Sequence[Report], sides: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]], name: str
) -> list[ClaimedValue]:
    groups: dict[tuple[str, ...], list[Report]] = {}
    labels: dict[tuple[str, ...], str] = {}
    for report in reports:
        actors = sides[report.event_id][name]
        if not actors:
            continue
        keys = [actor_key(actor) or f"sort:{fold(str(actor.get('name') or actor['text']))}" for actor in actors]
        group = tuple(sorted(dict.fromkeys(keys)))
        groups.setdefault(group, []).append(report)
        names = dict.fromkeys(str(actor.get("name") or actor["text"]) for actor in actors)
        labels.setdefault(group, "; ".join(names))
    return [
        ClaimedValue(
            value=list(group),
            label=labels[group],
            sources=list(dict.fromkeys(report.source for report in own)),
            events=[report.event_id for report in own],
            claimants=list(dict.fromkeys(one for report in own for one in report.claimants)),
            stances=list(dict.fromkeys(report.event.get("assertion", "asserted") for report in own)),
        )
        for group, own in groups.items()
    ]
