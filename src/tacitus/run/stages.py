"""How long each stage of coding an article takes, without any stage knowing of a clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seconds: ContextVar[dict[str, float] | None] = ContextVar("tacitus_stage_seconds", default=None)


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """While this context is open, stages add the seconds they take to the dictionary that it gives, by name."""
    seconds: dict[str, float] = {}
    before = _seconds.set(seconds)
    try:
        yield seconds
    finally:
        _seconds.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure what happens in this context as a stage, if anybody measures."""
    seconds = _seconds.get()
    if seconds is None:
        yield
        return
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began
