"""The changes between two releases, as a table and as a page to read."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path

from tacitus.publish.release.compare import TABLES, Change, Comparison
from tacitus.publish.tables.csv_files import cell
from tacitus.publish.terminal import harmless
from tacitus.publish.whole_file import whole_file

_LONGEST = 100
_LISTED = 200
"""Rows that the page to read lists at most, for each table and kind of change; the table has all."""


def write_changes(comparison: Comparison, folder: Path) -> list[Path]:
    """Write changes.csv (every change, a row each) and CHANGES.md (to read) into the folder; return their paths."""
    table, page = folder / "changes.csv", folder / "CHANGES.md"
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(table) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(Change))
        writer.writerows([cell(value) for value in astuple(change)] for change in comparison.changes())
    with whole_file(page) as stream:
        stream.write(f"# Changes from {comparison.old.name} to {_name(comparison)}\n\n")
        stream.write("| table | added | changed | withdrawn | same |\n|---|---|---|---|---|\n")
        for name, numbers in comparison.counts().items():
            told = " | ".join(str(numbers[what]) for what in ("added", "changed", "withdrawn", "same"))
            stream.write(f"| {name} | {told} |\n")
        _write_lists(comparison, stream)
    return [table, page]


def _write_lists(comparison: Comparison, stream: object) -> None:
    listed = dict.fromkeys(((table, what) for table in TABLES for what in ("withdrawn", "changed", "added")), 0)
    lines: dict[tuple[str, str], list[str]] = {key: [] for key in listed}
    for change in comparison.changes():
        if change.column.endswith(("_source", "_confidence")):
            continue
        key = (change.table, change.what)
        listed[key] += 1
        if listed[key] <= _LISTED:
            lines[key].append(_line(change))
    for (table, what), found in lines.items():
        if found:
            stream.write(f"\n## {table}: {what}\n\n" + "".join(found))  # type: ignore[attr-defined]
            if listed[table, what] > _LISTED:
                stream.write(f"\n{listed[table, what] - _LISTED} more are in changes.csv.\n")  # type: ignore[attr-defined]


def _line(change: Change) -> str:
    if change.what == "changed":
        told = f"{change.column}: {_short(change.old) or 'empty'} → {_short(change.new) or 'empty'}"
    else:
        told = _short(change.new or change.old)
    return f"- `{_short(change.id)}` {told}. Why: {_short(change.why)}\n"


def _short(text: str) -> str:
    plain = harmless(text).replace("<", "‹").replace(">", "›").replace("`", "'").replace("[", "(").replace("]", ")")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rstrip()} …"


def _name(comparison: Comparison) -> str:
    return comparison.new.name.removeprefix(".part-")
