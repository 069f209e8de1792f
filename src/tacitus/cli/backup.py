"""`tacitus backup`: the record as it is now, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.sources import store_option
from tacitus.cli.store import note
from tacitus.cli.terminal import say


@click.command()
@store_option("The record (record.db, or a database URL). Others may go on writing to it.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="A new file for it.")
def backup(store: str, out: Path) -> None:
    """Write the whole record into one file, checked, with its hash beside it. `tacitus restore` puts it back.

    The file is a record itself: any command can read it. It holds everything, accounts and restricted articles too.
    """
    import tacitus.review.tables  # noqa: F401 - people's tables are copied too
    from tacitus.store.backup import back_up

    made = back_up(store, out)
    note(store, "backup", str(out))
    say(f"Written: {made.path} ({made.size} bytes, form {made.form}, SHA-256 {made.sha256})")
