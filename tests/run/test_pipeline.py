"""The whole pipeline as a program uses it: what it promises about every article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tacitus.errors import EmptyArticle, UnsupportedLanguage
from tacitus.records import CodedArticle, Document
from tacitus.run.pipeline import Pipeline

TEXT = "Al-Shabaab attacked an army base in Kismayo on Monday. Police arrested two students in Kampala on Tuesday."


def test_same_article_gives_the_same_coding(pipeline: Pipeline) -> None:
    document = Document(id="twice", text=TEXT, language="en")
    assert pipeline.code(document).model_dump_json() == pipeline.code(document).model_dump_json()


def test_document_comes_back_with_its_id_and_unknown_keys(pipeline: Pipeline) -> None:
    document = Document.model_validate({"id": "a7", "text": TEXT, "language": "en", "desk": "Nairobi"})
    assert pipeline.code(document).document.to_json() == document.to_json()


def test_coding_survives_the_interchange_form(code: Callable[[str], CodedArticle]) -> None:
    coded = code(TEXT)
    assert CodedArticle.from_json(coded.to_json()) == coded


def test_reasons_name_events_of_the_same_article(code: Callable[[str], CodedArticle]) -> None:
    events = code(TEXT).events
    ids = [event.id for event in events]
    assert len(set(ids)) == len(ids) == 2
    assert all(reason in ids for event in events for reason in event.because_of)


def test_actors_and_places_outside_events_are_listed(code: Callable[[str], CodedArticle]) -> None:
    coded = code("The Rapid Support Forces hold parts of Omdurman.")
    assert coded.events == []
    assert [actor.name for actor in coded.actors] == ["Rapid Support Forces"]
    assert [place.text for place in coded.places] == ["Omdurman"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\xa0"])
def test_article_without_text_is_refused(pipeline: Pipeline, text: str) -> None:
    with pytest.raises(EmptyArticle):
        pipeline.code(Document(id="empty", text=text, language="en"))


def test_other_languages_are_refused_by_name_of_the_source(pipeline: Pipeline) -> None:
    document = Document(id="de", text="Bewaffnete haben am Montag Gao angegriffen.", language="de", source="gao.txt")
    with pytest.raises(UnsupportedLanguage, match=r"gao\.txt"):
        pipeline.code(document)


@pytest.mark.parametrize("text", ["?", "1", "...", "🔥", "\u200f", "(", "A", "-\n-\n-"])
def test_text_without_a_story_tells_no_event(code: Callable[[str], CodedArticle], text: str) -> None:
    assert code(text).events == []
