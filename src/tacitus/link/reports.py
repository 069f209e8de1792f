"""The reports of one incident, and which of them are one source."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tacitus.link.traits import fold


@dataclass(frozen=True)
class Report:
    """One event of an incident as plain values, with the article that tells it.

    `copies` are the articles that this one repeats (whole: the article adds no voice of its own). `source` is set by
    `with_sources`: equal for reports that count as one voice.
    """

    event_id: str
    article_id: str
    event: Mapping[str, Any]
    publisher: str | None = None
    republished_from: str | None = None
    published: datetime.date | None = None
    title: str | None = None
    copies: tuple[str, ...] = ()
    source: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outlet(self) -> str | None:
        """Whose words they are: the original outlet of a republished article, else the outlet."""
        return self.republished_from or self.publisher

    @property
    def claimants(self) -> list[str]:
        """Who says so: the sources that are named, or the outlet."""
        named = [str(actor.get("name") or actor["text"]) for actor in self.event.get("attributed_to") or ()]
        return list(dict.fromkeys(named)) or ([self.outlet] if self.outlet else [])


def with_sources(reports: Sequence[Report], same_words: Iterable[tuple[str, str]] = ()) -> list[Report]:
    """Return the reports with their sources: copies, passages in the same words, and one outlet's are one.

    `same_words` are pairs of event ids whose passages repeat each other. A source is named after the outlet that was
    first with it.
    """
    from dataclasses import replace

    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for report in reports:
        own = f"article:{report.article_id}"
        for original in report.copies:
            parent[root(own)] = root(f"article:{original}")
        if report.outlet:
            parent[root(own)] = root(f"outlet:{fold(report.outlet)}")
        parent[root(f"event:{report.event_id}")] = root(own)
    for one, other in same_words:
        parent[root(f"event:{one}")] = root(f"event:{other}")
    first: dict[str, Report] = {}
    for report in sorted(reports, key=_age):
        first.setdefault(root(f"event:{report.event_id}"), report)
    names: dict[str, str] = {}
    for key, report in first.items():
        name = report.outlet or report.article_id
        names[key] = name if name not in names.values() else f"{name} ({report.article_id})"
    return [replace(report, source=names[root(f"event:{report.event_id}")]) for report in reports]


def _age(report: Report) -> tuple[bool, bool, str, str]:
    """Sort originals before copies, and earlier before later."""
    published = report.published.isoformat() if report.published else "9999"
    return bool(report.copies), bool(report.republished_from), published, report.event_id


def latest_by_source(reports: Sequence[Report]) -> dict[str, list[Report]]:
    """Return for each source its reports, the latest first: what a source says last is what it says."""
    found: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda one: (str(one.published or ""), one.event_id), reverse=True):
        found.setdefault(report.source, []).append(report)
    return found
