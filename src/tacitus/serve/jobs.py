"""Jobs: articles that are being added, one after another in the background, with their progress."""

from __future__ import annotations

import datetime
import queue
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.errors import TacitusError
from tacitus.read import Refusal, read_paths, read_text
from tacitus.records import Coder, Document
from tacitus.run import PipelineRecipe
from tacitus.serve.coding_process import CodingProcess

if TYPE_CHECKING:
    from tacitus.serve.workbench import Workbench

_KEPT = 200
"""Jobs that are remembered; the record's runs tell of all."""


@dataclass
class Job:
    """One addition: what, by whom, how far. `state` is waiting, reading, coding, linking, done, or failed."""

    id: int
    title: str
    account: str
    sources: tuple[Path, ...] = ()
    texts: tuple[Document, ...] = ()
    folder: Path | None = None
    state: str = "waiting"
    total: int = 0
    coded: int = 0
    skipped: int = 0
    events: int = 0
    articles: list[tuple[str, str, int]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    made: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    @property
    def seen(self) -> int:
        """How many articles have been dealt with."""
        return self.coded + self.skipped + len(self.refused)


class Jobs:
    """The line of jobs. One is worked on at a time, in a thread; the coding itself happens in another process."""

    def __init__(self, workbench: Workbench, recipe: PipelineRecipe) -> None:
        self._workbench = workbench
        self._process = CodingProcess(recipe)
        self._line: queue.Queue[Job | None] = queue.Queue()
        self._jobs: dict[int, Job] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False

    def all(self) -> list[Job]:
        """Return the jobs, the latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def find(self, number: int) -> Job | None:
        """Return a job."""
        with self._lock:
            return self._jobs.get(number)

    def add_text(self, text: str, *, account: str, title: str, published: str, publisher: str, url: str) -> Job:
        """Add a pasted text, or the source of a saved page. Raises ReadError where it cannot be an article."""
        start = text.lstrip()[:200].lower()
        if start.startswith("<") and ("<html" in text[:2000].lower() or start.startswith("<!doctype")):
            folder = Path(tempfile.mkdtemp(prefix="tacitus-add-"))
            page = folder / "pasted.html"
            page.write_text(text, encoding="utf-8")
            return self._begin(title or "A pasted page", account, sources=(page,), folder=folder)
        document = read_text(
            text, title=title or None, published=published or None, publisher=publisher or None, url=url or None
        )
        return self._begin(document.title or "A pasted text", account, texts=(document,))

    def add_files(self, files: Iterable[tuple[str, Callable[[Path], None]]], *, account: str) -> Job:
        """Add files that were sent: a name, and what writes the content to a path."""
        folder = Path(tempfile.mkdtemp(prefix="tacitus-add-"))
        paths = []
        for number, (name, write) in enumerate(files, start=1):
            # Only the ending of the sender's name is used as a path.
            inner = folder / str(number)
            inner.mkdir()
            path = inner / _harmless_name(name)
            write(path)
            paths.append(path)
        title = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
        return self._begin(title, account, sources=tuple(paths), folder=folder)

    def add_paths(self, paths: tuple[Path, ...], *, account: str, title: str) -> Job:
        """Add files of this machine: those of a watched folder."""
        return self._begin(title, account, sources=paths)

    def close(self) -> None:
        """Stop after the article at hand."""
        self._closing = True
        self._line.put(None)
        self._process.close()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _begin(
        self,
        title: str,
        account: str,
        *,
        sources: tuple[Path, ...] = (),
        texts: tuple[Document, ...] = (),
        folder: Path | None = None,
    ) -> Job:
        with self._lock:
            job = Job(len(self._jobs) + 1, title, account, sources, texts, folder)
            self._jobs[job.id] = job
            for old in [key for key, found in self._jobs.items() if found.over][:-_KEPT]:
                self._jobs[old].articles.clear()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="tacitus-jobs", daemon=True)
                self._thread.start()
        self._line.put(job)
        return job

    def _work(self) -> None:
        while (job := self._line.get()) is not None and not self._closing:
            try:
                self._do(job)
                job.state = "done"
            except TacitusError as error:
                job.problem, job.state = str(error), "failed"
            except Exception as error:  # a fault of ours must not end the line
                job.problem, job.state = f"{type(error).__name__}: {error}", "failed"
            finally:
                if job.folder is not None:
                    shutil.rmtree(job.folder, ignore_errors=True)
                self._workbench.index.forget()

    def _do(self, job: Job) -> None:
        job.state = "reading"
        documents = [*job.texts, *(_renamed(item, job) for item in read_paths(job.sources))]
        job.total = len(documents)
        job.state = "coding"
        coder = self._process.coder()
        record = self._workbench.record
        arguments = {"files": [job.title], "by": job.account}
        run = record.runs.start("add", coder=coder, arguments=arguments)
        for item in documents:
            if self._closing:
                break
            self._one(job, item, coder, run)
        counts = {"coded": job.coded, "skipped": job.skipped, "refused": len(job.refused), "events": job.events}
        record.runs.finish(run, counts)
        self._workbench.audit.append("add", who=job.account, target=job.title, detail={"run": run, **counts})
        if job.coded:
            job.state = "linking"
            self._workbench.linking.now()

    def _one(self, job: Job, item: Document | Refusal, coder: Coder, run: int) -> None:
        record = self._workbench.record
        try:
            if isinstance(item, Refusal):
                raise item.error
            if record.has(item, coder):
                job.skipped += 1
                job.articles.append((item.id, item.title or item.id, 0))
                return
            coded = self._process.code(item)
            record.add(coded, run=run)
        except TacitusError as error:
            source = item.source if isinstance(item, Refusal) else item.source or item.id
            job.refused.append((Path(source).name, str(error.problem)))
            record.runs.refuse(run, source, error)
            return
        job.coded += 1
        job.events += len(coded.events)
        job.articles.append((item.id, item.title or item.id, len(coded.events)))
        self._workbench.index.forget()


def _renamed(item: Document | Refusal, job: Job) -> Document | Refusal:
    """Say the file's own name instead of where it was put for a moment."""
    if job.folder is None or not isinstance(item, Document) or not item.source:
        return item
    return item.model_copy(update={"source": item.source.removeprefix(str(job.folder)).lstrip("/").partition("/")[2]
                                   or Path(item.source).name})  # fmt: skip


def _harmless_name(name: str) -> str:
    kept = "".join(c if c.isalnum() or c in " ._-" else "_" for c in name.replace("\\", "/").rsplit("/", 1)[-1])
    return kept.strip(" .")[-120:] or "file"
