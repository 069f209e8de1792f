"""Releases: a version of the record, frozen with its checksums."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from tacitus.errors import TacitusError
from tacitus.publish.entities.package import sha256_of, write_datapackage
from tacitus.publish.formats import FORMATS
from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, imprint_of
from tacitus.publish.redact import Profile
from tacitus.publish.release.changes import write_changes
from tacitus.publish.release.compare import Comparison
from tacitus.publish.release.ids import LEDGER, IdKeeper, Ledger
from tacitus.publish.whole_file import whole_file
from tacitus.publish.writer import Writer, feed

MANIFEST = "release.json"
CHECKSUMS = "SHA256SUMS"
USUAL_FORMATS = ("datapackage", "parquet", "sqlite", "geojson", "acled", "ucdp", "gexf", "prov", "annotations")
"""What a release holds unless other formats are asked for."""
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:[-+.][0-9A-Za-z]+)*")
_SECRET = {"persons": {"keep", "hide"}, "articles": {"ids", "publishers"}}
"""Parts of a profile that would tell what it hides."""


class ReleaseError(TacitusError):
    """A release cannot be made, read or trusted."""


def make_release(
    source: Source,
    folder: Path,
    imprint: Imprint,
    *,
    formats: Sequence[str] = USUAL_FORMATS,
    key: bytes = b"",
    note: str = "",
) -> Path:
    """Freeze a version into `folder`/VERSION and return that path.

    `imprint.version` names it. Ids are those of the newest release in the folder, whose changes are listed; `key` is
    that of the pseudonyms, by which articles with telling ids are known again. What is written cannot be written again.
    Raises ReleaseError where the version exists, or is no version.
    """
    version = imprint.version or ""
    target = folder / version
    if not _VERSION.fullmatch(version):
        raise ReleaseError("this is no version", where=version or "--version", remedy="Give one such as 1.0")
    if target.exists():
        raise ReleaseError(
            "this version is frozen already", where=str(target), remedy="Give the next version; releases never change"
        )
    previous = newest_release(folder)
    unfinished = folder / f".part-{version}"
    _remove(unfinished)
    try:
        _write(source, unfinished, imprint, formats, previous, key, note)
        unfinished.rename(target)
    finally:
        _remove(unfinished)
    return target


def newest_release(folder: Path) -> Path | None:
    """Return the release in the folder that was made last, by versions; null where there is none."""
    found = [path.parent for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")]
    return max(found, key=lambda path: version_key(path.name), default=None)


def version_key(version: str) -> list[tuple[int, int, str]]:
    """Return what versions are sorted by: 1.10 after 1.9, 1.0-rc1 before 1.0."""
    parts = re.split(r"[.+]", version.replace("-", ".-"))
    key = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]
    return [*key, (1, -1, "")]


def read_manifest(release: Path) -> dict[str, Any]:
    """Return what a release says of itself. Raises ReleaseError."""
    try:
        manifest: dict[str, Any] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(
            "this is no release", where=str(release), remedy="Give a folder that `tacitus release` wrote"
        ) from error
    return manifest


def check_release(release: Path) -> None:
    """Check that every file is as it was frozen. Raises ReleaseError naming the first that is not."""
    read_manifest(release)
    for line in (release / CHECKSUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = release / name
        if not path.is_file() or sha256_of(path) != digest:
            problem = "was altered since it was frozen" if path.is_file() else "is missing"
            raise ReleaseError(
                f"{name} {problem}", where=str(release), remedy="Get the release anew from its publisher"
            )


def _write(
    source: Source,
    folder: Path,
    imprint: Imprint,
    formats: Sequence[str],
    previous: Path | None,
    key: bytes,
    note: str,
) -> None:
    folder.mkdir(parents=True)
    keeper = IdKeeper(previous / LEDGER if previous else None, alias=_alias(key))
    if previous is not None:
        keeper.learn(source.read_articles(), source.read_incidents())
    named = _with_ids(source, keeper)
    full = imprint_of(named, imprint)
    # Diffs read the tables, so that every release has them.
    chosen = ["datapackage", *(name for name in dict.fromkeys(formats) if name not in ("datapackage", "csv"))]
    ledger = Ledger(folder, full)
    ledger.previous = previous / LEDGER if previous else None
    writers: list[Writer] = [*(FORMATS[name].writer(folder, full) for name in chosen), ledger]
    counts = _feed(writers, named)
    keeper.close()
    _write_profile(folder, source.redactor.profile if source.redactor else None)
    _write_manifest(folder, full, previous, chosen, counts, note)
    comparison = Comparison.open(previous, folder) if previous else None
    if comparison is not None:
        with comparison:
            write_changes(comparison, folder)
    _finish(folder, full)


def _feed(writers: Sequence[Writer], source: Source) -> dict[str, int]:
    with ExitStack() as stack:
        entered = [stack.enter_context(writer) for writer in writers]
        articles, incidents = feed(entered, source.articles(), source.incidents(), source.decisions())
    return {"articles": articles, "incidents": incidents}


def _with_ids(source: Source, keeper: IdKeeper) -> Source:
    if source.redactor is not None:
        source.redactor.look_through(keeper.article, keeper.incident, keeper.own)
    return replace(
        source,
        read_articles=lambda: map(keeper.article, source.read_articles()),
        read_incidents=lambda: map(keeper.incident, source.read_incidents()),
        read_decisions=lambda: map(keeper.decision, source.read_decisions()),
    )


def _alias(key: bytes) -> Callable[[str], str]:
    # As tacitus.publish.redact.article.told_id makes them.
    return lambda article_id: f"a-{hmac.new(key, article_id.encode(), hashlib.sha256).hexdigest()[:16]}"


def _write_profile(folder: Path, profile: Profile | None) -> None:
    if profile is None:
        return
    rules = profile.model_dump(mode="json", exclude=_SECRET)
    with whole_file(folder / "redaction-profile.yaml") as stream:
        stream.write("# The rules under which this release was redacted. Lists of names and articles are left out.\n")
        yaml.safe_dump(rules | {"sha256": profile.sha256}, stream, sort_keys=False, allow_unicode=True)


def _write_manifest(
    folder: Path, imprint: Imprint, previous: Path | None, formats: Sequence[str], counts: dict[str, int], note: str
) -> None:
    manifest = imprint.notes() | {
        "note": note,
        "previous": previous.name if previous else None,
        "formats": list(formats),
        "counts": counts,
    }
    with whole_file(folder / MANIFEST) as stream:
        json.dump(manifest, stream, ensure_ascii=False, indent=2)


def _finish(folder: Path, imprint: Imprint) -> None:
    """Describe all files in datapackage.json, write their checksums, and take the right to write away."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "datapackage.json"]
    write_datapackage(folder, imprint, files)
    files = sorted([*files, folder / "datapackage.json"])
    with whole_file(folder / CHECKSUMS) as stream:
        stream.writelines(f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    for path in [*files, folder / CHECKSUMS]:
        path.chmod(0o444)


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
