"""`tacitus gazetteer`: the theatre packs that every run uses."""

from __future__ import annotations

from pathlib import Path

import click

from tacitus.cli.terminal import say, show, table


@click.group()
def gazetteer() -> None:
    """Add places of a theatre, for villages that the built-in gazetteer of towns does not know."""


@gazetteer.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(files: tuple[Path, ...]) -> None:
    """Add packs from FILES. A pack of the same name is replaced."""
    from tacitus.gazetteer import add_pack

    for file in files:
        pack = add_pack(file)
        say(f"Added {pack.name}: {pack.places} places, {pack.spellings} spellings.")


@gazetteer.command("list")
def list_() -> None:
    """List the packs that were added."""
    from tacitus.gazetteer import list_packs

    rows = ((pack.name, pack.places, pack.spellings, ", ".join(pack.countries), pack.source) for pack in list_packs())
    show(table(("pack", "places", "spellings", "countries", "from"), rows))


@gazetteer.command("remove")
@click.argument("names", nargs=-1, required=True)
def remove(names: tuple[str, ...]) -> None:
    """Remove the packs with these NAMES."""
    from tacitus.gazetteer import remove_pack

    for name in names:
        pack = remove_pack(name)
        say(f"Removed {pack.name}: {pack.places} places.")
