"""`tacitus link`: which reports tell of one happening."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.sources import store_option
from tacitus.cli.terminal import say

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@store_option("The record to link.")
@click.option("--rules", type=_FILE, help="A file that says by which rule each value is chosen (docs/linking.md).")
@click.option("--weights", type=_FILE, help="A file of weights of evidence in place of the usual one.")
@click.option("--anew", is_flag=True, help="Link everything, not only what is new or changed.")
def link(store: str, rules: Path | None, weights: Path | None, anew: bool) -> None:
    """Find copies, and link the reports of one happening to incidents.

    Only what is new or changed since the last time is linked, with what it touches; the outcome is that of linking
    everything. People's decisions stand. May be interrupted: the record is then as before.
    """
    from tacitus.link import LinkSettings
    from tacitus.link.rules import RuleSet
    from tacitus.store import Record

    settings = LinkSettings.load(weights)
    chosen = RuleSet.load(rules) if rules else RuleSet()
    with Record.open(store, create=False) as record:
        run = record.runs.start("link", arguments={"rules": chosen.name, "weights": settings.version, "anew": anew})
        done = record.link(settings=settings, rules=chosen, anew=anew, say=say)
        counts = {"new": done.new_events, "incidents": done.incidents, "copies": done.copies}
        record.runs.finish(run, counts)
    say(f"{done.incidents} incidents; {done.new_events} events new or changed; {done.copies} articles repeat another.")
