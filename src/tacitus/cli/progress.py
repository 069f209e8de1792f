"""How far a run is: a line that moves on a terminal; elsewhere a line a minute, so that a long run is seen to live."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tacitus.cli.terminal import console, say

if TYPE_CHECKING:
    from tacitus.run import RunSummary

_MINUTE = 60.0


class Progress:
    """Shows what a run has done so far, on the error stream."""

    def __init__(self) -> None:
        self._status: Any = None
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._status = console(err=True).status("Loading the language model and the codebook")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def update(self, summary: RunSummary) -> None:
        """Show the figures of a run that goes on."""
        refused = f", {len(summary.refused)} refused" if summary.refused else ""
        skipped = f", {summary.skipped} coded before" if summary.skipped else ""
        minutes, seconds = divmod(int(summary.seconds), 60)
        text = f"{summary.coded} articles coded, {summary.events} events{skipped}{refused} ({minutes}:{seconds:02})"
        if self._status is not None:
            self._status.update(text)
        elif time.monotonic() - self._said > _MINUTE:
            self._said = time.monotonic()
            say(text)

    def stop(self) -> None:
        """Take the moving line away."""
        if self._status is not None:
            self._status.stop()
            self._status = None
