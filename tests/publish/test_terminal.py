"""Text from outside cannot steer a terminal, and is no markup."""

from __future__ import annotations

import pytest
from rich.console import Console

from tacitus.publish import harmless, printable


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b]0;owned\x07news", "news"),
        ("\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred\x1b[0m", "red"),
        ("safe \u202egnp.exe\u202c", "safe ⟨U+202E⟩gnp.exe⟨U+202C⟩"),
        ("two\u2028lines\nand\rmore", "two lines and more"),
        ("half \ud800 of one", "half  of one"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("الجيش", "الجيش"),
    ],
)
def test_only_harmless_text_remains(text: str, clean: str) -> None:
    assert harmless(text) == clean


def test_brackets_are_printed_not_obeyed() -> None:
    console = Console(width=80, force_terminal=True, color_system="truecolor")
    with console.capture() as captured:
        console.print(printable("[red]alarm[/red] [link=file:///x]y[/link]"))
    assert captured.get().strip() == "[red]alarm[/red] [link=file:///x]y[/link]"
