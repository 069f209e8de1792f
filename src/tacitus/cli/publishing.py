"""What the commands that publish share: profile, imprint, and the source they publish from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tacitus.cli.sources import is_coded_file, lines_of, open_record
from tacitus.cli.terminal import say

if TYPE_CHECKING:
    from tacitus.publish.imprint import Imprint
    from tacitus.publish.publication import Source

FunctionT = TypeVar("FunctionT", bound="Callable[..., Any]")

PROFILE_HELP = "Redaction profile: public, partners, strict, or a YAML file of yours."


def profile_option(default: str | None) -> Callable[[FunctionT], FunctionT]:
    """Return the option that names a redaction profile."""
    shown = f"{PROFILE_HELP} Without it: {default or 'the full record'}."
    return click.option("--profile", metavar="NAME|FILE", default=default, help=shown)


def as_of_option(function: FunctionT) -> FunctionT:
    """Add the option for the day from which an embargo counts."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day of publication, from which an embargo counts back. Without it: today.",
    )(function)


def imprint_options(function: FunctionT) -> FunctionT:
    """Add the options for title, authors and licence."""
    for option in (
        click.option("--licence", metavar="SPDX", help="Licence of the publication, such as CC-BY-4.0."),
        click.option("--author", "authors", multiple=True, help='Author: "Family, Given", or a body; may be repeated.'),
        click.option("--title", default="Coded conflict events", show_default=True, help="Title of the publication."),
    ):
        function = option(function)
    return function


def day_of(moment: datetime.datetime | None) -> datetime.date:
    """Return the day given, or today."""
    return moment.date() if moment else datetime.datetime.now(datetime.UTC).date()


def make_imprint(
    title: str, authors: tuple[str, ...], licence: str | None, day: datetime.date, version: str | None = None
) -> Imprint:
    """Make the imprint of a publication."""
    from tacitus.publish.imprint import Imprint, licence_of

    return Imprint(title=title, version=version, authors=authors, licence=licence_of(licence), made=day)


@contextmanager
def open_source(
    store: str,
    profile: str | None,
    day: datetime.date,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Iterator[Source]:
    """Open a record or a coded file as a source, under a profile."""
    from tacitus.publish.publication import Period, source_of_articles, source_of_record
    from tacitus.publish.redact import load_profile

    chosen = load_profile(profile) if profile else None
    if is_coded_file(store):
        period = Period(since, until)
        yield source_of_articles(lambda: period.articles(lines_of(Path(store))), profile=chosen, as_of=day)
        return
    with open_record(store) as record:
        yield source_of_record(record, profile=chosen, as_of=day, since=since, until=until)


def say_what_was_removed(source: Source) -> None:
    """Say which profile was applied, and what it removed."""
    if source.redactor is None:
        say("No redaction profile was applied: names, exact places and the articles' texts are in it.")
        return
    removed = ", ".join(f"{count} {kind}" for kind, count in sorted(source.redactor.removed.items()) if count)
    say(f"Redaction profile {source.redactor.profile.name}: removed {removed or 'nothing'}.")


def note_run(store: str, command: str, arguments: dict[str, Any], counts: dict[str, int]) -> None:
    """Note in the record's audit log what was published; a coded file has no log."""
    from tacitus.errors import StoreError
    from tacitus.store import Record

    if is_coded_file(store):
        return
    try:
        with Record.open(store, create=False) as record:
            run = record.runs.start(command, arguments=arguments)
            record.runs.finish(run, counts)
    except StoreError as error:
        say(f"It is done, but not noted in the record's log: {error}")
