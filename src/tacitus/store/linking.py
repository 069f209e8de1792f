"""Linking a record: what is new or changed, with the neighbourhoods it touches; the rest stays as it is.

Everything is read in one look at the record, worked out without holding it, and written in one transaction. If another
process linked or coded the same meanwhile, the work is done anew; a process that is killed leaves the record as it was.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, func, select

from tacitus.link.candidates import candidate_pairs, keys_of
from tacitus.link.clusters import Constraints, Grouped, group_events
from tacitus.link.compare import Comparer
from tacitus.link.copies import Copy, repeats_passage
from tacitus.link.rules import RuleSet
from tacitus.link.settings import LinkSettings
from tacitus.link.traits import Family, TraitReader, Traits, passage_of
from tacitus.store import schema
from tacitus.store.copy_finding import FoundCopies, find_copies
from tacitus.store.failures import clear_errors
from tacitus.store.link_reading import (
    Judgements,
    changed_articles,
    copies_among,
    copy_families,
    events_by_id,
    last_coding,
    linked_in,
    neighbours,
    new_events,
    traits_of,
)
from tacitus.store.opening import READING

Report = Callable[[str], None]
_ATTEMPTS = 2


@dataclass(frozen=True)
class Linked:
    """What a run of linking did: events looked at, events linked anew, incidents now, copies found, links refused."""

    new_events: int
    relinked: int
    incidents: int
    copies: int
    refused: int


@dataclass
class State:
    """How the record stood when linking looked at it."""

    generation: int
    settings: str
    last_coding: int


@dataclass
class Work:
    """What is to be written: the groups of `events`, and what they replace."""

    state: State
    upto: int
    settings: str
    everything: bool
    events: list[Traits] = field(default_factory=list)
    grouped: Grouped = field(default_factory=Grouped)
    new: set[str] = field(default_factory=set)
    gone: dict[str, int] = field(default_factory=dict)
    old_neighbourhoods: set[int] = field(default_factory=set)
    copies: FoundCopies = field(default_factory=FoundCopies)
    same_words: frozenset[tuple[str, str]] = frozenset()
    _by_event: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    judgements: Judgements = field(default_factory=lambda: Judgements([]))

    def same_words_of(self, events: set[str]) -> set[tuple[str, str]]:
        """Return the pairs that repeat each other's words and have one of the events in them."""
        if not self._by_event:
            for pair in self.same_words:
                for event in pair:
                    self._by_event.setdefault(event, set()).add(pair)
        return {pair for event in events for pair in self._by_event.get(event, ())}


class Linker:
    """Links one record under given settings and rules."""

    def __init__(
        self,
        engine: Engine,
        where: str,
        *,
        settings: LinkSettings,
        rules: RuleSet,
        family: Family,
        say: Report | None = None,
        anew: bool = False,
    ) -> None:
        self._engine = engine
        self._where = where
        self.settings = settings
        self.rules = rules
        self.family = family
        self._anew = anew
        self._say = say or (lambda _: None)

    def run(self) -> Linked:
        """Link. Raises StoreLocked where another writer does not finish in time."""
        with _without_collector():
            return self._run()

    def _run(self) -> Linked:
        from tacitus.store.link_writing import write

        for _ in range(_ATTEMPTS):
            with clear_errors(self._where):
                with self._engine.connect().execution_options(**READING) as connection:
                    work = self.prepare(connection)
                if not work.events and not work.gone and not work.copies.looked_at and not work.everything:
                    return self._result(work)
                with self._engine.begin() as connection:
                    unmoved = not _overtaken(connection, work)
                    if unmoved:
                        write(connection, work, self)
                if unmoved:
                    return self._result(work)
            self._say("Another process has changed what was linked meanwhile; looking again.")
        # So busy a record is linked while its other writers wait.
        with clear_errors(self._where):
            with self._engine.begin() as connection:
                work = self.prepare(connection)
                write(connection, work, self)
            return self._result(work)

    def _result(self, work: Work) -> Linked:
        statement = select(func.count()).select_from(schema.incidents).where(schema.incidents.c.withdrawn.is_(None))
        with self._engine.connect().execution_options(**READING) as connection:
            count = int(connection.execute(statement).scalar() or 0)
        return Linked(
            new_events=len(work.new),
            relinked=len(work.events) - len(work.new),
            incidents=count,
            copies=len(work.copies.copies),
            refused=len(work.grouped.refusals),
        )

    def prepare(self, connection: Connection) -> Work:
        """Read what is new and what it touches, and group it. Writes nothing."""
        state = read_state(connection)
        judgements = Judgements.read(connection)
        key = f"{self.settings.fingerprint()} {self.rules.fingerprint()} {judgements.actors_key()}"
        work = Work(
            state=state,
            upto=last_coding(connection),
            settings=key,
            everything=self._anew or state.settings != key,
            judgements=judgements,
        )
        reader = TraitReader(self.settings, self.family, judgements.same_actor)
        work.copies = find_copies(connection, state.last_coding)
        fresh = self._fresh(connection, work, reader)
        events = fresh if work.everything else self._with_neighbourhoods(connection, work, reader, fresh)
        work.events = sorted(events.values(), key=lambda traits: traits.order)
        self._say(f"{len(work.new)} events are new or changed; {len(work.events)} are linked.")
        copies = [*work.copies.copies, *copies_among(connection, {t.article_id for t in work.events})]
        work.same_words = self._same_words(connection, work, copies)
        constraints = Constraints(frozenset(judgements.together), frozenset(judgements.apart), work.same_words)
        work.grouped = group_events(work.events, Comparer(self.settings, work.same_words), constraints)
        return work

    def _fresh(self, connection: Connection, work: Work, reader: TraitReader) -> dict[str, Traits]:
        """Read the events that are new or changed; note those that are gone."""
        if work.everything:
            fresh = traits_of(new_events(connection, work.judgements, 0), reader)
            work.new = set(fresh)
            return fresh
        fresh = traits_of(new_events(connection, work.judgements, work.state.last_coding), reader)
        touched = work.judgements.touched() | self._formerly_touched(connection)
        linked = {row.event_id: row for row in linked_in(connection, schema.linked_events.c.event_id, sorted(touched))}
        changed = [
            event
            for event in touched
            if event not in fresh and (event not in linked or linked[event].state != work.judgements.state(event))
        ]
        fresh |= traits_of(events_by_id(connection, work.judgements, sorted(changed)), reader)
        work.new = set(fresh)
        replaced: dict[str, int] = {}
        for articles in changed_articles(connection, work.state.last_coding):
            for row in linked_in(connection, schema.linked_events.c.article_id, articles):
                replaced[row.event_id] = row.neighbourhood
        for event in (*changed, *fresh):
            if event in linked:
                replaced[event] = linked[event].neighbourhood
        work.gone = replaced
        work.old_neighbourhoods = set(replaced.values())
        return fresh

    def _formerly_touched(self, connection: Connection) -> set[str]:
        statement = select(schema.linked_events.c.event_id).where(schema.linked_events.c.state != "")
        rejected = select(schema.decisions.c.target).where(
            schema.decisions.c.kind == "reject", schema.decisions.c.undone_at.is_not(None)
        )
        return {row[0] for row in connection.execute(statement)} | {row[0] for row in connection.execute(rejected)}

    def _with_neighbourhoods(
        self, connection: Connection, work: Work, reader: TraitReader, fresh: dict[str, Traits]
    ) -> dict[str, Traits]:
        """Add the events of all neighbourhoods that the fresh ones touch."""
        keys = {key for traits in fresh.values() for key in keys_of(traits, self.settings)}
        numbers = neighbours(connection, keys)
        table = schema.linked_events.c
        near = {row.event_id: row for row in linked_in(connection, table.id, sorted(numbers))}
        partners = {
            event
            for pair in work.judgements.together | work.judgements.apart
            if not fresh.keys().isdisjoint(pair)
            for event in pair
        }
        copied = copies_of(work.copies.copies, {traits.article_id for traits in fresh.values()})
        copied |= copies_of(copies_among(connection, {traits.article_id for traits in fresh.values()}), set())
        # Which of them is the original may change for all.
        copied |= {one for family in copy_families(connection, copied).values() for one in family}
        rows = [
            *linked_in(connection, table.event_id, sorted(partners)),
            *linked_in(connection, table.article_id, sorted(copied)),
        ]
        near |= {row.event_id: row for row in rows}
        near = {event: row for event, row in near.items() if event not in fresh and event not in work.gone}
        candidates = traits_of(events_by_id(connection, work.judgements, near), reader)
        for event in self._touched(fresh, candidates, partners, copied):
            work.old_neighbourhoods.add(near[event].neighbourhood)
        members = linked_in(connection, table.neighbourhood, sorted(work.old_neighbourhoods))
        wanted = [row.event_id for row in members if row.event_id not in fresh and row.event_id not in work.gone]
        missing = [event for event in wanted if event not in candidates]
        candidates |= traits_of(events_by_id(connection, work.judgements, missing), reader)
        return fresh | {event: candidates[event] for event in wanted if event in candidates}

    def _touched(
        self, fresh: dict[str, Traits], candidates: dict[str, Traits], partners: set[str], copied: set[str]
    ) -> Iterable[str]:
        """Return the old events that are linked with a fresh one, were decided about, or may be copied."""
        events = [*fresh.values(), *candidates.values()]
        comparer = Comparer(self.settings)
        found = {event for event, traits in candidates.items() if event in partners or traits.article_id in copied}
        for one, other in candidate_pairs(events, self.settings, only=frozenset(range(len(fresh)))):
            late = max(one, other)
            if late < len(fresh) or events[late].event_id in found:
                continue
            if comparer.links(events[one], events[other]) is not None:
                found.add(events[late].event_id)
        return found

    def _same_words(self, connection: Connection, work: Work, copies: Iterable[Copy]) -> frozenset[tuple[str, str]]:
        """Return the pairs of events of which one repeats the other's passage."""
        by_article: dict[str, list[str]] = {}
        for traits in work.events:
            by_article.setdefault(traits.article_id, []).append(traits.event_id)
        siblings = _copied_pairs(copies, by_article)
        needed = {event for pair in siblings for article in pair for event in by_article[article]}
        passages = {
            row.event_id: passage_of(row.item) for row in events_by_id(connection, work.judgements, sorted(needed))
        }
        found: set[tuple[str, str]] = set()
        for one, other in siblings:
            for a in by_article[one]:
                for b in by_article[other]:
                    if repeats_passage(passages[a], passages[b]):
                        found.add((min(a, b), max(a, b)))
        return frozenset(found)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles: there are none, and it would look at millions of events again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def copies_of(copies: Iterable[Copy], articles: set[str]) -> set[str]:
    """Return the articles on either side of copies; with `articles`, of those that have one of them on a side."""
    chosen = [copy for copy in copies if not articles or {copy.article_id, copy.original_id} & articles]
    return {article for copy in chosen for article in (copy.article_id, copy.original_id)}


def _copied_pairs(copies: Iterable[Copy], by_article: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Return the pairs of article and original that both tell events here."""
    pairs = {(copy.article_id, copy.original_id) for copy in copies}
    return {pair for pair in pairs if pair[0] in by_article and pair[1] in by_article}


def _overtaken(connection: Connection, work: Work) -> bool:
    """Tell whether others linked meanwhile, or coded anew an article whose events are to be written."""
    if read_state(connection).generation != work.state.generation:
        return True
    linked = {traits.article_id for traits in work.events}
    codings = schema.codings.c
    later = connection.scalars(select(codings.article_id).where(codings.id > work.upto).distinct())
    return any(article in linked for article in later)


def read_state(connection: Connection) -> State:
    """Return how far linking has come."""
    row = connection.execute(select(schema.link_state).where(schema.link_state.c.id == 1)).first()
    return State(row.generation, row.settings, row.last_coding) if row else State(0, "", 0)
