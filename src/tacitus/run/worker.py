"""A worker process: it loads the pipeline once and codes one document after another.

Documents come as JSON, codings go back as JSON: far cheaper than pickled parses, and nothing is shared.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue

from tacitus.errors import TacitusError, TooLarge
from tacitus.records import CodedArticle, Document
from tacitus.run.outcome import ArticleFailed, PipelineLike
from tacitus.run.stages import measured

MakePipeline = Callable[[], PipelineLike]


@dataclass(frozen=True)
class WorkerLimits:
    """What one article may take before it is refused: `seconds` of time, `memory` of its worker in bytes, `characters`.

    Only a worker process keeps the first two: it can be killed.
    """

    seconds: float = 300.0
    memory: int | None = 4 * 1024**3
    characters: int = 2_000_000


def too_long(document: Document, limits: WorkerLimits) -> TooLarge | None:
    """Return why the document is too long to be coded, if it is."""
    if len(document.text) <= limits.characters:
        return None
    return TooLarge(
        f"the article has {len(document.text)} characters, more than {limits.characters}",
        where=document.source or document.id,
        remedy="Split it, or raise --most-characters",
    )


def code_one(pipeline: PipelineLike, document: Document) -> CodedArticle | TacitusError:
    """Code one document. Whatever goes wrong is returned, so that one article never stops a batch."""
    try:
        return pipeline.code(document)
    except TacitusError as error:
        return error
    except MemoryError:
        return ArticleFailed(
            "coding it takes more memory than a worker may use",
            where=document.source or document.id,
            remedy="Split the article, or leave it out",
        )
    except Exception as error:  # a fault of ours in one article must not cost the user the others
        return _unforeseen(error, "coding it failed", document.source or document.id)


def _unforeseen(error: Exception, what: str, where: str | None = None) -> ArticleFailed:
    failed = ArticleFailed(
        f"{what}: {type(error).__name__}: {error}",
        where=where,
        remedy="This is a fault of Tacitus: please report it, with what `tacitus --debug` shows",
    )
    failed.trace = "".join(traceback.format_exception(error))
    return failed


def work(connection: Connection, make_pipeline: MakePipeline, limits: WorkerLimits) -> None:
    """Serve the parent until it closes the connection.

    Messages back: ("ready", coder), ("failed", error) where the pipeline cannot be loaded; ("coded", JSON) and
    ("refused", error), both with the seconds by stage and the most memory taken so far.
    """
    # Ctrl-C reaches every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory)
    try:
        pipeline = make_pipeline()
    except TacitusError as error:
        _tell(connection, "failed", error)
        return
    except Exception as error:  # reported to the parent, which stops the run
        _tell(connection, "failed", _unforeseen(error, "the pipeline cannot be loaded"))
        return
    _tell(connection, "ready", pipeline.coder.model_dump_json())
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, tasks), daemon=True).start()
    while True:
        document = Document.model_validate_json(tasks.get())
        with measured() as seconds:
            result = code_one(pipeline, document)
        if isinstance(result, TacitusError):
            _tell(connection, "refused", result, seconds)
        else:
            _tell(connection, "coded", result.model_dump_json(), seconds)


def _tell(connection: Connection, kind: str, content: object, seconds: dict[str, float] | None = None) -> None:
    try:
        connection.send((kind, content, seconds or {}, peak_memory()))
    except OSError:
        # The parent died while this worker was loading or coding.
        os._exit(0)


def _receive(connection: Connection, tasks: SimpleQueue[bytes]) -> None:
    """Take tasks off the pipe at once, so that parent and worker never wait for each other to read."""
    while True:
        try:
            tasks.put(connection.recv_bytes())
        except (EOFError, OSError):
            # The parent is done, or dead: nobody wants the article at hand any more.
            os._exit(0)


def peak_memory() -> int:
    """Return the most memory that this process has taken, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _limit_memory(limit: int | None) -> None:
    if limit is None:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
