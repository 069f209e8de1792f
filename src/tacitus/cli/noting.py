"""Noting in the audit log what commands did to a record, and what they took out of it."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tacitus.cli.sources import is_coded_file

CHANGES = frozenset({"code", "import", "link"})
"""Commands that keep a run in the record, which the log then takes in."""

EXPORTS = frozenset({"export", "map", "network", "report", "release"})
"""Commands that take something out of the record."""


def noted(command: click.Command) -> click.Command:
    """Let a command leave its mark in the audit log of the record it worked on; others pass unchanged."""
    if command.name in CHANGES | EXPORTS and command.callback is not None:
        command.callback = _noting(command.name or "", command.callback)
    return command


def _noting(name: str, callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def wrapped(**arguments: Any) -> Any:
        result = callback(**arguments)
        store = arguments.get("store")
        if isinstance(store, str | Path) and not is_coded_file(str(store)):
            _note(name, str(store), arguments)
        return result

    return wrapped


def _note(name: str, store: str, arguments: dict[str, Any]) -> None:
    from tacitus.review.audit import AuditLog
    from tacitus.store.opening import open_engine, place_of

    engine = open_engine(store, create=False, read_only=False, busy_timeout=10.0)
    try:
        log = AuditLog(engine, place_of(store))
        log.catch_up(who=who())
        if name in EXPORTS:
            given = {
                key: value for key, value in arguments.items() if value not in (None, (), False) and key != "store"
            }
            log.append("export", who=who(), target=name, detail={"command": name, **given})
    finally:
        engine.dispose()


def who() -> str:
    """Return the name of whoever sits at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
