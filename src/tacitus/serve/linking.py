"""Linking after a change: which reports tell one incident. Incremental, so that it takes a moment."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from tacitus.errors import StoreLocked
from tacitus.link import LinkSettings

if TYPE_CHECKING:
    from tacitus.serve.workbench import Workbench

_PAUSE_SECONDS = 1.0
"""Several decisions in a row are linked once."""


@lru_cache(maxsize=1)
def link_threshold() -> float:
    """Return the score from which on two events are linked."""
    return LinkSettings.load().threshold


class BackgroundLinking:
    """Links the record a moment after it was changed, in a thread."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._lock = threading.Lock()
        self._linking = threading.Lock()
        self._timer: threading.Timer | None = None

    def soon(self) -> None:
        """Link in a moment."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(_PAUSE_SECONDS, self.now)
            self._timer.daemon = True
            self._timer.start()

    def now(self) -> None:
        """Link what is new or changed."""
        with self._linking:
            try:
                self._workbench.record.link()
            except StoreLocked:
                # Another process is linking: it, or the next change here, takes this in.
                self.soon()
            self._workbench.index.forget()

    def close(self) -> None:
        """Let a linking that is under way end, and begin no other."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
        with self._linking:
            pass


def link_soon(workbench: Workbench) -> None:
    """Link in a moment, after a decision."""
    workbench.linking.soon()
