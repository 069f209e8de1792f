"""`tacitus diff`: what changed between two releases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tacitus.cli.terminal import say, show, table

if TYPE_CHECKING:
    from tacitus.publish.release import Change

SHOWN = 40
"""Rows that the terminal shows at most."""
COLUMNS, LONGEST = 4, 40
"""Columns of a row, and characters of a value, that it shows at most."""


@click.command()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path),
              help="Write all changes into this folder: changes.csv, and CHANGES.md to read.")  # fmt: skip
@click.option("--unchecked", is_flag=True, help="Do not check the files against their checksums first.")
def diff(old: Path, new: Path, out: Path | None, unchecked: bool) -> None:
    """Say what changed between the releases OLD and NEW: rows added, changed (old, new, why) and withdrawn."""
    from tacitus.publish.release import Comparison, check_release, write_changes

    if not unchecked:
        check_release(old)
        check_release(new)
    with Comparison.open(old, new) as comparison:
        counts = comparison.counts()
        rows = ((name, *numbers.values()) for name, numbers in counts.items())
        show(table(("table", "added", "changed", "withdrawn", "same"), rows))
        rows_changed = list(islice(_by_row(comparison.changes()), SHOWN + 1))
        show(table(("table", "id", "what", "change", "why"), rows_changed[:SHOWN]))
        if len(rows_changed) > SHOWN:
            say(f"The first {SHOWN} rows are shown; --out FOLDER has all changes.")
        if out is not None:
            for path in write_changes(comparison, out):
                say(f"Written: {path}")


def _by_row(changes: Iterator[Change]) -> Iterator[tuple[str, str, str, str, str]]:
    """Put the changes of one row together; where a value was read is left to the table."""
    for (name, row_id, what), found in groupby(changes, key=lambda change: (change.table, change.id, change.what)):
        told = [change for change in found if not change.column.endswith(("_source", "_confidence"))]
        texts = [f"{c.column}: {_cut(c.old)} → {_cut(c.new)}" if c.column else c.new or c.old for c in told]
        more = [f"and {len(texts) - COLUMNS} more"] if len(texts) > COLUMNS else []
        yield name, row_id, what, "; ".join(texts[:COLUMNS] + more), "; ".join(dict.fromkeys(c.why for c in told))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …" if text else "empty"
