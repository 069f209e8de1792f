"""`tacitus codebook`: what is wrong with the researcher's files, and where."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.terminal import complain, say


@click.group()
def codebook() -> None:
    """Work on the codebook: event types, trigger words, hedges, actors."""


@codebook.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> int:
    """Check the codebook files in FOLDER, or the built-in ones: every mistake with its file, line and remedy."""
    from tacitus.codebook import check_codebook

    errors = check_codebook(folder)
    for error in errors:
        complain(error)
    say(f"{len(errors)} mistakes." if errors else "The codebook is in order.")
    return 1 if errors else 0
