"""Text of articles must not be able to steer the terminal, or to pass for markup."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from tacitus.cli import terminal
from tacitus.cli.terminal import printable
from tacitus.errors import EmptyArticle
from tacitus.harmless import harmless

HOSTILE = {
    "colour": ("\x1b[31mred\x1b[0m", "red"),
    "clear the screen": ("\x1b[2J\x1b[Hgone", "gone"),
    "8-bit CSI": ("\x9b31mred", "red"),
    "window title": ("\x1b]0;owned\x07title", "title"),
    "hyperlink": ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
    "clipboard": ("\x1b]52;c;cm0gLXJm\x07copied", "copied"),
    "device control": ("\x1bP+q544e\x1b\\name", "name"),
    "bell and backspace": ("dead\x07\x08\x08\x08\x0812", "dead12"),
    "overwriting a line": ("killed 3\rkilled 0", "killed 3 killed 0"),
    "bidi override": ("army \u202etnemrevog\u202c forces", "army ⟨U+202E⟩tnemrevog⟨U+202C⟩ forces"),
    "bidi isolate": ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
    "hidden tags": ("a\U000e0061\U000e0062b", "ab"),
    "a broken escape at the end": ("text\x1b", "text"),
    "lines": ("one\ntwo\u2028three", "one two three"),
    "a lone surrogate": ("a\ud83db", "ab"),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_made_harmless(text: str, expected: str) -> None:
    assert harmless(text) == expected


@pytest.mark.parametrize("text", ["Ma`arat al-Nu`man", "إدلب", "می‌روند", "Đông Hà – “quoted”", "क्षेत्र‍", "🕊"])
def test_scripts_and_names_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("text", ["[red]dead[/red]", "[/]", "[link=https://evil.example]x[/link]", "[bold", "x]"])
def test_brackets_are_printed_and_never_markup(text: str) -> None:
    stream = io.StringIO()
    Console(file=stream, force_terminal=True, color_system="truecolor", width=200, highlight=False).print(
        printable(text)
    )
    assert stream.getvalue() == text + "\n"


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    left = harmless(text)
    assert left.isprintable() or all(character.isprintable() or ord(character) > 0x9F for character in left)
    assert harmless(left) == left


def test_a_table_built_by_anybody_is_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    careless = Table("actor")
    careless.add_row("\x1b]8;;https://evil.example\x1b\\Fa Ithbatu\x1b]8;;\x1b\\ \x1b[2J\u202eabc")
    careless.add_row("[link=https://evil.example]here[/link]")
    terminal.show(careless)
    assert "\x1b" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()
    assert "Fa Ithbatu" in stream.getvalue()
    assert "here" in stream.getvalue()


def test_errors_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.complain(EmptyArticle("holds\nno \x1b[31mtext", where="a\x07.txt", remedy="Leave it out"))
    assert capsys.readouterr().err == "Error: a.txt: holds no text. Leave it out\n"


def test_cells_of_our_own_tables(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.show(terminal.table(("run", "source"), [(1, "[red]\x1b[31mx.txt"), (2, None)]))
    assert "[red]x.txt" in capsys.readouterr().out
