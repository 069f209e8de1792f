"""The reference of the commands, made from the commands: `python -m tacitus.cli.reference > docs/cli.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

import click

from tacitus.cli.main import EXIT_CODES, tacitus

_INTRODUCTION = """\
# The command line

This page is made from the commands by `make docs`; `tacitus COMMAND --help` shows the same.

Results go to the output, everything else to the error stream. Errors are one line: where, what, and what to do.
Text of articles is stripped of everything that could steer a terminal before it is shown.
"""


def reference() -> str:
    """Return the page as Markdown."""
    parts = [_INTRODUCTION, "## Exit codes\n", *(f"- `{number}`: {text}" for number, text in EXIT_CODES.items()), ""]
    for name, command in _commands(tacitus, "tacitus"):
        parts.extend(_section(name, command))
    return "\n".join(parts).rstrip() + "\n"


def _commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    yield prefix, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _section(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}\n"
    yield f"```\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```\n"
    yield f"{inspect.cleandoc(command.help or '')}\n"
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    if options:
        yield "| option | meaning |"
        yield "|---|---|"
        yield from (_row(option, context) for option in options)
        yield ""


def _row(option: click.Option, context: click.Context) -> str:
    shown = option.get_help_record(context)
    assert shown is not None, option.name
    names, meaning = (text.replace("|", "\\|") for text in shown)
    return f"| `{names}` | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
