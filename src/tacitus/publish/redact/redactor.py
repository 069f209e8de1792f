"""The redactor: one profile, applied alike on every way out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from tacitus.publish.redact.article import RedactedArticle, redact_article
from tacitus.publish.redact.incidents import Rebuild, redact_decision, redact_incident, sensitive_events
from tacitus.publish.redact.profile import Level, Profile
from tacitus.publish.tables.rows import event_row, facility_row, relation_row
from tacitus.records import CodedArticle, Decision, Incident

RowT = TypeVar("RowT", CodedArticle, Incident, Decision, dict[str, Any])

_REMEMBERED = 256
"""Articles that are kept redacted, for the incidents that tell of them."""


class Redactor:
    """Applies a profile to articles, incidents, decisions and flat rows, and counts what it removes.

    `find` gives an article by its id; incidents, decisions and rows need it, for what is hidden in them is hidden in
    their articles. `rebuild` builds an incident anew from some of its reports; without it an incident is left out where
    one of its reports is. `restricted` are the ids of articles that the record marks as restricted.
    """

    def __init__(
        self,
        profile: Profile,
        key: bytes,
        *,
        as_of: datetime.date | None = None,
        find: Callable[[str], CodedArticle | None] | None = None,
        rebuild: Rebuild | None = None,
        restricted: Collection[str] = (),
    ) -> None:
        self.profile = profile
        self.removed: Counter[str] = Counter()
        self._key = key
        self._as_of = as_of
        self._find = find
        self._rebuild = rebuild
        self._restricted = frozenset(restricted)
        self._asked: Mapping[str, Level] = {}
        self._prepared: Callable[[], Iterable[Incident]] | None = None
        self._lookup = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def prepare(self, incidents: Callable[[], Iterable[Incident]]) -> None:
        """Learn from all incidents which events must not give a place away. Call it before the articles go by."""
        self._prepared = incidents
        self._asked = sensitive_events(incidents(), self.profile)
        self._lookup.cache_clear()

    def look_through(
        self,
        article: Callable[[CodedArticle], CodedArticle],
        incident: Callable[[Incident], Incident],
        back: Callable[[Incident], Incident],
    ) -> None:
        """See articles and incidents with the ids of publications: `back` gives an incident its own ids again."""
        find, prepared, rebuild = self._find, self._prepared, self._rebuild
        if rebuild is not None:
            self._rebuild = lambda told: incident(rebuild(back(told)))
        if find is not None:
            self._find = lambda article_id: article(coded) if (coded := find(article_id)) is not None else None
        if prepared is not None:
            self.prepare(lambda: map(incident, prepared()))

    def article(self, coded: CodedArticle) -> CodedArticle | None:
        """Return the article as it may be told; null where it may not be."""
        redacted = self._redacted(coded)
        self.removed.update(+redacted.removed)
        return redacted.article

    def incident(self, incident: Incident) -> Incident | None:
        """Return the incident as its articles may be told; null where none may be."""
        told = redact_incident(incident, self._lookup, self.profile, self._rebuild)
        self.removed["incidents"] += told is None
        return told

    def decision(self, decision: Decision) -> Decision | None:
        """Return the decision as it may be told; null where its subject may not be."""
        told = redact_decision(decision, self._lookup, self.profile, self._key)
        self.removed["decisions"] += told is None
        return told

    def row(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return a flat row of an event, relation or facility as it may be told; null where it may not be.

        The row has `id` (`ARTICLE:ID`); columns that publish.tables.rows knows are taken from the redacted thing, other
        texts are masked.
        """
        article_id, _, own_id = str(row["id"]).rpartition(":")
        redacted = self._lookup(article_id)
        if redacted is None or redacted.article is None:
            return None
        told = _told_row(redacted.article, own_id)
        if told is None:
            return None
        mask = redacted.protection.mask
        return {name: told[name] if name in told else _masked(value, mask) for name, value in row.items()}

    def articles(self, articles: Iterable[CodedArticle]) -> Iterator[CodedArticle]:
        """Yield the articles that may be told, as they may be."""
        yield from (told for coded in articles if (told := self.article(coded)) is not None)

    def incidents(self, incidents: Iterable[Incident]) -> Iterator[Incident]:
        """Yield the incidents that may be told, as they may be."""
        yield from (told for incident in incidents if (told := self.incident(incident)) is not None)

    def decisions(self, decisions: Iterable[Decision]) -> Iterator[Decision]:
        """Yield the decisions that may be told, as they may be."""
        yield from (told for decision in decisions if (told := self.decision(decision)) is not None)

    def _redacted(self, coded: CodedArticle) -> RedactedArticle:
        return redact_article(
            coded,
            self.profile,
            self._key,
            as_of=self._as_of,
            asked=self._asked,
            restricted=coded.document.id in self._restricted,
        )

    def _look_up(self, article_id: str) -> RedactedArticle | None:
        coded = self._find(article_id) if self._find else None
        return self._redacted(coded) if coded is not None else None


def redact(
    rows: Iterable[RowT],
    profile: Profile,
    *,
    key: bytes,
    as_of: datetime.date | None = None,
    find: Callable[[str], CodedArticle | None] | None = None,
    rebuild: Rebuild | None = None,
    restricted: Collection[str] = (),
) -> Iterator[RowT]:
    """Yield records as a profile lets them be told; what may not be told is left out.

    `rows` are CodedArticles, Incidents, Decisions, or flat rows with `id`, all of one kind. For what the parameters
    mean see Redactor, which also counts. A rule on types of events holds for an incident where any report tells it so.
    """
    redactor = Redactor(profile, key, as_of=as_of, find=find, rebuild=rebuild, restricted=restricted)
    for row in rows:
        told: Any
        if isinstance(row, CodedArticle):
            told = redactor.article(row)
        elif isinstance(row, Incident):
            told = redactor.incident(row)
        elif isinstance(row, Decision):
            told = redactor.decision(row)
        else:
            told = redactor.row(row)
        if told is not None:
            yield told


def _told_row(coded: CodedArticle, own_id: str) -> Mapping[str, Any] | None:
    for event in coded.events:
        if event.id == own_id:
            return event_row(coded, event)
    for relation in coded.relations:
        if relation.id == own_id:
            return relation_row(coded, relation)
    for facility in coded.facilities:
        if facility.id == own_id:
            return facility_row(coded, facility)
    return None


def _masked(value: Any, mask: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked(item, mask) for item in value]
    if isinstance(value, dict):
        return {name: _masked(item, mask) for name, item in value.items()}
    return value
