"""Running: the pipeline, and batches of documents through it."""

from tacitus.run.batch import code_batch
from tacitus.run.journal import Journal
from tacitus.run.outcome import ArticleFailed, Outcome, RunSummary, WorkersFailed
from tacitus.run.recipe import PipelineRecipe
from tacitus.run.worker import WorkerLimits

__all__ = [
    "ArticleFailed",
    "Journal",
    "Outcome",
    "PipelineRecipe",
    "RunSummary",
    "WorkerLimits",
    "WorkersFailed",
    "code_batch",
]
