"""`tacitus runs`: the audit log of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tacitus.cli.sources import open_record, store_option
from tacitus.cli.terminal import show, table

if TYPE_CHECKING:
    from tacitus.store import Run


@click.command()
@store_option("The record (record.db, or a database URL).")
@click.option("--refused", is_flag=True, help="List what was refused, and why.")
@click.option("--run", type=int, help="Only this run.")
def runs(store: str, refused: bool, run: int | None) -> None:
    """List the runs over the record: what was coded, imported and exported, when, by which coder."""
    with open_record(store) as record:
        if refused:
            found = record.runs.refusals(run)
            rows = ((one.run_id, one.source, one.kind, one.message) for one in found)
            show(table(("run", "source", "error", "message"), rows))
            return
        chosen = [one for one in record.runs.all() if run is None or one.id == run]
        show(table(("run", "command", "started (UTC)", "took", "coder", "result"), map(_row, chosen)))


def _row(run: Run) -> tuple[object, ...]:
    took = str(run.ended - run.started).split(".")[0] if run.ended else "was cut off"
    coder = f"{run.coder.name} {run.coder.version} ({run.coder.config_sha256[:8]})" if run.coder else None
    result = ", ".join(f"{number} {name}" for name, number in run.counts.items() if number)
    return run.id, run.command, f"{run.started:%Y-%m-%d %H:%M:%S}", took, coder, result
