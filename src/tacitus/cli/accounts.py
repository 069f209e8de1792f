"""`tacitus accounts`: who may sign in to a shared workbench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import click

from tacitus.cli.noting import who
from tacitus.cli.sources import store_option
from tacitus.cli.terminal import say, show, table

if TYPE_CHECKING:
    from tacitus.review.accounts import Accounts, Role
    from tacitus.review.audit import AuditLog

_STORE = "The record (record.db, or a database URL)."
_ROLES = ("viewer", "coder", "adjudicator", "admin")


@click.group()
def accounts() -> None:
    """Manage who may sign in to a shared workbench (`tacitus serve --host`)."""


@contextmanager
def _opened(store: str) -> Iterator[tuple[Accounts, AuditLog]]:
    from tacitus.review.accounts import Accounts
    from tacitus.review.audit import AuditLog
    from tacitus.store.opening import open_engine, place_of

    engine = open_engine(store, create=True, read_only=False, busy_timeout=10.0)
    try:
        yield Accounts(engine, place_of(store)), AuditLog(engine, place_of(store))
    finally:
        engine.dispose()


@accounts.command()
@click.argument("name")
@store_option(_STORE)
@click.option("--role", type=click.Choice(_ROLES), default="coder", show_default=True, help="What they may do.")
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given."
)
def add(name: str, store: str, role: str, password: str) -> None:
    """Make an account. From the first one on, everybody signs in, on this machine too."""
    with _opened(store) as (found, log):
        found.add(name, password, cast("Role", role))
        log.append("account made", who=who(), target=name, detail={"role": role})
    say(f"{name} may sign in as {role}.")


@accounts.command()
@click.argument("name")
@store_option(_STORE)
@click.option("--role", type=click.Choice(_ROLES), help="What they may do from now on.")
@click.option("--shut/--open", "shut", default=None, help="Whether they may still sign in.")
@click.option("--password", is_flag=True, help="Ask for a new password.")
def change(name: str, store: str, role: str | None, shut: bool | None, password: bool) -> None:
    """Change an account; one that decided something is shut, never deleted."""
    new = click.prompt("New password", hide_input=True, confirmation_prompt=True) if password else None
    with _opened(store) as (found, log):
        found.change(name, role=cast("Role | None", role), active=None if shut is None else not shut, password=new)
        detail = {"role": role, "active": None if shut is None else not shut, "password": password}
        log.append("account changed", who=who(), target=name, detail=detail)
    say(f"{name} is changed.")


@accounts.command("list")
@store_option(_STORE)
def list_accounts(store: str) -> None:
    """List the accounts."""
    with _opened(store) as (found, _log):
        rows = [(one.name, one.role, "yes" if one.active else "no") for one in found.all()]
    show(table(("name", "role", "may sign in"), rows))
