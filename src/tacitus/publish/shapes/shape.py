"""What the shaped exports share: a table of fixed columns, and a list of what the shape cannot carry."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from tacitus.publish.imprint import Imprint
from tacitus.publish.shapes.happening import Happening, happening_of_event, happening_of_incident
from tacitus.publish.tables.csv_files import cell
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

ShapedRow = dict[str, str | int | float | None]


class Left(Exception):
    """The shape cannot carry the happening; the text says why."""


class ShapedTable(Writer, ABC):
    """Writes happenings in the columns of another project's dataset, and beside it what they cannot carry.

    Incidents where the record has them (they count each happening once), else events. `columns` are the scheme's own,
    in its order; `rows` turns a happening into rows or raises Left.
    """

    name: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    delimiter: ClassVar[str] = ","
    suffix: ClassVar[str] = "csv"
    takes_incidents: ClassVar[bool] = True

    def begin(self) -> None:
        """Open the table and the list of what is left out, and write their headers."""
        self._table = self._writer_of(f"{self.name}.{self.suffix}", self.delimiter)
        self._table.writerow(self.columns)
        self._left = self._writer_of(f"{self.name}_left_out.csv", ",")
        self._left.writerow(("id", "reason"))

    def article(self, coded: CodedArticle) -> None:
        """Write the article's events, unless incidents will come."""
        if not self.of_incidents:
            for event in coded.events:
                self._write(happening_of_event(coded, event))

    def incident(self, incident: Incident) -> None:
        """Write the incident."""
        if self.of_incidents:
            self._write(happening_of_incident(incident))

    @property
    def of_incidents(self) -> bool:
        """Whether the rows are incidents and not events."""
        return self.takes_incidents and self.imprint.has_incidents

    @abstractmethod
    def rows(self, happening: Happening, imprint: Imprint) -> Iterable[ShapedRow]:
        """Turn a happening into rows. Raises Left."""

    def _write(self, happening: Happening) -> None:
        try:
            for row in self.rows(happening, self.imprint):
                self._table.writerow([cell(row[column]) for column in self.columns])
        except Left as reason:
            self._left.writerow([cell(happening.id), cell(str(reason))])

    def _writer_of(self, name: str, delimiter: str) -> Any:
        return csv.writer(self.open_text(name), delimiter=delimiter, lineterminator="\n")


def told_as_happened(happening: Happening) -> None:
    """Raise Left where nobody tells the happening as having happened, or only as older history."""
    if happening.status in ("planned", "hypothetical", "denied"):
        raise Left(f"status: {happening.status}")
    if happening.background:
        raise Left("older history told as context")


def shares(total: int | None, parts: int) -> Iterator[int | None]:
    """Split a number evenly; what does not divide goes to the first parts. The sum stays the same."""
    for number in range(parts):
        yield None if total is None else total // parts + (number < total % parts)
