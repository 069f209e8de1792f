"""Who is looking at what just now, so that two people on one item see each other."""

from __future__ import annotations

import threading
import time

_HERE_SECONDS = 20.0


class Presence:
    """Names by target, with when each was last heard of. Kept in memory: it is true for seconds only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, dict[str, float]] = {}

    def here(self, target: str, name: str) -> list[str]:
        """Note that somebody is at a target, and return who else is."""
        moment = time.monotonic()
        with self._lock:
            people = self._seen.setdefault(target, {})
            people[name] = moment
            for other, seen in list(people.items()):
                if moment - seen > _HERE_SECONDS:
                    del people[other]
            if len(self._seen) > 10_000:
                self._seen = {key: found for key, found in self._seen.items() if found}
            return sorted(other for other in people if other != name)
