"""SQLite: the tables in one file, for Datasette and for anybody who asks in SQL."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tacitus.publish.tables.builder import RowBuilder, decision_row
from tacitus.publish.tables.rows import Row, Value
from tacitus.publish.tables.spec import LINKS, TableSpec, table_specs
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Decision, Incident

_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "list": "TEXT",
}
_SEARCHED = ("event_type", "date_start", "country", "admin1", "article_id", "event_id", "incident_id", "subject_id")
_BATCH = 5_000
FILE_NAME = "tables.sqlite"


class SqliteTables(Writer):
    """Writes every table into one SQLite file, lists as JSON arrays, and datasette.json that describes them.

    The file holds only what is published, unlike the record itself.
    """

    def begin(self) -> None:
        """Make the file and its tables."""
        self._rows = RowBuilder()
        self._specs = dict(table_specs())
        self._waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._connection = sqlite3.connect(self.open_path(FILE_NAME))
        self._files.callback(self._connection.close)
        # Nothing is lost by an unfinished file: it never gets its name.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        for spec in self._specs.values():
            self._connection.execute(create_table(spec))

    def article(self, coded: CodedArticle) -> None:
        """Write the article's rows."""
        self._write(self._rows.article(coded))

    def incident(self, incident: Incident) -> None:
        """Write the incident's rows."""
        self._write(self._rows.incident(incident))

    def decision(self, decision: Decision) -> None:
        """Write the decision's row."""
        self._write([("decisions", decision_row(decision))])

    def end(self) -> None:
        """Write the rest, the indexes, the imprint and the description for Datasette."""
        self._write(self._rows.at_end())
        for table in list(self._waiting):
            self._flush(table)
        for name, spec in self._specs.items():
            for column in _SEARCHED:
                if column in spec.names and spec.key != (column,):
                    self._connection.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
        self._connection.execute("CREATE TABLE imprint (name TEXT PRIMARY KEY, value TEXT)")
        notes = [
            (name, value if isinstance(value, str) else _json(value)) for name, value in self.imprint.notes().items()
        ]
        self._connection.executemany("INSERT INTO imprint VALUES (?, ?)", notes)
        self._connection.commit()
        self._connection.close()
        json.dump(datasette_metadata(self.imprint.notes()), self.open_text("datasette.json"), indent=2)

    def _write(self, rows: Iterable[tuple[str, Row]]) -> None:
        for table, row in rows:
            self._waiting[table].append(tuple(_sql(value) for value in row.values()))
            if len(self._waiting[table]) >= _BATCH:
                self._flush(table)

    def _flush(self, table: str) -> None:
        places = ", ".join("?" * len(self._specs[table].columns))
        self._connection.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({places})', self._waiting.pop(table))


def create_table(spec: TableSpec) -> str:
    """Return the SQL that makes the table, with its key and the rows it points at."""
    columns = [f'"{column.name}" {_TYPES[column.type]}' for column in spec.columns]
    columns.append(f"PRIMARY KEY ({', '.join(spec.key)})")
    columns += [
        f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("{key}")'
        for table, column, other, key in LINKS
        if table == spec.name
    ]
    return f'CREATE TABLE "{spec.name}" ({", ".join(columns)}) WITHOUT ROWID'


def datasette_metadata(notes: dict[str, Any]) -> dict[str, Any]:
    """Return the description that Datasette shows: title, licence, and what each column means."""
    tables = {
        name: {"columns": {column.name: column.meaning for column in spec.columns}}
        for name, spec in table_specs().items()
    }
    return {
        "title": notes["title"],
        "license": notes["licence"] or "",
        "description": f"Redaction profile: {notes['redaction_profile']}. {notes['made_with']}.",
        "databases": {FILE_NAME.partition(".")[0]: {"tables": tables}},
    }


def _sql(value: Value) -> Any:
    if isinstance(value, list):
        return _json(value)
    return int(value) if isinstance(value, bool) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
