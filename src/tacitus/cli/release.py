"""`tacitus release`: a version of the record, frozen."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from tacitus.cli.export import FORMAT_NAMES
from tacitus.cli.publishing import (
    as_of_option,
    day_of,
    imprint_options,
    make_imprint,
    note_run,
    open_source,
    profile_option,
    say_what_was_removed,
)
from tacitus.cli.sources import FROM_RECORD, store_option
from tacitus.cli.terminal import say


@click.command()
@store_option(FROM_RECORD)
@click.option(
    "--out",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder of releases; the release is a folder in it, named by its version.",
)
@click.option("--version", "version", metavar="VERSION", required=True, help="The version to freeze, such as 1.0.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice((*FORMAT_NAMES, "all")),
    help="What to freeze; may be given more than once. Without it: the usual formats. CSV tables are always there.",
)
@click.option("--note", default="", help="A sentence about this release.")
@profile_option("public")
@as_of_option
@imprint_options
def release(
    store: str,
    out: Path,
    version: str,
    formats: tuple[str, ...],
    note: str,
    profile: str,
    as_of: datetime.datetime | None,
    title: str,
    authors: tuple[str, ...],
    licence: str | None,
) -> None:
    """Freeze a version of the record: tables, maps, graph and provenance, with checksums and what changed.

    Ids are those of the release before; an id that is withdrawn is never used again. A profile is always applied;
    `--profile none` publishes the full record, and says so.
    """
    from tacitus.publish.redact import pseudonym_key
    from tacitus.publish.release import USUAL_FORMATS, make_release

    day = day_of(as_of)
    chosen = FORMAT_NAMES if "all" in formats else formats or USUAL_FORMATS
    with open_source(store, None if profile == "none" else profile, day) as source:
        imprint = make_imprint(title, authors, licence, day, version)
        made = make_release(source, out, imprint, formats=chosen, key=pseudonym_key(), note=note)
        say(f"Frozen: {made}. `sha256sum -c SHA256SUMS` in it checks the files.")
        say_what_was_removed(source)
        removed = dict(source.redactor.removed) if source.redactor else {}
    if (made / "CHANGES.md").exists():
        say(f"What changed since the release before: {made / 'CHANGES.md'}")
    arguments = {"version": version, "out": str(out), "profile": profile}
    note_run(store, "release", arguments, {f"{kind} removed": count for kind, count in removed.items()})
