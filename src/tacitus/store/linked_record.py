"""What a record knows of many articles together: incidents, copies, and why."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, select

from tacitus.coalition.conflicts import SignConflict
from tacitus.coalition.inventory import FacilityLife
from tacitus.link.copies import Copy
from tacitus.link.explain import Explanation
from tacitus.link.reconcile import incident_of
from tacitus.link.rules import RuleSet
from tacitus.link.settings import LinkSettings
from tacitus.link.traits import Family
from tacitus.records import Incident
from tacitus.store import schema
from tacitus.store.actors import Actors
from tacitus.store.failures import clear_errors
from tacitus.store.incidents import IncidentSelection, IncidentsView, explain_pair, nearest_refused, reports_in
from tacitus.store.link_reading import originals
from tacitus.store.linking import Linked, Linker
from tacitus.store.opening import READING

if TYPE_CHECKING:
    import networkx


class LinkedRecord:
    """The part of a record that speaks of incidents. `Record` is one."""

    _engine: Engine
    where: str

    def link(
        self,
        *,
        settings: LinkSettings | None = None,
        rules: RuleSet | None = None,
        anew: bool = False,
        say: Callable[[str], None] | None = None,
    ) -> Linked:
        """Find copies and link what is new or changed since the last time; the first time, everything.

        The outcome is the same as that of linking everything at once; `anew` does that. Raises StoreLocked where
        another writer does not finish in time.
        """
        linker = Linker(
            self._engine,
            self.where,
            settings=settings or LinkSettings.load(),
            rules=rules or RuleSet(),
            family=known_family(),
            say=say,
            anew=anew,
        )
        return linker.run()

    def incidents(self, selection: IncidentSelection | None = None) -> IncidentsView:
        """Return the incidents that stand, under the rules that they were linked with."""
        return IncidentsView(self._engine, self.where, selection)

    def incident(self, key: str, *, rules: RuleSet | None = None) -> Incident:
        """Return one incident, by its id, the start of it, or an event in it; with `rules`, under other rules.

        Raises StoreError where there is none.
        """
        incident = self.incidents().find(key)
        if rules is None:
            return incident
        reports, judgements = reports_in(self._engine, self.where, incident)
        settled = {
            name: value
            for report in reversed(reports)
            for name, value in judgements.settled.get(report.event_id, {}).items()
        }
        return incident_of(
            incident.id, reports, rules, adjudicated=settled, family=known_family(), score=incident.confidence
        )

    def incident_id_of(self, event_id: str) -> str | None:
        """Return the id of the incident that an event (`ARTICLE:EVENT`) is in; null where it is not linked."""
        linked = schema.linked_events.c
        return next((row[0] for row in self._all(select(linked.incident_id).where(linked.event_id == event_id))), None)

    def why(self, event_a: str, event_b: str, *, settings: LinkSettings | None = None) -> Explanation:
        """Say why two events are one incident, or are not: a sentence and a table."""
        return explain_pair(self._engine, self.where, event_a, event_b, settings or LinkSettings.load(), known_family())

    def why_not(self, incident: Incident, *, settings: LinkSettings | None = None, limit: int = 5) -> list[Explanation]:
        """Return the events nearest to an incident that are not in it, each with why not."""
        return nearest_refused(
            self._engine, self.where, incident, settings or LinkSettings.load(), known_family(), limit
        )

    def copies(self) -> list[Copy]:
        """Return which articles repeat which, as they were found: each named with the first that came."""
        table = schema.copies.c
        rows = self._all(select(schema.copies).order_by(table.original_id, table.article_id))
        return [Copy(row.article_id, row.original_id, row.share, row.share_of_original, row.kind) for row in rows]

    def original_of(self, article_id: str) -> str | None:
        """Return the original that an article repeats as a whole; null where it is one itself.

        It is the one from which others say that they took it, else the one published first.
        """
        with clear_errors(self.where), self._engine.connect().execution_options(**READING) as connection:
            return originals(connection, [article_id]).get(article_id)

    def actors(self) -> Actors:
        """Return the actors of the record with their ties over time, lineage and merge queue: a snapshot."""
        return Actors(self._engine, self.where)

    def inventory(self) -> list[FacilityLife]:
        """Return posts, bases and checkpoints over time, each with every mention of it."""
        return self.actors().facilities()

    def sign_conflicts(self) -> list[SignConflict]:
        """Return ties that contradict each other, or what incidents show."""
        return self.actors().conflicts(list(self.incidents()))

    def network(self, since: datetime.date | None = None, until: datetime.date | None = None) -> networkx.MultiDiGraph:
        """Return who is tied to whom in a period: stated ties, and apart from them what incidents show."""
        incidents = list(self.incidents(IncidentSelection(since=since, until=until)))
        return self.actors().network(since, until, incidents)

    def _all(self, statement: Any) -> Iterator[Any]:
        with clear_errors(self.where), self._engine.connect().execution_options(**READING) as connection:
            yield from connection.execute(statement)


@lru_cache(maxsize=1)
def known_family() -> Family:
    """Return what the actor lexicon that comes with Tacitus knows of who belongs to whom."""
    from tacitus.codebook.actors import ActorLexicon

    parents = {entry.actor_id: entry.parent for entry in ActorLexicon.load()}

    @cache
    def family(key: str) -> tuple[str, ...]:
        found: list[str] = []
        parent = parents.get(key) or _derived_parent(key)
        while parent and parent not in found and parent != key:
            found.append(parent)
            parent = parents.get(parent) or _derived_parent(parent)
        return tuple(found)

    return family


def _derived_parent(key: str) -> str | None:
    """Return the army that a force named by its country is part of: the air force of "sy-air-force" is the state's."""
    country, _, force = key.partition("-")
    return f"{country}-military" if len(country) == 2 and force in ("air-force", "navy", "special-forces") else None
