"""What is written to the terminal. Articles come from anywhere, and a terminal obeys what it reads."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from tacitus.errors import TacitusError

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

_SEQUENCES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, hyperlinks, the clipboard
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor, screen
    r"|\x1b[ -/]*[0-~]?"  # other escapes
)
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# The joiners that Persian and Hindi spelling needs are not among them.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # turn or hide text
    "\ud800-\udfff]"  # halves of characters, which no stream can write
)


def harmless(text: str) -> str:
    """Return the text on one line, without escape sequences, controls, and marks that turn or hide text."""
    return _HIDDEN.sub("", _SPACES.sub(" ", _SEQUENCES.sub("", text)))


def printable(text: str) -> str:
    """Return text that came from outside so that it may be printed with rich: harmless, its brackets not markup."""
    from rich.markup import escape

    return escape(harmless(text))


def say(message: str) -> None:
    """Write one line to the error stream, where all that is not a result goes."""
    click.echo(harmless(message), err=True)


def complain(error: TacitusError) -> None:
    """Write an error as one line: where, what, and what to do."""
    say(f"Error: {error}")


def console(*, err: bool = False) -> Console:
    """Return a console on the output, or on the error stream."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    # Where nobody watches, a table must not be cut to the width of no screen.
    return Console(file=stream, width=None if stream.isatty() else 160, highlight=False, emoji=False)


def show(renderable: RenderableType) -> None:
    """Print a table or another thing of rich's. Whatever text it holds is made harmless, and links are taken off."""
    console().print(_Guarded(renderable))


class _Guarded:
    """A renderable whose text cannot steer the terminal, whoever built it."""

    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment

        for text, style, control in console.render(self._renderable, options):
            if control:
                continue
            if style is not None and style.link:
                style = style.update_link(None)
            yield Segment("\n".join(harmless(line) for line in text.split("\n")), style)


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> RenderableType:
    """Build a plain table; every cell is made printable, null stays empty."""
    from rich import box
    from rich.table import Table

    built = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        built.add_column(column, overflow="fold")
    for row in rows:
        built.add_row(*("" if cell is None else printable(str(cell)) for cell in row))
    return built
