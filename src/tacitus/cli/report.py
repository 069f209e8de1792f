"""`tacitus report`: a briefing to read, as a page and as PDF."""

from __future__ import annotations

import datetime
from pathlib import Path

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
from tacitus.cli.terminal import say

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@store_option(FROM_RECORD)
@click.option(
    "--out",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("report"),
    show_default=True,
    help="Write briefing.html and briefing.pdf into this folder.",
)
@click.option("--from", "since", type=DAY, help="Only what is dated on this day or later, in part.")
@click.option("--to", "until", type=DAY, help="Only what is dated on this day or earlier, in part.")
@click.option("--no-pdf", is_flag=True, help="Write the page only.")
@profile_option(None)
@as_of_option
@imprint_options
def report(
    store: str,
    out: Path,
    since: datetime.datetime | None,
    until: datetime.datetime | None,
    no_pdf: bool,
    profile: str | None,
    as_of: datetime.datetime | None,
    title: str,
    authors: tuple[str, ...],
    licence: str | None,
) -> None:
    """Write a briefing: map, timeline, incidents with their sources, what is contested, groups, posts, method, limits.

    The page needs no network. What is not dated goes by its publication.
    """
    from tacitus.publish.report import write_report

    day = day_of(as_of)
    first, last = since.date() if since else None, until.date() if until else None
    with open_source(store, profile, day, since=first, until=last) as source:
        imprint = make_imprint(title, authors, licence, day)
        for path in write_report(source, out, imprint, since=first, until=last, pdf=not no_pdf):
            say(f"Written: {path}")
        say_what_was_removed(source)
        removed = dict(source.redactor.removed) if source.redactor else {}
    arguments = {"out": str(out), "profile": profile, "from": str(first or ""), "to": str(last or "")}
    note_run(store, "report", arguments, {f"{kind} removed": count for kind, count in removed.items()})
