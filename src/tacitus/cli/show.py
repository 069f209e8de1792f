"""`tacitus show`: one event, with the sentences that each of its cells rests on."""

from __future__ import annotations

import click

from tacitus.cli import terminal
from tacitus.cli.sources import FROM_RECORD, event_of, store_option


@click.command()
@click.argument("event")
@store_option(FROM_RECORD)
def show(event: str, store: str) -> None:
    """Open EVENT: every cell with the words and sentences that it was read from.

    EVENT is the id in the record (ARTICLE:EVENT), the start of it, or the id within the article where only one has it.
    """
    from tacitus.publish import show_event

    coded, event_id = event_of(store, event)
    terminal.show(show_event(coded, event_id))
