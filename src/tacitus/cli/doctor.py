"""`tacitus doctor`: is everything as it must be, and how to mend what is not."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tacitus.cli.terminal import show, table
from tacitus.errors import TacitusError

if TYPE_CHECKING:
    from tacitus.store.checkup import Finding

_ROOM = 500 * 2**20


@click.command()
@click.option("--store", metavar="FILE", help="Look over this record too (record.db, or a database URL).")
def doctor(store: str | None) -> int:
    """Look over the installation and a record, and say how to mend what is not well. Nothing is changed.

    The exit code is 0 where all is well, or only something to mind; 1 where something must be mended.
    """
    findings = [*_installation(), *(_record(store) if store else ())]
    show(table(("", "state", "found", "to mend it"), ((f.area, f.state, f.what, f.remedy) for f in findings)))
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _record(store: str) -> Iterator[Finding]:
    import tacitus.review.tables  # noqa: F401 - people's tables are looked at too
    from tacitus.review.audit import AuditLog
    from tacitus.store.checkup import Finding, look_over
    from tacitus.store.opening import open_engine, place_of

    sound = True
    for finding in look_over(store):
        sound = sound and finding.state != "bad"
        yield finding
    if not sound:
        return
    engine = open_engine(store, create=False, read_only=True, busy_timeout=10.0)
    try:
        verified = AuditLog(engine, place_of(store)).verify()
    finally:
        engine.dispose()
    if verified.holds:
        yield Finding("audit log", "good", f"{verified.entries} entries, unbroken")
    else:
        yield Finding(
            "audit log", "bad", "; ".join(verified.problems), "Compare with a backup; `tacitus audit` lists it"
        )


def _installation() -> Iterator[Finding]:
    """Look at Python, the language model, the codebook, the gazetteer and its packs, the weights, and the disk."""
    from tacitus.store.checkup import Finding

    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", "good", f"Python {version}")
    again = "Install Tacitus anew: `pip install --force-reinstall tacitus`"
    for area, look, remedy in (
        ("model", _model, again),
        ("codebook", _codebook, "`tacitus codebook check` says more"),
        ("gazetteer", _gazetteer, "Remove the folder of compiled gazetteers; it is made anew. Add packs again"),
        ("weights", _weights, again),
    ):
        yield _looked_at(area, look, remedy)
    free = shutil.disk_usage(tempfile.gettempdir()).free
    room = free > _ROOM
    yield Finding(
        "disk", "good" if room else "bad", f"{free // 2**20} MiB are free for temporary files",
        "" if room else "Free some space, or set TMPDIR to a folder on another disk",
    )  # fmt: skip


def _looked_at(area: str, look: Callable[[], str], remedy: str) -> Finding:
    from tacitus.store.checkup import Finding

    try:
        return Finding(area, "good", look())
    except TacitusError as error:
        return Finding(area, "bad", str(error), error.remedy or remedy)
    except Exception as error:  # whatever is broken in the installation is what is looked for
        return Finding(area, "bad", f"{type(error).__name__}: {error}", remedy)


def _model() -> str:
    from importlib.metadata import version

    from tacitus.parse.syntax import MODEL, load_language

    parsed = load_language()("The army retook the village.")
    if not any(token.dep_ == "nsubj" for token in parsed):
        raise ValueError("the language model parses nothing")
    return f"spaCy {version('spacy')}, {MODEL} {version(MODEL)}"


def _codebook() -> str:
    from tacitus.codebook.actors import ActorLexicon
    from tacitus.codebook.book import Codebook

    Codebook.load()
    return f"it can be read; {len(list(ActorLexicon.load()))} actors"


def _gazetteer() -> str:
    from tacitus.gazetteer import Gazetteer, list_packs
    from tacitus.gazetteer.home import home_folder

    packs = list_packs()
    with_packs = Gazetteer.open([pack.path for pack in packs if not pack.path.exists()])
    try:
        if not with_packs.candidates("Damascus"):
            raise ValueError("it does not know Damascus")
    finally:
        with_packs.close()
    compiled = len(list(Path(home_folder()).glob("pack-*.sqlite")))
    stale = f"; {compiled - len(packs)} packs of another version must be added again" if compiled > len(packs) else ""
    return f"built-in places and {len(packs)} packs{stale}"


def _weights() -> str:
    from tacitus.extract.judgement import judge_of, judgements

    judgements("coreference")
    for name in ("event_or_not", "confidence"):
        judge_of("tacitus.run", name)
    return "coreference, event or not, confidence: as they were shipped"
