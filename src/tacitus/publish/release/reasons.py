"""Why a row was added, changed or withdrawn, as far as the releases themselves tell."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

UNKNOWN = "the releases do not say"

Values = dict[str, str]


class Reasons:
    """Finds reasons: decisions made since, new coders, articles come or gone, other rules, another profile."""

    def __init__(self, old: Path, new: Path, connection: sqlite3.Connection) -> None:
        self._rows = connection
        self._old, self._new = _manifest(old), _manifest(new)
        self._decisions = self._new_decisions()

    def of_added(self, table: str, row: Values) -> str:
        """Why a row is there that was not."""
        if table == "incidents":
            before = self._incident_with(row, "old")
            if before:
                return f"its events were in {before} before"
            return "told by an article that is new" if self._all_new(row) else self._common()
        if not self._item("old", "articles", row.get("article_id", "")):
            return f"new article {row.get('article_id', '')}"
        return self._decided(row) or self._coded_anew(row) or self._common()

    def of_withdrawn(self, table: str, row: Values) -> str:
        """Why a row is gone."""
        decided = self._decided(row)
        if decided:
            return decided
        if table == "incidents":
            after = self._incident_with(row, "new")
            if after:
                return f"its events are now in {after}"
            why = [said for event in events_of(row) if (said := self._decided({"id": event}))]
            return "; ".join([*why, "none of its reports is published any more"])
        if not self._item("new", "articles", row.get("article_id", "")):
            return f"article {row.get('article_id', '')} is not published any more"
        return self._coded_anew(row) or self._common()

    def of_changed(self, table: str, column: str, old: Values, new: Values) -> str:
        """Why a value is another."""
        decided = self._decided(new, column)
        if decided:
            return decided
        if table == "incidents":
            return self._incident_changed(column, old, new)
        if old.get("coder") != new.get("coder") or old.get("coder_version") != new.get("coder_version"):
            return f"coded anew by {new.get('coder', '')} {new.get('coder_version', '')}".strip()
        return self._coded_anew(new) or self._common()

    def _incident_changed(self, column: str, old: Values, new: Values) -> str:
        before, after = set(events_of(old)), set(events_of(new))
        parts = []
        if after - before:
            parts.append(f"report added: {', '.join(sorted(after - before))}")
        if before - after:
            parts.append(f"report left: {', '.join(sorted(before - after))}")
        rules = _rule_of(old, column), _rule_of(new, column)
        if all(rules) and rules[0] != rules[1]:
            parts.append(f"rule {rules[1]} in place of {rules[0]}")
        decided = [said for event in sorted(after) if (said := self._decided({"id": event}))]
        coded = [said for event in sorted(after & before) if (said := self._event_coded_anew(event))]
        return "; ".join([*parts, *decided, *dict.fromkeys(coded)]) or self._common()

    def _event_coded_anew(self, event_id: str) -> str:
        old, new = self._item("old", "events", event_id), self._item("new", "events", event_id)
        if old and new and (old["coder"], old["coder_version"]) != (new["coder"], new["coder_version"]):
            return f"{event_id} coded anew by {new['coder']} {new['coder_version']}".strip()
        return ""

    def _decided(self, row: Values, column: str = "") -> str:
        """Decisions about the row that stand now and did not before, or were undone since."""
        said = []
        for decision in self._decisions.get(row.get("id", ""), []):
            if column and decision["field"] and not column.startswith(_stem(decision["field"])):
                continue
            undone = " undone" if decision["undone_at"] else ""
            reason = f": {decision['reason']}" if decision["reason"] else ""
            said.append(f"decision {decision['id']}{undone} ({decision['kind']}) by {decision['coder']}{reason}")
        return "; ".join(said)

    def _new_decisions(self) -> dict[str, list[Values]]:
        found: dict[str, list[Values]] = {}
        query = "SELECT id, item FROM rows WHERE name = 'decisions' AND side = 'new' ORDER BY CAST(id AS INTEGER)"
        for own_id, item in self._rows.execute(query).fetchall():
            decision = json.loads(item)
            before = self._item("old", "decisions", own_id)
            if before is None or before["undone_at"] != decision["undone_at"]:
                found.setdefault(decision["target"], []).append(decision)
        return found

    def _coded_anew(self, row: Values) -> str:
        article_id = row.get("article_id", "")
        old, new = self._item("old", "articles", article_id), self._item("new", "articles", article_id)
        if not old or not new:
            return ""
        if (old["coder"], old["coder_version"]) != (new["coder"], new["coder_version"]):
            return f"coded anew by {new['coder']} {new['coder_version']}".strip()
        return "coded anew with another codebook" if old["config_sha256"] != new["config_sha256"] else ""

    def _common(self) -> str:
        if self._old.get("redaction_profile_sha256") != self._new.get("redaction_profile_sha256"):
            return f"redaction profile {self._new.get('redaction_profile')}"
        if self._old.get("made") != self._new.get("made") and (self._old.get("removed") or self._new.get("removed")):
            return "redaction (an embargo that ended, a place or name met elsewhere)"
        return UNKNOWN

    def _incident_with(self, row: Values, side: str) -> str:
        query = "SELECT incident FROM members WHERE event = ? AND side = ?"
        found = {one[0] for event in events_of(row) for one in self._rows.execute(query, (event, side))}
        return ", ".join(sorted(found - {row.get("id")}))

    def _all_new(self, row: Values) -> bool:
        articles = {event.rpartition(":")[0] for event in events_of(row)}
        return all(self._item("old", "articles", article_id) is None for article_id in articles)

    def _item(self, side: str, table: str, own_id: str) -> dict[str, Any] | None:
        query = "SELECT item FROM rows WHERE name = ? AND id = ? AND side = ?"
        found = self._rows.execute(query, (table, own_id, side)).fetchone()
        return json.loads(found[0]) if found else None


def _rule_of(incident: Values, column: str) -> str:
    for told in incident.get("rules", "").split("; "):
        field, _, rule = told.partition(": ")
        if field and column.startswith(field):
            return rule
    return ""


def events_of(incident: Values) -> list[str]:
    """Return the ids of the events in an incident's row."""
    return [event for event in incident.get("event_ids", "").split("; ") if event]


def _stem(field: str) -> str:
    """Decisions name the fields of the interchange form, tables their columns."""
    return {"places": "place", "assertion": "status", "attributed_to": "sources"}.get(field, field)


def _manifest(release: Path) -> dict[str, Any]:
    path = release / "release.json"
    if not path.is_file():
        return {}
    loaded: Any = json.loads(path.read_text(encoding="utf-8"))
    return loaded if isinstance(loaded, dict) else {}
