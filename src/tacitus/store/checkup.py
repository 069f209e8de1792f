"""Looking a record over: is it whole, is it up to date, and what to do where it is not. Nothing is written."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, func, inspect, select, text

from tacitus.errors import StoreError
from tacitus.store import schema
from tacitus.store.engines import READING
from tacitus.store.failures import clear_errors
from tacitus.store.opening import bare_engine, is_url, place_of, revision_of

_LARGE_LOG = 256 * 2**20
_RESTORE = "Restore a backup (`tacitus restore`), or save what can be read: `sqlite3 FILE .recover`"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, in words, and how to mend it where it is not well."""

    area: str
    state: Literal["good", "mind", "bad"]
    what: str
    remedy: str = ""


def look_over(target: str | Path) -> Iterator[Finding]:
    """Yield what is found about a record, the worst not first: form, pages, rows, log, room on the disk."""
    where = place_of(target)
    try:
        if not is_url(target):
            yield from _file(Path(target))
        engine, where = bare_engine(target, create=False, read_only=True, busy_timeout=10)
    except StoreError as error:
        yield Finding("record", "bad", error.problem, error.remedy or "")
        return
    try:
        with clear_errors(where), engine.connect().execution_options(**READING) as connection:
            form = revision_of(connection)
            yield _form(form)
            if form == schema.SCHEMA_REVISION:
                yield from _rows(connection)
            if connection.dialect.name == "postgresql":
                yield from _server(connection)
    except StoreError as error:
        yield Finding("record", "bad", error.problem, error.remedy or _RESTORE)
    finally:
        engine.dispose()


def _file(path: Path) -> Iterator[Finding]:
    """Look at a SQLite file: every page of it, the log beside it, and the room on its disk."""
    if not path.is_file():
        return
    free, size = shutil.disk_usage(path.absolute().parent).free, path.stat().st_size
    state: Literal["good", "bad"] = "good" if free > max(size // 5, 100 * 2**20) else "bad"
    yield Finding(
        "disk", state, f"{free // 2**20} MiB are free beside a record of {size // 2**20} MiB",
        "" if state == "good" else "Free some space, or copy the record to another disk (`tacitus store copy`)",
    )  # fmt: skip
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size > _LARGE_LOG:
        yield Finding(
            "log", "mind", f"the log beside the record has {log.stat().st_size // 2**20} MiB",
            "A program that reads without end keeps it from being taken in: close old sessions",
        )  # fmt: skip
    said: list[str] = []
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    except sqlite3.DatabaseError as error:
        said, mode = [str(error)], ""
    if said != ["ok"]:
        yield Finding("pages", "bad", "; ".join(said).replace("\n", " "), _RESTORE)
        return
    yield Finding("pages", "good", "every page of the file is sound")
    if mode != "wal":
        yield Finding(
            "log", "mind", f"it is written in mode {mode}", "Open it once for writing: readers then need not wait"
        )


def _form(form: str | None) -> Finding:
    if form is None:
        return Finding(
            "form", "bad", "this database is not a Tacitus record", "Name the file that `tacitus code` wrote"
        )
    if form < schema.SCHEMA_REVISION:
        return Finding("form", "bad", f"the record has an older form ({form})", "Run `tacitus store upgrade`")
    if form > schema.SCHEMA_REVISION:
        return Finding(
            "form", "bad", f"a newer Tacitus wrote it (form {form})", "Upgrade with `pip install -U tacitus`"
        )
    return Finding("form", "good", f"form {form}, the present one")


def _rows(connection: Connection) -> Iterator[Finding]:
    """Look at what must hold between the rows; reading all of it, so that a page that cannot be read is found."""
    missing = set(schema.metadata.tables) - set(inspect(connection).get_table_names())
    if missing:
        yield Finding("tables", "bad", f"missing: {', '.join(sorted(missing))}", _RESTORE)
        return
    for table in schema.metadata.sorted_tables:
        for _ in connection.execute(select(table).execution_options(yield_per=1000)):
            pass
    yield Finding("rows", "good", f"every row of {len(schema.metadata.tables)} tables can be read")
    codings, articles = schema.codings.c, schema.articles.c
    current = select(codings.article_id).where(codings.current.is_(True)).group_by(codings.article_id)
    odd = select(func.count()).select_from(schema.articles)
    wrong = connection.execute(odd.where(articles.id.not_in(current.having(func.count() == 1)))).scalar_one()
    if wrong:
        yield Finding("codings", "bad", f"{wrong} articles have not exactly one current coding", _RESTORE)
    cut = select(func.count()).select_from(schema.runs).where(schema.runs.c.ended.is_(None))
    if number := connection.execute(cut).scalar_one():
        yield Finding(
            "runs",
            "mind",
            f"{number} runs were cut off, or are going on",
            "Run the same command again: it goes on where it stopped",
        )
    last = connection.execute(select(schema.link_state.c.last_coding)).scalar() or 0
    waiting = connection.execute(select(func.count()).select_from(schema.codings).where(codings.id > last)).scalar_one()
    if waiting:
        yield Finding("linking", "mind", f"{waiting} codings are not linked yet", "Run `tacitus link`")
    newest = connection.execute(select(func.max(codings.coded))).scalar()
    now = datetime.datetime.now(datetime.UTC)
    if newest is not None and (newest if newest.tzinfo else newest.replace(tzinfo=datetime.UTC)) > now:
        yield Finding(
            "clock",
            "mind",
            "something was coded later than now",
            "Set this machine's clock; nothing is lost, for order rests on no clock",
        )


def _server(connection: Connection) -> Iterator[Finding]:
    shown = {
        name: str(connection.execute(text(f"SHOW {name}")).scalar())
        for name in ("server_version", "server_encoding", "fsync", "data_checksums")
    }
    good = shown["server_encoding"] == "UTF8" and int(shown["server_version"].split(".")[0]) >= 13
    yield Finding(
        "server", "good" if good else "bad", f"PostgreSQL {shown['server_version']}, {shown['server_encoding']}",
        "" if good else "A record needs PostgreSQL 13 or newer, in UTF-8",
    )  # fmt: skip
    if shown["fsync"] != "on":
        yield Finding("server", "mind", "fsync is off: a power cut may destroy the record", "Set fsync = on")
    if shown["data_checksums"] != "on":
        yield Finding(
            "server", "mind", "pages have no checksums", "`pg_checksums --enable` while the server is stopped"
        )
