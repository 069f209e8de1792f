"""Names that pretend to be others are told of, and left as they were written."""

from __future__ import annotations

import pytest

from tacitus.read import read_text


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Fighters of the \u0410l-Nusra Front shot two traders.", "\u0410l-Nusra"),
        ("Soldiers of the Ar\u0443 Brigade left Sarana.", "Ar\u0443"),
        ("The mayor said \u202ederetnuoc\u202c was the word.", "direction of writing"),
    ],
)
def test_a_trick_is_told(text: str, warned: str) -> None:
    document = read_text(text)
    assert document.text == text
    assert any(warned in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "Бойцы бригады «Азов» покинули село, сообщило агентство Reuters.",
        "Fighters left the town of Tell Sukkar (تل سكر\u200f) on Monday.",
        "The 3-я brigade of the α group left.",
    ],
)
def test_honest_text_is_not_warned_of(text: str) -> None:
    assert not [warning for warning in read_text(text).warnings if "look alike" in warning or "direction" in warning]
