"""A publication: what is published, in which formats, under which profile."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.publish.formats import FORMATS
from tacitus.publish.imprint import Imprint
from tacitus.publish.redact import Profile, Redactor, pseudonym_key
from tacitus.publish.writer import feed
from tacitus.records import CodedArticle, Decision, EventDate, Incident

if TYPE_CHECKING:
    from tacitus.store import Record


@dataclass(frozen=True)
class Source:
    """What there is to publish. Each call begins anew, so that every reader gets everything.

    With a `redactor`, what comes out is as its profile lets it be told.
    """

    read_articles: Callable[[], Iterable[CodedArticle]]
    read_incidents: Callable[[], Iterable[Incident]] = tuple
    read_decisions: Callable[[], Iterable[Decision]] = tuple
    has_incidents: bool = False
    redactor: Redactor | None = None

    def articles(self) -> Iterator[CodedArticle]:
        """Yield the articles, one by one."""
        yield from self.redactor.articles(self.read_articles()) if self.redactor else self.read_articles()

    def incidents(self) -> Iterator[Incident]:
        """Yield the incidents, one by one."""
        yield from self.redactor.incidents(self.read_incidents()) if self.redactor else self.read_incidents()

    def decisions(self) -> Iterator[Decision]:
        """Yield what people decided, one by one."""
        yield from self.redactor.decisions(self.read_decisions()) if self.redactor else self.read_decisions()


def source_of_record(
    record: Record,
    *,
    profile: Profile | None = None,
    as_of: datetime.date | None = None,
    key: bytes | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Source:
    """Return what a record holds, as people corrected it, under a profile; incidents where it was linked.

    `as_of` is the day from which an embargo counts; `key` makes pseudonyms (this user's where none is given); `since`
    and `until` keep what is dated, in part, between the two days.
    """
    linked = len(record.incidents()) > 0
    redactor = None
    if profile is not None:
        redactor = Redactor(
            profile,
            key or pseudonym_key(),
            as_of=as_of,
            find=lambda article_id: next(iter(record.judged(article_id)), None),
            rebuild=lambda incident: rebuilt(record, incident),
            restricted=restricted_articles(record),
        )
        if linked:
            redactor.prepare(record.incidents)
    period = Period(since, until)
    return Source(
        lambda: period.articles(record.judged()),
        lambda: (incident for incident in record.incidents() if period.holds(incident.date)),
        record.decisions.all,
        linked,
        redactor,
    )


def rebuilt(record: Record, incident: Incident) -> Incident:
    """Return the incident as only the reports among its voices tell it, under the usual rules and decisions."""
    from tacitus.link.reconcile import incident_of
    from tacitus.store.incidents import reports_in
    from tacitus.store.linked_record import known_family

    reports, judgements = reports_in(record._engine, record.where, incident)
    settled = {
        name: value
        for report in reversed(reports)
        for name, value in judgements.settled.get(report.event_id, {}).items()
    }
    family = known_family()
    return incident_of(incident.id, reports, adjudicated=settled, family=family, score=incident.confidence)


def restricted_articles(record: Record) -> set[str]:
    """Return the ids of the articles that the record marks as restricted; none where nobody ever worked on it."""
    from sqlalchemy import inspect

    from tacitus.review.restrictions import Restrictions
    from tacitus.review.tables import restrictions

    engine = record._engine
    if not inspect(engine).has_table(restrictions.name):
        return set()
    return Restrictions(engine, record.where).ids()


@dataclass(frozen=True)
class Period:
    """A stretch of days; an open side is null."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds(self, date: EventDate, published: datetime.date | None = None) -> bool:
        """Tell whether the date lies in it, in part; what is not dated goes by its publication."""
        if self.since is None and self.until is None:
            return True
        start, end = date.start or date.end or published, date.end or date.start or published
        if start is None or end is None:
            return False
        return (self.since is None or end >= self.since) and (self.until is None or start <= self.until)

    def articles(self, articles: Iterable[CodedArticle]) -> Iterator[CodedArticle]:
        """Yield the articles with what lies in the period; those with nothing in it are left out."""
        for coded in articles:
            if self.since is None and self.until is None:
                yield coded
                continue
            published = coded.document.published
            events = [event for event in coded.events if self.holds(event.date, published)]
            relations = [
                relation
                for relation in coded.relations
                if self.holds(EventDate(start=relation.start, end=relation.end), published)
            ]
            facilities = [facility for facility in coded.facilities if self.holds(facility.date, published)]
            if events or relations or facilities:
                yield coded.model_copy(update={"events": events, "relations": relations, "facilities": facilities})


def source_of_articles(
    read: Callable[[], Iterable[CodedArticle]],
    *,
    profile: Profile | None = None,
    as_of: datetime.date | None = None,
    key: bytes | None = None,
) -> Source:
    """Return coded articles from elsewhere (a coded file) as a source. `read` is called for each pass."""
    redactor = Redactor(profile, key or pseudonym_key(), as_of=as_of) if profile is not None else None
    return Source(read, redactor=redactor)


def imprint_of(source: Source, imprint: Imprint) -> Imprint:
    """Return the imprint with what the source knows: profile, what it removes, whether there are incidents."""
    told = replace(imprint, has_incidents=source.has_incidents)
    if source.redactor is None:
        return told
    profile = source.redactor.profile
    return replace(told, profile=profile.name, profile_sha256=profile.sha256, removed=source.redactor.removed)


@dataclass(frozen=True)
class Published:
    """What was published: the files, and how many articles and incidents are in them."""

    files: list[Path]
    articles: int
    incidents: int


def publish(source: Source, folder: Path, formats: Sequence[str], imprint: Imprint | None = None) -> Published:
    """Write the formats (names of `FORMATS`) into the folder, in one pass over the source.

    Memory does not grow with the number of rows, but for graphs (as many as there are actors and ties) and the map.
    Raises MissingLibrary where a format needs a library that is not installed.
    """
    full = imprint_of(source, imprint or Imprint())
    folder.mkdir(parents=True, exist_ok=True)
    # A Data Package is the CSV tables and more.
    chosen = [name for name in dict.fromkeys(formats) if name != "csv" or "datapackage" not in formats]
    writers = [FORMATS[name].writer(folder, full) for name in chosen]
    with ExitStack() as stack:
        entered = [stack.enter_context(writer) for writer in writers]
        articles, incidents = feed(entered, source.articles(), source.incidents(), source.decisions())
    files = list(dict.fromkeys(path for writer in writers for path in writer.written))
    return Published(files, articles, incidents)
