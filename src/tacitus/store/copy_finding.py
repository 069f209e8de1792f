"""Copies among the articles of a record: those that came since the last look, against all that came before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy
from sqlalchemy import Connection, select

from tacitus.link.copies import Copy, CopyFinder, body, compare_texts, prints, shingles
from tacitus.store import schema
from tacitus.store.link_reading import arrival, chunks

_ROOM = 25_000_000
"""Shingles that are held in memory, of eight bytes each: those of some hundred thousand articles."""
_ASKED = 5_000
"""Other texts whose shingles are held a while."""


@dataclass
class FoundCopies:
    """What came out: the copies, the prints of articles that are none, and the articles looked at."""

    copies: list[Copy] = field(default_factory=list)
    prints: list[tuple[str, Any]] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def print_rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of `prints`."""
        for article_id, own in self.prints:
            for number in own.tolist():
                yield {"print": number, "article_id": article_id}


def find_copies(connection: Connection, after_coding: int) -> FoundCopies:
    """Look at the articles that got a coding after the last linked one, in the order in which they came."""
    found = FoundCopies(looked_at=_new_articles(connection, after_coding))
    if not found.looked_at:
        return found
    anything_known = connection.execute(select(schema.prints.c.id).limit(1)).first() is not None
    texts = _Texts(connection)
    own: dict[str, Any] = {}
    for article, numbers in _shingled(connection, found.looked_at):
        own[article] = prints(numbers)
        texts.offer(article, numbers)
    every, times = numpy.unique(numpy.concatenate(list(own.values())), return_counts=True)
    known = _holders(connection, every.tolist()) if anything_known else {}
    # What one article alone has finds nothing; most prints are such, and a million articles have many.
    repeated_prints = {*every[times > 1].tolist(), *known}
    finder = CopyFinder(known)
    for article_id in found.looked_at:
        telling = [number for number in own[article_id].tolist() if number in repeated_prints]
        repeated = _repeated(finder, article_id, telling, len(own[article_id]), texts)
        found.copies.extend(repeated)
        if not any(copy.whole for copy in repeated):
            finder.keep(article_id, telling)
            found.prints.append((article_id, own[article_id]))
    return found


class _Texts:
    """The shingles of articles: those read anyway, while there is room, and the last that were asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, Any] = {}
        self._asked: dict[str, Any] = {}
        self._room = _ROOM

    def offer(self, article_id: str, numbers: Any) -> None:
        """Hold a text that was read, if there is room for it."""
        if len(numbers) <= self._room:
            self._held[article_id] = numbers
            self._room -= len(numbers)

    def fetch(self, article_ids: Iterable[str]) -> None:
        """Read those that are not at hand, in one go."""
        missing = [article for article in article_ids if article not in self._held and article not in self._asked]
        if len(self._asked) + len(missing) > _ASKED:
            self._asked = dict(list(self._asked.items())[-_ASKED // 2 :])
        self._asked.update(_shingled(self._connection, missing))

    def __getitem__(self, article_id: str) -> Any:
        found = self._held.get(article_id)
        return self._asked[article_id] if found is None else found


def _repeated(finder: CopyFinder, article_id: str, own: list[int], size: int, texts: _Texts) -> list[Copy]:
    candidates = finder.candidates(own, size)
    if not candidates:
        return []
    texts.fetch([article_id, *candidates])
    text = texts[article_id]
    compared = (compare_texts(article_id, text, other, texts[other]) for other in candidates)
    copies = sorted(
        (copy for copy in compared if copy), key=lambda copy: (not copy.whole, -copy.share, copy.original_id)
    )
    # A whole copy has one original; an article may hold parts of several.
    return copies[:1] if copies and copies[0].whole else copies


def _new_articles(connection: Connection, after_coding: int) -> list[str]:
    codings, articles, done = schema.codings.c, schema.articles.c, schema.fingerprinted.c
    statement = (
        select(articles.id)
        .where(articles.id.in_(select(codings.article_id).where(codings.id > after_coding)))
        .where(articles.id.not_in(select(done.article_id)))
        .order_by(arrival())
    )
    return [row[0] for row in connection.execute(statement)]


def _shingled(connection: Connection, article_ids: Iterable[str]) -> Iterator[tuple[str, Any]]:
    articles = schema.articles.c
    for chunk in chunks(article_ids):
        for row in connection.execute(select(articles.id, articles.document).where(articles.id.in_(chunk))):
            yield row.id, shingles(body(row.document))


def _holders(connection: Connection, numbers: Iterable[int]) -> Mapping[int, list[str]]:
    table = schema.prints.c
    found: dict[int, list[str]] = {}
    for chunk in chunks(numbers):
        statement = select(table.print, table.article_id).where(table.print.in_(chunk)).order_by(table.id)
        for number, article_id in connection.execute(statement):
            found.setdefault(number, []).append(article_id)
    return found
