"""`tacitus store`: a record from one database to another, and its form up and down."""

from __future__ import annotations

import click

from tacitus.cli.noting import who
from tacitus.cli.sources import store_option
from tacitus.cli.terminal import say
from tacitus.errors import StoreError, UsageError


@click.group()
def store() -> None:
    """Copy a record between a file and PostgreSQL, or bring its form up to date or back."""


@store.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy the record FROM into TO, a new file or an empty database; both may be a path or a database URL.

    Others may go on writing to FROM: what is copied is how it was at one moment. Every row is read back and compared
    before anything is kept in TO.
    """
    import tacitus.review.tables  # noqa: F401 - people's tables are copied too
    from tacitus.store.copying import copy_record

    counts = copy_record(source, target, say=say)
    note(source, "copy", target)
    say(f"Copied {sum(counts.values())} rows of {len(counts)} tables; all compared, all the same.")


@store.command("upgrade")
@store_option("The record.")
def upgrade(store: str) -> None:
    """Bring a record to the form of this version. Opening it for writing does the same."""
    from tacitus.store.upgrading import upgrade as bring_up

    before, after = bring_up(store)
    say(f"It has form {after}." if before == after else f"Brought from form {before} to {after}.")


@store.command("downgrade")
@store_option("The record.")
@click.argument("form")
@click.option("--yes", is_flag=True, help="Do it. What the older form has no place for is lost: back up first.")
def downgrade(store: str, form: str, yes: bool) -> None:
    """Bring a record back to an older FORM, such as 0003, for an older version of Tacitus."""
    from tacitus.store.upgrading import downgrade as bring_down

    if not yes:
        raise UsageError(
            "what the older form has no place for would be lost",
            where=store,
            remedy="Make a backup (`tacitus backup`), then give --yes",
        )
    before, after = bring_down(store, form)
    say(f"Brought from form {before} back to {after}.")


def note(source: str, act: str, target: str) -> None:
    """Note in the source's audit log that a copy of it was taken; where it may only be read, say that it was not."""
    from tacitus.review.audit import AuditLog
    from tacitus.store.opening import open_engine, place_of

    try:
        engine = open_engine(source, create=False, read_only=False, busy_timeout=10.0)
    except StoreError as error:
        say(f"Not noted in the audit log: {error.problem}.")
        return
    try:
        AuditLog(engine, place_of(source)).append(act, who=who(), target=place_of(target))
    finally:
        engine.dispose()
