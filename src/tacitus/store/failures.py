"""From what a database says to what a user can do about it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from sqlalchemy.exc import DataError, DBAPIError, OperationalError, SQLAlchemyError

from tacitus.errors import StoreError, StoreLocked

T = TypeVar("T")

_WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 12.0)
"""Seconds to wait before each new attempt to reach a database: a server that is started anew takes some."""


class ArticleConflict(StoreError):
    """The record holds another text under the article's id. Only this article is refused; the batch goes on."""


class Unstorable(ArticleConflict):
    """Something in this article cannot be kept in this database. Only this article is refused; the batch goes on."""


class StoreUnreachable(StoreError):
    """The database cannot be reached, or the connection to it was lost. What was acknowledged before is kept."""


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
        "`tacitus doctor` says where; restore a backup, or save what can be read with `sqlite3 FILE .recover`",
    ),
    ("disk is full", "the disk is full", "Free some space and run the same command again; finished articles are kept"),
    (
        "disk I/O error",
        "the disk or the network drive under the record failed",
        "Copy the record to a local disk and run the same command again",
    ),
)

_ON_POSTGRESQL: tuple[tuple[str, str, str], ...] = (
    (
        "28",
        "the database refuses this user or password",
        "Check the URL; a password may stand in ~/.pgpass",
    ),
    (
        "3D000",
        "there is no such database",
        "Make it with `createdb --template=template0 --encoding=UTF8 --locale=C NAME`",
    ),
    (
        "42501",
        "the record may be read here, but not written",
        "Ask for the rights: GRANT CREATE ON SCHEMA public TO you",
    ),
    (
        "25006",
        "the record may be read here, but not written",
        "Open it where it may be written",
    ),
    (
        "53100",
        "the disk of the database is full",
        "Free some space there and run the same command again; finished articles are kept",
    ),
    (
        "53300",
        "the database has too many connections",
        "Close some, or raise max_connections, and run the same command again",
    ),
    (
        "53",
        "the database ran out of memory",
        "Give it more memory and run the same command again; finished articles are kept",
    ),
    (
        "58",
        "the disk under the database failed",
        "See the server's log; `tacitus doctor` checks the record",
    ),
    (
        "XX00",
        "the record is damaged",
        "See `tacitus doctor`; restore a backup with `tacitus restore`",
    ),
)
"""What PostgreSQL's SQLSTATEs, or classes of them, mean to a user."""

_LOCKED = frozenset({"55P03", "40001", "40P01"})
_LOST = ("08", "57P", "25P03")
_FAILED_TO_CONNECT = (
    ("authentication failed", "28"),
    ("no password supplied", "28"),
    ("no pg_hba.conf entry", "28"),
    ('role "', "28"),
    ('database "', "3D000"),
    ("too many", "53300"),
    ("remaining connection slots", "53300"),
)
"""An error of connecting has no SQLSTATE; what its FATAL line holds, and the state that would say so."""


@contextmanager
def clear_errors(where: str) -> Iterator[None]:
    """Raise what the database reports as StoreError or StoreLocked, with a remedy."""
    try:
        yield
    except DBAPIError as error:
        if type(error.orig).__module__.startswith("psycopg"):
            raise _explained_on_postgresql(error, where) from error
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


@contextmanager
def refusing_article(article: str) -> Iterator[None]:
    """Refuse an article alone where something in it does not fit into the database: a number, a name, a character."""
    try:
        yield
    except DataError as error:
        raise _unstorable(article, _first_line(error)) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise _unstorable(article, str(error)) from error
    except OperationalError as error:
        # A name longer than an index may hold.
        if getattr(error.orig, "sqlstate", None) != "54000":
            raise
        raise _unstorable(article, _first_line(error)) from error


def _unstorable(article: str, reason: str) -> Unstorable:
    return Unstorable(
        f"something in it does not fit into the database: {reason}",
        where=article,
        remedy="The article is left out, the others are kept; look in its text for what no reporter wrote",
    )


def tried_again(work: Callable[[], T]) -> T:
    """Do work that may safely be done twice; where the database is lost, wait and do it again, for about 20 s."""
    for wait in _WAITS:
        try:
            return work()
        except StoreUnreachable:
            time.sleep(wait)
    return work()


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]


def _explained_on_postgresql(error: DBAPIError, where: str) -> StoreError:
    message = _first_line(error)
    state = getattr(error.orig, "sqlstate", None) or ""
    if not state and "FATAL:" in message:
        said = message.rpartition("FATAL:")[2]
        state = next((state for sign, state in _FAILED_TO_CONNECT if sign in said), "")
    if state in _LOCKED:
        return _locked(where)
    if state.startswith(_LOST) or error.connection_invalidated or (not state and isinstance(error, OperationalError)):
        return StoreUnreachable(
            f"the database cannot be reached, or was lost: {message}",
            where=where,
            remedy="Check that it runs, and run the same command again; what was finished is kept",
        )
    for sign, problem, remedy in _ON_POSTGRESQL:
        if state.startswith(sign):
            return StoreError(problem, where=where, remedy=remedy)
    return StoreError(f"the database refused: {message}", where=where)


def _locked(where: str) -> StoreLocked:
    return StoreLocked(
        "another program is writing to the record",
        where=where,
        remedy="Wait until it has finished, or close it, and run the same command again",
    )


def _explained(message: str, where: str) -> StoreError:
    if "locked" in message or "busy" in message:
        return _locked(where)
    for sign, problem, remedy in _REMEDIES:
        if sign in message:
            return StoreError(problem, where=where, remedy=remedy)
    return StoreError(f"the database refused: {message}", where=where)
