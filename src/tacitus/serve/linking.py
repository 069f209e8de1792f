"""Linking after a change: which reports tell one incident. Incremental, so that it takes a moment."""

from __future__ import annotations

from tacitus.store import Record


def link_if_possible(record: Record) -> None:
    """Put new and changed events into incidents."""
