"""From compared pairs to groups. No group may hold a pair that cannot be one happening, however many links lead there.

The groups depend on nothing but the events given: not on how they came, and not on events far away. Linking a day's
events together with the neighbourhoods they touch therefore gives what linking everything gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tacitus.link.candidates import candidate_pairs
from tacitus.link.compare import Comparer
from tacitus.link.traits import Traits

_FULL = 24
"""Of groups with more tellings than this, these many (the first that came) are compared with another group."""
DECIDED = 99.0
"""The score of what a person put together."""


class Link(NamedTuple):
    """Two events, by number, that were linked or refused, and their score."""

    one: int
    other: int
    score: float


@dataclass
class Grouped:
    """Groups of events by number, each sorted by `order`; the links that hold them, and those that were refused.

    `neighbourhoods` are the events, by number, that may influence each other's group. A refusal is a pair alike enough
    to be linked, whose groups must not be one; for each two groups the strongest is kept.
    """

    groups: list[list[int]] = field(default_factory=list)
    neighbourhoods: list[list[int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    refusals: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Constraints:
    """What people decided, as pairs of event ids, and which pairs to compare beside the candidates (copies)."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    also: frozenset[tuple[str, str]] = frozenset()

    def decided(self) -> set[str]:
        """Return the events that people decided about."""
        return {event for pair in self.together | self.apart for event in pair}


class _Node:
    """Tellings that differ in nothing but words. The first stands for all."""

    __slots__ = ("articles", "members")

    def __init__(self, number: int, article: str) -> None:
        self.members = [number]
        self.articles = {article}


def group_events(events: Sequence[Traits], comparer: Comparer, constraints: Constraints | None = None) -> Grouped:
    """Group events into happenings. `events` may come in any order; the numbers in the result count in it."""
    return _Grouping(events, comparer, constraints or Constraints()).run()


class _Grouping:
    def __init__(self, events: Sequence[Traits], comparer: Comparer, constraints: Constraints) -> None:
        self.events = events
        self.comparer = comparer
        self.settings = comparer.settings
        self.rank = sorted(range(len(events)), key=lambda number: events[number].order)
        self.place_in_order = {number: place for place, number in enumerate(self.rank)}
        numbers = {events[number].event_id: number for number in self.rank}
        self.together = _numbered(constraints.together, numbers)
        self.apart = _numbered(constraints.apart, numbers)
        self.also = _numbered(constraints.also, numbers)
        self.decided = constraints.decided()
        self.scores: dict[tuple[int, int], float] = {}
        self.nodes: dict[int, _Node] = {}
        self.node_of: dict[int, int] = {}
        self.result = Grouped()

    def run(self) -> Grouped:
        """Do it: nodes, edges, neighbourhoods, groups."""
        self._make_nodes()
        edges = self._edges()
        group_of: dict[int, int] = {}
        for members, own_edges in _components(self.nodes, edges):
            clusters, links, refusals = self._cluster(members, own_edges)
            self.result.neighbourhoods.append(self._spread(members))
            for cluster in clusters:
                whole = self._spread(cluster)
                for node in cluster:
                    group_of[node] = len(self.result.groups)
                self.result.groups.append(whole)
            self.result.links.extend(links)
            self.result.refusals.extend(refusals)
        self._node_links()
        self._strongest_refusals(group_of)
        return self.result

    def _make_nodes(self) -> None:
        by_profile: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in self.rank:
            traits = self.events[number]
            alone = traits.event_id in self.decided or not self._speaks_for_itself(traits)
            profile = None if alone else traits.profile()
            if profile is not None:
                for head in by_profile[profile]:
                    node = self.nodes[head]
                    if traits.article_id not in node.articles:
                        node.members.append(number)
                        node.articles.add(traits.article_id)
                        self.node_of[number] = head
                        break
                else:
                    by_profile[profile].append(number)
            if number not in self.node_of:
                self.nodes[number] = _Node(number, traits.article_id)
                self.node_of[number] = number

    def _speaks_for_itself(self, traits: Traits) -> bool:
        """Tell whether two tellings with just these traits would be linked whatever their words."""
        if not traits.exact or traits.another or len(traits.spots) != 1:
            return False
        settings = self.settings
        spot = traits.spots[0]
        if spot.precision not in ("site", "settlement") or spot.latitude is None:
            return False
        sides = sum(
            settings.actors.same if side.named else settings.actors.alike if side.sorts else 0.0
            for side in (traits.doer, traits.target)
        )
        least = settings.date.same_day + settings.place.same + settings.type.same + sides + settings.text.least
        return least >= settings.threshold

    def _edges(self) -> list[Link]:
        heads = list(self.nodes)
        events = [self.events[head] for head in heads]
        threshold = self.settings.threshold
        edges: list[Link] = []
        for one, other in candidate_pairs(events, self.settings):
            linking = self.comparer.links(events[one], events[other])
            if linking is not None:
                edges.append(Link(heads[one], heads[other], linking))
        for one, other in self.also:
            ends = self.node_of[one], self.node_of[other]
            score = self.comparer.score(self.events[one], self.events[other])
            if score >= threshold and ends[0] != ends[1]:
                edges.append(Link(*ends, score))
        edges.extend(Link(one, other, DECIDED) for one, other in self.together)
        return edges

    def score(self, one: int, other: int) -> float:
        """Return the score of a pair of nodes, by their heads."""
        key = self._sorted(one, other)
        known = self.scores.get(key)
        if known is None:
            known = self.scores[key] = self.comparer.score(self.events[one], self.events[other])
        return known

    def _sorted(self, one: int, other: int) -> tuple[int, int]:
        return (one, other) if self.place_in_order[one] <= self.place_in_order[other] else (other, one)

    def _cluster(self, members: list[int], edges: list[Link]) -> tuple[list[list[int]], list[Link], list[Link]]:
        """Join from the strongest edge down, where neither a veto nor too low a mean forbids it."""
        cluster_of = {node: [node] for node in members}
        links: list[Link] = []
        refusals: list[Link] = []
        self.scores = {}
        for edge in sorted(edges, key=self._strength):
            one, other = cluster_of[edge.one], cluster_of[edge.other]
            if one is other:
                continue
            if edge.score < DECIDED and not self._may_join(one, other):
                refusals.append(edge)
                continue
            links.append(edge)
            one.extend(other)
            for node in other:
                cluster_of[node] = one
        clusters = list({id(cluster): cluster for cluster in cluster_of.values()}.values())
        self.scores = {}
        return clusters, links, refusals

    def _may_join(self, one: list[int], other: list[int]) -> bool:
        if self.apart and any(self._kept_apart(a, b) for a in one for b in other):
            return False
        firsts = self._firsts(one), self._firsts(other)
        total, best_exact = 0.0, None
        for a in firsts[0]:
            for b in firsts[1]:
                score = self.score(a, b)
                if score <= self.settings.veto:
                    return False
                total += score
                if self.events[a].exact and self.events[b].exact:
                    best_exact = score if best_exact is None else max(best_exact, score)
        if best_exact is not None and best_exact < self.settings.threshold:
            # A report that spans several days must not bridge what others tell of two of them.
            return False
        if any(not self.nodes[a].articles.isdisjoint(self.nodes[b].articles) for a in one for b in other):
            return False
        mean = total / (len(firsts[0]) * len(firsts[1]))
        return round(mean, 6) >= self.settings.mean_threshold

    def _firsts(self, cluster: list[int]) -> list[int]:
        if len(cluster) <= _FULL:
            return cluster
        return sorted(cluster, key=self.place_in_order.__getitem__)[:_FULL]

    def _kept_apart(self, one: int, other: int) -> bool:
        return (one, other) in self.apart or (other, one) in self.apart

    def _spread(self, nodes: Iterable[int]) -> list[int]:
        members = [number for node in nodes for number in self.nodes[node].members]
        return sorted(members, key=self.place_in_order.__getitem__)

    def _node_links(self) -> None:
        for head, node in self.nodes.items():
            for number in node.members[1:]:
                score = self.comparer.score(self.events[head], self.events[number])
                self.result.links.append(Link(head, number, score))

    def _strongest_refusals(self, group_of: dict[int, int]) -> None:
        best: dict[tuple[int, int], Link] = {}
        for link in self.result.refusals:
            one, other = group_of[link.one], group_of[link.other]
            if one != other:
                key = (min(one, other), max(one, other))
                held = best.get(key)
                if held is None or self._strength(link) < self._strength(held):
                    best[key] = link
        self.result.refusals = list(best.values())

    def _strength(self, link: Link) -> tuple[float, int, int]:
        place = self.place_in_order
        first, second = sorted((place[link.one], place[link.other]))
        return -link.score, first, second


def _numbered(pairs: Iterable[tuple[str, str]], numbers: dict[str, int]) -> frozenset[tuple[int, int]]:
    return frozenset((numbers[one], numbers[other]) for one, other in pairs if one in numbers and other in numbers)


def _components(nodes: Iterable[int], edges: Sequence[Link]) -> Iterable[tuple[list[int], list[Link]]]:
    """Return what hangs together by edges: the nodes, and their edges."""
    parent = {node: node for node in nodes}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in edges:
        parent[root(edge.one)] = root(edge.other)
    members: dict[int, list[int]] = defaultdict(list)
    own: dict[int, list[Link]] = defaultdict(list)
    for node in parent:
        members[root(node)].append(node)
    for edge in edges:
        own[root(edge.one)].append(edge)
    return [(group, own.get(key, [])) for key, group in members.items()]
