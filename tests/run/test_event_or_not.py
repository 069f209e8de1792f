"""Event or not: what is told in passing is refused with its reason, links to it are cut, what is answered stays."""

from __future__ import annotations

import datetime

import pytest

from tacitus.extract.judgement import Judgement
from tacitus.records import Document
from tacitus.run.event_or_not import keep_likely
from tacitus.run.pipeline import Pipeline

TEXT = (
    "Gunmen killed four herders near Gwoza on Monday, police said. The army shelled Banki on Tuesday in response to an "
    "attack on its post."
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def document() -> Document:
    return Document(id="x", text=TEXT, published=datetime.date(2024, 5, 10))


def test_improbable_events_are_refused_with_their_reason(pipeline: Pipeline) -> None:
    article = pipeline.extracted(document())
    assert article.events
    refused = len(article.refused)
    keep_likely(article, Judgement({"bias": -10.0}))
    assert not article.events
    assert article.refused[refused:]
    assert all("probably no event" in reason for _, reason in article.refused[refused:])


def test_probable_events_stay(pipeline: Pipeline) -> None:
    article = pipeline.extracted(document())
    before = [item.event.id for item in article.events]
    assert [item.event.id for item in keep_likely(article, Judgement({"bias": 10.0})).events] == before
