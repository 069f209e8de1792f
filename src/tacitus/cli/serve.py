"""`tacitus serve`: the workbench in a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tacitus.cli.noting import who
from tacitus.cli.terminal import say
from tacitus.errors import UsageError

if TYPE_CHECKING:
    from tacitus.serve.settings import Settings


@click.command()
@click.argument("record")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others need accounts.")
@click.option("--port", default=8321, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Name under which a shared workbench is reached.")
@click.option("--https", is_flag=True, help="It is reached through a proxy that speaks HTTPS: send cookies only so.")
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Places of a theatre, for articles that are added.",
)
@click.option(
    "--codebook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Your own codebook files, for articles that are added.",
)
@click.option(
    "--watch",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A folder or a feed file: what is new in it is coded as it comes. May be given more than once.",
)
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="Show only what this redaction profile lets be told (public, partners, strict, a file), to read only.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(
    record: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    https: bool,
    packs: tuple[Path, ...],
    codebook: Path | None,
    watch: tuple[Path, ...],
    profile: str | None,
    open_browser: bool,
) -> None:
    """Open RECORD in the browser: read, see, follow, judge, code twice, add.

    On this machine alone (127.0.0.1) it needs no account. For a team, make accounts first (`tacitus accounts add`),
    give --host and --name, and put a proxy that speaks HTTPS in front of it.
    """
    from tacitus.serve import Settings
    from tacitus.serve.rendering import ASSETS

    if not (ASSETS / "built.json").exists():
        raise UsageError("the pages' scripts and styles are not built", where=str(ASSETS), remedy="Run `make web` once")
    given = Settings(record, host, names, packs, codebook, watch, secure=https)
    if profile is None:
        _serve(given, port, open_browser)
        return
    from tacitus.serve.redacted import redacted_copy

    with redacted_copy(record, profile, who=who()) as copy:
        say(f"Shown under the profile {profile}, to read only.")
        _serve(replace(given, target=str(copy), watch=(), reading=True), port, open_browser)


def _serve(settings: Settings, port: int, open_browser: bool) -> None:
    import uvicorn

    from tacitus.serve import create_app

    app = create_app(settings)
    if not settings.loopback and not app.state.workbench.accounts.any():
        app.state.workbench.close()
        raise UsageError(
            "others could reach this record, and there is no account",
            where=settings.target,
            remedy="Make one first: `tacitus accounts add NAME --role admin --store RECORD`",
        )
    host = settings.host
    address = f"http://{'[::1]' if host == '::1' else '127.0.0.1' if host == '0.0.0.0' else host}:{port}/"
    say(f"The workbench is at {address} (Ctrl-C ends it).")
    if open_browser:
        click.launch(address)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=settings.secure)
