"""The batch: documents in, outcomes out, on as many workers as asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tacitus.records import Coder, Document
from tacitus.run.interrupt import Interrupt
from tacitus.run.outcome import Outcome, Refused, RunSummary
from tacitus.run.pool import WorkerPool
from tacitus.run.worker import MakePipeline, WorkerLimits, code_one
from tacitus.store import ArticleConflict

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
    workers: int = 1,
    ordered: bool = True,
    limits: WorkerLimits | None = None,
) -> RunSummary:
    """Code documents and hand each outcome to `sink`, which may raise ArticleConflict to refuse one.

    With one worker the coding happens in this process; with more, in processes of their own, where `make_pipeline`
    (which must be picklable) is called, and an article that kills its worker is refused and the worker replaced. With
    `ordered` the outcomes come in the order of the documents.

    `begin` is called once it is known who codes; `skip` tells whether that coder has coded a document before;
    `progress` is called after each outcome; the first Ctrl-C calls `on_interrupt` and ends the run in good order.
    Errors of one article are outcomes; a pipeline that cannot be loaded, or a sink that fails, raises.
    """
    batch = _Batch(sink, begin, skip, progress, ordered=ordered)
    with Interrupt(on_interrupt) as interrupt:
        if workers <= 1:
            _code_here(documents, make_pipeline, batch, interrupt)
        else:
            _code_in_workers(documents, make_pipeline, batch, interrupt, workers, limits or WorkerLimits())
    batch.summary.interrupted = interrupt.requested
    batch.summary.seconds = time.monotonic() - batch.started
    return batch.summary


@dataclass
class _Batch:
    """The state of a run: what is done, and what waits for an earlier document to be done."""

    sink: Callable[[Outcome], None]
    on_begin: Callable[[Coder], None] | None
    skip: Callable[[Document, Coder], bool] | None
    progress: Callable[[RunSummary], None] | None
    ordered: bool
    summary: RunSummary = field(default_factory=RunSummary)
    started: float = field(default_factory=time.monotonic)
    waiting: dict[int, Outcome] = field(default_factory=dict)
    next_number: int = 0

    def begin(self, coder: Coder) -> None:
        self.summary.coder = coder
        if self.on_begin:
            self.on_begin(coder)

    def settled(self, item: Document | Refused) -> Outcome | None:
        """Return the outcome of what need not be coded."""
        if not isinstance(item, Document):
            return Outcome(source=str(item.source), error=item.error)
        coder = self.summary.coder
        if self.skip and coder and self.skip(item, coder):
            return Outcome(source=item.source or item.id, document=item, skipped=True)
        return None

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
        try:
            self.sink(outcome)
        except ArticleConflict as error:
            outcome = Outcome(source=outcome.source, document=outcome.document, error=error)
            self.sink(outcome)
        self.summary.add(outcome)
        self.summary.seconds = time.monotonic() - self.started
        if self.progress:
            self.progress(self.summary)


def _code_here(
    documents: Iterable[Document | Refused], make_pipeline: MakePipeline, batch: _Batch, interrupt: Interrupt
) -> None:
    pipeline = make_pipeline()
    batch.begin(pipeline.coder)
    for number, item in enumerate(documents):
        outcome = batch.settled(item)
        if outcome is None:
            assert isinstance(item, Document)
            outcome = Outcome.of(item, code_one(pipeline, item))
        batch.put(number, outcome)
        if interrupt.requested:
            return


def _code_in_workers(
    documents: Iterable[Document | Refused],
    make_pipeline: MakePipeline,
    batch: _Batch,
    interrupt: Interrupt,
    workers: int,
    limits: WorkerLimits,
) -> None:
    with WorkerPool(make_pipeline, workers, limits) as pool:
        while pool.coder is None:
            if interrupt.requested:
                return
            pool.collect(_TICK)
        batch.begin(pool.coder)
        coming: Iterator[tuple[int, Document | Refused]] | None = enumerate(documents)
        read = 0
        while not interrupt.requested and (coming is not None or pool.busy):
            while coming is not None and pool.has_room and not batch.is_far_ahead(read, workers):
                if not _give_next(coming, pool, batch):
                    coming = None
                read += 1
                if interrupt.requested:
                    break
            if coming is not None or pool.busy:
                for number, document, result in pool.collect(_TICK):
                    batch.put(number, Outcome.of(document, result))
        deadline = time.monotonic() + _GRACE
        while pool.busy and time.monotonic() < deadline:
            for number, document, result in pool.collect(_TICK):
                batch.put(number, Outcome.of(document, result))
        batch.put_rest()


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
