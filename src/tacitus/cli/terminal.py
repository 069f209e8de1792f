"""What is written to the terminal. Articles come from anywhere, and a terminal obeys what it reads."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from tacitus.errors import TacitusError
from tacitus.harmless import harmless

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment


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
