"""`tacitus map`: the events on a page that opens in a browser, without a network."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.sources import FROM_RECORD, articles_of, store_option
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
def map_events(store: str, out: Path) -> None:
    """Write the events as a map: one HTML file that needs no network."""
    from tacitus.publish import write_map

    write_map(articles_of(store), out)
    say(f"Written: {out}. Open it in a browser.")
