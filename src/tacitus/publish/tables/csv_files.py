"""Tables for spreadsheets and statistics: events.csv, relations.csv, facilities.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tacitus.publish.tables.rows import Row, Value, event_row, facility_row, relation_row
from tacitus.publish.terminal import harmless
from tacitus.publish.whole_file import whole_file
from tacitus.records import Actor, CodedArticle, Coder, Document, Event, Facility, Place, Relation, Span

_FORMULA_STARTS = tuple("=+-@＝＋－＠")


def write_csv(articles: Iterable[CodedArticle], directory: Path) -> list[Path]:
    """Write events.csv, relations.csv and facilities.csv into the directory; return their paths.

    One row an event; UTF-8; dates ISO; list values joined by "; "; null is an empty cell. A text that a spreadsheet
    would run as a formula has an apostrophe before it, and line breaks in texts are spaces. Articles are taken one by
    one, so a corpus need not fit in memory. A file appears under its name only when it is complete.
    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / f"{name}.csv" for name in ("events", "relations", "facilities")]
    with ExitStack() as stack:
        writers = [csv.writer(stack.enter_context(whole_file(path)), lineterminator="\n") for path in paths]
        for writer, columns in zip(writers, _columns(), strict=True):
            writer.writerow(columns)
        for coded in articles:
            for writer, rows in zip(writers, _rows(coded), strict=True):
                writer.writerows([cell(value) for value in row.values()] for row in rows)
    return paths


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


def _rows(coded: CodedArticle) -> tuple[list[Row], list[Row], list[Row]]:
    return (
        [event_row(coded, event) for event in coded.events],
        [relation_row(coded, relation) for relation in coded.relations],
        [facility_row(coded, facility) for facility in coded.facilities],
    )


def _columns() -> list[list[str]]:
    """The columns, taken from rows of nothing, so that an empty file has its header too."""
    span = Span(text="", start=0, end=0)
    place = Place(text="", start=0, end=0)
    event = Event(id="", event_type="", sub_event_type="", trigger=span, sentence=span)
    relation = Relation(id="", type="linked_to", subject=Actor(text="", start=0, end=0), sentence=span)
    facility = Facility(id="", kind="", place=place, status="active", sentence=span)
    nothing = CodedArticle(
        document=Document(id="", text=""),
        events=[event],
        relations=[relation],
        facilities=[facility],
        coder=Coder(name="", version=""),
    )
    return [list(rows[0]) for rows in _rows(nothing)]
