"""Triage: what can tell an event is never passed over; news of other things is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tacitus.codebook import Codebook
from tacitus.parse.syntax import load_language
from tacitus.records import Document
from tacitus.run.pipeline import Pipeline
from tacitus.run.triage import Triage, irregular_forms

GOLD = Path(__file__).parents[2] / "gold" / "gold.jsonl"

ORDINARY = (
    "The orchestra opens its season on Thursday with two symphonies and a new concerto for clarinet. The conductor said "
    "that rehearsals had gone well, and that the hall, closed since spring for repairs to the roof, sounds warmer than "
    "before. Tickets cost between eight and forty euros; students pay half. The soloist lost her voice last winter and "
    "returned to the stage in May. The programme was printed on recycled paper, which the friends of the orchestra paid "
    "for. A talk before the concert explains how the composer turned a folk song from his village into the slow movement. "
    "The doors open at seven."
)


@pytest.fixture(scope="module")
def triage() -> Triage:
    return Triage.of(Codebook.load(), irregular_forms(load_language()))


def test_no_article_of_the_gold_corpus_that_tells_anything_is_passed_over(triage: Triage) -> None:
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    telling = [line for line in lines if line["events"] or line["relations"] or line["facilities"]]
    assert len(telling) > 300
    assert [line["document"]["id"] for line in telling if not triage.passes(line["document"]["text"])] == []


@pytest.mark.parametrize(
    "text",
    [
        "Two villagers were slain near the well.",
        "He was shot.",
        "The column withdrew from the fort at dawn.",
        "Cattle-raiders rustled 300 head from the kraal.",
        "Workers downed tools and a sit-in began.",
        "A missile slammed into the market.",
        "They set two lorries ablaze on the ring road.",
    ],
)
def test_a_short_alert_with_any_trigger_passes(triage: Triage, text: str) -> None:
    assert triage.passes(text)


def test_everyday_words_are_enough_only_beside_arms_or_an_armed_group(triage: Triage) -> None:
    assert not triage.passes(ORDINARY)
    assert triage.passes(ORDINARY + " Soldiers searched the hall before the doors opened.")
    assert triage.passes(ORDINARY + " Boko Haram was not mentioned.")
    assert triage.passes(ORDINARY + " The clarinettist's brother was kidnapped in March.")


def test_an_article_passed_over_says_so_and_is_another_configuration(pipeline: Pipeline, home: Path) -> None:
    sieving = Pipeline.load(home=home, triage=True)
    document = Document(id="music", text=ORDINARY, language="en")
    coded = sieving.code(document)
    assert coded.to_json()["passed_over"] == "no word that tells an event"
    assert (coded.events, coded.document.id) == ([], "music")
    assert sieving.coder.config_sha256 != pipeline.coder.config_sha256
    told = Document(id="told", text="Gunmen killed four herders near Gwoza on Monday.", language="en")
    assert sieving.code(told).events == pipeline.code(told).events
