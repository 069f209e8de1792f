"""What tests of the whole engine share: one loaded pipeline a worker, and tables of sentences with their coding."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tacitus.records import Actor, CodedArticle, Count, Document, Event
from tacitus.run.pipeline import Pipeline

PUBLISHED = datetime.date(2024, 5, 10)
"""A Friday: the publication date of every sentence that gives none."""

Code = Callable[..., CodedArticle]


@pytest.fixture(scope="session")
def home(pytestconfig: pytest.Config) -> Path:
    """A home without packs, whatever packs this user has; kept between runs, for compiling places takes long."""
    cache = pytestconfig.cache
    assert cache is not None
    return Path(cache.mkdir("tacitus_home"))


@pytest.fixture(scope="session")
def pipeline(home: Path) -> Pipeline:
    """The pipeline with the shipped codebook and no pack."""
    return Pipeline.load(home=home)


@pytest.fixture(scope="session")
def code(pipeline: Pipeline) -> Code:
    """Code a text as an article of its own; the same text and date are coded once."""
    known: dict[tuple[str, datetime.date], CodedArticle] = {}

    def coded(text: str, published: datetime.date = PUBLISHED) -> CodedArticle:
        if (text, published) not in known:
            document = Document(id="test", text=text, published=published, language="en")
            known[text, published] = pipeline.code(document)
        return known[text, published]

    return coded


@pytest.fixture(scope="session")
def differences(code: Code) -> Callable[[dict[str, Any]], list[str]]:
    """What the coding of a case of a table gets wrong, in words. See `tests/extract/sentences.yaml` for the form."""

    def compare(case: dict[str, Any]) -> list[str]:
        events = code(case["text"], case.get("published", PUBLISHED)).events
        wanted: list[dict[str, Any]] = case["events"]
        told = [f"{event.id} {event.sub_event_type} ({event.trigger.text})" for event in events]
        if len(events) != len(wanted):
            return [f"{len(wanted)} events expected, found {told}"]
        return [
            f"{event.id} {field}: expected {expected}, found {found}"
            for event, want in zip(events, wanted, strict=True)
            for field, expected in want.items()
            if not (found := _found(event, field), _agree(found, expected))[1]
        ]

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data beside the project. Tests that need a file of it skip where it is missing."""
    return Path(os.environ.get("TACITUS_SHARED") or Path(__file__).parents[1] / ".." / "shared")


def _found(event: Event, field: str) -> Any:
    value = getattr(event, "sub_event_type" if field == "type" else field)
    if field == "date":
        return f"{event.date.start}" if event.date.start == event.date.end else f"{event.date.start}/{event.date.end}"
    if field == "losses":
        return [(loss.what, loss.count.best, loss.count.low) for loss in value]
    if isinstance(value, Count):
        return [value.low, value.best, value.high]
    if field == "mentions":
        return len(value)
    if isinstance(value, list):
        return [item if isinstance(item, str) else _names(item) for item in value]
    return value


def _names(span: Any) -> tuple[str, ...]:
    """The names by which a table may call the span: its words and, for an actor, its canonical name."""
    return (span.text, span.name) if isinstance(span, Actor) and span.name else (span.text,)


def _agree(found: Any, expected: Any) -> bool:
    if isinstance(found, list) and found and isinstance(found[0], tuple):
        if isinstance(found[0][0], str) and len(found[0]) == 3 and not isinstance(found[0][1], str):
            return _losses_agree(found, expected)
        return isinstance(expected, list) and len(found) == len(expected) and _one_to_one(found, expected)
    if isinstance(found, str) and not isinstance(expected, str):
        return found == str(expected)
    return bool(found == expected)


def _one_to_one(found: list[tuple[str, ...]], expected: list[str]) -> bool:
    left = [{name.lower() for name in names} for names in found]
    for name in expected:
        fitting = next((names for names in left if name.lower() in names), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def _losses_agree(found: list[tuple[str, int | None, int | None]], expected: list[list[Any]]) -> bool:
    return len(found) == len(expected) and all(
        str(word).lower() in what.lower() and number == best
        for (what, best, _), (word, number) in zip(found, expected, strict=True)
    )
