"""The part of `tacitus code` that runs on a Ray cluster: shards in, one Parquet file a shard out."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from tacitus.cli.runs import REFUSED
from tacitus.cli.terminal import say
from tacitus.errors import ReadError, UsageError

if TYPE_CHECKING:
    from tacitus.records import Coder
    from tacitus.run import WorkerLimits
    from tacitus.run.on_ray import ClusterSummary
    from tacitus.store import Record

_MINUTE = 60.0
COUNTED = ("coded", "refused", "events", "relations", "facilities", "passed over")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def code_on_cluster(
    sources: tuple[str, ...],
    *,
    recipe: Any,
    out: str | None,
    store: str | None,
    actors: int | None,
    address: str | None,
    limits: WorkerLimits,
    log: str | None,
) -> int:
    """Code shards on a cluster, bring what came out into the record if there is one, and return the exit code."""
    from tacitus.run import Journal

    try:
        from tacitus.run.on_ray import code_on_ray
        from tacitus.run.shards import find_shards
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed", where="--runner ray", remedy="Install it with: pip install 'tacitus[ray]'"
        ) from error
    if not out or out == "-":
        raise UsageError("shards need a place to go", where="--runner ray", remedy="Add --out FOLDER, or a URL")
    if "://" not in out:
        out = os.path.abspath(out)  # noqa: PTH100  a folder of this machine, whatever folder an actor is started in
    recipe.prepare(say)
    keeping = _Keeping(store, out, sources)
    journal = Journal(log) if log else None
    try:
        summary = code_on_ray(
            find_shards(sources),
            recipe,
            out,
            actors=actors or cores(),
            address=address,
            limits=limits,
            begin=keeping.begin,
            done=keeping.keep,
            progress=_Telling().tell,
            journal=journal,
        )
        keeping.finish(summary)
    finally:
        if journal:
            journal.__exit__(None, None, None)
        keeping.close()
    _report(summary, out)
    return 1 if summary.failed or summary.reasons else 0


class _Keeping:
    """Brings the files of shards into a record, each article once."""

    def __init__(self, store: str | None, out: str, sources: tuple[str, ...]) -> None:
        self._store = store
        self._out = out
        self._sources = sources
        self._record: Record | None = None
        self._coder: Coder | None = None
        self._run: int | None = None

    def begin(self, coder: Coder) -> None:
        """Open the record and note that a run begins."""
        if self._store is None:
            return
        from tacitus.store import Record

        self._record, self._coder = Record.open(self._store), coder
        arguments = {"files": list(self._sources), "runner": "ray"}
        self._run = self._record.runs.start("code", coder=coder, arguments=arguments)

    def keep(self, name: str) -> None:
        """Take the codings of a shard that the record does not have."""
        if self._record is None or self._coder is None or self._run is None:
            return
        from tacitus.run.shards import outcomes_of
        from tacitus.store import ArticleConflict

        for item in outcomes_of(self._out, name):
            if isinstance(item, tuple):
                self._record.runs.refuse(self._run, item[0], item[1])
            elif not self._record.has(item.document, self._coder):
                try:
                    self._record.add(item, run=self._run)
                except ArticleConflict as error:
                    self._record.runs.refuse(self._run, item.document.source or item.document.id, error)

    def finish(self, summary: ClusterSummary) -> None:
        """Note what the run did."""
        if self._record is not None and self._run is not None:
            counts = {name: summary.figures[name] for name in COUNTED}
            counts |= {"shards": summary.done, "shards failed": len(summary.failed)}
            reasons = {f"{REFUSED}{kind}": number for kind, number in summary.reasons.most_common()}
            self._record.runs.finish(self._run, counts | reasons)

    def close(self) -> None:
        """Close the record."""
        if self._record is not None:
            self._record.close()


class _Telling:
    """Says how far the cluster is, once a minute."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def tell(self, summary: ClusterSummary) -> None:
        """Say it, if a minute has passed."""
        if time.monotonic() - self._said > _MINUTE:
            self._said = time.monotonic()
            failed = f", {len(summary.failed)} failed" if summary.failed else ""
            say(f"{summary.done} of {summary.shards} shards, {summary.figures['coded']} articles coded{failed}")


def _report(summary: ClusterSummary, out: str) -> None:
    figures = summary.figures
    say(
        f"Coded {figures['coded']} articles of {summary.done} of {summary.shards} shards: {figures['events']} events, "
        f"{figures['relations']} relations, {figures['facilities']} facilities; passed over {figures['passed over']}."
    )
    if summary.before:
        say(f"{summary.before} shards had been coded before.")
    if summary.retried:
        say(f"Tried again {summary.retried} times.")
    if summary.reasons:
        reasons = ", ".join(f"{number} {kind}" for kind, number in summary.reasons.most_common())
        say(f"Refused {summary.reasons.total()} inputs ({reasons}); the files tell which and why.")
    for shard, reason in summary.failed:
        say(f"Failed: {ReadError(reason, where=shard.url, remedy='Run the same command again')}")
    say(f"Written: {out}/coded-*.parquet, one file a shard.")
