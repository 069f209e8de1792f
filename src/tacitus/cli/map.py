"""`tacitus map`: the events on a page that opens in a browser, without a network."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from tacitus.cli.publishing import as_of_option, day_of, open_source, profile_option, say_what_was_removed
from tacitus.cli.sources import FROM_RECORD, store_option
from tacitus.cli.terminal import say


@click.command("map")
@store_option(FROM_RECORD)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("map.html"),
    show_default=True,
    help="The page to write.",
)
@profile_option(None)
@as_of_option
def map_events(store: str, out: Path, profile: str | None, as_of: datetime.datetime | None) -> None:
    """Write the events as a map: one HTML file that needs no network."""
    from tacitus.publish import write_map

    with open_source(store, profile, day_of(as_of)) as source:
        write_map(source.articles(), out)
        if profile:
            say_what_was_removed(source)
    say(f"Written: {out}. Open it in a browser.")
