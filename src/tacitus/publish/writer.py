"""Writers: each takes articles and incidents one by one and writes one format of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType, TracebackType
from typing import IO, ClassVar, Self

from tacitus.errors import TacitusError
from tacitus.publish.imprint import Imprint
from tacitus.publish.whole_file import whole_file, whole_path
from tacitus.records import CodedArticle, Decision, Incident


class MissingLibrary(TacitusError):
    """A format needs a library that is not installed."""


class Writer:
    """Base of the writers. Use as a context; files take their names when it ends without an error.

    Nothing is kept in memory that grows with the number of rows, but what a subclass says.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    """Libraries of the extra `publish` that the format needs."""

    def __init__(self, folder: Path, imprint: Imprint | None = None) -> None:
        """Take the folder to write into; it is made when the first file is opened."""
        self.folder = folder
        self.imprint = imprint or Imprint()
        self.written: list[Path] = []
        self._files = ExitStack()

    def __enter__(self) -> Self:
        for name in self.needs:
            require(name)
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.end()
        except BaseException as failure:
            self._files.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._files.__exit__(kind, error, trace)

    def begin(self) -> None:
        """Write what comes first."""

    def article(self, coded: CodedArticle) -> None:
        """Take one coded article."""

    def incident(self, incident: Incident) -> None:
        """Take one incident. Incidents come after the articles."""

    def decision(self, decision: Decision) -> None:
        """Take one decision of a person. Decisions come after the incidents."""

    def end(self) -> None:
        """Write what comes last."""

    def open_text(self, name: str) -> IO[str]:
        """Open a text file in the folder."""
        path = self.folder / name
        self.written.append(path)
        return self._files.enter_context(whole_file(path))

    def open_path(self, name: str) -> Path:
        """Return a path in the folder for a library to write to."""
        path = self.folder / name
        self.written.append(path)
        return self._files.enter_context(whole_path(path))


def require(name: str) -> ModuleType:
    """Import a library of the extra `publish`. Raises MissingLibrary naming the remedy."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise MissingLibrary(
            f"the library {name} is not installed",
            remedy="Install it with `pip install 'tacitus[publish]'`, or choose another format",
        ) from error


def feed(
    writers: Sequence[Writer],
    articles: Iterable[CodedArticle],
    incidents: Iterable[Incident] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[int, int]:
    """Give every article, incident and decision to every writer; return how many articles and incidents there were.

    All writers share one pass, so that the record is read once.
    """
    counts = [0, 0]
    for coded in articles:
        counts[0] += 1
        for writer in writers:
            writer.article(coded)
    for incident in incidents:
        counts[1] += 1
        for writer in writers:
            writer.incident(incident)
    for decision in decisions:
        for writer in writers:
            writer.decision(decision)
    return counts[0], counts[1]
