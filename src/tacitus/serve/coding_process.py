"""A process of its own in which articles are coded: pages stay quick, and a bad article cannot take them down."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from tacitus.errors import TacitusError
from tacitus.records import CodedArticle, Coder, Document
from tacitus.run import PipelineRecipe
from tacitus.run.outcome import ArticleFailed, PipelineLike

_LONGEST = 180.0
"""Seconds that one article may take, loading the model included."""

T = TypeVar("T")
_pipeline: PipelineLike | None = None


def _load(recipe: PipelineRecipe) -> PipelineLike:
    global _pipeline
    if _pipeline is None:
        _pipeline = recipe()
    return _pipeline


def _coder(recipe: PipelineRecipe) -> Coder:
    return _load(recipe).coder


def _code(recipe: PipelineRecipe, document: Document) -> CodedArticle:
    try:
        return _load(recipe).code(document)
    except TacitusError:
        raise
    except Exception as error:
        raise ArticleFailed(
            f"the program failed on this article ({type(error).__name__}: {error})",
            where=document.source or document.id,
            remedy="Please report it; the other articles are coded",
        ) from error


class CodingProcess:
    """Codes articles one by one in one other process, which is started when first needed and replaced if it dies."""

    def __init__(self, recipe: PipelineRecipe) -> None:
        self._recipe = recipe
        self._pool: ProcessPoolExecutor | None = None

    def coder(self) -> Coder:
        """Return who codes. Raises TacitusError where the pipeline cannot be loaded."""
        return self._ask(self._started().submit(_coder, self._recipe), "the language model")

    def code(self, document: Document) -> CodedArticle:
        """Code one article. Raises TacitusError where it cannot be coded, takes too long, or kills the process."""
        return self._ask(self._started().submit(_code, self._recipe, document), document.source or document.id)

    def close(self) -> None:
        """End the process."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        return self._pool

    def _ask(self, future: Future[T], where: str) -> T:
        try:
            return future.result(timeout=_LONGEST)
        except TooLong as error:
            self.close()
            raise ArticleFailed(
                f"coding took longer than {_LONGEST:.0f} seconds", where=where, remedy="Split the article"
            ) from error
        except BrokenProcessPool as error:
            self.close()
            raise ArticleFailed(
                "the process that coded it died", where=where, remedy="Try it alone; there may be too little memory"
            ) from error
