"""Text from articles on its way to people's eyes. A terminal obeys what it is sent, and some characters hide others."""

from __future__ import annotations

from rich.text import Text

from tacitus.harmless import harmless

__all__ = ["harmless", "printable"]


def printable(text: str, style: str = "") -> Text:
    """Return text from outside as a thing that rich may print: harmless, and its brackets are no markup."""
    return Text(harmless(text), style=style, end="")
