"""`tacitus export`: the record in the forms that its readers use."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from tacitus.cli.terminal import say, show
from tacitus.errors import UsageError

if TYPE_CHECKING:
    from tacitus.publish.imprint import Imprint
    from tacitus.publish.publication import Source

FORMAT_NAMES = (
    "jsonl", "csv", "parquet", "sqlite", "datapackage", "acled", "ucdp", "polecat", "plover", "geojson", "gpkg",
    "geoparquet", "kml", "gexf", "graphml", "ftm", "annotations", "prov", "hxl", "map",
)  # fmt: skip
"""The formats of tacitus.publish.formats, named here so that `tacitus --help` need not load them."""
TABLE_LIMIT = 60
"""Events that a table on the terminal shows at most."""


@click.command()
@store_option(FROM_RECORD)
@click.option("--out", metavar="FOLDER", help="Write files into this folder; - writes jsonl to the output.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice((*FORMAT_NAMES, "all", "table")),
    help="What to write; may be given more than once. Without it: a table, or with --out jsonl.",
)
@profile_option(None)
@as_of_option
@imprint_options
def export(
    store: str,
    out: str | None,
    formats: tuple[str, ...],
    profile: str | None,
    as_of: datetime.datetime | None,
    title: str,
    authors: tuple[str, ...],
    licence: str | None,
) -> None:
    """Write the record as files: the current coding of every article, as people corrected it, and its incidents.

    docs/publishing.md says for each format who opens it and what it cannot carry. Exports to files are noted in the
    record's audit log.
    """
    chosen = chosen_formats(formats, out)
    day = day_of(as_of)
    with open_source(store, profile, day) as source:
        if out == "-":
            _write_lines(source)
        elif out is None:
            _show_table(source)
        else:
            _write_files(source, Path(out), chosen, make_imprint(title, authors, licence, day), store)


def chosen_formats(formats: Iterable[str], out: str | None) -> tuple[str, ...]:
    """Return the formats asked for, or the usual ones. Raises UsageError for a combination that makes no sense."""
    asked = tuple(dict.fromkeys(formats)) or (("jsonl",) if out else ("table",))
    if out == "-" and asked != ("jsonl",):
        raise UsageError("only jsonl can be written to the output", where="--out -", remedy="Give --out a folder")
    files = [name for name in asked if name != "table"]
    if files and not out:
        raise UsageError(
            f"{files[0]} needs a place to go", where="--format", remedy="Add --out FOLDER, or --out - for jsonl"
        )
    return FORMAT_NAMES if "all" in asked else asked


def _write_files(source: Source, folder: Path, formats: tuple[str, ...], imprint: Imprint, store: str) -> None:
    from tacitus.publish.publication import publish

    published = publish(source, folder, [name for name in formats if name != "table"], imprint)
    for path in published.files:
        say(f"Written: {path}")
    say_what_was_removed(source)
    removed = dict(source.redactor.removed) if source.redactor else {}
    profile = source.redactor.profile.name if source.redactor else None
    counts = {"articles": published.articles, "incidents": published.incidents}
    counts |= {f"{kind} removed": number for kind, number in removed.items()}
    note_run(store, "export", {"formats": list(formats), "out": str(folder), "profile": profile}, counts)
    if "table" in formats:
        _show_table(source)


def _write_lines(source: Source) -> None:
    for coded in source.articles():
        # On a terminal everything that could steer it is escaped.
        click.echo(json.dumps(coded.to_json(), ensure_ascii=sys.stdout.isatty()))


def _show_table(source: Source) -> None:
    from tacitus.publish import events_table

    articles = islice((coded for coded in source.articles() if coded.events), TABLE_LIMIT + 1)
    shown, left, more = [], TABLE_LIMIT, False
    for coded in articles:
        more = more or len(coded.events) > left
        shown.append(coded.model_copy(update={"events": coded.events[:left]}))
        left = max(0, left - len(coded.events))
    show(events_table(shown))
    if more:
        say(f"The table shows the first {TABLE_LIMIT} events; --out FOLDER --format csv has all.")
