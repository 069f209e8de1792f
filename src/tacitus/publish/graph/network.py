"""The network of actors: ties that reports state, and fights between sides, each with the times of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tacitus.publish.shapes.countries import country_of_actor
from tacitus.publish.shapes.happening import Happening, Side, happening_of_event, happening_of_incident
from tacitus.records import Actor, CodedArticle, Incident, Relation

Day = datetime.date
Spell = tuple[Day, Day | None]
"""A stretch of time, both days in it; an open end is null."""

FOUGHT = "fought_with"
SYMMETRIC = frozenset({"alliance_with", "opposed_to", "linked_to", FOUGHT})
"""Ties whose direction means nothing."""
_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})


@dataclass
class Node:
    """An actor. `first_cited` and `last_cited` are days of what is told or, where that is not dated, of publication."""

    key: str
    name: str
    actor_id: str | None
    kinds: Counter[str] = field(default_factory=Counter)
    country: str = ""
    first_cited: Day | None = None
    last_cited: Day | None = None
    created: Day | None = None
    dissolved: Day | None = None

    @property
    def kind(self) -> str:
        """The kind under which it is named most."""
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind), default="unidentified")

    @property
    def spells(self) -> list[Spell]:
        """When it is known to have been there."""
        start = self.created or self.first_cited
        return [(start, self.dissolved or self.last_cited)] if start else []

    def cite(self, days: Iterable[Day | None]) -> None:
        """Note days on which it is cited."""
        known = [day for day in days if day]
        if known:
            self.first_cited = min([*known, self.first_cited or known[0]])
            self.last_cited = max([*known, self.last_cited or known[0]])


@dataclass
class Edge:
    """A tie of one type between two actors, over all reports of it.

    `start` and `end` are days that reports state of the tie itself; `first_cited` and `last_cited` when it is told.
    """

    source: str
    target: str
    type: str
    reports: int = 0
    articles: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    first_cited: Day | None = None
    last_cited: Day | None = None
    start: Day | None = None
    end: Day | None = None
    told: set[Spell] = field(default_factory=set)

    @property
    def symmetric(self) -> bool:
        """Whether the direction means nothing."""
        return self.type in SYMMETRIC

    @property
    def open_ended(self) -> bool:
        """Whether no report states an end. A fight is over when it is over."""
        return self.end is None and self.type != FOUGHT

    @property
    def weight(self) -> int:
        """How many outlets tell it."""
        return max(len(self.publishers), 1)

    @property
    def spells(self) -> list[Spell]:
        """When it held: the days told, joined where they touch; else from its real or first cited start on."""
        if self.told:
            return joined(self.told)
        start = self.start or self.first_cited
        return [(start, self.end or self.last_cited)] if start else []


class Network:
    """Nodes and edges, gathered from articles and incidents. In memory: as many as there are actors and ties."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, str], Edge] = {}

    def add_relations(self, coded: CodedArticle) -> None:
        """Take the ties that an article states."""
        published = coded.document.published
        for relation in coded.relations:
            if relation.assertion in ("planned", "hypothetical", "denied"):
                continue
            source = self._node(_side(relation.subject))
            days = [relation.start, relation.end] if relation.start or relation.end else [published]
            source.cite(days)
            if relation.object is None:
                _note_life(source, relation, published)
                continue
            target = self._node(_side(relation.object))
            target.cite(days)
            self._tie(source, target, relation, coded)

    def add_events(self, coded: CodedArticle) -> None:
        """Take the fights that an article tells."""
        for event in coded.events:
            self._fight(happening_of_event(coded, event))

    def add_incident(self, incident: Incident) -> None:
        """Take an incident as a fight."""
        self._fight(happening_of_incident(incident))

    def _tie(self, source: Node, target: Node, relation: Relation, coded: CodedArticle) -> None:
        edge = self._edge(source.key, target.key, relation.type)
        edge.reports += 1
        edge.articles.add(coded.document.id)
        _note_publisher(edge, coded.document.republished_from or coded.document.publisher)
        edge.statuses[relation.assertion] += 1
        _cite(edge, [coded.document.published, relation.start])
        edge.start = min(filter(None, [edge.start, relation.start]), default=None)
        edge.end = max(filter(None, [edge.end, relation.end]), default=None)

    def _fight(self, happening: Happening) -> None:
        if happening.event_type not in _VIOLENT or happening.status in ("planned", "hypothetical", "denied"):
            return
        start, end = happening.date.start or happening.date.end, happening.date.end
        days = [start, end] if start else [happening.published]
        pairs = [(a, b) for a in happening.actor1 for b in happening.actor2]
        for side in (*happening.actor1, *happening.actor2, *happening.associated):
            self._node(side).cite(days)
        for one, other in pairs:
            if key_of(one) == key_of(other):
                continue
            edge = self._edge(key_of(one), key_of(other), FOUGHT)
            edge.reports += len(happening.reports)
            edge.articles |= {report.article_id for report in happening.reports}
            for report in happening.reports:
                _note_publisher(edge, report.publisher)
            edge.statuses[happening.status] += 1
            _cite(edge, days)
            if start:
                edge.told.add((start, end))

    def _node(self, side: Side) -> Node:
        key = key_of(side)
        if key not in self.nodes:
            country = country_of_actor(side.actor_id).name
            self.nodes[key] = Node(key, side.words, side.actor_id, country=country)
        self.nodes[key].kinds[side.kind] += 1
        return self.nodes[key]

    def _edge(self, source: str, target: str, type_: str) -> Edge:
        if type_ in SYMMETRIC:
            source, target = sorted((source, target))
        return self.edges.setdefault((source, target, type_), Edge(source, target, type_))


def key_of(side: Side) -> str:
    """Return by what an actor is known: its id in the lexicon, or its name."""
    return side.actor_id or side.words.casefold()


def joined(spells: Iterable[Spell]) -> list[Spell]:
    """Join stretches that overlap or follow each other day by day."""
    result: list[Spell] = []
    for start, end in sorted(spells, key=lambda spell: (spell[0], spell[1] or Day.max)):
        if result:
            last_start, last_end = result[-1]
            if last_end is None or start <= last_end + datetime.timedelta(1):
                result[-1] = (last_start, None if last_end is None or end is None else max(last_end, end))
                continue
        result.append((start, end))
    return result


def _side(actor: Actor) -> Side:
    return Side(actor.name, actor.text, actor.kind, actor.actor_id)


def _note_life(node: Node, relation: Relation, published: Day | None) -> None:
    day = relation.start or relation.end or published
    if relation.type == "created":
        node.created = min(filter(None, [node.created, day]), default=None)
    if relation.type == "dissolved":
        node.dissolved = max(filter(None, [node.dissolved, day]), default=None)


def _note_publisher(edge: Edge, publisher: str | None) -> None:
    if publisher:
        edge.publishers.add(publisher)


def _cite(edge: Edge, days: Sequence[Day | None]) -> None:
    known = [day for day in (*days, edge.first_cited, edge.last_cited) if day]
    edge.first_cited, edge.last_cited = min(known, default=None), max(known, default=None)
