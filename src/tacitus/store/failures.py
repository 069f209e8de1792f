"""From what a database says to what a user can do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from tacitus.errors import StoreError, StoreLocked


class ArticleConflict(StoreError):
    """The record holds another text under the article's id. Only this article is refused; the batch goes on."""


_REMEDIES: tuple[tuple[str, str, str], ...] = (
    (
        "readonly database",
        "the record may be read here, but not written",
        "Change the rights of the file and its folder, or copy the record to a folder of your own",
    ),
    (
        "unable to open database file",
        "the record cannot be opened",
        "Check that the folder exists and that you may read and write in it",
    ),
    ("file is not a database", "this file is not a Tacitus record", "Name the .db file that `tacitus code` wrote"),
    (
        "malformed",
        "the record is damaged",
        "Restore a copy, or save what can be read with `sqlite3 FILE .recover`",
    ),
    ("disk is full", "the disk is full", "Free some space and run the same command again; finished articles are kept"),
    (
        "disk I/O error",
        "the disk or the network drive under the record failed",
        "Copy the record to a local disk and run the same command again",
    ),
)


@contextmanager
def clear_errors(where: str) -> Iterator[None]:
    """Raise what the database reports as StoreError or StoreLocked, with a remedy."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(str(error.orig), where) from error
    except sqlite3.Error as error:
        raise _explained(str(error), where) from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database refused: {error}", where=where) from error


def needed(name: str) -> ModuleType:
    """Import a library that only some views need. Raises StoreError saying how to get it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"this view needs {name}, which is not installed", remedy=f"Install it with `pip install {name}`"
        ) from error


def _explained(message: str, where: str) -> StoreError:
    if "locked" in message or "busy" in message:
        return StoreLocked(
            "another program is writing to the record",
            where=where,
            remedy="Wait until it has finished, or close it, and run the same command again",
        )
    for sign, problem, remedy in _REMEDIES:
        if sign in message:
            return StoreError(problem, where=where, remedy=remedy)
    return StoreError(f"the database refused: {message}", where=where)
