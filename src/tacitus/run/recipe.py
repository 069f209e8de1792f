"""How to make a pipeline: a small picklable description, from which each worker makes its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tacitus.llm import LlmSettings
from tacitus.records import CodedArticle, Coder, Document
from tacitus.run.outcome import PipelineLike

COMPILING = "Compiling the gazetteer: once on this machine and for each pack, about half a minute"
_SLOW = 0.7
"""Seconds after which preparing is not just looking whether all is there."""


@dataclass(frozen=True)
class PipelineRecipe:
    """The settings of `tacitus.run.pipeline.Pipeline.load`, and the name to code under where it is not its own."""

    packs: tuple[Path, ...] = ()
    codebook: Path | None = None
    home: Path | None = None
    coder_name: str | None = None
    triage: bool = False
    llm: LlmSettings | None = None
    """Where the language model is, for the llm engine; None for the rules."""

    def prepare(self, told: Callable[[str], None]) -> None:
        """Compile the gazetteer and the packs where that has not been done on this machine; `told` hears of it.

        Done before workers start, which else would all do it at once. Raises GazetteerError naming the file.
        """
        from tacitus.gazetteer.base import compiled_base
        from tacitus.gazetteer.home import compiled_pack

        slow = threading.Timer(_SLOW, told, [COMPILING])
        slow.daemon = True
        slow.start()
        try:
            compiled_base(self.home)
            for pack in self.packs:
                compiled_pack(pack, self.home)
        finally:
            slow.cancel()

    def __call__(self) -> PipelineLike:
        """Load the pipeline: models, codebook, gazetteer. Takes seconds."""
        pipeline = self._load()
        return _Renamed(pipeline, self.coder_name) if self.coder_name else pipeline

    def _load(self) -> PipelineLike:
        from tacitus.run.pipeline import Pipeline

        base = Pipeline.load(packs=self.packs, codebook=self.codebook, home=self.home, triage=self.triage)
        if self.llm is None:
            return base
        from tacitus.run.llm_pipeline import LlmPipeline

        return LlmPipeline.connect(base, self.llm)


class _Renamed:
    """A pipeline that signs with another name."""

    def __init__(self, pipeline: PipelineLike, name: str) -> None:
        self._pipeline = pipeline
        self.coder = Coder(**{**pipeline.coder.to_json(), "name": name})

    def code(self, document: Document) -> CodedArticle:
        """Code one document, under the other name."""
        return self._pipeline.code(document).model_copy(update={"coder": self.coder})
