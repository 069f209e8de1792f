"""Counts: how many, as a range."""

from __future__ import annotations

from pydantic import Field

from tacitus.records.actor import Actor
from tacitus.records.base import Record
from tacitus.records.span import Span


class Count(Record):
    """A toll. Nulls where the text gives no number ("several"); `high` null where only a lower bound is given."""

    text: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    spans: list[Span] = Field(default_factory=list)


class Loss(Record):
    """Materiel lost: what, how many, whose."""

    what: str
    count: Count
    owner: Actor | None = None
