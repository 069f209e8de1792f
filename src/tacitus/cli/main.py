"""`tacitus`: the group of commands, and what becomes of errors."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from tacitus.cli.accounts import accounts
from tacitus.cli.actors import actor, actors, facilities, network
from tacitus.cli.audit import audit
from tacitus.cli.backup import backup
from tacitus.cli.code import code
from tacitus.cli.codebook import codebook
from tacitus.cli.diff import diff
from tacitus.cli.doctor import doctor
from tacitus.cli.evaluate import evaluate
from tacitus.cli.export import export
from tacitus.cli.gazetteer import gazetteer
from tacitus.cli.importing import import_files
from tacitus.cli.incidents import contradictions, incident, incidents
from tacitus.cli.link import link
from tacitus.cli.map import map_events
from tacitus.cli.noting import noted
from tacitus.cli.release import release
from tacitus.cli.report import report
from tacitus.cli.restore import restore
from tacitus.cli.runs import runs
from tacitus.cli.serve import serve
from tacitus.cli.show import show
from tacitus.cli.store import store
from tacitus.cli.terminal import complain, say
from tacitus.cli.version import tacitus_version, version
from tacitus.errors import TacitusError, UsageError

EXIT_CODES = {
    0: "all is done",
    1: "some inputs were refused (they are listed at the end), or a gate was not passed; the rest is done",
    2: "the command was called wrongly",
    3: "nothing could be done",
    130: "interrupted with Ctrl-C; what was done is kept",
}
"""What the exit codes mean, for docs/cli.md."""

COMMANDS: tuple[click.Command, ...] = (
    code,
    show,
    link,
    incidents,
    incident,
    contradictions,
    actors,
    actor,
    network,
    facilities,
    map_events,
    serve,
    export,
    report,
    release,
    diff,
    import_files,
    runs,
    audit,
    accounts,
    backup,
    restore,
    store,
    doctor,
    gazetteer,
    codebook,
    evaluate,
    version,
)


class _InOrder(click.Group):
    """A group that lists its commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(tacitus_version(), prog_name="tacitus")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def tacitus(debug: bool) -> None:
    """Read conflict reports and code them into a record that can be defended.

    Who did what to whom, where, when, according to whom: every cell of the record opens to the sentences it came from.
    All work is done on this machine; nothing is sent anywhere.
    """


for _command in COMMANDS:
    tacitus.add_command(noted(_command))


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; errors are printed as one line each."""
    try:
        # Not tacitus.main(): click would answer some errors with exit codes of its own.
        with tacitus.make_context("tacitus", list(arguments)) as context:
            result = tacitus.invoke(context)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        _complain_of_usage(error)
        return 2
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted.")
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough. Nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TacitusError, OSError, Exception) as error:  # the last: a fault of ours, said in one line like any other
        return _complain(error, debug="--debug" in arguments)


def _complain(error: Exception, *, debug: bool) -> int:
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    if isinstance(error, TacitusError):
        complain(error)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        say(f"Error: {where}{error.strerror or error}")
    else:
        say(f"Error: {type(error).__name__}: {error}. This is a fault of Tacitus: please report it, with --debug")
    return 2 if isinstance(error, UsageError) else 3


def _complain_of_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    if context is not None:
        say(context.get_usage().replace("\n", " "))
        say(f"Try '{context.command_path} --help'.")
    say(f"Error: {error.format_message()}")
