"""`tacitus evaluate`: a coding scored against gold, or two coders against each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tacitus.cli.terminal import say
from tacitus.harmless import harmless

if TYPE_CHECKING:
    from tacitus.evaluate import Report

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("gold", type=_FILE)
@click.argument("coded", type=_FILE)
@click.option("--errors", type=click.IntRange(min=1), metavar="N", help="List the first N misses.")
@click.option("--gate", type=_FILE, help="A file of pinned floors; the exit code is 1 if a figure is under its floor.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def evaluate(gold: Path, coded: Path, errors: int | None, gate: Path | None, as_json: bool) -> int:
    """Score the coding in CODED against GOLD, both coded .jsonl files of the same articles."""
    from tacitus.evaluate import check_gate, evaluate_files, load_baseline

    floors = load_baseline(gate) if gate else None
    report = evaluate_files(gold, coded)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2))
    else:
        click.echo("\n".join(harmless(line) for line in report.to_markdown().split("\n")))
    if errors:
        _list_misses(report, errors)
    faults = check_gate(report, floors) if floors else []
    for fault in faults:
        say(f"Gate: {fault}")
    if floors and not faults:
        say("The gate is passed.")
    return 1 if faults else 0


def _list_misses(report: Report, limit: int) -> None:
    misses = report.errors()
    for miss in misses[:limit]:
        say(str(miss))
    say(f"{min(limit, len(misses))} of {len(misses)} misses.")
