"""A coder that finds the word "attacked", and a reader of plain text files."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tacitus.errors import EmptyArticle, TacitusError, UnsupportedLanguage
from tacitus.records import CodedArticle, Coder, Document, Event, EventDate, Span


@dataclass
class Refusal:
    source: str
    error: TacitusError


def read_texts(sources: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Document | Refusal]:
    for source in sources:
        files = sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]
        for file in files:
            text = stdin.read().decode() if stdin else file.read_text(encoding="utf-8")
            if not text:
                yield Refusal(str(file), EmptyArticle("there is no text", where=str(file)))
                continue
            key = hashlib.sha256(text.encode()).hexdigest()
            yield Document(id=key[:8], text=text, sha256=key, source=str(file))


class StandInPipeline:
    coder = Coder(name="tacitus", version="0.1", config_sha256="c0ffee")

    def code(self, document: Document) -> CodedArticle:
        if document.text.startswith("FRENCH"):
            raise UnsupportedLanguage("the article is in French", where=document.source, remedy="Translate it first")
        start = document.text.find("attacked")
        events = []
        if start >= 0:
            trigger = Span.of(document.text, start, start + len("attacked"))
            event = Event(
                id="e1",
                event_type="Violence against civilians",
                sub_event_type="Attack",
                trigger=trigger,
                sentence=Span.of(document.text, 0, len(document.text)),
                date=EventDate(end=document.published or datetime.date(2021, 5, 6)),
            )
            events.append(event)
        return CodedArticle(document=document, events=events, coder=self.coder)


class StandInRecipe:
    packs = ()

    def prepare(self, told: Callable[[str], None]) -> None:
        told("Compiling nothing")

    def __call__(self) -> StandInPipeline:
        return StandInPipeline()
