"""docs/cli.md is made from the commands, and no command or option goes without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tacitus.cli.main import tacitus
from tacitus.cli.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def commands(group: click.Group, prefix: str = "tacitus") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{prefix} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize(
    ("name", "command"), list(commands(tacitus)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
    if not isinstance(command, click.Group):
        assert f"## {name}\n" in reference()
