"""Rate limits: so many acts of a kind in a time, by whom."""

from __future__ import annotations

import threading
import time
from collections import deque

LIMITS: dict[str, tuple[int, float]] = {
    "sign-in": (8, 60.0),
    "add": (120, 60.0),
    "change": (600, 60.0),
    "read": (6000, 60.0),
}
"""How many acts of each kind in how many seconds."""


class RateLimits:
    """Counts acts in memory, for each kind and each key (an address, a name)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._acts: dict[tuple[str, str], deque[float]] = {}

    def wait(self, kind: str, key: str) -> float:
        """Count an act and return 0, or return the seconds to wait where there were too many."""
        most, seconds = LIMITS[kind]
        moment = time.monotonic()
        with self._lock:
            acts = self._acts.setdefault((kind, key), deque())
            while acts and moment - acts[0] > seconds:
                acts.popleft()
            if len(acts) >= most:
                return seconds - (moment - acts[0])
            acts.append(moment)
            if len(self._acts) > 50_000:
                self._acts = {name: found for name, found in self._acts.items() if found}
        return 0.0
