"""The files relations.yaml and facilities.yaml: templates compile, and faults are named."""

from __future__ import annotations

import pytest

from tacitus.coalition.templates import compile_template
from tacitus.coalition.words import facility_words, relation_words
from tacitus.codebook.vocabulary import load_lists
from tacitus.errors import CodebookError


def test_shipped_files_are_right() -> None:
    assert "splinter_of" in relation_words(load_lists("relations.yaml")).templates
    assert facility_words(load_lists("facilities.yaml")).kind_of["checkpoint"] == "checkpoint"


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{subject} <rivals> of {object}", "no word list 'rivals'"),
        ("{subject:city} joined {object}", "no such kind of actor 'city'"),
        ("{subject} {object}", "has no word"),
    ],
)
def test_wrong_template_is_named(template: str, complaint: str) -> None:
    with pytest.raises(CodebookError, match=complaint):
        compile_template(template, {}, "relations.yaml")


def test_unknown_relation_type_is_named() -> None:
    with pytest.raises(CodebookError, match="unknown key 'married_to'"):
        relation_words({"templates": {"married_to": ["{subject} wed {object}"]}})


def test_template_without_a_needed_role_is_named() -> None:
    with pytest.raises(CodebookError, match=r"has no \{object\}"):
        relation_words({"templates": {"member_of": ["{subject} enlisted"]}})


def test_template_matches_lemmas_voice_and_qualifying_words() -> None:
    template = compile_template("{subject} ,? <backing>.p by {object:power}", {"backing": ["back", "prop up"]}, "here")
    passive = " @0|gwn|M ,|,|PUNCT backed|back|V.p by|by|ADP @1|wn|M"
    match = template.pattern.search(passive)
    assert match is not None
    assert (match["subject"], match["object"]) == ("0", "1")
    assert template.pattern.search(passive.replace("V.p", "V.a")) is None
    assert template.pattern.search(passive.replace("backed|back|V.p", "propped|prop|V.p up|up|V.p")) is not None


def test_every_status_of_a_facility_needs_its_verbs() -> None:
    with pytest.raises(CodebookError, match="no list 'established'"):
        facility_words({"kinds": {"base": ["base"]}})
