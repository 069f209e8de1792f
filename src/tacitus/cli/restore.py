"""`tacitus restore`: a backup put back."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.sources import store_option
from tacitus.cli.terminal import say


@click.command()
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option("Where to: a file that is not there yet, or the URL of an empty database.")
def restore(backup: Path, store: str) -> None:
    """Put a BACKUP back as a record. The backup is checked first, and not changed."""
    import tacitus.review.tables  # noqa: F401 - people's tables are copied too
    from tacitus.store.backup import restore as put_back

    found = put_back(backup, store)
    say(f"Restored {found.path} (SHA-256 {found.sha256}) to {store}.")
