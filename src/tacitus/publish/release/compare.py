"""What changed between two releases: row by row, column by column, and why."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from tacitus.publish.release.reasons import Reasons, events_of

What = Literal["added", "changed", "withdrawn"]
Values = dict[str, str]

TABLES = ("incidents", "events", "relations", "facilities")
"""The tables whose rows are compared, by their ids."""
_TITLES = {
    "incidents": ("sub_event_type", "place", "date_start", "date_end"),
    "events": ("sub_event_type", "place", "date_start", "date_end"),
    "relations": ("subject", "type", "object"),
    "facilities": ("kind", "place", "owner"),
}
_IGNORED = frozenset({"coder_version"})
"""Columns that tell of the making and not of the world: a new version alone is no change."""


@dataclass(frozen=True)
class Change:
    """One change. For added and withdrawn rows the column is empty, and old or new is the row in a few words."""

    table: str
    id: str
    what: What
    column: str
    old: str
    new: str
    why: str


class Comparison:
    """Two releases side by side, in a temporary database on disk. Use as a context; `changes` can be asked again."""

    def __init__(self, old: Path, new: Path, connection: sqlite3.Connection) -> None:
        """Use `Comparison.open`."""
        self.old = old
        self.new = new
        self._connection = connection
        self._reasons = Reasons(old, new, connection)

    @classmethod
    def open(cls, old: Path, new: Path) -> Self:
        """Load the tables of two releases (or of two exports with the format datapackage)."""
        connection = sqlite3.connect("")
        connection.execute("CREATE TABLE rows (side TEXT, name TEXT, id TEXT, item TEXT)")
        for side, folder in (("old", old), ("new", new)):
            for name in (*TABLES, "articles", "decisions"):
                connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", _read(side, name, folder))
        connection.execute("CREATE INDEX by_id ON rows (name, id, side)")
        connection.execute("CREATE TABLE members (side TEXT, event TEXT, incident TEXT)")
        incidents = connection.execute("SELECT side, id, item FROM rows WHERE name = 'incidents'")
        connection.executemany(
            "INSERT INTO members VALUES (?, ?, ?)",
            [(side, event, own_id) for side, own_id, item in incidents for event in events_of(json.loads(item))],
        )
        connection.execute("CREATE INDEX by_event ON members (event, side)")
        return cls(old, new, connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def changes(self) -> Iterator[Change]:
        """Yield every change, table by table, by id."""
        query = (
            "SELECT id, MAX(CASE side WHEN 'old' THEN item END), MAX(CASE side WHEN 'new' THEN item END) "
            "FROM rows WHERE name = ? GROUP BY id HAVING COUNT(DISTINCT item) > 1 OR COUNT(*) = 1 ORDER BY id"
        )
        for table in TABLES:
            for row_id, old, new in self._connection.execute(query, (table,)):
                yield from self._changes_of(table, row_id, _loaded(old), _loaded(new))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows of each table were added, changed, withdrawn, and stayed the same."""
        found = {table: {"added": 0, "changed": 0, "withdrawn": 0, "same": 0} for table in TABLES}
        changed: set[tuple[str, str]] = set()
        for change in self.changes():
            if (change.table, change.id) not in changed:
                changed = {(change.table, change.id)}
                found[change.table][change.what] += 1
        for table, numbers in found.items():
            query = "SELECT COUNT(*) FROM rows WHERE name = ? AND side = 'new'"
            total = self._connection.execute(query, (table,)).fetchone()[0]
            numbers["same"] = total - numbers["added"] - numbers["changed"]
        return found

    def _changes_of(self, table: str, row_id: str, old: Values | None, new: Values | None) -> Iterator[Change]:
        if old is None and new is not None:
            why = self._reasons.of_added(table, new)
            yield Change(table, row_id, "added", "", "", _title(table, new), why)
        elif new is None and old is not None:
            why = self._reasons.of_withdrawn(table, old)
            yield Change(table, row_id, "withdrawn", "", _title(table, old), "", why)
        elif old is not None and new is not None:
            for column in dict.fromkeys([*old, *new]):
                before, after = old.get(column, ""), new.get(column, "")
                if before != after and column not in _IGNORED:
                    why = self._reasons.of_changed(table, column, old, new)
                    yield Change(table, row_id, "changed", column, before, after, why)


def _read(side: str, name: str, folder: Path) -> Iterator[tuple[str, str, str, str]]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield side, name, row["article_id"] if name == "articles" else row["id"], json.dumps(row)


def _loaded(item: str | None) -> Values | None:
    loaded: Any = json.loads(item) if item else None
    return loaded if isinstance(loaded, dict) else None


def _title(table: str, row: Values) -> str:
    return ", ".join(filter(None, (row.get(column, "") for column in _TITLES[table])))
