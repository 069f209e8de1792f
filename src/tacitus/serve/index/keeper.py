"""Keeps the index of one record at hand, and reads it again when the record has changed."""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy import Engine

from tacitus.serve.index.columns import Columns
from tacitus.serve.index.loading import load_columns, version_of

_CHECK_SECONDS = 0.5
"""How old the knowledge that nothing has changed may be: a page asks for several views at once."""

_AT_ONCE = 20_000
"""Up to this many incidents the index is read while the asker waits: a fraction of a second."""


class IndexKeeper:
    """The present index of a record. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._columns: Columns | None = None
        self._version: tuple[Any, ...] = ()
        self._checked = 0.0
        self._reading = False

    def columns(self) -> Columns:
        """Return the index of the record as it stands (no older than half a second).

        Of a large record the last index is returned while a new one is read, which takes some seconds.
        """
        with self._lock:
            if self._columns is not None and time.monotonic() - self._checked < _CHECK_SECONDS:
                return self._columns
            version = version_of(self._engine)
            if self._columns is None or (version != self._version and len(self._columns) < _AT_ONCE):
                self._columns = load_columns(self._engine)
                self._version = version
            elif version != self._version and not self._reading:
                self._reading = True
                threading.Thread(target=self._read, args=(version,), name="tacitus-index", daemon=True).start()
            self._checked = time.monotonic()
            return self._columns

    def _read(self, version: tuple[Any, ...]) -> None:
        try:
            fresh = load_columns(self._engine)
            with self._lock:
                self._columns, self._version = fresh, version
        finally:
            self._reading = False

    def forget(self) -> None:
        """Read the record anew at the next question: it was changed here."""
        with self._lock:
            self._checked = 0.0
