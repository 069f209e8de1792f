"""Copies: republished whole, cut, with an addition, edited, under another headline; and what is none."""

from __future__ import annotations

import pytest

from tacitus.link.copies import CopyFinder, body, compare_texts, original_of, prints, repeats_passage, shingles

WIRE = (
    "Riders attacked the village of Karou on Tuesday and killed twelve people, an elder said by telephone. Granaries "
    "were set on fire before the men left towards the river with some two hundred cattle. The prefect has promised a "
    "patrol. It was the third raid on the district since the harvest, and many families have moved to the town."
)
OTHER = (
    "At least fourteen villagers died when gunmen raided Karou on 2 March, a doctor told this paper. He had counted the "
    "bodies himself, he said, and thought that more lay in the fields. Soldiers came the next morning."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WIRE, "whole"),
        (WIRE.upper().replace(",", " -"), "whole"),
        (". ".join(WIRE.split(". ")[:2]) + ".", "shortened"),
        (WIRE + " " + OTHER, "extended"),
        ("Le Sahel saigne. " + WIRE, "whole"),
        (WIRE.replace("twelve people", "a dozen villagers").replace("has promised", "promised").replace("the town", "Gao"), "edited"),
        (OTHER + " The prefect has promised a patrol. It was the third raid on the district since the harvest.", "part"),
    ],
)  # fmt: skip
def test_how_an_article_repeats_another(text: str, kind: str) -> None:
    found = compare_texts("b", shingles(text), "a", shingles(WIRE))
    assert found is not None
    assert found.kind == kind
    assert f"{found.share:.0%}" in found.reason()


def test_two_reports_of_one_raid_in_their_own_words_are_no_copies() -> None:
    assert compare_texts("b", shingles(OTHER), "a", shingles(WIRE)) is None
    assert not repeats_passage(OTHER, WIRE)
    assert repeats_passage(WIRE.split(". ")[0], WIRE)


@pytest.mark.parametrize("text", ["", "Karou.", "آتش گرفت دهکده کارو در شب", "!!! ???"])
def test_short_and_foreign_texts_do_no_harm(text: str) -> None:
    assert compare_texts("b", shingles(text), "a", shingles(WIRE)) is None


def test_boilerplate_is_no_copy() -> None:
    document = {"text": "Share this page. " + OTHER, "boilerplate": [{"start": 0, "end": 16}]}
    assert body(document).strip() == OTHER


def test_a_paragraph_is_found_in_whatever_stands_around_it() -> None:
    finder = CopyFinder()
    finder.keep("wire", prints(shingles(WIRE)).tolist())
    finder.keep("other", prints(shingles(OTHER)).tolist())
    digest = prints(shingles("The week in the north. " + WIRE + " Elsewhere rain fell and the fords were closed."))
    assert finder.candidates(digest.tolist(), len(digest))[0] == "wire"


def test_the_original_is_the_one_that_others_name_then_the_first() -> None:
    articles = [
        {"id": "mirror", "publisher": "Gulf Mirror", "republished_from": "River Wire", "published": "2021-03-04"},
        {"id": "late", "publisher": "River Wire", "published": "2021-03-06"},
        {"id": "early", "publisher": "Plateau Post", "published": "2021-03-03"},
    ]
    assert original_of(articles) == "late"
    assert original_of(articles[1:]) == "early"
