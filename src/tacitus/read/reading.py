"""What a reader of one format hands on, before it is assembled into a document."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

DateBasis = Literal["given", "dateline", "byline", "meta", "url", "feed", "email", "warc", "htmldate (low confidence)"]
"""Where a date of publication was read."""


@dataclass(slots=True)
class Reading:
    """One article as its format tells it.

    `given` holds what a person or an earlier run stated: it is never overruled. The other fields are the format's own
    meta data, weaker than what the text says of itself. `dates` are in the order in which they are to be believed.
    """

    text: str
    sha256: str
    source: str
    given: dict[str, Any] = field(default_factory=dict)
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    dates: list[tuple[datetime.date, DateBasis]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def sha256_of(data: bytes) -> str:
    """The hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()
