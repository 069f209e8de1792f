"""Paragraphs as scrapers leave them: cut inside names, across pages, under datelines and item headings."""

from __future__ import annotations

import pytest

from tacitus.parse.blocks import blocks_of, plain
from tacitus.records import Document
from tacitus.records.document import Boilerplate


def document(text: str, *boilerplate: Boilerplate) -> Document:
    return Document(id="blocks", text=text, language="en", boilerplate=list(boilerplate))


@pytest.mark.parametrize(
    "text",
    [
        "Fighters of the National\nDefense Forces and the army took the town\nof Uqayribat on Monday.",
        "On Monday the “Lions\u2028of the East” shelled l’école\xa0in Saint‑Louis,\tkilling two.",
        "- Goma: shots were heard.\n- Beni: a market burned.\n\nGOMA, May 4 (Agency) — Calm returned.",
    ],
)
def test_blocks_keep_every_offset(text: str) -> None:
    for block in blocks_of(document(text)):
        assert block.text == plain(text[block.start : block.end])
        assert len(block.text) == block.end - block.start


def test_line_break_inside_a_name_does_not_part_it() -> None:
    [block] = blocks_of(
        document(
            "Calm returned to the town on Sunday night. On Monday the National\n"
            "Defense Forces entered the town of Uqayribat without meeting any fire."
        )
    )
    assert "National Defense Forces" in block.text


def test_page_break_inside_a_sentence_joins_the_paragraph() -> None:
    before = "On Friday, shells fell on the villages east of Hama. Last weekend, the army, the National"
    after = "Defense Forces and Liwa al-Quds entered Uqayribat."
    assert [block.text for block in blocks_of(document(f"{before}\n\n{after}\n\nAll was calm."))] == [
        f"{before}  {after}",
        "All was calm.",
    ]


def test_paragraphs_with_their_own_ends_stay_apart() -> None:
    text = "Shells fell on Goma.\n\nTwo people died.\n\nThe army is silent."
    assert [block.text for block in blocks_of(document(text))] == text.split("\n\n")


def test_bullets_are_paragraphs_of_their_own() -> None:
    text = "Incidents of the week:\n- In Beni, gunmen killed a trader.\n- In Goma, police arrested two students."
    assert len(blocks_of(document(text))) == 3


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("KABUL, March 4 (Agency) - A bomb went off.", "A bomb went off."),
        ("GOMA, Congo — Rebels took a hill.", "Rebels took a hill."),
        ("A bomb went off in Kabul - again - on Monday.", "A bomb went off in Kabul - again - on Monday."),
    ],
)
def test_dateline_is_not_part_of_the_story(text: str, body: str) -> None:
    [block] = blocks_of(document(text))
    assert block.text == body


def test_item_heading_is_kept_as_the_place_of_the_item() -> None:
    text = "- Kornoi: gunmen took eleven camels on Sunday."
    [block] = blocks_of(document(text))
    assert block.text == "gunmen took eleven camels on Sunday."
    assert block.slug is not None
    assert text[slice(*block.slug)] == "Kornoi"


def test_boilerplate_is_left_out() -> None:
    story = "Shells fell on Goma on Monday.\n\n"
    note = "Share this article. Attacks on this site are logged."
    found = blocks_of(document(story + note, Boilerplate(start=len(story), end=len(story + note), kind="sharing")))
    assert [block.text for block in found] == [story.strip()]
