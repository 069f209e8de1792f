"""Where compiled gazetteers live, and the packs a user has added."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from tacitus.errors import GazetteerError
from tacitus.gazetteer.candidate import PlaceRow
from tacitus.gazetteer.compiled import FORMAT, compile_rows, find_compiled, read_meta
from tacitus.gazetteer.countries import code_of_country
from tacitus.gazetteer.divisions import usual_division_name
from tacitus.gazetteer.formats import read_pack


@dataclass(frozen=True, slots=True)
class PackSummary:
    """A compiled pack. `path` is the compiled file, `source` the name of the file it came from."""

    name: str
    source: str
    pack_format: str
    places: int
    spellings: int
    countries: tuple[str, ...]
    sha256: str
    path: Path


def home_folder(home: Path | None = None) -> Path:
    """Return the folder for compiled gazetteers: `home`, else TACITUS_HOME, else ~/.local/share/tacitus.

    Where that cannot be written, a folder of the user's in the system's temporary directory.
    """
    if home is None:
        named = os.environ.get("TACITUS_HOME")
        data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
        home = Path(named) if named else Path(data).expanduser() / "tacitus"
    folder = home / "gazetteer"
    if _can_write(folder):
        return folder
    return _own_temporary_folder()


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _own_temporary_folder() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"tacitus-{user}" / "gazetteer"
    folder.parent.mkdir(exist_ok=True, mode=0o700)
    state = folder.parent.lstat()
    # Everybody may write in the temporary directory: a folder that another made there is another's gazetteer.
    if hasattr(os, "getuid") and (state.st_uid != user or stat.S_IMODE(state.st_mode) & 0o022):
        raise GazetteerError(
            "the folder for compiled gazetteers belongs to somebody else, or others may write in it",
            where=str(folder.parent),
            remedy="Set TACITUS_HOME to a folder of yours",
        )
    folder.mkdir(exist_ok=True)
    return folder


def add_pack(file: Path, home: Path | None = None) -> PackSummary:
    """Compile a pack into the user's home, where every later `Gazetteer.open` finds it.

    A pack of the same name is replaced. Raises GazetteerError naming file and line.
    """
    name = pack_name(file)
    return _compile(file, home_folder(home), f"pack-{name}", name)


def list_packs(home: Path | None = None) -> list[PackSummary]:
    """Return the packs that the user has added, by name. Packs compiled by another version are left out."""
    folder = home_folder(home)
    stems = sorted({path.name.split(".")[0] for path in folder.glob("pack-*.*.sqlite")})
    found = (_summary(path) for stem in stems if (path := find_compiled(folder, stem)) is not None)
    return [summary for summary in found if summary is not None]


def remove_pack(name: str, home: Path | None = None) -> PackSummary:
    """Remove an added pack and return what it was. Raises GazetteerError where there is none of that name."""
    for summary in list_packs(home):
        if summary.name == name:
            summary.path.unlink()
            return summary
    raise GazetteerError("no such pack", where=name, remedy="`tacitus gazetteer list` names the packs there are")


def compiled_pack(file: Path, home: Path | None = None) -> Path:
    """Return the compiled form of a pack that is named for one run, compiling it at most once.

    It is known again by the file's place, size and time of change.
    """
    try:
        state = file.stat()
    except OSError as error:
        raise GazetteerError("no such file", where=str(file), remedy="Check the path of the pack") from error
    identity = sha256(f"{file.resolve()}|{state.st_size}|{state.st_mtime_ns}|{FORMAT}".encode()).hexdigest()[:16]
    folder, stem = home_folder(home), f"cache-{pack_name(file)}-{identity}"
    return find_compiled(folder, stem) or _compile(file, folder, stem, pack_name(file)).path


def pack_name(file: Path) -> str:
    """Return the name of a pack: its file's, without extensions, in plain characters."""
    stem = file.name.split(".")[0]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-") or "pack"


def _compile(file: Path, folder: Path, stem: str, name: str) -> PackSummary:
    pack_format, rows = read_pack(file)
    countries: Counter[str] = Counter()
    meta = {"name": name, "source": file.name, "sha256": _sha256(file), "pack_format": pack_format}
    counted = _counted(rows, countries, _country_of_file(name))
    path, places, spellings = compile_rows(
        counted, folder, stem, meta, lambda: {"countries": " ".join(sorted(countries))}
    )
    return PackSummary(name, file.name, pack_format, places, spellings, tuple(sorted(countries)), meta["sha256"], path)


def _country_of_file(name: str) -> str:
    # Extracts by country carry the code, or its name, in the file's name only: wof_sy, ucdp_places_syria.
    return code_of_country(re.split(r"[_-]", name)[-1]) or ""


def _counted(rows: Iterator[PlaceRow], countries: Counter[str], default: str) -> Iterator[PlaceRow]:
    for row in rows:
        code = row.country_code or default
        admin1 = usual_division_name(code, row.admin1) if row.admin1 else None
        countries[code] += 1
        yield replace(row, country_code=code, admin1=admin1)


def _sha256(file: Path) -> str:
    digest = sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _summary(path: Path) -> PackSummary | None:
    meta = read_meta(path)
    if meta.get("format") != FORMAT:
        return None
    return PackSummary(
        name=meta["name"],
        source=meta["source"],
        pack_format=meta["pack_format"],
        places=int(meta["places"]),
        spellings=int(meta["spellings"]),
        countries=tuple(meta.get("countries", "").split()),
        sha256=meta["sha256"],
        path=path,
    )
