"""The record: every article once, every coding of it, and which one is current."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, insert, select, update

from tacitus.errors import InterchangeError, TacitusError
from tacitus.records import Claim, CodedArticle, Coder, Document, Event, Facility, Relation
from tacitus.store import schema
from tacitus.store.claims import claims_of, judged
from tacitus.store.decisions import DecisionLog
from tacitus.store.failures import ArticleConflict, clear_errors, refusing_article, tried_again
from tacitus.store.interchange import read_coded
from tacitus.store.link_reading import arrival
from tacitus.store.linked_record import LinkedRecord
from tacitus.store.opening import READING, open_engine, place_of
from tacitus.store.reading import coded_articles
from tacitus.store.rows import (
    article_row,
    coding_rest,
    fingerprint,
    item_rows,
    source_sha256,
    span_rows,
    text_sha256,
)
from tacitus.store.runs import RunLog, now
from tacitus.store.views import EventsView, FacilitiesView, RelationsView, Selection, Stored


@dataclass(frozen=True)
class Imported:
    """What became of an interchange file: lines added, lines already in the record, and errors."""

    added: int
    unchanged: int
    refused: list[TacitusError]


class Record(LinkedRecord):
    """A record of coded articles in a SQLite file, or in a PostgreSQL database given by URL.

    Every change is one transaction: when a method has returned, what it added survives the process.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where
        self.runs = RunLog(engine, where)
        self.decisions = DecisionLog(engine, where)

    @classmethod
    def open(
        cls, target: str | Path, *, create: bool = True, read_only: bool = False, busy_timeout: float = 10.0
    ) -> Record:
        """Open a record, by path or database URL.

        `create` makes a new one where there is none; `read_only` writes nothing; `busy_timeout` is how many seconds
        to wait for another writer. Raises StoreError, or StoreLocked where another process holds the record.
        """
        engine = open_engine(target, create=create, read_only=read_only, busy_timeout=busy_timeout)
        return cls(engine, place_of(target))

    def close(self) -> None:
        """Let go of the database."""
        with clear_errors(self.where):
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, coded: CodedArticle, *, run: int | None = None, imported: bool = False) -> bool:
        """Keep a coding, in one transaction; return False where the record already has it.

        The same bytes coded by the same version of a coder change nothing. A new version's coding is kept beside the
        old one and becomes current. An imported coding becomes current too, and stays so until another is imported: a
        machine never displaces a person. Where the database is lost, it is tried again a few times, which is safe
        since the same coding changes nothing. Raises ArticleConflict where the id stands for another text here, and
        Unstorable where the database cannot hold something in it.
        """
        return tried_again(lambda: self._add(coded, run, imported))

    def _add(self, coded: CodedArticle, run: int | None, imported: bool) -> bool:
        key = fingerprint(coded.document, coded.coder)
        article = coded.document.source or coded.document.id
        with clear_errors(self.where), refusing_article(article), self._engine.begin() as connection:
            same_text = self._keep_article(connection, coded.document)
            if _coding_id(connection, coded.document.id, key) is not None:
                return False
            coding_id = self._keep_coding(connection, coded, key, run, imported, same_text)
            for name, rows in item_rows(coded, coding_id).items():
                if rows:
                    connection.execute(insert(schema.ITEM_TABLES[name]), rows)
            if spans := span_rows(coded, coding_id):
                connection.execute(insert(schema.spans), spans)
        return True

    def import_coded(self, path: Path, *, run: int | None = None) -> Imported:
        """Take in an interchange file, a person's coding or another machine's. One wrong line does not stop it."""
        added = unchanged = 0
        refused: list[TacitusError] = []
        for line in read_coded(path):
            if isinstance(line, InterchangeError):
                refused.append(line)
                continue
            try:
                new = self.add(line, run=run, imported=True)
            except ArticleConflict as error:
                refused.append(error)
                continue
            added += new
            unchanged += not new
        return Imported(added=added, unchanged=unchanged, refused=refused)

    def has(self, article: Document | str, coder: Coder) -> bool:
        """Tell whether this version of the coder has coded the document, or any with this SHA-256 of its bytes."""
        codings, articles = schema.codings.c, schema.articles.c
        if isinstance(article, Document):
            condition = (codings.article_id == article.id) & (codings.fingerprint == fingerprint(article, coder))
        else:
            condition = (
                (articles.sha256 == article)
                & (codings.coder_name == coder.name)
                & (codings.coder_version == coder.version)
                & (codings.config_sha256 == coder.config_sha256)
            )
        statement = select(codings.id).join(schema.articles, articles.id == codings.article_id).where(condition)
        with clear_errors(self.where), self._reading() as connection:
            return connection.execute(statement.limit(1)).first() is not None

    def articles(self) -> Iterator[Document]:
        """Yield every article once, in the order in which they came."""
        statement = select(schema.articles.c.document).order_by(arrival())
        with clear_errors(self.where), self._reading() as connection:
            for row in connection.execute(statement):
                yield Document.model_validate(row[0])

    def coded(self, article_id: str | None = None, *, coder: str | None = None) -> Iterator[CodedArticle]:
        """Yield the current coding of every article, or of one; with `coder`, that coder's last one."""
        with clear_errors(self.where), self._reading() as connection:
            yield from coded_articles(connection, article_id=article_id, coder=coder)

    def judged(self, article_id: str | None = None) -> Iterator[CodedArticle]:
        """Yield the current codings as people corrected them: rejected things gone, corrected values replaced."""
        decisions = self.decisions.all(kinds=("correct", "reject"), standing=True)
        for coded in self.coded(article_id):
            yield judged(coded, decisions)

    def claims(self, subject: str | None = None, *, article_id: str | None = None) -> Iterator[Claim]:
        """Yield every value that was coded, with who says it; with `subject` (`ARTICLE:ID`) those of one thing.

        Every coder's last coding speaks. What people decided about a subject follows, as claims of stage "decision".
        """
        article_id = subject.rpartition(":")[0] if subject else article_id
        decisions = self.decisions.all(target=subject, kinds=("correct", "reject"), standing=True)
        for coder in self._coders(article_id):
            for coded in self.coded(article_id, coder=coder):
                for claim in claims_of(coded, decisions):
                    if subject in (None, claim.subject):
                        yield claim

    def _coders(self, article_id: str | None) -> list[str]:
        codings = schema.codings.c
        statement = select(codings.coder_name).distinct().order_by(codings.coder_name)
        if article_id is not None:
            statement = statement.where(codings.article_id == article_id)
        with clear_errors(self.where), self._reading() as connection:
            return [row[0] for row in connection.execute(statement)]

    def coding_of(self, document: Document, coder: Coder) -> CodedArticle | None:
        """Return this version's coding of the document, or nothing where there is none."""
        with clear_errors(self.where), self._reading() as connection:
            coding_id = _coding_id(connection, document.id, fingerprint(document, coder))
            return next(coded_articles(connection, coding_id=coding_id), None) if coding_id is not None else None

    def events(self, selection: Selection | None = None) -> EventsView:
        """Return the events of the current codings."""
        return EventsView(self._engine, self.where, schema.events, Event, selection)

    def relations(self, selection: Selection | None = None) -> RelationsView:
        """Return the relations between actors of the current codings."""
        return RelationsView(self._engine, self.where, schema.relations, Relation, selection)

    def facilities(self, selection: Selection | None = None) -> FacilitiesView:
        """Return the facilities of the current codings."""
        return FacilitiesView(self._engine, self.where, schema.facilities, Facility, selection)

    def event(self, key: str) -> Stored[Event]:
        """Return one event, by `ARTICLE:EVENT`, the start of it, or the event's id within its article.

        Raises StoreError where there is none, or more than one.
        """
        return self.events().find(key)

    def _reading(self) -> Connection:
        return self._engine.connect().execution_options(**READING)

    def _keep_article(self, connection: Connection, document: Document) -> bool:
        """Keep the article where it is new. Tell whether the kept document is the same as this one."""
        row: dict[str, Any] = article_row(document)
        kept = connection.execute(select(schema.articles).where(schema.articles.c.id == document.id)).mappings().first()
        if kept is None:
            connection.execute(insert(schema.articles).values(row | {"added": now()}))
            return True
        if kept["sha256"] != source_sha256(document) and kept["text_sha256"] != text_sha256(document.text):
            raise ArticleConflict(
                f"the record holds another text under the id {document.id}",
                where=document.source or document.id,
                remedy="Give one of the two articles another id, or code it into another record",
            )
        return bool(kept["document"] == row["document"])

    def _keep_coding(
        self, connection: Connection, coded: CodedArticle, key: str, run: int | None, imported: bool, same_text: bool
    ) -> int:
        codings = schema.codings
        # Wrapped, so that SQLite takes the article's index: that of what is current holds every article of the record.
        present = (codings.c.article_id == coded.document.id) & func.coalesce(codings.c.current, False).is_(True)
        held = connection.execute(select(codings.c.imported).where(present)).scalar()
        becomes_current = imported or not held
        if becomes_current:
            connection.execute(update(codings).where(present).values(current=False))
        row = {
            "article_id": coded.document.id,
            "run_id": run,
            "coder_name": coded.coder.name,
            "coder_version": coded.coder.version,
            "config_sha256": coded.coder.config_sha256,
            "fingerprint": key,
            "coded": now(),
            "imported": imported,
            "current": becomes_current,
            "document": None if same_text else coded.document.to_json(),
            "rest": coding_rest(coded),
        }
        inserted = connection.execute(insert(codings).values(row)).inserted_primary_key
        assert inserted is not None
        return int(inserted[0])


def _coding_id(connection: Connection, article_id: str, key: str) -> int | None:
    codings = schema.codings.c
    statement = select(codings.id).where(codings.article_id == article_id, codings.fingerprint == key)
    found = connection.execute(statement).scalar()
    return None if found is None else int(found)
