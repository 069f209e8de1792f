"""What becomes of each input of a run, and of the run as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tacitus.errors import TacitusError
from tacitus.records import CodedArticle, Coder, Document

_LISTED = 1000
"""Refusals that a summary keeps whole; of more it keeps the counts, so that it stays small."""


class ArticleFailed(TacitusError):
    """An article could not be coded because the program failed on it. It is listed; the batch goes on.

    `trace` is where in the program it failed, for a report to the authors.
    """

    trace: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return (_failed, (type(self), self.problem, self.where, self.remedy, self.trace))


class WorkersFailed(TacitusError):
    """No worker process can be started, so that nothing can be coded."""


def _failed(
    kind: type[ArticleFailed], problem: str, where: str | None, remedy: str | None, trace: str
) -> ArticleFailed:
    error = kind(problem, where=where, remedy=remedy)
    error.trace = trace
    return error


class Refused(Protocol):
    """An input that could not be read: `tacitus.read.Refusal`."""

    @property
    def source(self) -> str:
        """The file, or the place in it."""

    @property
    def error(self) -> TacitusError:
        """Why it could not be read."""


class PipelineLike(Protocol):
    """What codes a document: `tacitus.run.pipeline.Pipeline`."""

    @property
    def coder(self) -> Coder:
        """Name, version and configuration under which it codes."""

    def code(self, document: Document) -> CodedArticle:
        """Code one document. Raises TacitusError where it cannot be coded."""


@dataclass(frozen=True)
class Outcome:
    """What became of one input: it is coded, or was coded before (`skipped`), or is refused with an `error`.

    `seconds` says how long each stage took, where it was coded.
    """

    source: str
    document: Document | None = None
    coded: CodedArticle | None = None
    error: TacitusError | None = None
    skipped: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls, document: Document, result: CodedArticle | TacitusError, seconds: Mapping[str, float] | None = None
    ) -> Outcome:
        """Build the outcome of coding one document."""
        error = result if isinstance(result, TacitusError) else None
        coded = result if isinstance(result, CodedArticle) else None
        source = document.source or document.id
        return cls(source=source, document=document, coded=coded, error=error, seconds=seconds or {})

    @property
    def passed_over(self) -> bool:
        """Whether triage found that the article can tell no event, so that it was not parsed."""
        return self.coded is not None and is_passed_over(self.coded)

    @property
    def what(self) -> str:
        """What became of it, in a word or two."""
        if self.error is not None:
            return "refused"
        return "skipped" if self.skipped else "passed over" if self.passed_over else "coded"


def is_passed_over(coded: CodedArticle) -> bool:
    """Tell whether a coding is only triage's word that there is nothing to code."""
    return bool((coded.model_extra or {}).get("passed_over"))


@dataclass
class RunSummary:
    """What a run did, so far or in the end. `seconds` counts from the start, loading included.

    `coded` counts what was passed over too; `refused` lists the first thousand, `reasons` counts all by kind of error;
    `stages` are seconds by stage over all articles and workers; `lost` are workers that died or were killed;
    `peak_memory` is what the largest worker took, in bytes.
    """

    coder: Coder | None = None
    coded: int = 0
    skipped: int = 0
    events: int = 0
    relations: int = 0
    facilities: int = 0
    refused: list[tuple[str, TacitusError]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    passed_over: int = 0
    characters: int = 0
    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    workers: int = 0
    lost: int = 0
    peak_memory: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.error is not None:
            self.reasons[type(outcome.error).__name__] += 1
            if len(self.refused) < _LISTED:
                self.refused.append((outcome.source, outcome.error))
        elif outcome.skipped:
            self.skipped += 1
        elif outcome.coded is not None:
            self.coded += 1
            self.passed_over += outcome.passed_over
            self.characters += len(outcome.coded.document.text)
            self.events += len(outcome.coded.events)
            self.relations += len(outcome.coded.relations)
            self.facilities += len(outcome.coded.facilities)
        for name, seconds in outcome.seconds.items():
            self.stages[name] += seconds

    @property
    def seen(self) -> int:
        """How many inputs the run has dealt with."""
        return self.coded + self.skipped + self.refusals

    @property
    def refusals(self) -> int:
        """How many inputs were refused."""
        return self.reasons.total()

    def counts(self) -> dict[str, int]:
        """Return the figures for the record's audit log."""
        return {
            "coded": self.coded,
            "skipped": self.skipped,
            "refused": self.refusals,
            "events": self.events,
            "relations": self.relations,
            "facilities": self.facilities,
            "passed over": self.passed_over,
        }

    def report(self) -> dict[str, Any]:
        """Return what the run did as plain JSON: counts, refusals by reason, seconds by stage, workers, memory."""
        return {
            **self.counts(),
            "reasons": dict(self.reasons.most_common()),
            "characters": self.characters,
            "seconds": round(self.seconds, 3),
            "stages": {name: round(seconds, 3) for name, seconds in self.stages.items()},
            "workers": self.workers,
            "workers lost": self.lost,
            "peak memory": self.peak_memory,
            "interrupted": self.interrupted,
        }
