"""What becomes of each input of a run, and of the run as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from tacitus.errors import TacitusError
from tacitus.records import CodedArticle, Coder, Document


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
    """What became of one input: it is coded, or was coded before (`skipped`), or is refused with an `error`."""

    source: str
    document: Document | None = None
    coded: CodedArticle | None = None
    error: TacitusError | None = None
    skipped: bool = False

    @classmethod
    def of(cls, document: Document, result: CodedArticle | TacitusError) -> Outcome:
        """Build the outcome of coding one document."""
        error = result if isinstance(result, TacitusError) else None
        coded = result if isinstance(result, CodedArticle) else None
        return cls(source=document.source or document.id, document=document, coded=coded, error=error)


@dataclass
class RunSummary:
    """What a run did, so far or in the end. `seconds` counts from the start, loading included."""

    coder: Coder | None = None
    coded: int = 0
    skipped: int = 0
    events: int = 0
    relations: int = 0
    facilities: int = 0
    refused: list[tuple[str, TacitusError]] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.error is not None:
            self.refused.append((outcome.source, outcome.error))
        elif outcome.skipped:
            self.skipped += 1
        elif outcome.coded is not None:
            self.coded += 1
            self.events += len(outcome.coded.events)
            self.relations += len(outcome.coded.relations)
            self.facilities += len(outcome.coded.facilities)

    @property
    def seen(self) -> int:
        """How many inputs the run has dealt with."""
        return self.coded + self.skipped + len(self.refused)

    def counts(self) -> dict[str, int]:
        """Return the figures for the record's audit log."""
        return {
            "coded": self.coded,
            "skipped": self.skipped,
            "refused": len(self.refused),
            "events": self.events,
            "relations": self.relations,
            "facilities": self.facilities,
        }
