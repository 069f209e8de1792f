"""Whatever a model says: nothing that the article does not say is in the record, and nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.languages.words import fold
from tacitus.llm import LlmSettings
from tacitus.llm.english import EnglishReading
from tacitus.llm.other_languages import PartialReading
from tacitus.llm.reading import ArticleReading
from tacitus.llm.server import Answer, ModelServer
from tacitus.llm.stage import ModelCoding, code_with_model
from tacitus.llm.usage import Usage
from tacitus.parse.stage import parse
from tacitus.records import EVENT_TYPE_OF, Document
from tacitus.resolve.stage import resolve
from tacitus.run.pipeline import Pipeline

ENGLISH = """Two soldiers killed near Djibo

Gunmen suspected to be from Ansarul Islam ambushed a convoy of the Burkinabe army near Djibo on Friday, killing two \
soldiers and wounding at least five others, a security source said. On Sunday the army shelled three villages in Soum \
province. Residents said twelve people had been abducted last week. The army denied that civilians had been hit.

Hurras al-Din joined the Fa Ithbatu operations room in June 2020. Turkish troops set up a checkpoint near Saraqib."""
FRENCH = """Deux soldats tués près de Djibo

Des hommes armés ont attaqué vendredi un convoi de l'armée burkinabè près de Djibo, tuant deux soldats, selon une \
source sécuritaire. Dimanche, au moins douze personnes ont été enlevées à Gao. Le Jnim a revendiqué l'attaque."""
INVENTED = (
    "Boko Haram", "Springfield", "the Freedonian army", "1 January 1999", "five hundred", "bombed", "reportedly",
    "Reuters", "", " ", ".", "…", "the", "\u202e", "x" * 700, "Gunmen ... Djibo", "Djibo.\nOn", "<b>Djibo</b>",
)  # fmt: skip
KEYS = ("trigger", "sentence", "date", "fatalities", "injured", "abducted", "arrested", "displaced")
LISTS = ("more_triggers", "actor1", "actor2", "associated", "places", "weapons", "status_words", "sources", "denied_by")
STATUS = ("asserted", "attributed", "hedged", "denied", "planned", "hypothetical", "certain")


def answers(text: str) -> st.SearchStrategy[dict[str, Any]]:
    words = text.split()
    pieces = st.integers(0, len(words) - 1).flatmap(
        lambda start: st.sampled_from((1, 1, 2, 3, 6, 30)).map(lambda length: " ".join(words[start : start + length]))
    )
    quote = st.one_of(pieces, pieces, st.sampled_from(INVENTED), st.sampled_from(text.split(". ")))
    odd = st.one_of(
        st.none(), st.integers(), st.lists(st.integers(), max_size=2), st.dictionaries(quote, quote, max_size=1)
    )
    event = st.fixed_dictionaries(
        {"type": st.sampled_from([*EVENT_TYPE_OF, "Alien landing"]), "trigger": quote},
        optional={
            **{key: st.one_of(quote, quote, odd) for key in KEYS[1:]},
            **{key: st.one_of(st.lists(quote, max_size=4), st.lists(quote, max_size=4), odd) for key in LISTS},
            "status": st.sampled_from(STATUS),
            "background": st.one_of(st.booleans(), quote),
        },
    )
    relation = st.fixed_dictionaries(
        {"type": st.sampled_from(("member_of", "leader_of", "created", "loves")), "subject": quote, "words": quote},
        optional={"object": quote, "sentence": quote, "status": st.sampled_from(STATUS), "sources": st.lists(quote)},
    )
    facility = st.fixed_dictionaries(
        {"kind": quote, "place": quote, "status": st.sampled_from(("active", "established", "flying"))},
        optional={"owner": quote, "date": quote, "sentence": quote},
    )
    return st.fixed_dictionaries(
        {"events": st.lists(event, max_size=5), "relations": st.lists(relation, max_size=3),
         "facilities": st.lists(facility, max_size=3)}
    )  # fmt: skip


class Saying(ModelServer):
    """A server that says what it is given, without a wire."""

    def __init__(self, told: dict[str, Any], window: int = 300) -> None:
        super().__init__(LlmSettings(window=window, overlap=100), model="inventor")
        self.told = told

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any], usage: Usage) -> Answer:
        return Answer(json.dumps(self.told), cut=False)


@pytest.fixture(scope="module")
def readings(pipeline: Pipeline) -> dict[str, tuple[Document, ArticleReading]]:
    english = Document.model_validate({"id": "e", "text": ENGLISH, "language": "en", "published": "2021-05-12"})
    french = Document.model_validate({"id": "f", "text": FRENCH, "language": "fr", "published": "2021-05-12"})
    resolved = resolve(parse(english, pipeline.language), pipeline.resources)
    gazetteer = pipeline.resources.gazetteer
    return {
        "en": (english, EnglishReading(resolved, pipeline.codebook, gazetteer)),
        "fr": (french, PartialReading(pipeline.partial.find(french), gazetteer)),
    }


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for one in value.values():
            yield from spans(one)
    elif isinstance(value, list):
        for one in value:
            yield from spans(one)


def check(document: Document, coding: ModelCoding) -> None:
    ids = [event.id for event in coding.events]
    assert ids == [f"e{number}" for number in range(1, len(ids) + 1)]
    told = fold(document.text)
    for item in [*coding.events, *coding.relations, *coding.facilities]:
        line = item.to_json()
        for span in spans(line):
            assert document.text[span["start"] : span["end"]] == span["text"]
        for invented in INVENTED[:4]:
            assert fold(invented) in told or invented not in json.dumps(line, ensure_ascii=False)
    for event in coding.events:
        assert event.event_type == EVENT_TYPE_OF[event.sub_event_type]
        assert event.date.end is None or event.date.start is None or event.date.start <= event.date.end
        assert event.assertion in STATUS
        for count in (event.fatalities, event.injured, event.abducted, event.arrested, event.displaced):
            assert count is None or count.spans


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("fr", FRENCH)])
def test_no_answer_puts_anything_into_the_record_that_is_not_in_the_article(
    language: str, text: str, readings: dict[str, tuple[Document, ArticleReading]]
) -> None:
    document, reading = readings[language]

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(answers(text))
    def holds(told: dict[str, Any]) -> None:
        check(document, code_with_model(document, reading, Saying(told)))

    holds()


def test_what_is_true_of_the_article_is_kept(readings: dict[str, tuple[Document, ArticleReading]]) -> None:
    """The checks drop inventions, not readings: the rules engine's own coding, told as a model would, comes through."""
    document, reading = readings["en"]
    sentences = ENGLISH.replace("\n\n", " ").split(". ")
    told = {
        "events": [
            {"type": "Armed clash", "trigger": "ambushed", "sentence": sentences[0].split("Djibo ", 1)[1] + ".",
             "actor1": ["Gunmen suspected to be from Ansarul Islam"], "actor2": ["a convoy of the Burkinabe army"],
             "places": ["near Djibo"], "date": "on Friday", "fatalities": "two soldiers", "injured": "at least five others",
             "status": "hedged", "status_words": ["suspected"], "sources": ["a security source"]},
            {"type": "Shelling/artillery/missile attack", "trigger": "shelled", "actor1": ["the army"],
             "sentence": sentences[1] + ".", "places": ["Soum province"], "date": "On Sunday"},
            {"type": "Abduction/forced disappearance", "trigger": "abducted", "sentence": sentences[2] + ".",
             "actor2": ["twelve people"], "abducted": "twelve people", "date": "last week", "sources": ["Residents"],
             "status": "attributed"},
        ]
    }  # fmt: skip
    coding = code_with_model(document, reading, Saying(told, window=6000))
    kinds = [(event.sub_event_type, event.assertion) for event in coding.events]
    assert kinds[0] == ("Armed clash", "hedged")
    assert [kind for kind, _ in kinds] == [one["type"] for one in told["events"]]
    clash, shelling, abduction = coding.events
    assert clash.fatalities is not None
    assert clash.injured is not None
    assert abduction.abducted is not None
    assert (clash.fatalities.best, clash.injured.low, abduction.abducted.best) == (2, 5, 12)
    assert clash.places[0].name == "Djibo"
    assert (str(clash.date.start), str(shelling.date.start)) == ("2021-05-07", "2021-05-09")
    assert [source.text for source in abduction.attributed_to] == ["Residents"]
    assert [one.to_json() for one in coding.usage.dropped] == []
