"""The one promise of the interchange form: every span anywhere in a coding cuts its own words out of the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.records import CodedArticle
from tacitus.run.pipeline import Pipeline

GOLD = Path(__file__).parents[1] / "gold" / "gold.jsonl"

SENTENCES = (
    "On June 13, fighting erupted between {actor} and {other} in the village of {place}.",
    "{actor} fighters reportedly abducted three teachers near {place} on Monday, residents said.",
    "Warplanes of {actor} bombed positions of {other} near {place} and {place}, killing at least {count} civilians.",
    "“{actor} came at night,” said {other}. “They burned {count} houses in {place}.”",
    "Three groups signed the truce on {count} May: {actor}, {other} and Liwa al-Quds.",
    "{actor} set up observation posts near the villages of {place}, {place} and {place}.",
    "{other} denied that its shells had hit the clinic in {place}; the operation came in response to {actor} attacks.",
    "{count} demonstrators marched in {place}: police fired tear gas and arrested {count} of them.",
)
ACTORS = ("Hayat Tahrir al-Sham", "the Syrian Army", "National\nDefense Forces", "Al-Shabaab", "M23", "RSF", "l’armée")
PLACES = ("Ma`arat al-Nu`man", "Deir\nSunbul", "Goma", "N’Djamena", "Łódź", "إدلب", "Kafr Nabl", "Saint‑Louis", "İzmir")
COUNTS = ("12", "several", "two", "1,200", "٣", "more than 30", "²")
HEADS = ("", "GOMA, May 4 (Agency) — ", "- ", "• ", "Beni: ", "3) ", "\ufeff", "> ", "*** ")
JOINTS = (" ", "\n", "\n\n", " \n \n", "\r\n\r\n", "\t", "\u2028", "\xa0", " 🔥 ", "\n- ", "\u200f", "\x0c")

words = st.one_of(
    st.builds(
        lambda template, actors, places, counts: fill(template, actors, places, counts),
        st.sampled_from(SENTENCES),
        st.lists(st.sampled_from(ACTORS), min_size=2, max_size=2),
        st.lists(st.sampled_from(PLACES), min_size=3, max_size=3),
        st.lists(st.sampled_from(COUNTS), min_size=2, max_size=2),
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=25),
)


def fill(template: str, actors: list[str], places: list[str], counts: list[str]) -> str:
    for place in places:
        template = template.replace("{place}", place, 1)
    for count in counts:
        template = template.replace("{count}", count, 1)
    return template.replace("{actor}", actors[0]).replace("{other}", actors[1])


@st.composite
def articles(draw: st.DrawFn) -> str:
    text = ""
    for sentence in draw(st.lists(words, min_size=1, max_size=5)):
        text += draw(st.sampled_from(HEADS)) + sentence + draw(st.sampled_from(JOINTS))
    return text


def spans(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with text, start and end as offsets, with the way to it. Dates carry days, not offsets."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int) and "text" in value:
            yield path, value
        for key, inner in value.items():
            yield from spans(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from spans(inner, f"{path}[{position}]")


def misplaced(article: CodedArticle) -> list[str]:
    coding = json.loads(article.model_dump_json())
    text = coding.pop("document")["text"]
    return [
        f"{path}: {span['text']!r} is not {text[span['start'] : span['end']]!r}"
        for path, span in spans(coding)
        if text[span["start"] : span["end"]] != span["text"] or not span["text"]
    ]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(text=articles())
def test_every_span_cuts_its_words_out_of_any_text(code: Callable[[str], CodedArticle], text: str) -> None:
    if not text.strip():
        return
    coded = code(text)
    assert coded.document.text == text
    assert misplaced(coded) == []


@pytest.mark.parametrize("part", range(4))
def test_every_span_cuts_its_words_out_of_the_gold_texts(pipeline: Pipeline, part: int) -> None:
    lines = GOLD.read_text(encoding="utf-8").splitlines()[part::4]
    assert lines
    for line in lines:
        article = CodedArticle.from_json(json.loads(line))
        coded = pipeline.code(article.document.model_copy(update={"language": "en"}))
        assert misplaced(coded) == [], article.document.id


def test_the_walk_finds_spans_at_every_depth_and_passes_dates_by() -> None:
    tree = {"a": [{"text": "x", "start": 0, "end": 1, "b": {"text": "y", "start": 1, "end": 2}}]}
    dates = {"date": {"text": "May", "start": "2024-05-01", "end": "2024-05-31"}}
    assert [path for path, _ in spans(tree | dates)] == [".a[0]", ".a[0].b"]
