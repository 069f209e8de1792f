"""Coded articles to show, map or export: from a record, or from a coded .jsonl file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tacitus.errors import InterchangeError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tacitus.records import CodedArticle
    from tacitus.store import Record

FunctionT = TypeVar("FunctionT", bound="Callable[..., Any]")


def store_option(help_text: str) -> Callable[[FunctionT], FunctionT]:
    """Return the option that names a record."""
    return click.option("--store", required=True, metavar="FILE", help=help_text)


FROM_RECORD = "The record (record.db, or a database URL), or a coded .jsonl file."


def is_coded_file(source: str) -> bool:
    """Tell a coded .jsonl file from a record."""
    return source.lower().endswith((".jsonl", ".ndjson"))


def articles_of(source: str) -> Iterator[CodedArticle]:
    """Yield the current coding of every article. Raises StoreError or InterchangeError."""
    if is_coded_file(source):
        yield from lines_of(Path(source))
        return
    with open_record(source) as record:
        yield from record.coded()


def lines_of(path: Path) -> Iterator[CodedArticle]:
    """Yield the lines of a coded file. Raises InterchangeError at the first wrong one."""
    from tacitus.store import read_coded

    for line in read_coded(path):
        if isinstance(line, InterchangeError):
            raise line
        yield line


def event_of(source: str, key: str) -> tuple[CodedArticle, str]:
    """Find one event; return its article and its id within it.

    `key` is the id in the record (`ARTICLE:EVENT`), the start of it, or the id within the article where that is unique.
    """
    if not is_coded_file(source):
        with open_record(source) as record:
            stored = record.event(key)
            return next(record.coded(stored.article_id)), stored.item.id
    articles = lines_of(Path(source))
    found = {f"{coded.document.id}:{event.id}": (coded, event.id) for coded in articles for event in coded.events}
    if key in found:
        return found[key]
    matching = [name for name, (_, event) in found.items() if event == key]
    matching = matching or [name for name in found if name.startswith(key)]
    if len(matching) == 1:
        return found[matching[0]]
    if matching:
        some = ", ".join(matching[:3]) + (", ..." if len(matching) > 3 else "")
        raise StoreError(f"{key} stands for more than one: {some}", where=source, remedy="Give the whole id")
    raise StoreError(f"no event has the id {key}", where=source)


@contextmanager
def open_record(source: str) -> Iterator[Record]:
    """Open an existing record for reading."""
    from tacitus.store import Record

    with Record.open(source, create=False, read_only=True) as record:
        yield record
