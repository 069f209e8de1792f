"""Ids that survive: the same event keeps its id from release to release, whatever number a new coding gives it."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tacitus.publish.release.incident_names import IncidentNames
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Decision, Event, Facility, Incident, Relation, Span

COLUMNS = ("kind", "id", "status", "first_release", "last_release", "anchor")
"""Columns of ids.csv, the ledger of every id that was ever published."""
LEDGER = "ids.csv"
LIVE, WITHDRAWN = "live", "withdrawn"

_ENOUGH = 2
"""Points from which two codings are of the same thing: its word, or its sentence and its type."""

ItemT = TypeVar("ItemT", Event, Relation, Facility)


@dataclass(frozen=True)
class Anchor:
    """Where and what a published thing is: its words, its sentence (offsets), its type. By this it is known again."""

    words: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    type: str

    def __str__(self) -> str:
        words = ",".join(f"{start}-{end}" for start, end in self.words)
        return f"{words};{self.sentence[0]}-{self.sentence[1]};{self.type}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read what `str` wrote."""
        words, sentence, type_ = text.split(";", 2)
        return cls(tuple(_region(word) for word in words.split(",") if word), _region(sentence), type_)

    def likeness(self, other: Anchor) -> int:
        """Return points for being of the same thing: 3 for a word in common, 1 for the sentence, 1 for the type."""
        same_words = bool(set(self.words) & set(other.words))
        return 3 * same_words + (self.sentence[0] == other.sentence[0]) + (self.type == other.type)


class IdKeeper:
    """Gives things the ids under which they were published before, and new ones ids that were never used.

    `alias` gives the id under which an article may have been published instead of its own. Deterministic: asked twice
    it answers alike.
    """

    def __init__(self, ledger: Path | None, alias: Callable[[str], str] = str) -> None:
        """Read the ledger of the release before; without one every thing keeps the id it has."""
        self._alias = alias
        self._known = sqlite3.connect("")
        self._known.execute("CREATE TABLE known (kind TEXT, article TEXT, own TEXT, anchor TEXT)")
        if ledger is not None:
            rows = ((row["kind"], *_parted(row["kind"], row["id"]), row["anchor"]) for row in read_ledger(ledger))
            self._known.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", rows)
        self._known.execute("CREATE INDEX by_article ON known (article, kind)")
        self._renamed: dict[str, str] = {}
        self._incidents = IncidentNames(self._known)

    def close(self) -> None:
        """Let go of the ledger."""
        self._known.close()

    def learn(self, articles: Iterable[CodedArticle], incidents: Iterable[Incident]) -> None:
        """See everything once, before anything is named: incidents are known again by the events in them."""
        for coded in articles:
            self.article(coded)
        self._incidents.learn(self._with_names(incident) for incident in incidents)

    def article(self, coded: CodedArticle) -> CodedArticle:
        """Return the article with the ids that its events, relations and facilities have in publications."""
        article_id = coded.document.id
        events, changed = self._keep("event", article_id, coded.events)
        relations, _ = self._keep("relation", article_id, coded.relations)
        facilities, _ = self._keep("facility", article_id, coded.facilities)
        if changed:
            events = [
                event.model_copy(update={"because_of": [changed.get(own_id, own_id) for own_id in event.because_of]})
                for event in events
            ]
        return coded.model_copy(update={"events": events, "relations": relations, "facilities": facilities})

    def incident(self, incident: Incident) -> Incident:
        """Return the incident with its published id and those of its events. `learn` must have seen everything."""
        named = self._with_names(incident)
        own_id = self._incidents.name(named.id)
        return named if own_id == named.id else named.model_copy(update={"id": own_id})

    def own(self, incident: Incident) -> Incident:
        """Return an incident with published ids as the record knows it."""
        own = {published: own for own, published in self._renamed.items()}
        voices = [v.model_copy(update={"event_id": own.get(v.event_id, v.event_id)}) for v in incident.voices]
        return incident.model_copy(update={"id": self._incidents.own(incident.id), "voices": voices})

    def _with_names(self, incident: Incident) -> Incident:
        if not any(voice.event_id in self._renamed for voice in incident.voices):
            return incident
        voices = [voice.model_copy(update={"event_id": self._name(voice.event_id)}) for voice in incident.voices]
        claims = {
            field: [c.model_copy(update={"events": [self._name(event) for event in c.events]}) for c in found]
            for field, found in incident.claims.items()
        }
        first = self._name(incident.first_event)
        return incident.model_copy(update={"first_event": first, "voices": voices, "claims": claims})

    def decision(self, decision: Decision) -> Decision:
        """Return the decision about the published id."""
        return decision.model_copy(update={"target": self._name(decision.target)})

    def _name(self, full_id: str) -> str:
        return self._renamed.get(full_id, full_id)

    def _keep(self, kind: str, article_id: str, items: Sequence[ItemT]) -> tuple[list[ItemT], dict[str, str]]:
        query = "SELECT own, anchor FROM known WHERE kind = ? AND article IN (?, ?)"
        known = {
            own: Anchor.parse(a) for own, a in self._known.execute(query, (kind, article_id, self._alias(article_id)))
        }
        if not known:
            return list(items), {}
        names = assigned({item.id: anchor_of(item) for item in items}, known)
        changed = {old: new for old, new in names.items() if old != new}
        self._renamed |= {f"{article_id}:{old}": f"{article_id}:{new}" for old, new in changed.items()}
        return [item.model_copy(update={"id": names[item.id]}) for item in items], changed


def assigned(items: Mapping[str, Anchor], known: Mapping[str, Anchor]) -> dict[str, str]:
    """Return the id to publish for each thing of an article, one for one.

    Things that were published before get their ids, the most alike first; the others keep their own id where it was
    never used, or get the next number.
    """
    scored = sorted(
        (
            (anchor.likeness(old), own == old_id, own, old_id)
            for own, anchor in items.items()
            for old_id, old in known.items()
        ),
        key=lambda one: (-one[0], not one[1], one[2], one[3]),
    )
    names: dict[str, str] = {}
    taken: set[str] = set()
    for points, _, own, old_id in scored:
        if points >= _ENOUGH and own not in names and old_id not in taken:
            names[own] = old_id
            taken.add(old_id)
    used = set(known)
    for own in items:
        if own not in names:
            names[own] = own if own not in used else _next_id(own, used | set(items))
            used.add(names[own])
    return names


def anchor_of(item: Event | Relation | Facility) -> Anchor:
    """Return by what a thing is known again."""
    if isinstance(item, Event):
        spans: list[Span] = [item.trigger, *(mention.trigger for mention in item.mentions)]
        type_ = item.event_type
    elif isinstance(item, Relation):
        spans = [item.subject, *([item.object] if item.object else [])]
        type_ = item.type
    else:
        spans, type_ = [item.place], item.kind
    words = tuple(sorted({(span.start, span.end) for span in spans}))
    return Anchor(words, (item.sentence.start, item.sentence.end), type_)


class Ledger(Writer):
    """Writes ids.csv: every id of this release, and every id that was ever published, withdrawn ones too.

    Ids of things are kept in a file while the release is made, not in memory.
    """

    previous: Path | None = None

    def begin(self) -> None:
        """Take over the ledger of the release before."""
        self._ids = sqlite3.connect("")
        self._files.callback(self._ids.close)
        columns = "kind TEXT, id TEXT, status TEXT, first TEXT, last TEXT, anchor TEXT"
        self._ids.execute(f"CREATE TABLE ids ({columns}, PRIMARY KEY (kind, id))")
        if self.previous is not None:
            rows = ([row[name] for name in COLUMNS] for row in read_ledger(self.previous))
            self._ids.executemany(
                f"INSERT INTO ids VALUES (?, ?, '{WITHDRAWN}', ?, ?, ?)", (_without(row) for row in rows)
            )

    def article(self, coded: CodedArticle) -> None:
        """Note what the article tells."""
        items = [("event", item.id, str(anchor_of(item))) for item in coded.events]
        items += [("relation", item.id, str(anchor_of(item))) for item in coded.relations]
        items += [("facility", item.id, str(anchor_of(item))) for item in coded.facilities]
        self._note((kind, f"{coded.document.id}:{own_id}", anchor) for kind, own_id, anchor in items)

    def incident(self, incident: Incident) -> None:
        """Note the incident."""
        self._note([("incident", incident.id, " ".join(voice.event_id for voice in incident.voices))])

    def end(self) -> None:
        """Write the ledger."""
        table = csv.writer(self.open_text(LEDGER), lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(self._ids.execute("SELECT * FROM ids ORDER BY kind, id"))

    def _note(self, found: Iterable[tuple[str, str, str]]) -> None:
        version = self.imprint.version
        self._ids.executemany(
            "INSERT INTO ids VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET "
            "status = excluded.status, last = excluded.last, anchor = excluded.anchor",
            ((kind, full_id, LIVE, version, version, anchor) for kind, full_id, anchor in found),
        )


def read_ledger(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a ledger."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _without(row: list[Any]) -> list[Any]:
    kind, full_id, _, first, last, anchor = row
    return [kind, full_id, first, last, anchor]


def _parted(kind: str, full_id: str) -> tuple[str, str]:
    if kind == "incident":
        return "", full_id
    article, _, own = full_id.rpartition(":")
    return article, own


def _next_id(own: str, used: set[str]) -> str:
    letters = own.rstrip("0123456789") or "x"
    numbers = [int(one[len(letters) :]) for one in used if one.startswith(letters) and one[len(letters) :].isdigit()]
    return f"{letters}{max(numbers, default=0) + 1}"


def _region(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return int(start), int(end)
