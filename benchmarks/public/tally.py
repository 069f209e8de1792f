"""Counts of what was found, and the table they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass
class Tally:
    """How many are in the key, how many we gave, how many of each are right.

    `found` counts keys that we have, `right` values of ours that a key has: with alternatives they may differ.
    """

    key: int = 0
    ours: int = 0
    found: int = 0
    right: int = 0

    def add(self, key: int, ours: int, found: int, right: int | None = None) -> None:
        """Count one more unit; `right` is `found` where keys and values pair one to one."""
        self.key += key
        self.ours += ours
        self.found += found
        self.right += found if right is None else right

    @property
    def recall(self) -> float:
        """Share of the key that we have; 0 without a key."""
        return self.found / self.key if self.key else 0.0

    @property
    def precision(self) -> float:
        """Share of ours that is right; 0 where we gave nothing."""
        return self.right / self.ours if self.ours else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def table(tallies: Mapping[str, Tally]) -> str:
    """Return the tallies as a Markdown table; precision is "-" where only keys were asked for."""
    rows = ["| figure | in the key | ours | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    for name, tally in tallies.items():
        if tally.ours:
            figures = f"{tally.ours} | {tally.precision:.1%} | {tally.recall:.1%} | {tally.f1:.1%}"
        else:
            figures = f"- | - | {tally.recall:.1%} | -"
        rows.append(f"| {name} | {tally.key} | {figures} |")
    return "\n".join(rows)


def shares(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return (right, asked) counts as a Markdown table of shares."""
    rows = ["| figure | asked | right |", "|---|---|---|"]
    rows += [f"| {name} | {asked} | {right / max(asked, 1):.1%} |" for name, (right, asked) in counts.items()]
    return "\n".join(rows)


def confusion(pairs: Iterable[tuple[str, str]], most: int = 12) -> str:
    """Return the most frequent (key, ours) pairs that differ, one a line."""
    counts: dict[tuple[str, str], int] = {}
    for pair in pairs:
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return "\n".join(f"{count:5} {key} -> {ours}" for (key, ours), count in ordered)
