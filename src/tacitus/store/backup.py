"""Backups: one SQLite file that holds the record as it was at one moment, whatever database the record is in."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tacitus.errors import StoreError
from tacitus.store.copying import Say, copy_record
from tacitus.store.failures import clear_errors
from tacitus.store.opening import bare_engine, is_url, open_engine
from tacitus.store.upgrading import form_of


@dataclass(frozen=True)
class Backup:
    """A backup that was written, or put back: where, its form, its size in bytes, and its SHA-256."""

    path: Path
    form: str
    size: int
    sha256: str


def back_up(source: str | Path, file: Path, *, say: Say | None = None) -> Backup:
    """Write a record, which others may be writing to, into a new file; its hash into FILE.sha256 beside it.

    The file is a record itself. It is checked, and has its name only when it is whole and on the disk. Raises
    StoreError, also where the file is there already.
    """
    if file.exists():
        raise StoreError("there is a file of this name", where=str(file), remedy="Name a new file; backups are kept")
    if not file.absolute().parent.is_dir():
        raise StoreError("the folder does not exist", where=str(file), remedy="Make the folder first")
    form = form_of(source)
    with _whole_or_not_at_all(file) as part:
        if _is_file(source):
            _copy_pages(source, part)
        else:
            copy_record(source, part, say=say)
        _close_log(part)
        _check(part, str(source))
    digest = _sha256(file)
    Path(f"{file}.sha256").write_text(f"{digest}  {file.name}\n", encoding="utf-8")
    return Backup(file, form, file.stat().st_size, digest)


def restore(file: Path, target: str | Path, *, say: Say | None = None) -> Backup:
    """Put a backup back: into a file that is not there, or an empty database. Raises StoreError.

    The backup is checked first: against FILE.sha256 where that is there, and page by page. A backup of an older form
    is brought up to date in what it is put back into; the file itself is never changed.
    """
    if not file.is_file():
        raise StoreError("there is no such file", where=str(file), remedy="Name a file that `tacitus backup` wrote")
    digest = _sha256(file)
    noted = Path(f"{file}.sha256")
    if noted.exists() and noted.read_text(encoding="utf-8").split()[:1] != [digest]:
        raise StoreError("it is not as it was written", where=str(file), remedy="Take an older backup")
    _check(file, str(file))
    found = Backup(file, form_of(file), file.stat().st_size, digest)
    if is_url(target) and not str(target).startswith("sqlite"):
        with tempfile.TemporaryDirectory(prefix="tacitus-restore-") as folder:
            own = Path(folder) / "record.db"
            shutil.copyfile(file, own)
            open_engine(own, create=False, read_only=False, busy_timeout=10).dispose()
            copy_record(own, target, say=say)
        return found
    path = _path(target)
    if path.exists():
        raise StoreError(
            "there is a file of this name", where=str(path), remedy="Name a new file, or move that one away first"
        )
    with _whole_or_not_at_all(path) as part:
        shutil.copyfile(file, part)
        open_engine(part, create=False, read_only=False, busy_timeout=10).dispose()
        _close_log(part)
    open_engine(path, create=False, read_only=False, busy_timeout=10).dispose()
    return found


def _is_file(source: str | Path) -> bool:
    return not is_url(source) or str(source).startswith("sqlite")


def _path(target: str | Path) -> Path:
    return Path(str(target).partition(":///")[2]) if is_url(target) else Path(target)


def _copy_pages(source: str | Path, part: Path) -> None:
    """Copy a SQLite record with SQLite's own online backup, in one look, so that writers need not stop."""
    engine, where = bare_engine(source, create=False, read_only=True, busy_timeout=30)
    try:
        with clear_errors(where), closing(sqlite3.connect(part)) as copy:
            raw = engine.raw_connection()
            try:
                old = raw.driver_connection
                assert isinstance(old, sqlite3.Connection)
                old.backup(copy, pages=-1)
            finally:
                raw.close()
    finally:
        engine.dispose()


def _close_log(part: Path) -> None:
    """Put everything into the one file, so that it can be carried away."""
    with clear_errors(str(part)), closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(path: Path, where: str) -> None:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    with clear_errors(where), closing(sqlite3.connect(uri, uri=True)) as copy:
        said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    if said == ["ok"] and dangling:
        said = [f"a row of {dangling[0]} hangs in the air"]
    elif said == ["ok"]:
        return
    raise StoreError(
        f"the record is damaged: {'; '.join(said)}",
        where=where,
        remedy="`tacitus doctor` says more; take an older backup, or save what can be read: `sqlite3 FILE .recover`",
    )


@contextmanager
def _whole_or_not_at_all(file: Path) -> Iterator[Path]:
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
        folder = os.open(file.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{part}{ending}").unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
