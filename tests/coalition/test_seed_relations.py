"""The real report beside the project: a coalition founded by linked groups, and five new posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tacitus.read import read_paths
from tacitus.records import CodedArticle, Document
from tacitus.run.pipeline import Pipeline


@pytest.fixture(scope="module")
def coded(shared: Path, pipeline: Pipeline) -> CodedArticle:
    report = shared / "reports" / "seed.txt"
    if not report.exists():
        pytest.skip("the report beside the project is missing")
    document = next(iter(read_paths([report])))
    assert isinstance(document, Document)
    return pipeline.code(document)


def test_coalition_is_created_and_goes_back_to_an_earlier_one(coded: CodedArticle) -> None:
    created = [r for r in coded.relations if r.type == "created"]
    assert [(r.subject.text, r.object) for r in created] == [("Fa Ithbatu", None)]
    variants = [r for r in coded.relations if (r.model_extra or {}).get("note") == "expanded variant"]
    assert [r.subject.text for r in variants] == ["Fa Ithbatu"]
    assert variants[0].object is not None
    assert variants[0].object.text.startswith("Ghurfat")


def test_five_members_each_linked(coded: CodedArticle) -> None:
    members = {r.subject.text for r in coded.relations if r.type == "member_of"}
    linked = {
        r.subject.text for r in coded.relations if r.type == "linked_to" and r.object and r.object.text == "al-Qaeda"
    }
    assert len(members) == 5
    assert linked > members


def test_five_posts_were_established(coded: CodedArticle) -> None:
    posts = [f for f in coded.facilities if f.kind == "observation post"]
    assert len(posts) == 5
    assert {f.status for f in posts} == {"established"}
