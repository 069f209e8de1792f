"""`tacitus export`: the record's current coding as files."""

from __future__ import annotations

import click

from tacitus.cli.outputs import FORMATS, Outputs, chosen_formats
from tacitus.cli.sources import FROM_RECORD, articles_of, is_coded_file, store_option
from tacitus.cli.terminal import say
from tacitus.errors import StoreError


@click.command()
@store_option(FROM_RECORD)
@click.option("--out", metavar="FOLDER", help="Write files into this folder; - writes jsonl to the output.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="What to write; may be given more than once. Without it: a table, or with --out jsonl.",
)
def export(store: str, out: str | None, formats: tuple[str, ...]) -> None:
    """Write the current coding of every article in the record. Exports to files are noted in its audit log."""
    chosen = chosen_formats(formats, out)
    articles = 0
    with Outputs(chosen, out) as outputs:
        for coded in articles_of(store):
            outputs.write(coded)
            articles += 1
        outputs.finish()
    for path in outputs.written:
        say(f"Written: {path}")
    if out and not is_coded_file(store):
        _note(store, out, chosen, articles)


def _note(store: str, out: str, formats: tuple[str, ...], articles: int) -> None:
    from tacitus.store import Record

    try:
        with Record.open(store, create=False) as record:
            run = record.runs.start("export", arguments={"formats": list(formats), "out": out})
            record.runs.finish(run, {"articles": articles})
    except StoreError as error:
        say(f"The export is done, but not noted in the record's log: {error}")
