"""Documents: what was read, with where it came from; and the coded article around them."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import Field

from tacitus.records.actor import Actor
from tacitus.records.base import Record
from tacitus.records.event import Event
from tacitus.records.place import Place
from tacitus.records.relation import Facility, Relation


class Boilerplate(Record):
    """A stretch of text that is kept but never coded; `kind` says what it is (navigation, copyright, ...)."""

    start: int
    end: int
    kind: str


class Document(Record):
    """An article as it was read. `sha256` is of the source bytes.

    `publisher` is the outlet whose page was read. On a republished page `republished_from` names the original outlet,
    `published` is the original's date (dates in the text count from it) and `republished` the republisher's.
    """

    id: str
    text: str
    title: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None
    publisher: str | None = None
    republished_from: str | None = None
    republished: datetime.date | None = None
    republished_basis: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    sections: list[str] = Field(default_factory=list)
    media: list[str] = Field(default_factory=list)
    boilerplate: list[Boilerplate] = Field(default_factory=list)
    sha256: str = ""
    source: str | None = None
    warnings: list[str] = Field(default_factory=list)


class Coder(Record):
    """Who coded: a person or a version of the machine with its configuration."""

    name: str
    version: str
    config_sha256: str = ""


class CodedArticle(Record):
    """One line of an interchange file: a document with everything that was coded from it."""

    document: Document
    events: list[Event] = Field(default_factory=list)
    relations: list[Relation] = Field(default_factory=list)
    facilities: list[Facility] = Field(default_factory=list)
    places: list[Place] = Field(default_factory=list)
    actors: list[Actor] = Field(default_factory=list)
    coder: Coder

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> CodedArticle:
        """Validate one parsed line. Raises pydantic.ValidationError naming the wrong key."""
        return cls.model_validate(value)
