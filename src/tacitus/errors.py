"""One tree of errors. Each says what is wrong, where, and what to do about it."""

from __future__ import annotations


class TacitusError(Exception):
    """Base of every error raised on purpose.

    `problem` says what is wrong, `where` names the file, record or key, `remedy` says what to do.
    """

    def __init__(self, problem: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}. {self.remedy}" if self.remedy else text

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive default pickling between worker processes.
        return (_rebuild, (type(self), self.problem, self.where, self.remedy))


def _rebuild(kind: type[TacitusError], problem: str, where: str | None, remedy: str | None) -> TacitusError:
    return kind(problem, where=where, remedy=remedy)


class ReadError(TacitusError):
    """A file could not be turned into an article. The batch goes on."""


class UnsupportedFile(ReadError):
    """The file is of a type that no reader knows."""


class DamagedFile(ReadError):
    """The file is truncated, is not what its name says, or cannot be decoded."""


class EmptyArticle(ReadError):
    """The file holds no text to code."""


class TooLarge(ReadError):
    """The file, or what it unpacks to, is over the limit."""


class UnsupportedLanguage(ReadError):
    """The article is not in a language that can be coded in full. It is listed, never coded silently."""


class CodebookError(TacitusError):
    """A codebook file is wrong; `where` names file and line or key."""


class GazetteerError(TacitusError):
    """A gazetteer pack cannot be read or is missing."""


class DamagedInstallation(TacitusError):
    """A file that came with Tacitus is not the one that was shipped."""


class StoreError(TacitusError):
    """The record cannot be opened, read or written."""


class StoreLocked(StoreError):
    """Another process holds the record."""


class InterchangeError(TacitusError):
    """A line of an interchange file is not of the form in docs/interchange.md."""


class EvaluationError(TacitusError):
    """Gold and coding cannot be compared."""


class GateFailed(EvaluationError):
    """A quality figure is under its pinned floor, or the corpus is not the pinned one."""


class ReviewError(TacitusError):
    """An act of a person on the record cannot be done: an account, a decision, an assignment."""


class UsageError(TacitusError):
    """A command was called with arguments that make no sense together."""
