"""Ctrl-C: the first asks the run to stop after the article at hand, the second stops it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupt:
    """While this context is open, the first SIGINT only sets `requested`; `told` is called with it.

    Outside the main thread (a notebook's worker, a server) signals stay as they are.
    """

    def __init__(self, told: Callable[[], None] | None = None) -> None:
        self.requested = False
        self._told = told
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._told:
            self._told()
