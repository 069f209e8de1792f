"""How to make a pipeline: a small picklable description, from which each worker makes its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tacitus.records import CodedArticle, Coder, Document
from tacitus.run.outcome import PipelineLike


@dataclass(frozen=True)
class PipelineRecipe:
    """The settings of `tacitus.run.pipeline.Pipeline.load`, and the name to code under where it is not its own."""

    packs: tuple[Path, ...] = ()
    codebook: Path | None = None
    home: Path | None = None
    coder_name: str | None = None

    def __call__(self) -> PipelineLike:
        """Load the pipeline: models, codebook, gazetteer. Takes seconds."""
        pipeline = self._load()
        return _Renamed(pipeline, self.coder_name) if self.coder_name else pipeline

    def _load(self) -> PipelineLike:
        from tacitus.run.pipeline import Pipeline

        return Pipeline.load(packs=self.packs, codebook=self.codebook, home=self.home)


class _Renamed:
    """A pipeline that signs with another name."""

    def __init__(self, pipeline: PipelineLike, name: str) -> None:
        self._pipeline = pipeline
        self.coder = Coder(**{**pipeline.coder.to_json(), "name": name})

    def code(self, document: Document) -> CodedArticle:
        """Code one document, under the other name."""
        return self._pipeline.code(document).model_copy(update={"coder": self.coder})
