"""Groups of reports of one happening, as an author wrote them (gold/incidents): read, checked, made interchange lines.

The form is described in gold/incidents/README.md. Reports are coded by hand, so that linking is measured apart from
what a coder gets wrong.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tacitus.evaluate.halves import half_of
from tacitus.evaluate.source import Complaints, Table, as_list, as_table, check_choice, check_keys, read_source
from tacitus.records import EVENT_TYPE_OF, CodedArticle

_FAMILY_KEYS = ("family", "what", "actors", "places", "reports")
_REPORT_KEYS = ("id", "outlet", "published", "title", "text", "republished_from", "copy_of", "events")
_EVENT_KEYS = (
    "incident", "type", "trigger", "who", "whom", "where", "when", "dead", "hurt", "taken", "held", "displaced",
    "status", "by", "denied_by", "background",
)  # fmt: skip
_COUNTS = {"dead": "fatalities", "hurt": "injured", "taken": "abducted", "held": "arrested", "displaced": "displaced"}
_SENTENCE = re.compile(r"[^.!?]*[.!?]+[\"”]?\s*|[^.!?]+$")


@dataclass
class Family:
    """Reports that tell of one happening or of others like it. `incident_of` is the gold; so is `copy_of`."""

    name: str
    articles: list[CodedArticle] = field(default_factory=list)
    incident_of: dict[str, str] = field(default_factory=dict)
    copy_of: dict[str, str] = field(default_factory=dict)

    @property
    def half(self) -> str:
        """The half of the corpus that it belongs to: train or test."""
        return half_of(self.name)


def read_families(folder: Path) -> tuple[list[Family], list[str]]:
    """Read every family of a folder; return them and what is wrong with the files."""
    families: list[Family] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        complaints = Complaints(path.name)
        source = read_source(path, complaints)
        if source is not None:
            families.append(build_family(source, complaints))
        problems += complaints.problems
    return families, problems


def build_family(source: Table, complaints: Complaints) -> Family:
    """Build one family; what is wrong is put into the complaints."""
    check_keys(source, _FAMILY_KEYS, "family", complaints)
    family = Family(str(source.get("family")))
    builder = _Builder(family, source, complaints)
    for number, entry in enumerate(as_list(source.get("reports"), "reports", complaints), 1):
        report = as_table(entry, f"report {number}", complaints)
        check_keys(report, _REPORT_KEYS, f"report {report.get('id', number)}", complaints)
        builder.add(report)
    return family


class _Builder:
    def __init__(self, family: Family, source: Table, complaints: Complaints) -> None:
        self.family = family
        self.complaints = complaints
        self.actors: Table = as_table(source.get("actors"), "actors", complaints)
        self.places: Table = as_table(source.get("places"), "places", complaints)
        self.texts: dict[str, str] = {}
        self.entries: dict[str, list[Any]] = {}

    def add(self, report: Table) -> None:
        key = str(report.get("id"))
        article = f"{self.family.name}-{key}"
        text = self._text(report, key)
        entries = report.get("events")
        if entries == "same":
            entries = self.entries.get(str(report.get("copy_of")), [])
        self.entries[key] = as_list(entries, f"{key} events", self.complaints)
        self.texts[key] = text
        if report.get("copy_of"):
            self.family.copy_of[article] = f"{self.family.name}-{report['copy_of']}"
        events = []
        for number, entry in enumerate(self.entries[key], 1):
            event = self._event(as_table(entry, f"{key} event {number}", self.complaints), key, number, text, report)
            if event is not None:
                events.append(event)
                self.family.incident_of[f"{article}:e{number}"] = f"{self.family.name}/{entry.get('incident')}"
        document = {
            "id": article,
            "text": text,
            "title": report.get("title"),
            "published": _iso(report.get("published")),
            "publisher": report.get("outlet"),
            "republished_from": report.get("republished_from"),
            "language": "en",
        }
        coder = {"name": "gold", "version": "1"}
        self.family.articles.append(CodedArticle.from_json({"document": document, "events": events, "coder": coder}))

    def _text(self, report: Table, key: str) -> str:
        """Return the text. A copy may be given as another report's text with what was done to it."""
        given = report.get("text")
        if not isinstance(given, dict):
            return " ".join(str(given or "").split())
        check_keys(given, ("of", "edits", "before", "after", "first"), f"{key} text", self.complaints)
        text = self.texts.get(str(given.get("of")), "")
        if given.get("first"):
            text = "".join(_SENTENCE.findall(text)[: int(given["first"])]).strip()
        for old, new in as_list(given.get("edits"), f"{key} edits", self.complaints):
            if old not in text:
                self.complaints.problem(f"{key} edits", f"{old!r} does not stand in the text")
            text = text.replace(old, new, 1)
        parts = [str(given.get("before") or ""), text, str(given.get("after") or "")]
        return " ".join(" ".join(parts).split())

    def _event(self, entry: Table, key: str, number: int, text: str, report: Table) -> dict[str, Any] | None:
        where = f"{key} e{number}"
        check_keys(entry, _EVENT_KEYS, where, self.complaints)
        if not check_choice(entry.get("type"), EVENT_TYPE_OF, f"{where} type", self.complaints):
            return None
        start = text.find(str(entry.get("trigger")))
        if start < 0:
            self.complaints.problem(where, f"the trigger {entry.get('trigger')!r} does not stand in the text")
            return None
        trigger = _span(text, start, start + len(str(entry["trigger"])))
        counts = {name: _count(entry[short]) for short, name in _COUNTS.items() if short in entry}
        return {
            "id": f"e{number}",
            "event_type": EVENT_TYPE_OF[entry["type"]],
            "sub_event_type": entry["type"],
            "trigger": trigger,
            "sentence": _sentence(text, start),
            "actor1": [self._actor(name, text, trigger, where) for name in entry.get("who") or ()],
            "actor2": [self._actor(name, text, trigger, where) for name in entry.get("whom") or ()],
            "places": [self._place(name, text, trigger, where) for name in entry.get("where") or ()],
            "date": _date(entry.get("when"), report.get("published")),
            "assertion": entry.get("status", "asserted"),
            "attributed_to": [self._actor(name, text, trigger, where) for name in entry.get("by") or ()],
            "denied_by": [self._actor(name, text, trigger, where) for name in entry.get("denied_by") or ()],
            "background": bool(entry.get("background")),
            **counts,
        }

    def _actor(self, name: str, text: str, trigger: Table, where: str) -> dict[str, Any]:
        known = self.actors.get(name)
        if not isinstance(known, dict):
            # Words of the text: somebody who is only described.
            return {**self._words([name], text, trigger, where, name), "kind": "unidentified"}
        span = self._words(known.get("words") or [known.get("name", name)], text, trigger, where, name)
        described = {"actor_id": known.get("id"), "name": known.get("name"), "kind": known.get("kind", "unidentified")}
        return span | described

    def _place(self, name: str, text: str, trigger: Table, where: str) -> dict[str, Any]:
        known = self.places.get(name)
        if not isinstance(known, dict):
            self.complaints.problem(where, f"the place {name!r} is not described")
            known = {}
        span = self._words(known.get("words") or [known.get("name", name)], text, trigger, where, name)
        at = known.get("at") or [None, None]
        return span | {
            "place_id": f"gold:{known.get('name')}" if known.get("at") else None,
            "name": known.get("name"),
            "latitude": at[0],
            "longitude": at[1],
            "country": known.get("country"),
            "admin1": known.get("admin1"),
            "precision": known.get("precision", "settlement"),
        }

    def _words(self, words: Sequence[str], text: str, trigger: Table, where: str, name: str) -> dict[str, Any]:
        """Find the words nearest to the trigger; what a copy left out stands on the trigger itself."""
        places = [(m.start(), m.end()) for one in words for m in re.finditer(rf"\b{re.escape(str(one))}", text)]
        if not places:
            self.complaints.note(where, f"no words for {name!r} in the text")
            return dict(trigger)
        start, end = min(places, key=lambda place: (abs(place[0] - trigger["start"]), -place[1]))
        return _span(text, start, end)


def _span(text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text[start:end], "start": start, "end": end}


def _sentence(text: str, at: int) -> dict[str, Any]:
    for match in _SENTENCE.finditer(text):
        if match.start() <= at < match.end():
            return _span(text, match.start(), match.start() + len(match.group().rstrip()))
    return _span(text, 0, len(text))


def _count(value: object) -> dict[str, Any]:
    """Read 12, "12+" (at least), [10, 12, 15]."""
    if isinstance(value, list):
        low, best, high = value
        return {"text": f"{low}-{high}", "low": low, "best": best, "high": high}
    if isinstance(value, str) and value.endswith("+"):
        return {"text": f"at least {value[:-1]}", "low": int(value[:-1]), "best": int(value[:-1]), "high": None}
    return {"text": str(value), "low": value, "best": value, "high": value}


def _date(value: object, published: object) -> dict[str, Any]:
    """Read a day, "day/day", or null: no more than the day of publication."""
    if value is None:
        return {"start": None, "end": _iso(published), "precision": "unknown", "basis": "publication"}
    first, _, last = str(value).partition("/")
    days = (datetime.date.fromisoformat(last or first) - datetime.date.fromisoformat(first)).days
    precision = next(
        name for most, name in ((0, "day"), (4, "days"), (7, "week"), (31, "month"), (9999, "year")) if days <= most
    )
    return {"text": str(value), "start": first, "end": last or first, "precision": precision, "basis": "stated"}


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, datetime.date) else str(value) if value else None


def all_articles(families: Sequence[Family]) -> Iterator[CodedArticle]:
    """Yield the articles of families, in the order of their publication."""
    articles = [article for family in families for article in family.articles]
    yield from sorted(articles, key=lambda article: (str(article.document.published or ""), article.document.id))
