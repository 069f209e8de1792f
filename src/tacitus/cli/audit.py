"""`tacitus audit`: who did what to a record, and whether the log of it holds."""

from __future__ import annotations

import json

import click

from tacitus.cli.noting import who
from tacitus.cli.sources import open_record, store_option
from tacitus.cli.terminal import say, show, table

_STORE = "The record (record.db, or a database URL)."


@click.group()
def audit() -> None:
    """Read and check the audit log of a record: decisions, imports, runs, exports, sign-ins."""


@audit.command()
@store_option(_STORE)
@click.option("--head", metavar="HASH", help="A hash that was noted down before: it must still be in the log.")
def verify(store: str, head: str | None) -> int:
    """Recompute the chain of the log; exit code 1 where anything was changed, taken away or put in."""
    from tacitus.review.audit import AuditLog
    from tacitus.store.opening import open_engine

    engine = open_engine(store, create=False, read_only=False, busy_timeout=10.0)
    try:
        log = AuditLog(engine, store)
        log.catch_up(who=who())
        found = log.verify(head=head)
    finally:
        engine.dispose()
    for problem in found.problems:
        say(f"Tampering: {problem}.")
    if found.holds:
        say(f"The chain of {found.entries} entries holds. Last hash: {found.head}")
    return 0 if found.holds else 1


@audit.command("list")
@store_option(_STORE)
@click.option("--who", "name", default="", help="Only what this person did.")
@click.option("--act", default="", help="Only acts of this kind: decision, sign-in, export, ...")
@click.option("--target", default="", help="Only what was done to this (a part of its id).")
@click.option("--from", "since", default="", metavar="DAY", help="From this day on.")
@click.option("--to", "until", default="", metavar="DAY", help="Up to this day.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines with everything, hashes too.")
def list_entries(store: str, name: str, act: str, target: str, since: str, until: str, as_json: bool) -> None:
    """List the entries of the log, the first first."""
    from tacitus.review.audit import AuditFilter, AuditLog
    from tacitus.store.opening import open_engine

    with open_record(store):  # refuses with a clear message what is no record
        pass
    engine = open_engine(store, create=False, read_only=False, busy_timeout=10.0)
    try:
        log = AuditLog(engine, store)
        entries = list(log.entries(AuditFilter(who=name, action=act, target=target, since=since, until=until)))
    finally:
        engine.dispose()
    if as_json:
        for entry in entries:
            click.echo(json.dumps(entry.to_json(), ensure_ascii=True))
        return
    rows = ((e.number, e.at[:16], e.who, e.action, e.target, e.sha256[:12]) for e in entries)
    show(table(("no.", "when (UTC)", "who", "act", "on", "hash"), rows))
