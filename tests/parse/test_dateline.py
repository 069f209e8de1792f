"""Datelines and item headings, and sentences that only look like them."""

from __future__ import annotations

from tacitus.parse.dateline import dateline_end, slug_of


def test_a_dateline_ends_at_its_dash() -> None:
    text = "KABUL, March 4 (Agency) - Gunmen attacked a post."
    assert text[dateline_end(text) :] == "Gunmen attacked a post."


def test_a_sentence_that_goes_on_behind_a_dash_or_bracket_is_no_dateline() -> None:
    assert dateline_end("Fighters of the Islamic State (IS)-affiliated group took the post on Monday.") == 0
    assert slug_of("The Northern Alliance — made up of three groups — took the town.") is None
