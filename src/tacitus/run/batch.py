"""The batch: documents in, outcomes out, on as many workers as asked for."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tacitus.errors import StoreError
from tacitus.records import Coder, Document
from tacitus.run.interrupt import Interrupt
from tacitus.run.journal import Journal
from tacitus.run.outcome import Outcome, Refused, RunSummary
from tacitus.run.pool import WorkerPool
from tacitus.run.stages import measured
from tacitus.run.worker import MakePipeline, WorkerLimits, code_one, peak_memory, too_long

_WINDOW = 16
"""How many documents a worker the quickest may be ahead of the slowest, when the order is kept."""

_GRACE = 10.0
"""Seconds that the articles at hand get to finish after Ctrl-C."""

_TICK = 0.2


def code_batch(
    documents: Iterable[Document | Refused],
    make_pipeline: MakePipeline,
    *,
    sink: Callable[[Outcome], None],
    begin: Callable[[Coder], None] | None = None,
    skip: Callable[[Document, Coder], bool] | None = None,
    progress: Callable[[RunSummary], None] | None = None,
    on_interrupt: Callable[[], None] | None = None,
    workers: int = 0,
    ordered: bool = True,
    limits: WorkerLimits | None = None,
    journal: Journal | None = None,
    pool: WorkerPool | None = None,
) -> RunSummary:
    """Code documents and hand each outcome to `sink`, which may raise ArticleConflict to refuse one.

    Without workers the coding happens in this process; with them, in processes of their own, where `make_pipeline`
    (which must be picklable) is called, and an article that goes over a limit or kills its worker is refused and the
    worker replaced. A `pool` that is given is used and left open. Documents are read as the workers take them. With
    `ordered` the outcomes come in the order of the documents.

    `begin` is called once it is known who codes; `skip` tells whether that coder has coded a document before;
    `progress` is called after each outcome, `journal` gets a line for each and for the run; the first Ctrl-C calls
    `on_interrupt` and ends the run in good order.
    Errors of one article are outcomes; a pipeline that cannot be loaded, or a sink that fails, raises.
    """
    limits = limits or WorkerLimits()
    batch = _Batch(sink, begin, skip, progress, journal, limits, ordered=ordered)
    batch.summary.workers = pool.size if pool is not None else workers
    with Interrupt(on_interrupt) as interrupt:
        if pool is not None:
            _code_in_pool(documents, pool, batch, interrupt)
        elif workers <= 0:
            _code_here(documents, make_pipeline, batch, interrupt)
        else:
            with WorkerPool(make_pipeline, workers, limits) as own:
                _code_in_pool(documents, own, batch, interrupt)
    batch.finish(interrupted=interrupt.requested)
    return batch.summary


@dataclass
class _Batch:
    """The state of a run: what is done, and what waits for an earlier document to be done."""

    sink: Callable[[Outcome], None]
    on_begin: Callable[[Coder], None] | None
    skip: Callable[[Document, Coder], bool] | None
    progress: Callable[[RunSummary], None] | None
    journal: Journal | None
    limits: WorkerLimits
    ordered: bool
    summary: RunSummary = field(default_factory=RunSummary)
    started: float = field(default_factory=time.monotonic)
    waiting: dict[int, Outcome] = field(default_factory=dict)
    next_number: int = 0

    def begin(self, coder: Coder) -> None:
        self.summary.coder = coder
        if self.journal:
            self.journal.write(
                "run started", coder=coder.to_json(), workers=self.summary.workers, limits=asdict(self.limits)
            )
        if self.on_begin:
            self.on_begin(coder)

    def finish(self, *, interrupted: bool) -> None:
        self.summary.interrupted = interrupted
        self.summary.seconds = time.monotonic() - self.started
        if self.journal:
            self.journal.write("run finished", **self.summary.report())

    def settled(self, item: Document | Refused) -> Outcome | None:
        """Return the outcome of what need not be coded."""
        if not isinstance(item, Document):
            return Outcome(source=str(item.source), error=item.error)
        coder = self.summary.coder
        if self.skip and coder and self.skip(item, coder):
            return Outcome(source=item.source or item.id, document=item, skipped=True)
        refused = too_long(item, self.limits)
        return Outcome.of(item, refused) if refused is not None else None

    def put(self, number: int, outcome: Outcome) -> None:
        """Take one outcome, and pass on all whose turn it is."""
        if not self.ordered:
            self._emit(outcome)
            return
        self.waiting[number] = outcome
        while self.next_number in self.waiting:
            self._emit(self.waiting.pop(self.next_number))
            self.next_number += 1

    def put_rest(self) -> None:
        """Pass on what was done after a document that never was."""
        for number in sorted(self.waiting):
            self._emit(self.waiting.pop(number))

    def is_far_ahead(self, number: int, workers: int) -> bool:
        """Tell whether reading on would pile up outcomes behind a slow document."""
        return self.ordered and number - self.next_number >= _WINDOW * workers

    def _emit(self, outcome: Outcome) -> None:
        with self.timed("store"):
            try:
                self.sink(outcome)
            except StoreError as error:
                if not _is_conflict(error):
                    raise
                outcome = Outcome(source=outcome.source, document=outcome.document, error=error)
                self.sink(outcome)
        self.summary.add(outcome)
        self.summary.seconds = time.monotonic() - self.started
        if self.journal:
            _write_outcome(self.journal, outcome)
        if self.progress:
            self.progress(self.summary)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count what is done here, in the parent, as a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.summary.stages[stage] += time.perf_counter() - began

    def read(self, documents: Iterable[Document | Refused]) -> Iterator[tuple[int, Document | Refused]]:
        """Number the documents, and measure how long reading them takes."""
        coming = iter(documents)
        for number in itertools.count():
            with self.timed("read"):
                item = next(coming, None)
            if item is None:
                return
            yield number, item


def _is_conflict(error: StoreError) -> bool:
    """Whether only this article is refused. The store is not loaded to ask: workers have no use for it."""
    from tacitus.store import ArticleConflict

    return isinstance(error, ArticleConflict)


def _write_outcome(journal: Journal, outcome: Outcome) -> None:
    error, coded = outcome.error, outcome.coded
    journal.write(
        f"article {outcome.what}",
        source=outcome.source,
        id=outcome.document.id if outcome.document else None,
        characters=len(outcome.document.text) if outcome.document else None,
        events=len(coded.events) if coded else None,
        reason=type(error).__name__ if error else None,
        message=str(error) if error else None,
        seconds={name: round(seconds, 4) for name, seconds in outcome.seconds.items()} or None,
    )


def _code_here(
    documents: Iterable[Document | Refused], make_pipeline: MakePipeline, batch: _Batch, interrupt: Interrupt
) -> None:
    pipeline = make_pipeline()
    batch.begin(pipeline.coder)
    for number, item in batch.read(documents):
        outcome = batch.settled(item)
        if outcome is None:
            assert isinstance(item, Document)
            with measured() as seconds:
                result = code_one(pipeline, item)
            outcome = Outcome.of(item, result, seconds)
        batch.put(number, outcome)
        batch.summary.peak_memory = peak_memory()
        if interrupt.requested:
            return


def _code_in_pool(
    documents: Iterable[Document | Refused], pool: WorkerPool, batch: _Batch, interrupt: Interrupt
) -> None:
    while pool.coder is None:
        if interrupt.requested:
            return
        pool.collect(_TICK)
    batch.begin(pool.coder)
    coming: Iterator[tuple[int, Document | Refused]] | None = batch.read(documents)
    read = 0
    while not interrupt.requested and (coming is not None or pool.busy):
        while coming is not None and pool.has_room and not batch.is_far_ahead(read, pool.size):
            if not _give_next(coming, pool, batch):
                coming = None
            read += 1
            if interrupt.requested:
                break
        if coming is not None or pool.busy:
            _collect(pool, batch)
    deadline = time.monotonic() + _GRACE
    while pool.busy and time.monotonic() < deadline:
        _collect(pool, batch)
    batch.put_rest()


def _collect(pool: WorkerPool, batch: _Batch) -> None:
    lost = pool.lost
    results = pool.collect(_TICK)
    batch.summary.lost += pool.lost - lost
    batch.summary.peak_memory = pool.peak_memory
    if pool.lost > lost and batch.journal:
        batch.journal.write("worker replaced", lost=pool.lost)
    for number, document, result, seconds in results:
        batch.put(number, Outcome.of(document, result, seconds))


def _give_next(coming: Iterator[tuple[int, Document | Refused]], pool: WorkerPool, batch: _Batch) -> bool:
    """Settle the next input or give it to a worker; tell whether there was one."""
    found = next(coming, None)
    if found is None:
        return False
    number, item = found
    outcome = batch.settled(item)
    if outcome is not None:
        batch.put(number, outcome)
    else:
        assert isinstance(item, Document)
        pool.give(number, item)
    return True
