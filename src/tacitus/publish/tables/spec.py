"""The data dictionary: which tables there are, which columns they have, what each means."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

ColumnType = Literal["string", "integer", "number", "boolean", "date", "list"]

KEYS: dict[str, tuple[str, ...]] = {
    "events": ("id",),
    "event_places": ("event_id", "number"),
    "event_actors": ("event_id", "side", "number"),
    "incidents": ("id",),
    "incident_claims": ("incident_id", "field", "number"),
    "incident_reports": ("incident_id", "event_id"),
    "relations": ("id",),
    "facilities": ("id",),
    "articles": ("article_id",),
    "evidence": ("subject_id", "field", "number"),
    "actors": ("key",),
    "places": ("key",),
    "decisions": ("id",),
}
"""The columns by which a row of each table is known."""

LINKS: tuple[tuple[str, str, str, str], ...] = (
    ("events", "article_id", "articles", "article_id"),
    ("relations", "article_id", "articles", "article_id"),
    ("facilities", "article_id", "articles", "article_id"),
    ("event_places", "event_id", "events", "id"),
    ("event_actors", "event_id", "events", "id"),
    ("incident_claims", "incident_id", "incidents", "id"),
    ("incident_reports", "incident_id", "incidents", "id"),
    ("evidence", "article_id", "articles", "article_id"),
)
"""Columns that point at rows of other tables: table, column, table pointed at, its column."""


@dataclass(frozen=True)
class Column:
    """A column: its name, type and meaning. A list is a list of texts."""

    name: str
    type: ColumnType
    meaning: str


@dataclass(frozen=True)
class TableSpec:
    """A table; `sourced` names the fields that have a source and a confidence."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sourced: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in their order."""
        return [column.name for column in self.columns]


@cache
def table_specs() -> dict[str, TableSpec]:
    """Return the tables by name, in the order of the dictionary."""
    found: dict[str, list[Column]] = {}
    sourced: dict[str, list[str]] = {}
    path = Path(__file__).with_name("dictionary.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            columns = found.setdefault(row["table"], [])
            columns.append(Column(row["column"], cast(ColumnType, row["type"]), row["meaning"]))
            if row["sourced"]:
                sourced.setdefault(row["table"], []).append(row["sourced"])
                columns.extend(_source_columns(row["table"], row["sourced"]))
    return {
        name: TableSpec(name, tuple(columns), KEYS[name], tuple(sourced.get(name, ())))
        for name, columns in found.items()
    }


def _source_columns(table: str, field: str) -> list[Column]:
    if table == "incidents":
        source = f"Events that give {field} as it is shown"
        confidence = f"Share of the independent sources speaking of {field} that give it as it is shown"
    else:
        source = f"Where {field} was read: ARTICLE#char=START,END for each stretch (RFC 5147)"
        confidence = f"How clear the reading of {field} is, 0 to 1; not a probability"
    return [Column(f"{field}_source", "list", source), Column(f"{field}_confidence", "number", confidence)]
