"""How far a run is: a line that moves on a terminal; elsewhere a line a minute, so that a long run is seen to live.

It tells what has been done and how quickly, over the last half minute. Nobody has counted what is still to come in
archives and feeds, so no share and no end is promised.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tacitus.cli.terminal import console, say

if TYPE_CHECKING:
    from tacitus.run import RunSummary

_MINUTE = 60.0
_LATELY = 30.0
"""Seconds over which the rate is taken: long enough to be steady, short enough to be of now."""


class Progress:
    """Shows what a run has done so far, on the error stream."""

    def __init__(self) -> None:
        self._status: Any = None
        self._said = time.monotonic()
        self._lately: deque[tuple[float, int]] = deque()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._status = console(err=True).status("Loading the language model and the codebook")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def say(self, text: str) -> None:
        """Tell of something that takes long before the first article is done."""
        if self._status is not None:
            self._status.update(text)
        else:
            say(text)

    def update(self, summary: RunSummary) -> None:
        """Show the figures of a run that goes on."""
        now = time.monotonic()
        self._lately.append((now, summary.seen))
        while now - self._lately[0][0] > _LATELY:
            self._lately.popleft()
        if self._status is not None:
            self._status.update(self._line(summary))
        elif now - self._said > _MINUTE:
            self._said = now
            say(self._line(summary))

    def _line(self, summary: RunSummary) -> str:
        counts = (
            (summary.passed_over, "passed over"),
            (summary.skipped, "coded before"),
            (summary.refusals, "refused"),
            (summary.lost, "workers replaced"),
        )
        rest = "".join(f", {number} {name}" for number, name in counts if number)
        minutes, seconds = divmod(int(summary.seconds), 60)
        (began, before), (now, seen) = self._lately[0], self._lately[-1]
        rate = f", {(seen - before) / (now - began):.1f} a second" if now - began > 1 else ""
        return f"{summary.coded} articles coded, {summary.events} events{rest}{rate} ({minutes}:{seconds:02})"

    def stop(self) -> None:
        """Take the moving line away."""
        if self._status is not None:
            self._status.stop()
            self._status = None
