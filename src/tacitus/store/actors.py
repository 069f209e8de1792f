"""Actors over time, from the relations, facilities and incidents of a record."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select

from tacitus.coalition.conflicts import Derived, SignConflict, derive, sign_conflicts
from tacitus.coalition.inventory import FacilityLife, FacilityReport, inventory
from tacitus.coalition.life import SYMMETRIC, Cited, Holding, Tie, Ties
from tacitus.coalition.lineage import Step, predecessors, successors
from tacitus.coalition.proposals import ActorUse, MergeProposal, propose
from tacitus.codebook.actors import ActorLexicon
from tacitus.errors import StoreError
from tacitus.link.traits import actor_key, fold, sort_of
from tacitus.records import EventDate, Incident, Place
from tacitus.store import schema
from tacitus.store.claims import judged_item
from tacitus.store.decisions import pairs_of, read_decisions
from tacitus.store.failures import clear_errors, needed
from tacitus.store.link_reading import Judgements
from tacitus.store.opening import READING

if TYPE_CHECKING:
    import networkx
    import pandas

_SENTENCES = 3


@dataclass(frozen=True)
class ActorPage:
    """Everything about one actor as of a day."""

    key: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    day: datetime.date
    name_then: str
    created: datetime.date | None
    gone: datetime.date | None
    how_gone: str | None
    members: list[Holding]
    memberships: list[Holding]
    ties: list[Tie]
    came_from: list[Step]
    became: list[Step]
    derived: list[Derived]


class Actors:
    """The actors of a record: ties, life, lineage, facilities, and what incidents show. A snapshot of the moment.

    Everything is read under the actors' merges that stand; undoing a merge gives back what was before.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where
        with clear_errors(where), engine.connect().execution_options(**READING) as connection:
            self._judgements = Judgements.read(connection)
            self.uses = self._read_uses(connection)
            names = {key: use.name for key, use in self.uses.items()}
            self.ties = Ties(self._read_ties(connection, names), names)

    def key(self, name: str) -> str:
        """Return the key of an actor by its key, any of its names, or a name that the lexicon knows.

        Raises StoreError where no actor of the record is meant, or more than one may be.
        """
        same = self._judgements.same_actor
        if name in self.uses:
            return name
        folded = fold(name)
        found = [key for key, use in self.uses.items() if any(fold(one) == folded for one in use.names)]
        if not found:
            ids = [same.get(entry.actor_id, entry.actor_id) for entry in lexicon().lookup(name)]
            found = [key for key in ids if key in self.uses]
        if not found:
            found = [key for key, use in self.uses.items() if any(folded in fold(one) for one in use.names)]
        found = list(dict.fromkeys(found))
        if len(found) == 1:
            return found[0]
        if found:
            some = "; ".join(f"{self.uses[key].name} ({key})" for key in found[:4])
            raise StoreError(f"{name!r} may be {some}", where=self._where, remedy="Give the name in full, or the key")
        raise StoreError(
            f"the record names no actor {name!r}", where=self._where, remedy="`tacitus actors --store FILE` lists them"
        )

    def page(self, name: str, day: datetime.date | None = None, incidents: Sequence[Incident] = ()) -> ActorPage:
        """Return everything about one actor as of a day; today's where none is given."""
        key = self.key(name)
        day = day or datetime.date.today()
        line = self.ties.line(key)
        when, how = self.ties.gone(key)
        derived = derive(incidents, self.ties)
        names = Counter({one: count for alias in self.ties.names_of(key) for one, count in self._names(alias).items()})
        use = self.uses.get(key, ActorUse(key))
        return ActorPage(
            key=key,
            name=self.ties.name(key),
            other_names=tuple(one for one, _ in names.most_common() if one != self.ties.name(key)),
            kind=max(use.kinds, key=lambda kind: use.kinds[kind]) if use.kinds else "unidentified",
            day=day,
            name_then=self.ties.name(self.ties.name_on(key, day)),
            created=self.ties.created(key),
            gone=when,
            how_gone=how,
            members=self.ties.members(key, day),
            memberships=self.ties.memberships(key, day),
            ties=self.ties.of(key),
            came_from=predecessors(self.ties, key),
            became=successors(self.ties, key),
            derived=[one for one in derived if line in (one.one, one.other)],
        )

    def proposals(self) -> list[MergeProposal]:
        """Return the merge queue: names that may stand for one actor, the likeliest first."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            kept = read_decisions(connection, kinds=("keep_actors_apart",), standing=True)
        apart = frozenset(pair for decision in kept for pair in pairs_of(decision))

        def lookup(name: str) -> list[str]:
            return [entry.actor_id for entry in lexicon().lookup(name)]

        return propose(self.uses.values(), lookup, apart)

    def conflicts(self, incidents: Sequence[Incident] = ()) -> list[SignConflict]:
        """Return ties that contradict each other, or what incidents show."""
        return sign_conflicts(self.ties, derive(incidents, self.ties))

    def facilities(self) -> list[FacilityLife]:
        """Return the inventory of posts, bases and checkpoints."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return inventory(list(self._read_facilities(connection)))

    def to_pandas(self) -> pandas.DataFrame:
        """Return one row an actor: key, name, kind, countries, articles, first and last cited in a tie, life."""
        import pandas

        rows = []
        for key, use in self.uses.items():
            own = self.ties.of(key)
            cited = [day for tie in own for day in (tie.first_cited, tie.last_cited) if day]
            when, how = self.ties.gone(key)
            kind = max(use.kinds, key=lambda one: use.kinds[one]) if use.kinds else None
            rows.append(
                (key, use.name, kind, "; ".join(sorted(use.countries)), len(use.articles), len(own),
                 min(cited, default=None), max(cited, default=None), self.ties.created(key), when, how)
            )  # fmt: skip
        columns = [
            "key", "name", "kind", "countries", "articles", "ties", "first_cited", "last_cited", "created", "gone",
            "how_gone",
        ]  # fmt: skip
        frame = pandas.DataFrame.from_records(rows, columns=columns)
        return frame.sort_values(["articles", "name"], ascending=[False, True], ignore_index=True)

    def ties_to_pandas(self) -> pandas.DataFrame:
        """Return one row a tie: type, both ends, first and last cited, real start and end, sources."""
        import pandas

        name = self.ties.name
        rows = [
            (tie.type, tie.subject, name(tie.subject), tie.object, name(tie.object) if tie.object else None,
             tie.first_cited, tie.last_cited, tie.start, tie.end, tie.open_ended, len(tie.sources),
             "; ".join(tie.sources), "; ".join(tie.claimants), len(tie.denied))
            for tie in self.ties
        ]  # fmt: skip
        columns = [
            "type", "subject", "subject_name", "object", "object_name", "first_cited", "last_cited", "start", "end",
            "open_ended", "sources", "source_names", "claimants", "denials",
        ]  # fmt: skip
        return pandas.DataFrame.from_records(rows, columns=columns)

    def network(
        self,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        incidents: Sequence[Incident] = (),
    ) -> networkx.MultiDiGraph:
        """Return stated ties, and what incidents show, as a graph of the actors in a period.

        Edges have `type`, `derived` (shown by incidents, not stated), `start`, `end` (ISO days), `sources`, `weight`.
        """
        graph: Any = needed("networkx").MultiDiGraph()
        for tie in self.ties:
            if tie.object is None or not tie.stated:
                continue
            if self.ties.holds_within(tie, since, until):
                first = tie.start or tie.first_cited
                self._edge(graph, tie.subject, tie.object, tie.type, first, tie.end, tie.sources, False)
        for one in derive(incidents, self.ties):
            if _meets(one.first, one.last, since, until):
                self._edge(graph, one.one, one.other, one.type, one.first, one.last, sorted(one.sources), True)
        return graph

    def _edge(
        self, graph: Any, one: str, other: str, kind: str, start: Any, end: Any, sources: Sequence[str], derived: bool
    ) -> None:
        for key in (one, other):
            use = self.uses.get(key, ActorUse(key))
            sort = max(use.kinds, key=lambda name: use.kinds[name]) if use.kinds else "unidentified"
            graph.add_node(key, label=self.ties.name(key), kind=sort)
        graph.add_edge(
            one, other, type=kind, derived=derived, start=str(start or ""), end=str(end or ""),
            sources="; ".join(sources), weight=len(sources),
        )  # fmt: skip

    def _names(self, key: str) -> dict[str, int]:
        return self.uses[key].names if key in self.uses else {self.ties.name(key): 1}

    def _known(self, actor: Mapping[str, Any]) -> str:
        key = actor_key(actor) or f"name:{fold(str(actor.get('name') or actor['text']))}"
        return self._judgements.same_actor.get(key, key)

    def _read_uses(self, connection: Connection) -> dict[str, ActorUse]:
        """Gather the actors that are named in events, ties and lists of the current codings."""
        uses: dict[str, ActorUse] = {}
        actors, codings = schema.actors.c, schema.codings.c
        statement = (
            select(actors.item, codings.article_id)
            .join(schema.codings, codings.id == actors.coding_id)
            .where(codings.current.is_(True))
        )
        for item, article in connection.execute(statement):
            self._use(uses, item, article)
        for table, ends in ((schema.events, ("actor1", "actor2")), (schema.relations, ("subject", "object"))):
            for item, article in self._items(connection, table):
                countries = {place.get("country") for place in item.get("places") or () if place.get("country")}
                for end in ends:
                    named = item.get(end) or []
                    for actor in named if isinstance(named, list) else [named]:
                        use = self._use(uses, actor, article, everybody=table is schema.relations)
                        if use is not None:
                            use.countries |= countries
                            if len(use.sentences) < _SENTENCES:
                                use.sentences.append(item["sentence"]["text"])
        return uses

    def _use(
        self, uses: dict[str, ActorUse], actor: Mapping[str, Any], article: str, everybody: bool = False
    ) -> ActorUse | None:
        if actor_key(actor) is None and not everybody:
            return None
        key = self._known(actor)
        use = uses.setdefault(key, ActorUse(key))
        for name in dict.fromkeys((actor.get("name"), actor["text"])):
            if name and (name == actor.get("name") or any(char.isupper() for char in name)):
                use.names[name] = use.names.get(name, 0) + (2 if name == actor.get("name") else 1)
        if not use.names:
            use.names[actor["text"]] = 1
        kind = actor.get("kind") or "unidentified"
        if sort_of(kind) != "unknown":
            use.kinds[kind] = use.kinds.get(kind, 0) + 1
        use.articles.add(article)
        return use

    def _items(self, connection: Connection, table: Any) -> Iterator[tuple[dict[str, Any], str]]:
        codings = schema.codings.c
        statement = (
            select(table.c.id, table.c.item, codings.article_id)
            .join(schema.codings, codings.id == table.c.coding_id)
            .where(codings.current.is_(True))
            .order_by(table.c.coding_id, table.c.position)
        )
        for key, item, article in connection.execute(statement):
            judged = judged_item(item, self._judgements.by_event.get(key, ()))
            if judged is not None:
                yield judged, article

    def _articles(self, connection: Connection) -> dict[str, Any]:
        articles = schema.articles.c
        statement = select(articles.id, articles.publisher, articles.republished_from, articles.published)
        return {row.id: row for row in connection.execute(statement)}

    def _read_ties(self, connection: Connection, names: dict[str, str]) -> list[Tie]:
        articles = self._articles(connection)
        copy_of = {
            row.article_id: row.original_id for row in connection.execute(select(schema.copies)) if row.kind != "part"
        }
        found: dict[tuple[str, str, str | None], Tie] = {}
        for item, article in self._items(connection, schema.relations):
            subject = self._known(item["subject"])
            target = self._known(item["object"]) if item.get("object") else None
            if target is not None and item["type"] in SYMMETRIC:
                subject, target = sorted((subject, target))
            if subject == target:
                continue
            tie = found.setdefault((item["type"], subject, target), Tie(item["type"], subject, target))
            row = articles[copy_of.get(article, article)]
            source = row.republished_from or row.publisher or row.id
            claimants = tuple(str(actor.get("name") or actor["text"]) for actor in item.get("attributed_to") or ())
            tie.cited.append(
                Cited(
                    relation_id=f"{article}:{item['id']}",
                    article_id=article,
                    source=source,
                    claimants=claimants or (source,),
                    assertion=item.get("assertion", "asserted"),
                    published=articles[article].published,
                    start=_day(item.get("start")),
                    end=_day(item.get("end")),
                    sentence=item["sentence"]["text"],
                )
            )
        return list(found.values())

    def _read_facilities(self, connection: Connection) -> Iterator[FacilityReport]:
        articles = self._articles(connection)
        for item, article in self._items(connection, schema.facilities):
            owner = self._known(item["owner"]) if item.get("owner") else None
            row = articles[article]
            yield FacilityReport(
                facility_id=f"{article}:{item['id']}",
                article_id=article,
                source=row.republished_from or row.publisher or article,
                published=row.published,
                kind=item["kind"],
                owner=owner,
                owner_name=self.ties.name(owner) if owner else None,
                place=Place.model_validate(item["place"]),
                date=EventDate.model_validate(item.get("date") or {}),
                status=item["status"],
                assertion=item.get("assertion", "asserted"),
                sentence=item["sentence"]["text"],
            )


def facilities_to_pandas(facilities: Sequence[FacilityLife]) -> pandas.DataFrame:
    """Return one row a facility: kind, owner, place, first and last cited, established, attacked, removed."""
    import pandas

    rows = [
        (one.id, one.kind, one.owner, one.owner_name, one.place.name or one.place.text, one.place.latitude,
         one.place.longitude, one.place.precision, one.first_cited, one.last_cited, one.established,
         "; ".join(map(str, one.attacked)), one.removed, one.status, "; ".join(one.sources), len(one.reports))
        for one in facilities
    ]  # fmt: skip
    columns = [
        "id", "kind", "owner", "owner_name", "place", "latitude", "longitude", "place_precision", "first_cited",
        "last_cited", "established", "attacked", "removed", "status", "sources", "reports",
    ]  # fmt: skip
    return pandas.DataFrame.from_records(rows, columns=columns)


def lexicon() -> ActorLexicon:
    """Return the actor lexicon that comes with Tacitus, loaded once."""
    if not _LEXICON:
        _LEXICON.append(ActorLexicon.load())
    return _LEXICON[0]


_LEXICON: list[ActorLexicon] = []


def _day(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(value)) if value else None


def _meets(start: Any, end: Any, since: datetime.date | None, until: datetime.date | None) -> bool:
    """Tell whether a span of days, open where it is null, meets a period."""
    return (until is None or start is None or start <= until) and (since is None or end is None or end >= since)
