"""`tacitus runs`: the audit log of a record, and the report of one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tacitus.cli.sources import open_record, store_option
from tacitus.cli.terminal import show, table

if TYPE_CHECKING:
    from tacitus.run import RunSummary
    from tacitus.store import Run

REFUSED = "refused: "
_TIME = "milliseconds: "


@click.command()
@store_option("The record (record.db, or a database URL).")
@click.option("--refused", is_flag=True, help="List what was refused, and why.")
@click.option("--report", is_flag=True, help="Sum up each run: what was done, refused and why, and how long it took.")
@click.option("--run", type=int, help="Only this run.")
def runs(store: str, refused: bool, report: bool, run: int | None) -> None:
    """List the runs over the record: what was coded, imported and exported, when, by which coder."""
    with open_record(store) as record:
        if refused:
            found = record.runs.refusals(run)
            rows = ((one.run_id, one.source, one.kind, one.message) for one in found)
            show(table(("run", "source", "error", "message"), rows))
            return
        chosen = [one for one in record.runs.all() if run is None or one.id == run]
        if report:
            show(table(("run", "stage", "figure", "value"), (row for one in chosen for row in _report(one))))
            return
        show(table(("run", "command", "started (UTC)", "took", "coder", "result"), map(_row, chosen)))


def figures_of(summary: RunSummary) -> dict[str, int]:
    """Return what the record keeps of a run: its counts, refusals by kind of error, milliseconds by stage."""
    return {
        **summary.counts(),
        **{f"{REFUSED}{kind}": number for kind, number in summary.reasons.most_common()},
        "workers": summary.workers,
        "workers replaced": summary.lost,
        "most memory of a worker, MiB": summary.peak_memory // 1024**2,
        **{f"{_TIME}{stage}": round(1000 * seconds) for stage, seconds in summary.stages.items()},
    }


def _row(run: Run) -> tuple[object, ...]:
    took = str(run.ended - run.started).split(".")[0] if run.ended else "was cut off"
    coder = f"{run.coder.name} {run.coder.version} ({run.coder.config_sha256[:8]})" if run.coder else None
    plain = {name: number for name, number in run.counts.items() if ":" not in name and "worker" not in name}
    result = ", ".join(f"{number} {name}" for name, number in plain.items() if number)
    return run.id, run.command, f"{run.started:%Y-%m-%d %H:%M:%S}", took, coder, result


def _report(run: Run) -> Iterator[tuple[object, ...]]:
    """The figures of one run, one a row; of the stages the share of all the time that was measured."""
    total = sum(number for name, number in run.counts.items() if name.startswith(_TIME)) or 1
    for name, number in run.counts.items():
        if name.startswith(_TIME):
            stage = name.removeprefix(_TIME)
            yield run.id, stage, "time", f"{number / 1000:.1f} s ({number / total:.0%})"
        elif name.startswith(REFUSED):
            yield run.id, "refused", name.removeprefix(REFUSED), number
        elif number:
            yield run.id, "run", name, number
    if run.ended:
        yield run.id, "run", "took", f"{(run.ended - run.started).total_seconds():.1f} s"
    else:
        yield run.id, "run", "took", "was cut off"
