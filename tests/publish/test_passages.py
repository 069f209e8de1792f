"""The quoted sentences and the words marked in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tacitus.publish.passages import marked_fields, passages_of
from tacitus.records import CodedArticle, Span

GOLD = Path(__file__).parents[2] / "gold" / "gold.jsonl"


def test_every_sentence_that_a_field_rests_on_is_quoted_once(coded: CodedArticle) -> None:
    passages = passages_of(coded.document, coded.events[0])
    texts = ["".join(piece.text for piece in passage.pieces) for passage in passages]
    assert texts == [
        coded.events[0].sentence.text,
        "At least four people were killed.",
        "An army spokesman denied that any aircraft had flown.",
    ]
    marked = {piece.text: piece.fields for passage in passages for piece in passage.pieces if piece.fields}
    assert marked["bombed"] == ("trigger",)
    assert marked["Varda"] == ("places",)
    assert marked["At least four"] == ("fatalities",)
    assert marked["An army spokesman"] == ("denied_by",)
    assert marked_fields(passages) == [
        "trigger",
        "actor1",
        "date",
        "places",
        "fatalities",
        "attributed_to",
        "denied_by",
    ]


def test_fields_on_the_same_words_share_them(coded: CodedArticle) -> None:
    passages = passages_of(coded.document, coded.events[1])
    (shared,) = [piece for piece in passages[0].pieces if piece.text == "two teachers"]
    assert shared.fields == ("actor2", "abducted")


def test_offsets_of_another_text_do_no_harm(coded: CodedArticle) -> None:
    strange = Span(text="elsewhere", start=5000, end=5009)
    event = coded.events[0].model_copy(update={"evidence": {"date": [strange]}, "trigger": strange})
    assert len(passages_of(coded.document, event)) == 3


def test_a_page_without_full_stops_is_not_reprinted(coded: CodedArticle) -> None:
    text = "word " * 5000
    document = coded.document.model_copy(update={"text": text})
    whole, trigger = Span.of(text, 0, len(text)), Span.of(text, 10000, 10004)
    event = coded.events[1].model_copy(
        update={"sentence": whole, "trigger": trigger, "actor1": [], "actor2": [], "places": [], "abducted": None}
    )
    (passage,) = passages_of(document, event)
    assert sum(len(piece.text) for piece in passage.pieces) < 1300
    assert any(piece.fields == ("trigger",) for piece in passage.pieces)


@pytest.mark.skipif(not GOLD.exists(), reason="the gold corpus is not built")
def test_gold_evidence_is_always_inside_its_passages() -> None:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        coded = CodedArticle.model_validate_json(line)
        for event in coded.events:
            passages = passages_of(coded.document, event)
            for passage in passages:
                shown = "".join(piece.text for piece in passage.pieces)
                assert shown in (coded.document.text[passage.start : passage.end],) or "[…]" in shown
            for spans in event.evidence.values():
                for span in spans:
                    assert any(passage.start <= span.start and span.end <= passage.end for passage in passages)
