"""CSV for spreadsheets and statistics: one file a table, with the data dictionary beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tacitus.publish.tables.builder import RowBuilder, decision_row
from tacitus.publish.tables.rows import Row, Value
from tacitus.publish.tables.spec import table_specs
from tacitus.publish.terminal import harmless
from tacitus.publish.writer import Writer, feed
from tacitus.records import CodedArticle, Decision, Incident

_FORMULA_STARTS = tuple("=+-@＝＋－＠")


class CsvTables(Writer):
    """Writes every table as CSV, and dictionary.csv.

    UTF-8; dates ISO; list values joined by "; "; null is an empty cell. A text that a spreadsheet would run as a
    formula has an apostrophe before it, and line breaks in texts are spaces.
    """

    def begin(self) -> None:
        """Open the files and write their headers."""
        self._rows = RowBuilder()
        self._tables: dict[str, Any] = {}
        for name, spec in table_specs().items():
            self._tables[name] = csv.writer(self.open_text(f"{name}.csv"), lineterminator="\n")
            self._tables[name].writerow(spec.names)
        write_dictionary(csv.writer(self.open_text("dictionary.csv"), lineterminator="\n"))

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
        """Write the distinct actors and places."""
        self._write(self._rows.at_end())

    def _write(self, rows: Iterable[tuple[str, Row]]) -> None:
        for table, row in rows:
            self._tables[table].writerow([cell(value) for value in row.values()])


def write_csv(articles: Iterable[CodedArticle], directory: Path) -> list[Path]:
    """Write all tables of the articles as CSV into the directory; return their paths. Articles are taken one by one."""
    with CsvTables(directory) as writer:
        feed([writer], articles)
    return writer.written


def write_dictionary(writer: Any, tables: Iterable[str] | None = None) -> None:
    """Write the data dictionary with a csv writer: table, column, type, meaning."""
    writer.writerow(("table", "column", "type", "meaning"))
    for name, spec in table_specs().items():
        if tables is None or name in tables:
            writer.writerows((name, column.name, column.type, column.meaning) for column in spec.columns)


def cell(value: Value) -> str | int | float:
    """Return the value as a cell: lists joined, null empty, no formula, no line break."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        value = "; ".join(item.replace(";", ",") for item in value) if any(value) else ""
    text = harmless(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
