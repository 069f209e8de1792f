"""Coding on a Ray cluster: actors that each own a worker with the model, fed one shard after another.

Ray starts the actors, restarts those whose node or process was lost and calls them again for the shard at hand. What
happens inside an actor is what happens on one machine: the same worker, limits, refusals and triage.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tacitus.errors import TacitusError, UsageError
from tacitus.records import Coder
from tacitus.run.batch import code_batch
from tacitus.run.journal import Journal
from tacitus.run.pool import WorkerPool
from tacitus.run.shards import Shard, ShardWriter, documents_of, report_of
from tacitus.run.worker import MakePipeline, WorkerLimits

_TRIES = 3
_TICK = 1.0


@dataclass
class ClusterSummary:
    """What a run on a cluster did. `failed` are shards that could not be coded, with why; none of them is half there.

    `before` counts shards that an earlier run had coded; `figures` sums the reports of the others.
    """

    shards: int = 0
    done: int = 0
    before: int = 0
    retried: int = 0
    restarted: int = 0
    failed: list[tuple[Shard, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, report: dict[str, Any]) -> None:
        """Count a shard that is done."""
        self.done += 1
        self.files.append(name)
        self.figures.update({key: value for key, value in report.items() if isinstance(value, int)})
        self.reasons.update(report["reasons"])


class ShardCoder:
    """Codes shards with one worker process, which is kept from shard to shard. Made an actor by `code_on_ray`."""

    def __init__(self, make_pipeline: MakePipeline, limits: WorkerLimits, out: str) -> None:
        self._pool = WorkerPool(make_pipeline, 1, limits).__enter__()
        self._limits = limits
        self._make_pipeline = make_pipeline
        self._out = out

    def coder(self) -> Coder:
        """Return who codes, as soon as the model is loaded. Raises TacitusError where it cannot be."""
        while self._pool.coder is None:
            self._pool.collect(_TICK)
        return self._pool.coder

    def code(self, shard: Shard) -> tuple[str, dict[str, Any], bool]:
        """Code a shard, unless that has been done; return its file's name, its report, and whether it was there."""
        name = shard.file_name(self.coder())
        known = report_of(self._out, name)
        if known is not None:
            return name, known, True
        writer = ShardWriter()
        try:
            summary = code_batch(
                documents_of(shard), self._make_pipeline, sink=writer.add, limits=self._limits, pool=self._pool
            )
            report = summary.report()
            writer.finish(shard, self._out, name, report)
        except BaseException:
            writer.drop()
            # Articles of this shard may still be out: the next one begins with a worker that knows of none.
            self._pool.__exit__(None, None, None)
            self._pool = WorkerPool(self._make_pipeline, 1, self._limits).__enter__()
            raise
        return name, report, False


def code_on_ray(
    shards: Iterable[Shard],
    make_pipeline: MakePipeline,
    out: str,
    *,
    actors: int,
    address: str | None = None,
    limits: WorkerLimits | None = None,
    begin: Callable[[Coder], None] | None = None,
    done: Callable[[str], None] | None = None,
    progress: Callable[[ClusterSummary], None] | None = None,
    journal: Journal | None = None,
) -> ClusterSummary:
    """Code shards on `actors` actors into the folder `out` (a path or URL that every node sees).

    Without an address, on this machine. `done` is called with the name of each shard's file. Raises TacitusError where
    the pipeline cannot be loaded; a shard that fails is tried three times and then listed.
    """
    summary = ClusterSummary()
    waiting = deque((shard, 1) for shard in shards)
    summary.shards = len(waiting)
    with _cluster(address, actors) as ray:
        kind = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=_TRIES)(ShardCoder)
        crew = [
            kind.remote(make_pipeline, limits or WorkerLimits(), out) for _ in range(min(actors, len(waiting)) or 1)
        ]
        coder = ray.get(crew[0].coder.remote())
        if journal:
            journal.write("run started", coder=coder.to_json(), actors=len(crew), shards=summary.shards)
        if begin:
            begin(coder)
        at_work: dict[Any, tuple[Any, Shard, int]] = {}
        while waiting or at_work:
            while waiting and crew:
                actor, (shard, tries) = crew.pop(), waiting.popleft()
                at_work[actor.code.remote(shard)] = (actor, shard, tries)
            ready, _ = ray.wait(list(at_work), num_returns=1, timeout=_TICK)
            for answer in ready:
                actor, shard, tries = at_work.pop(answer)
                crew.append(actor)
                name = _take(ray, answer, shard, tries, waiting, summary, journal)
                if name and done:
                    done(name)
            if progress:
                progress(summary)
        for actor in crew:
            ray.kill(actor)
    if journal:
        figures = {**summary.figures, "reasons": dict(summary.reasons)}
        journal.write("run finished", shards=summary.shards, done=summary.done, before=summary.before,
                      retried=summary.retried, failed=len(summary.failed), **figures)  # fmt: skip
    return summary


def _take(
    ray: Any,
    answer: Any,
    shard: Shard,
    tries: int,
    waiting: deque[tuple[Shard, int]],
    summary: ClusterSummary,
    journal: Journal | None,
) -> str | None:
    """Take the answer for a shard: count it, or put it back in the line, or give it up. Return its file's name."""
    try:
        name, report, before = ray.get(answer)
    except (ray.exceptions.RayError, OSError, TacitusError) as error:
        reason = f"{type(error).__name__}: {str(error).strip().splitlines()[-1] if str(error).strip() else ''}"
        again = tries < _TRIES
        if again:
            summary.retried += 1
            waiting.append((shard, tries + 1))
        else:
            summary.failed.append((shard, reason))
        if journal:
            journal.write("shard retried" if again else "shard failed", shard=shard.url, tries=tries, reason=reason)
        return None
    summary.before += before
    summary.add(str(name), report)
    if journal:
        journal.write("shard known" if before else "shard coded", shard=shard.url, file=name, report=report)
    return str(name)


@contextmanager
def _cluster(address: str | None, actors: int) -> Iterator[Any]:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise UsageError(
            "Ray is not installed", where="--runner ray", remedy="Install it with: pip install 'tacitus[ray]'"
        ) from error
    ours = not ray.is_initialized()
    if ours:
        here: dict[str, Any] = {} if address else {"num_cpus": actors, "include_dashboard": False}
        try:
            ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **here)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise UsageError(f"there is no cluster to be reached ({error})", where=address or "this machine",
                             remedy="Check --ray-address") from error  # fmt: skip
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()
