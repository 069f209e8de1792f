"""Claims: one value of one event, relation or facility, as one voice in one article gives it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tacitus.records.base import Record
from tacitus.records.event import Assertion
from tacitus.records.span import Span


class Claim(Record):
    """One value with who says it and what it rests on.

    `subject` is the event, relation or facility (`ARTICLE:ID`), `value` has the form that the field has in the
    interchange form, `claimant` names who says so (the outlet, where the article speaks in its own voice), `stage` the
    part of the pipeline that read it ("decision" for a person's correction), `version` the coder's.
    """

    id: str
    subject: str
    field: str
    value: Any = None
    precision: str | None = None
    spans: list[Span] = Field(default_factory=list)
    article_id: str
    publisher: str | None = None
    claimant: list[str] = Field(default_factory=list)
    stance: Assertion = "asserted"
    coder: str = ""
    stage: str = ""
    version: str = ""
