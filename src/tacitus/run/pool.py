"""The parent's side of the workers: it gives them documents, collects codings, and replaces those that die.

Each worker has its own pipe, so that one that is killed cannot leave a lock behind for the others, and a bounded queue:
the document at hand and the next, of short ones a few more, so that it need not wait for the parent between them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from tacitus.errors import TacitusError
from tacitus.records import CodedArticle, Coder, Document
from tacitus.run.outcome import ArticleFailed, WorkersFailed, is_passed_over
from tacitus.run.worker import MakePipeline, WorkerLimits, work

_AT_HAND_AND_NEXT = 2
_MOST_AHEAD = 8
_SHORT = 40_000
"""Characters up to which a worker's documents together count as short."""
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

_LIFE = 10_000
"""Articles that a worker parses before another takes its place: the model keeps every new word, so that memory would
grow. To let them go after each article (spaCy's memory zones) costs a twentieth of the time, this a thousandth."""

Task = tuple[int, Document]
Result = tuple[int, Document, CodedArticle | TacitusError, dict[str, float]]
"""Number, document, what became of it, seconds by stage."""


class _Worker:
    """One worker process as the parent sees it. `since` is when it began the document at hand."""

    def __init__(self, make_pipeline: MakePipeline, limits: WorkerLimits) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe(duplex=True)
        self.process = context.Process(target=work, args=(theirs, make_pipeline, limits), daemon=True)
        with _one_thread_each(), _no_interrupt():
            self.process.start()
        theirs.close()
        self.ready = False
        self.gone = False
        self.parsed = 0
        self.tasks: deque[Task] = deque()
        self.since = time.monotonic()

    def give(self, task: Task) -> bool:
        """Send a document; tell whether the worker was there to take it. If not, the next collection replaces it."""
        try:
            self.connection.send_bytes(task[1].model_dump_json().encode())
        except OSError:
            self.gone = True
            return False
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        return True

    @property
    def has_room(self) -> bool:
        """Whether its queue is short, and it is to go on."""
        if self.parsed >= _LIFE:
            return False
        if len(self.tasks) < _AT_HAND_AND_NEXT:
            return True
        return len(self.tasks) < _MOST_AHEAD and sum(len(document.text) for _, document in self.tasks) < _SHORT

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class WorkerPool:
    """A fixed number of workers. Use it as a context manager: no worker outlives it."""

    def __init__(self, make_pipeline: MakePipeline, workers: int, limits: WorkerLimits) -> None:
        self._make_pipeline = make_pipeline
        self._limits = limits
        self._returned: deque[Task] = deque()
        self._workers: list[_Worker] = []
        self.size = workers
        self.coder: Coder | None = None
        self.lost = 0
        self.peak_memory = 0

    def __enter__(self) -> Self:
        try:
            for _ in range(self.size):
                self._workers.append(_Worker(self._make_pipeline, self._limits))
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.stop()

    @property
    def busy(self) -> bool:
        """Whether any document is still out."""
        return bool(self._returned) or any(worker.tasks for worker in self._workers)

    @property
    def has_room(self) -> bool:
        """Whether a worker would take another document now."""
        return not self._returned and self._freest() is not None

    def give(self, number: int, document: Document) -> None:
        """Hand a document to the worker with the least to do, or keep it until one is there."""
        self._returned.append((number, document))
        self._hand_out()

    def collect(self, timeout: float) -> list[Result]:
        """Return what has been done, waiting up to `timeout` seconds for something. Dead workers are replaced.

        Raises the error of a pipeline that cannot be loaded, WorkersFailed where a worker dies while loading.
        """
        results: list[Result] = []
        heard = wait([worker.connection for worker in self._workers], timeout)
        for worker in [worker for worker in self._workers if worker.connection in heard]:
            results.extend(self._take(worker))
        for worker in list(self._workers):
            if worker.tasks and time.monotonic() - worker.since > self._limits.seconds:
                worker.process.kill()
                results.append(self._replace(worker, f"coding it took more than {self._limits.seconds:.0f} seconds"))
        self._hand_out()
        return results

    def _take(self, worker: _Worker) -> Iterator[Result]:
        try:
            kind, content, seconds, memory = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        self.peak_memory = max(self.peak_memory, memory)
        if kind == "failed":
            raise content
        if kind == "ready":
            worker.ready = True
            self.coder = self.coder or Coder.model_validate_json(content)
            return
        number, document = worker.tasks.popleft()
        worker.since = time.monotonic()
        result = CodedArticle.model_validate_json(content) if kind == "coded" else content
        worker.parsed += isinstance(result, CodedArticle) and not is_passed_over(result)
        yield number, document, result, seconds
        if worker.parsed >= _LIFE and not worker.tasks:
            self._exchange(worker)

    def _bury(self, worker: _Worker) -> Iterator[Result]:
        worker.process.join(5)
        reason = _cause_of_death(worker.process.exitcode)
        if not worker.ready:
            raise WorkersFailed(f"a worker {reason} while it was loading", remedy="Try again with --workers 0")
        if worker.tasks:
            yield self._replace(worker, f"the worker that was coding it {reason}")
        else:
            self._exchange(worker)

    def _replace(self, worker: _Worker, problem: str) -> Result:
        """Put a new worker in the place of one that was lost to the document at hand; its next one is not to blame."""
        number, document = worker.tasks.popleft()
        self._exchange(worker)
        remedy = "Code it alone with --workers 0 to see why, or leave it out"
        return number, document, ArticleFailed(problem, where=document.source or document.id, remedy=remedy), {}

    def _exchange(self, worker: _Worker) -> None:
        self._returned.extendleft(reversed(worker.tasks))
        worker.tasks.clear()
        worker.stop()
        self.lost += worker.parsed < _LIFE
        self._workers[self._workers.index(worker)] = _Worker(self._make_pipeline, self._limits)

    def _freest(self) -> _Worker | None:
        there = [worker for worker in self._workers if worker.ready and not worker.gone]
        free = [worker for worker in there if worker.has_room]
        return min(free, key=lambda worker: len(worker.tasks), default=None)

    def _hand_out(self) -> None:
        while self._returned and (worker := self._freest()) is not None:
            if worker.give(self._returned[0]):
                self._returned.popleft()


def _cause_of_death(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return f"stopped with exit code {exit_code}"
    name = signal.Signals(-exit_code).name
    return f"was killed ({name}, perhaps for want of memory)" if name == "SIGKILL" else f"crashed ({name})"


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let workers started here compute in one thread: parallel work comes from the workers, not from inside them."""
    before = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let processes started here begin deaf to Ctrl-C; one that comes meanwhile reaches the parent afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
