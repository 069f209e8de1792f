"""The filters of a view, and the address that holds them: every view is a URL that can be shared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

CHOICES = ("type", "sub", "status", "actor", "outlet", "country", "province", "precision", "dated")
"""Filters that hold a list of values, any of which matches."""


@dataclass(frozen=True)
class Filters:
    """What is asked for. Empty means no limit. `since` and `until` are days, both included; `confidence` 0..1.

    `box` is west, south, east, north in degrees; `text` is looked for in the names of places and actors.
    """

    type: tuple[str, ...] = ()
    sub: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    confidence: float = 0.0
    contested: bool = False
    background: bool = True
    text: str = ""
    box: tuple[float, float, float, float] | None = None

    @classmethod
    def of(cls, query: Iterable[tuple[str, str]]) -> Self:
        """Read the filters from the parts of an address. What makes no sense there is left out, never an error."""
        pairs = list(query)
        lists = {name: tuple(dict.fromkeys(v for k, v in pairs if k == name and v)) for name in CHOICES}
        last: Mapping[str, str] = dict(pairs)
        return cls(
            **lists,
            since=_day(last.get("since")),
            until=_day(last.get("until")),
            confidence=_share(last.get("confidence")),
            contested=last.get("contested") == "1",
            background=last.get("background") != "0",
            text=last.get("text", "").strip()[:200],
            box=_box(last.get("box")),
        )

    def query(self, **changed: Any) -> str:
        """Return the parts of the address, with some filters changed."""
        return urlencode(self.pairs(**changed))

    def pairs(self, **changed: Any) -> list[tuple[str, str]]:
        """Return the filters that are set as name and value, in a fixed order."""
        wanted = replace(self, **changed) if changed else self
        found: list[tuple[str, str]] = [(name, value) for name in CHOICES for value in getattr(wanted, name)]
        if wanted.since:
            found.append(("since", wanted.since.isoformat()))
        if wanted.until:
            found.append(("until", wanted.until.isoformat()))
        if wanted.confidence > 0:
            found.append(("confidence", f"{wanted.confidence:g}"))
        if wanted.contested:
            found.append(("contested", "1"))
        if not wanted.background:
            found.append(("background", "0"))
        if wanted.text:
            found.append(("text", wanted.text))
        if wanted.box:
            found.append(("box", ",".join(f"{edge:g}" for edge in wanted.box)))
        return found

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(getattr(self, each.name) != each.default for each in fields(self))


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _share(text: str | None) -> float:
    try:
        share = float(text or 0)
    except ValueError:
        return 0.0
    return share if 0 <= share <= 1 else 0.0


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = -90 <= south <= north <= 90 and -540 <= west <= east <= 540
    return (west, south, east, north) if inside else None
