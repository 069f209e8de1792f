"""A compiled pack: one compact SQLite file, written once, then only looked up.

Names are kept as 64-bit hashes of their folded forms, which makes a file of 350,000 places small and a look-up one
descent of a B-tree; nothing but SQLite's page cache stays in memory.

The file's name carries the digest of its content (`base-VERSION.DIGEST.sqlite`), and is checked when it is opened:
name and content appear in one act, and a file that was damaged or changed afterwards is never looked up.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b, file_digest
from pathlib import Path

from tacitus.errors import GazetteerError
from tacitus.gazetteer.candidate import PlaceRow
from tacitus.gazetteer.folding import block, fold, is_latin, skeleton

FORMAT = "10"
"""Version of the compiled form and of the folding rules. Raised when either changes, so old files are not reused."""

_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, place_id TEXT, name TEXT, latitude REAL, longitude REAL, country TEXT,
                    admin1 TEXT, admin2 TEXT, feature TEXT, population INTEGER);
CREATE TABLE spelling (key INTEGER, place INTEGER, own INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE skeleton (key INTEGER, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE block (key INTEGER, place INTEGER, skeleton TEXT, PRIMARY KEY (key, place, skeleton)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""


def key_of(text: str) -> int:
    """Return the 64-bit key under which a folded name, skeleton or block is filed."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def compile_rows(
    rows: Iterable[PlaceRow],
    folder: Path,
    stem: str,
    meta: dict[str, str],
    late_meta: Callable[[], dict[str, str]] = dict,
) -> tuple[Path, int, int]:
    """Write rows into a compiled file `stem`.DIGEST.sqlite in place of older ones; return (file, places, spellings).

    `late_meta` is asked after the last row. The file appears under its name only when complete, so two processes that
    compile the same pack at once both end with a good file. Raises GazetteerError where `folder` cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{stem}.")
    except OSError as error:
        raise GazetteerError(
            f"the folder cannot be written: {error.strerror}",
            where=str(folder),
            remedy="Set TACITUS_HOME to a folder of yours",
        ) from error
    os.close(handle)
    partial = Path(name)
    try:
        places, spellings = _write(rows, partial, meta, late_meta)
        partial.chmod(0o644)
        target = folder / f"{stem}.{_digest(partial)}.sqlite"
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    for older in folder.glob(f"{stem}.*.sqlite"):
        if older != target:
            with suppress(OSError):  # where files that are open cannot be removed, the newest is taken
                older.unlink()
    return target, places, spellings


def find_compiled(folder: Path, stem: str) -> Path | None:
    """Return the compiled file of this stem; the newest where there are several."""
    found = [(path.stat().st_mtime_ns, path) for path in folder.glob(f"{stem}.*.sqlite")]
    return max(found)[1] if found else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:32]


@lru_cache(maxsize=256)
def _is_whole(path: Path, _size: int, _changed: int) -> bool:
    return path.name.split(".")[-2:-1] == [_digest(path)]


def check_whole(path: Path) -> None:
    """Raise GazetteerError where a compiled file is not what was compiled. A file is read once a process for this."""
    try:
        state = path.stat()
        whole = _is_whole(path, state.st_size, state.st_mtime_ns)
    except OSError as error:
        raise GazetteerError(f"the compiled gazetteer cannot be read: {error.strerror}", where=str(path)) from error
    if not whole:
        raise GazetteerError(
            "the compiled gazetteer was damaged or changed after it was compiled: its digest is another",
            where=str(path),
            remedy="Delete the file; the built-in places are compiled anew, a pack with `tacitus gazetteer add`",
        )


def _write(
    rows: Iterable[PlaceRow], path: Path, meta: dict[str, str], late_meta: Callable[[], dict[str, str]]
) -> tuple[int, int]:
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _SCHEMA)
        keys: list[tuple[int, int, int]] = []
        skeletons: set[tuple[int, int]] = set()
        blocks: set[tuple[int, int, str]] = set()
        places = 0
        for place_rows in _numbered(rows, keys, skeletons, blocks):
            connection.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", place_rows)
            places += 1
        connection.executemany("INSERT OR IGNORE INTO spelling VALUES (?,?,?)", sorted(keys))
        connection.executemany("INSERT INTO skeleton VALUES (?,?)", sorted(skeletons))
        connection.executemany("INSERT INTO block VALUES (?,?,?)", sorted(blocks))
        spellings = connection.execute("SELECT count(*) FROM spelling").fetchone()[0]
        facts = {**meta, **late_meta(), "format": FORMAT, "places": str(places), "spellings": str(spellings)}
        connection.executemany("INSERT INTO meta VALUES (?,?)", facts.items())
        connection.commit()
        return places, spellings
    finally:
        connection.close()


def _numbered(
    rows: Iterable[PlaceRow],
    keys: list[tuple[int, int, int]],
    skeletons: set[tuple[int, int]],
    blocks: set[tuple[int, int, str]],
) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(rows, start=1):
        own = fold(row.name)
        folded = {own, *(fold(variant) for variant in row.variants)}
        for name in folded:
            if not name:
                continue
            # 0 sorts first, so INSERT OR IGNORE keeps "own name" over "variant".
            keys.append((key_of(name), number, 0 if name == own else 1))
            if is_latin(name) and (bones := skeleton(name)):
                skeletons.add((key_of(bones), number))
                if consonants := block(bones):
                    blocks.add((key_of(consonants), number, bones))
        yield (
            number,
            row.id,
            row.name,
            round(row.latitude, 6),
            round(row.longitude, 6),
            row.country_code,
            row.admin1,
            row.admin2,
            row.feature,
            row.population,
        )


def _read_only(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def open_compiled(path: Path) -> sqlite3.Connection:
    """Open a compiled file read-only. Raises GazetteerError where it is damaged, changed or of another format."""
    check_whole(path)
    try:
        connection = sqlite3.connect(_read_only(path), uri=True, check_same_thread=False)
        found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(
            f"the compiled gazetteer cannot be read: {error}",
            where=str(path),
            remedy="Delete the file; it is compiled again from its pack",
        ) from error
    if found is None or found[0] != FORMAT:
        connection.close()
        raise GazetteerError(
            "the compiled gazetteer is of another version",
            where=str(path),
            remedy="Add the pack again with `tacitus gazetteer add`",
        )
    connection.execute("PRAGMA cache_size=-4096")
    return connection


def read_meta(path: Path) -> dict[str, str]:
    """Return what a compiled file says of itself (name, source, sha256, places, spellings, format, countries)."""
    check_whole(path)
    try:
        connection = sqlite3.connect(_read_only(path), uri=True)
        try:
            return dict(connection.execute("SELECT key, value FROM meta"))
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"the compiled gazetteer cannot be read: {error}", where=str(path)) from error
