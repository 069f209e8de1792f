"""Watched folders and feed files: what is new in them is coded as it comes."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from tacitus.serve.workbench import Workbench

_EVERY_SECONDS = 5.0
_SETTLED_SECONDS = 2.0
"""A file that was changed more recently may still be being written."""


class Watcher:
    """Looks at the watched places every few seconds, in a thread, and hands new and changed files to the jobs."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._known: dict[Path, tuple[float, int]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tacitus-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch, where there is anything to watch."""
        if self._workbench.settings.watch:
            self._thread.start()

    def stop(self) -> None:
        """Cease."""
        self._stop.set()

    def look(self) -> tuple[Path, ...]:
        """Return files that are new or changed since the last look and no longer being written."""
        found = []
        for place in self._workbench.settings.watch:
            files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
            for path in files:
                if any(part.startswith(".") for part in path.relative_to(place).parts) or not path.exists():
                    continue
                status = path.stat()
                sign = (status.st_mtime, status.st_size)
                if self._known.get(path) != sign and time.time() - status.st_mtime > _SETTLED_SECONDS:
                    self._known[path] = sign
                    found.append(path)
        return tuple(found)

    def _run(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            new = self.look()
            if new:
                title = new[0].name if len(new) == 1 else f"{len(new)} files"
                self._workbench.jobs.add_paths(new, account="watch", title=f"{title} (watched)")
