"""What an article cost and what was dropped of the answers: the report of the llm engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_KEPT = 200
"""Dropped fields that the report lists; all are counted."""
_LONGEST = 120


@dataclass(frozen=True)
class Dropped:
    """A field of an answer that did not hold: what, the model's words, and why."""

    what: str
    quote: str
    reason: str

    def to_json(self) -> dict[str, str]:
        """Return it as plain values; long words are cut."""
        return {"what": self.what, "quote": self.quote[:_LONGEST], "reason": self.reason}


@dataclass
class Usage:
    """Calls, tokens (as the server counts them), seconds of waiting, and what was kept and dropped."""

    model: str = ""
    windows: int = 0
    calls: int = 0
    retries: int = 0
    read_tokens: int = 0
    written_tokens: int = 0
    seconds: float = 0.0
    answered_as: str = ""
    kept: int = 0
    notes: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, what: str, quote: object, reason: str) -> None:
        """Note that a field was dropped."""
        self.dropped.append(Dropped(what, str(quote), reason))

    def note(self, said: str) -> None:
        """Note something of the run, once."""
        if said not in self.notes:
            self.notes.append(said)

    def to_json(self, price: tuple[float, float] | None = None) -> dict[str, Any]:
        """Return the report as plain values; `price` is per million tokens read and written."""
        report: dict[str, Any] = {
            "engine": "llm",
            "model": self.model,
            "answered_as": self.answered_as,
            "windows": self.windows,
            "calls": self.calls,
            "retries": self.retries,
            "read_tokens": self.read_tokens,
            "written_tokens": self.written_tokens,
            "seconds": round(self.seconds, 2),
            "kept": self.kept,
            "dropped": len(self.dropped),
            "dropped_fields": [one.to_json() for one in self.dropped[:_KEPT]],
            "notes": self.notes,
        }
        if price is not None:
            cost = self.read_tokens * price[0] + self.written_tokens * price[1]
            report["price"] = round(cost / 1_000_000, 6)
        return report
