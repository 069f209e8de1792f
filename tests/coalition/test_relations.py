"""Relations of sentences of our own, with the shipped codebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tacitus.records import CodedArticle, Relation

TABLE = yaml.safe_load(Path(__file__).with_name("relations.yaml").read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=f"{topic}: {case['text'][:60]}") for topic, cases in TABLE.items() for case in cases]


def told(relation: Relation) -> tuple[str, str, str | None]:
    return relation.subject.text, relation.type, relation.object.text if relation.object else None


@pytest.mark.parametrize("case", CASES)
def test_sentence_states_these_relations(case: dict[str, Any], code: Callable[..., CodedArticle]) -> None:
    found = {told(relation): relation for relation in code(case["text"]).relations}
    assert sorted(map(str, found)) == sorted(str(tuple(row[:3])) for row in case["relations"])
    for row in case["relations"]:
        relation = found[tuple(row[:3])]
        for field, value in (row[3] if len(row) > 3 else {}).items():
            assert getattr(relation, field) == value, (told(relation), field)


def test_source_of_a_relation_is_kept(code: Callable[..., CodedArticle]) -> None:
    relations = code("The M23, which Kinshasa says is backed by Rwanda, captured Bunagana.").relations
    assert [actor.text for actor in relations[0].attributed_to] == ["Kinshasa"]


def test_spans_point_into_the_text(code: Callable[..., CodedArticle]) -> None:
    text = (
        "Hezbollah, allied with the Syrian Army, moved on.\n\nISWAP, a splinter group of Boko Haram, attacked Damasak."
    )
    coded = code(text)
    assert len(coded.relations) == 2
    for relation in coded.relations:
        for span in (relation.subject, relation.object, relation.sentence):
            assert span is not None
            assert text[span.start : span.end] == span.text


def test_relation_told_twice_is_coded_once(code: Callable[..., CodedArticle]) -> None:
    text = "ISWAP, a splinter group of Boko Haram, attacked Damasak. ISWAP split from Boko Haram in 2016."
    assert [relation.type for relation in code(text).relations] == ["splinter_of"]
