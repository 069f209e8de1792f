"""Parquet: the tables with their types, exact texts and the data dictionary in the file itself."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tacitus.publish.tables.builder import RowBuilder, decision_row
from tacitus.publish.tables.rows import Row
from tacitus.publish.tables.spec import TableSpec, table_specs
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Decision, Incident

if TYPE_CHECKING:
    import pyarrow

BATCH = 5_000
CELLS = 400_000
"""Rows, and values, of one table that are written at once: few enough to stay small in memory, and enough to keep the
index of parts small, which a Parquet file holds in memory until it is closed."""


class ParquetTables(Writer):
    """Writes every table as Parquet. Texts are exact; lists are lists; dates are dates; null is null."""

    needs = ("pyarrow",)

    def begin(self) -> None:
        """Open the files."""
        self._rows = RowBuilder()
        specs = dict(table_specs())
        self._files_of = {
            name: ParquetFile(self, f"{name}.parquet", arrow_schema(spec)) for name, spec in specs.items()
        }

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
        """Write the distinct actors and places, and close the files."""
        self._write(self._rows.at_end())
        for file in self._files_of.values():
            file.close(self.imprint.notes())

    def _write(self, rows: Iterable[tuple[str, Row]]) -> None:
        for table, row in rows:
            self._files_of[table].add(typed(row, self._files_of[table].dates))


class ParquetFile:
    """One Parquet file that takes rows one by one and writes them in batches."""

    def __init__(self, writer: Writer, name: str, schema: pyarrow.Schema) -> None:
        """Open the file in the writer's folder; `schema` names and types the columns."""
        from pyarrow import parquet, types

        self._schema = schema
        self.dates = frozenset(field.name for field in schema if types.is_date(field.type))
        self._file = writer._files.enter_context(
            parquet.ParquetWriter(writer.open_path(name), schema, compression="zstd")
        )
        self._batch = max(BATCH, CELLS // len(schema))
        self._waiting: dict[str, list[Any]] = defaultdict(list)
        self._count = 0

    def add(self, row: dict[str, Any]) -> None:
        """Take one row: Python values by column."""
        for name in self._schema.names:
            self._waiting[name].append(row[name])
        self._count += 1
        if self._count >= self._batch:
            self._flush()

    def close(self, notes: dict[str, Any]) -> None:
        """Write what is waiting, and the imprint into the file's own metadata."""
        self._flush()
        self._file.add_key_value_metadata({"tacitus": json.dumps(notes, ensure_ascii=False)})
        self._file.close()

    def _flush(self) -> None:
        import pyarrow

        if self._count:
            self._file.write_batch(pyarrow.RecordBatch.from_pydict(self._waiting, schema=self._schema))
        self._waiting, self._count = defaultdict(list), 0


def arrow_schema(spec: TableSpec) -> pyarrow.Schema:
    """Return the table's columns as an Arrow schema; each field carries its meaning."""
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "list": pyarrow.list_(pyarrow.string()),
    }
    return pyarrow.schema(
        [pyarrow.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in spec.columns]
    )


def typed(row: Row, dates: Iterable[str]) -> dict[str, Any]:
    """Return the row with its dates as dates."""
    values: dict[str, Any] = dict(row)
    for name in dates:
        value = values[name]
        values[name] = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    return values
