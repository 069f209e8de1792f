"""`tacitus code`: read files, code them, keep and write what comes out."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tacitus.cli.cluster import code_on_cluster, cores
from tacitus.cli.engine import EngineReport, engine_arguments, engine_options, llm_settings
from tacitus.cli.outputs import FORMATS, Outputs, chosen_formats
from tacitus.cli.progress import Progress
from tacitus.cli.runs import figures_of
from tacitus.cli.terminal import say
from tacitus.errors import UsageError

if TYPE_CHECKING:
    from tacitus.records import Coder, Document
    from tacitus.run import Outcome, RunSummary, WorkerLimits
    from tacitus.run.outcome import Refused
    from tacitus.store import Record

_FEW = 24
"""Up to this many articles, loading the model a second time would cost more than a second worker gains."""

_FOR_FEW = 1
"""Workers for a few articles: one, which can be killed if an article hangs it."""

_MEBIBYTE = 1024**2

_LISTED = 20
"""Refusals that the summary lists; the rest is in the record or in refused.jsonl."""


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--store", metavar="FILE", help="Keep everything in this record (record.db, or a database URL).")
@click.option("--out", metavar="FOLDER", help="Write files into this folder; - writes jsonl to the output.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="What to write; may be given more than once. Without it: a table, or with --out jsonl.",
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Places of a theatre, beside those that `tacitus gazetteer` has; may be given more than once.",
)
@click.option(
    "--codebook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Your own codebook files; what they leave out comes from the built-in ones.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    help="Processes that code. Without it: one for a few articles, else one for each core. 0: none but this one, "
    "so that an article cannot be cut off.",
)
@click.option(
    "--runner",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="ray: code on a Ray cluster. FILES are then shards (WARC, Parquet, JSON Lines), paths or URLs; --out gets one "
    "Parquet file for each, and --workers counts actors.",
)
@click.option("--ray-address", metavar="ADDRESS", help="The cluster (host:port, auto). Without it: this machine.")
@click.option(
    "--triage",
    is_flag=True,
    help="Pass over articles without a word that could tell an event, before they are parsed: for news of all kinds.",
)
@click.option(
    "--log", metavar="FILE", help="Add what happens to this file, one JSON object a line; - is the error stream."
)
@click.option(
    "--most-seconds",
    type=click.FloatRange(min=1),
    default=300.0,
    show_default=True,
    help="Time that one article may take before it is refused.",
)
@click.option(
    "--most-memory",
    type=click.IntRange(min=512),
    default=4096,
    show_default=True,
    metavar="MIB",
    help="Memory that a worker may take, in MiB, before its article is refused.",
)
@click.option(
    "--most-characters",
    type=click.IntRange(min=1),
    default=2_000_000,
    show_default=True,
    help="Characters of one article; longer ones are refused.",
)
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Publication date of the articles that give none. Dates in the text count from it.",
)
@click.option("--coder-name", metavar="NAME", help="Sign the coding with this name instead of tacitus.")
@engine_options
def code(
    files: tuple[str, ...],
    store: str | None,
    out: str | None,
    formats: tuple[str, ...],
    packs: tuple[Path, ...],
    codebook: Path | None,
    workers: int | None,
    published: datetime.datetime | None,
    coder_name: str | None,
    triage: bool,
    log: str | None,
    most_seconds: float,
    most_memory: int,
    most_characters: int,
    runner: str,
    ray_address: str | None,
    **engine: Any,
) -> int:
    """Code the articles in FILES: pages, PDFs, texts, messages, feeds, web archives, .jsonl; folders too; - is stdin.

    With --store, articles that this version has coded before are skipped, so that a run that was cut off goes on
    where it stopped. An article that cannot be coded is listed at the end; the others are coded all the same.
    """
    from tacitus.run import PipelineRecipe, WorkerLimits

    llm = llm_settings(**engine)
    recipe = PipelineRecipe(packs=packs, codebook=codebook, coder_name=coder_name, llm=llm, triage=triage)
    limits = WorkerLimits(most_seconds, most_memory * _MEBIBYTE, most_characters)
    if runner == "ray":
        if formats or published:
            option = "--format" if formats else "--published"
            raise UsageError("it has no effect on a cluster", where=option, remedy="Leave it out")
        return code_on_cluster(
            files, recipe=recipe, out=out, store=store, actors=workers, address=ray_address, limits=limits, log=log
        )
    return code_files(
        files,
        recipe=recipe,
        formats=chosen_formats(formats, out),
        store=store,
        out=out,
        # Waiting for a model is no work for more processes, and one slow answer must not be taken for a hang.
        workers=0 if llm is not None and workers is None else workers,
        published=published.date() if published else None,
        limits=limits,
        log=log,
    )


def code_files(
    files: tuple[str, ...],
    *,
    recipe: Any,
    formats: tuple[str, ...],
    store: str | None = None,
    out: str | None = None,
    workers: int | None = None,
    published: datetime.date | None = None,
    limits: WorkerLimits | None = None,
    log: str | None = None,
) -> int:
    """Code files and return the exit code. `recipe` makes the pipeline; the rest is as on the command line."""
    from tacitus.read import read_paths
    from tacitus.run import Journal, code_batch
    from tacitus.store import Record

    record = Record.open(store) if store else None
    try:
        with ExitStack() as stack:
            outputs = stack.enter_context(Outputs(formats, out))
            journal = stack.enter_context(Journal(log)) if log else None
            progress = stack.enter_context(Progress())
            recipe.prepare(progress.say)
            documents: Iterable[Document | Refused] = read_paths(
                files, stdin=sys.stdin.buffer if "-" in files else None
            )
            if published:
                documents = _dated(documents, published)
            if workers is None:
                workers, documents = _enough_workers(documents, streaming="-" in files)
            arguments = {"files": list(files), "packs": [str(pack) for pack in recipe.packs]}
            run = _Keeping(record, outputs, arguments | engine_arguments(getattr(recipe, "llm", None)))
            summary = code_batch(
                documents,
                recipe,
                sink=run.sink,
                begin=run.begin,
                skip=record.has if record else None,
                progress=progress.update,
                on_interrupt=lambda: say("Stopping after the article at hand. Press Ctrl-C again to stop at once."),
                workers=workers,
                limits=limits,
                journal=journal,
            )
            run.finish(summary)
            progress.stop()
            outputs.finish()
        _report(summary, store, outputs, run.report)
    finally:
        if record:
            record.close()
    return _exit_code(summary)


@dataclass
class _Keeping:
    """Keeps each outcome where it belongs: in the record, and in what is written."""

    record: Record | None
    outputs: Outputs
    arguments: dict[str, Any]
    coder: Coder | None = None
    run: int | None = None
    report: EngineReport = field(default_factory=EngineReport)

    def begin(self, coder: Coder) -> None:
        self.coder = coder
        if self.record:
            self.run = self.record.runs.start("code", coder=coder, arguments=self.arguments)

    def sink(self, outcome: Outcome) -> None:
        coded = outcome.coded
        if self.record and self.coder and outcome.skipped and outcome.document:
            coded = self.record.coding_of(outcome.document, self.coder)
        elif self.record and coded:
            self.record.add(coded, run=self.run)
        if coded:
            self.outputs.write(coded)
            self.report.add(coded)
        if outcome.error:
            self.outputs.refuse(outcome.source, outcome.error)
            if self.record and self.run is not None:
                self.record.runs.refuse(self.run, outcome.source, outcome.error)

    def finish(self, summary: RunSummary) -> None:
        if self.record and self.run is not None:
            self.record.runs.finish(self.run, figures_of(summary))


def _dated(documents: Iterable[Document | Refused], published: datetime.date) -> Iterator[Document | Refused]:
    """Date the documents that have no date of their own."""
    from tacitus.records import Document

    for item in documents:
        if isinstance(item, Document) and item.published is None:
            item = item.model_copy(update={"published": published, "published_basis": "given"})
        yield item


def _enough_workers(
    documents: Iterable[Document | Refused], *, streaming: bool
) -> tuple[int, Iterable[Document | Refused]]:
    """Choose how many workers to start, by reading the first few documents."""
    if streaming or cores() == 1:
        return _FOR_FEW, documents
    coming = iter(documents)
    first = list(islice(coming, _FEW + 1))
    return (cores() if len(first) > _FEW else _FOR_FEW), chain(first, coming)


def _report(summary: RunSummary, store: str | None, outputs: Outputs, engine: EngineReport) -> None:
    say(
        f"Coded {_many(summary.coded, 'article')}: {_many(summary.events, 'event')}, "
        f"{_many(summary.relations, 'relation')}, {_many(summary.facilities, 'facility', 'facilities')} "
        f"({summary.seconds:.1f} s)."
    )
    engine.tell()
    if summary.skipped:
        say(f"Skipped {_many(summary.skipped, 'article')} that this version has coded before.")
    if summary.passed_over:
        say(f"Passed over {_many(summary.passed_over, 'article')} of them, without a word that could tell an event.")
    if summary.lost:
        say(f"Replaced {_many(summary.lost, 'worker')} that died or went over a limit.")
    if summary.refusals:
        say(f"Refused {_many(summary.refusals, 'input')}:")
        for source, error in summary.refused[:_LISTED]:
            message = str(error)
            say(f"  {message if message.startswith(source) else f'{source}: {message}'}")
        if summary.refusals > _LISTED:
            where = f"`tacitus runs --store {store} --refused`" if store else "refused.jsonl in the --out folder"
            say(f"  ... and {summary.refusals - _LISTED} more: {where} lists all.")
    for path in outputs.written:
        say(f"Written: {path}")
    if store and summary.coded:
        say(f"Kept in {store}: `tacitus show EVENT --store {store}` opens an event.")
    if summary.interrupted:
        how = "Run the same command again to go on." if store else "With --store, a run goes on where it stopped."
        say(f"Interrupted. {how}")


def _many(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _exit_code(summary: RunSummary) -> int:
    if summary.interrupted:
        return 130
    if not summary.coded and not summary.skipped:
        return 3
    return 1 if summary.refusals else 0
