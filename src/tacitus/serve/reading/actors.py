"""Actors, their network and the facilities, as far as the asking person may see the articles that tell of them."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from tacitus.coalition.conflicts import Derived, derive
from tacitus.coalition.inventory import FacilityLife
from tacitus.coalition.life import Cited, Tie
from tacitus.records import Incident
from tacitus.serve.index import Columns
from tacitus.serve.index.loading import version_of
from tacitus.store import Actors, IncidentSelection, Record

FRIENDLY = frozenset({"alliance_with", "member_of", "backed_by", "merged_into", "fought_beside"})
HOSTILE = frozenset({"opposed_to", "fought"})
_MOST_INCIDENTS = 20_000
_MOST_NODES = 120


@dataclass(frozen=True)
class ActorLine:
    """One actor in a list."""

    key: str
    name: str
    kind: str
    countries: str
    articles: int
    ties: int


class ActorsKeeper:
    """The present actors of a record, read again when it has changed. Threads may share it."""

    def __init__(self, engine: Engine, record: Record) -> None:
        self._engine = engine
        self._record = record
        self._lock = threading.Lock()
        self._version: tuple[Any, ...] = ()
        self._actors: Actors | None = None
        self._facilities: list[FacilityLife] = []
        self._derived: list[Derived] | None = None

    def actors(self) -> Actors:
        """Return the actors as the record stands."""
        with self._lock:
            version = version_of(self._engine)
            if self._actors is None or version != self._version:
                self._actors = self._record.actors()
                self._facilities = self._actors.facilities()
                self._derived = None
                self._version = version
            return self._actors

    def facilities(self) -> list[FacilityLife]:
        """Return the inventory as the record stands."""
        self.actors()
        return self._facilities

    def derived(self) -> list[Derived]:
        """Return what incidents show of who fought whom and beside whom."""
        actors = self.actors()
        with self._lock:
            if self._derived is None:
                self._derived = derive(self.incidents_of(), actors.ties)
            return self._derived

    def incidents_of(self, key: str | None = None) -> list[Incident]:
        """Return the incidents that may show ties of an actor, or of anybody; the first 20,000."""
        selection = IncidentSelection(actor=key) if key else None
        found = []
        for incident in self._record.incidents(selection):
            found.append(incident)
            if len(found) >= _MOST_INCIDENTS:
                break
        return found


def actor_lines(actors: Actors, hidden: set[str], *, text: str = "", kind: str = "") -> list[ActorLine]:
    """Return the actors that match, those of most articles first."""
    wanted = text.casefold()
    found = []
    ties: dict[str, int] = {}
    for tie in actors.ties:
        for key in {tie.subject, tie.object or tie.subject}:
            ties[key] = ties.get(key, 0) + 1
    for key, use in actors.uses.items():
        articles = len(use.articles - hidden)
        sort = max(use.kinds, key=lambda name: use.kinds[name]) if use.kinds else "unidentified"
        if not articles or (kind and sort != kind):
            continue
        if wanted and not any(wanted in name.casefold() for name in use.names):
            continue
        found.append(ActorLine(key, use.name, sort, ", ".join(sorted(use.countries)), articles, ties.get(key, 0)))
    return sorted(found, key=lambda line: (-line.articles, -line.ties, line.name))


def seen_ties(ties: Iterable[Tie], hidden: set[str]) -> list[Tie]:
    """Return the ties with the statements that may be seen; a tie without any is left out."""
    return [shown for tie in ties if (shown := _seen(tie, hidden)).cited]


def seen_derived(derived: Iterable[Derived], columns: Columns, hidden: set[str]) -> list[Derived]:
    """Return what the incidents that may be seen show; what only restricted articles tell is left out."""
    if not hidden:
        return list(derived)
    kept = []
    for one in derived:
        rows = [columns.rows.get(key) for key in one.incidents]
        seen = [key for key, row in zip(one.incidents, rows, strict=True) if row is None or not columns.restricted[row]]
        if seen:
            kept.append(replace(one, incidents=seen))
    return kept


def _seen(tie: Tie, hidden: set[str]) -> Tie:
    if not hidden:
        return tie
    cited: list[Cited] = [one for one in tie.cited if one.article_id not in hidden]
    return tie if len(cited) == len(tie.cited) else Tie(tie.type, tie.subject, tie.object, cited)


def network_data(
    actors: Actors, derived: Iterable[Derived], day: datetime.date, *, stated: bool, hidden: set[str]
) -> dict[str, Any]:
    """Return the network as of a day: `nodes` and `ties`, each tie with what is said of it. The best tied 120.

    `derived` is what incidents show, of which the last year counts; `stated` adds what articles state.
    """
    ties: list[dict[str, Any]] = []
    if stated:
        for tie in seen_ties(actors.ties, hidden):
            holding = actors.ties.holding(tie, day)
            if tie.object and holding is not None and holding.ended is None:
                ties.append(_stated(actors, tie, holding.basis))
    ties += [
        _shown(actors, one)
        for one in derived
        if one.first is not None and one.first <= day and (one.last is None or (day - one.last).days <= 365)
    ]
    weight: dict[str, int] = {}
    for line in ties:
        for end in ("source", "target"):
            weight[line[end]] = weight.get(line[end], 0) + int(line["weight"])
    kept = set(sorted(weight, key=lambda key: (-weight[key], key))[:_MOST_NODES])
    coalitions = {tie["target"] for tie in ties if tie["type"] == "member of"}
    nodes = [_node(actors, key, weight[key], key in coalitions) for key in sorted(kept)]
    shown = [tie for tie in ties if tie["source"] in kept and tie["target"] in kept]
    return {"nodes": nodes, "ties": shown, "left_out": len(weight) - len(kept)}


def _node(actors: Actors, key: str, weight: int, coalition: bool) -> dict[str, Any]:
    use = actors.uses.get(key)
    kind = max(use.kinds, key=lambda name: use.kinds[name]) if use and use.kinds else "unidentified"
    return {"id": key, "name": actors.ties.name(key), "kind": "coalition" if coalition else kind, "weight": weight,
            "href": f"/actors/{key}"}  # fmt: skip


def _stated(actors: Actors, tie: Tie, basis: str) -> dict[str, Any]:
    name, words = actors.ties.name, tie.type.replace("_", " ")
    since = f"since {tie.start}" if basis == "started" else f"first cited {tie.first_cited}"
    said = "; ".join(tie.claimants) or "; ".join(tie.sources)
    return {
        "source": tie.subject, "target": tie.object, "type": words, "weight": len(tie.sources), "derived": False,
        "sign": 1 if tie.type in FRIENDLY else -1 if tie.type in HOSTILE else 0,
        "label": f"{name(tie.subject)} {words} {name(tie.object or '')}; {since}; {said}",
        "from": name(tie.subject), "to": name(tie.object or ""), "since": since, "said": said,
        "denied": len(tie.denied),
    }  # fmt: skip


def _shown(actors: Actors, one: Derived) -> dict[str, Any]:
    name, words = actors.ties.name, one.type.replace("_", " ")
    count = len(one.incidents)
    since = f"{one.first} to {one.last}"
    said = f"{count} {'incident' if count == 1 else 'incidents'}"
    return {
        "source": one.one, "target": one.other, "type": words, "weight": count, "derived": True,
        "sign": 1 if one.type in FRIENDLY else -1, "label": f"{name(one.one)} {words} {name(one.other)}: {said}",
        "from": name(one.one), "to": name(one.other), "since": since, "said": said, "denied": 0,
    }  # fmt: skip


def days_of(actors: Actors) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that ties speak of."""
    days = [
        day
        for tie in actors.ties
        for day in (tie.start, tie.end, tie.first_cited, tie.last_cited)
        if day is not None and day.year > 1900
    ]
    today = datetime.datetime.now(datetime.UTC).date()
    return min(days, default=today), max(days, default=today)
