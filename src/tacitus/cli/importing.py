"""`tacitus import`: a person's coding, or another machine's, into the record."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.sources import store_option
from tacitus.cli.terminal import complain, say


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option("The record to import into; a new one is made where there is none.")
def import_files(files: tuple[Path, ...], store: str) -> int:
    """Import coded .jsonl FILES. An imported coding becomes the article's current one; older ones are kept.

    Lines that are not of the interchange form, or whose spans do not stand in the text, are listed and left out.
    """
    from tacitus.store import Record

    added = unchanged = refused = 0
    with Record.open(store) as record:
        run = record.runs.start("import", arguments={"files": [str(file) for file in files]})
        for file in files:
            imported = record.import_coded(file, run=run)
            added += imported.added
            unchanged += imported.unchanged
            refused += len(imported.refused)
            for error in imported.refused:
                complain(error)
                record.runs.refuse(run, error.where or str(file), error)
        record.runs.finish(run, {"imported": added, "unchanged": unchanged, "refused": refused})
    say(f"Imported {added} codings; {unchanged} were in the record before; {refused} lines were refused.")
    if refused:
        return 1 if added or unchanged else 3
    return 0
