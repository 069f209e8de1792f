"""The figures: counts from which precision, recall, F1 and shares follow, and the list of misses behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Figures about whole events or articles; for these "on events that were found" says nothing.
_WHOLE = ("events", "rows", "relations", "facilities", "background")


@dataclass
class Tally:
    """Matches between two lists. `found_*` count only events that were found, so they judge the field alone."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0
    found_gold: int = 0
    found_predicted: int = 0

    def add(self, matched: int, gold: int, predicted: int, found: bool = True) -> None:
        """Count one pair of lists."""
        self.matched += matched
        self.gold += gold
        self.predicted += predicted
        if found:
            self.found_gold += gold
            self.found_predicted += predicted

    def merge(self, other: Tally) -> None:
        """Add another tally's counts."""
        self.add(other.matched, other.gold, other.predicted, found=False)
        self.found_gold += other.found_gold
        self.found_predicted += other.found_predicted

    @property
    def precision(self) -> float | None:
        """Matched / predicted; None where there is nothing in gold or prediction."""
        return self._ratio(self.matched, self.predicted)

    @property
    def recall(self) -> float | None:
        """Matched / gold; None where there is nothing in gold or prediction."""
        return self._ratio(self.matched, self.gold)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return self._ratio(2 * self.matched, self.gold + self.predicted)

    @property
    def found_f1(self) -> float | None:
        """F1 on the events that were found."""
        total = self.found_gold + self.found_predicted
        return 2 * self.matched / total if total else None

    def _ratio(self, part: int, whole: int) -> float | None:
        if not self.gold and not self.predicted:
            return None
        return part / whole if whole else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return counts and figures."""
        return {
            "matched": self.matched,
            "gold": self.gold,
            "predicted": self.predicted,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "found_gold": self.found_gold,
            "found_predicted": self.found_predicted,
            "found_f1": self.found_f1,
        }


@dataclass
class Share:
    """How many of how many are right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one case."""
        self.right += right
        self.of += 1

    def merge(self, other: Share) -> None:
        """Add another share's counts."""
        self.right += other.right
        self.of += other.of

    @property
    def value(self) -> float | None:
        """The share; None where there was no case."""
        return self.right / self.of if self.of else None

    def to_json(self) -> dict[str, Any]:
        """Return counts and share."""
        return {"right": self.right, "of": self.of, "value": self.value}


@dataclass(frozen=True)
class Miss:
    """One thing that the coding got wrong, for a person to read: `predicted` None is a gap, `gold` None is too much."""

    article: str
    field: str
    gold: str | None
    predicted: str | None
    sentence: str
    event: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Return the record as plain values."""
        return dict(vars(self))


@dataclass
class Scores:
    """All figures of one article or of many."""

    articles: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    sub_types: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        """Return the tally of a name, a new one at first."""
        return self.tallies.setdefault(name, Tally())

    def share(self, name: str) -> Share:
        """Return the share of a name, a new one at first."""
        return self.shares.setdefault(name, Share())

    def merge(self, other: Scores) -> None:
        """Add the counts and misses of other articles."""
        self.articles += other.articles
        for name, tally in other.tallies.items():
            self.tally(name).merge(tally)
        for name, share in other.shares.items():
            self.share(name).merge(share)
        for name, tally in other.sub_types.items():
            self.sub_types.setdefault(name, Tally()).merge(tally)
        self.statuses.update(other.statuses)
        self.misses += other.misses

    def status_tallies(self) -> dict[str, Tally]:
        """Return matched, gold and predicted for each status on the events that were found."""
        tallies: dict[str, Tally] = {}
        for (gold, predicted), number in sorted(self.statuses.items()):
            tallies.setdefault(gold, Tally()).add(number * (gold == predicted), number, 0)
            tallies.setdefault(predicted, Tally()).add(0, 0, number)
        return tallies

    def status_macro_f1(self) -> float | None:
        """Return the mean F1 over the statuses that the gold has, so that the rare ones weigh as much as the common."""
        values = [tally.f1 or 0.0 for tally in self.status_tallies().values() if tally.gold]
        return sum(values) / len(values) if values else None

    def figures(self) -> Iterator[tuple[str, float, int]]:
        """Yield name, value in [0, 1] and number of gold cases of every figure that can be pinned."""
        for name, tally in sorted(self.tallies.items()):
            for kind, value, cases in (("f1", tally.f1, tally.gold), ("found_f1", tally.found_f1, tally.found_gold)):
                if value is not None and (kind == "f1" or not name.startswith(_WHOLE)):
                    yield f"{name}.{kind}", value, cases
        for name, share in sorted(self.shares.items()):
            if share.value is not None:
                yield name, share.value, share.of
        macro = self.status_macro_f1()
        if macro is not None:
            yield "status.macro_f1", macro, sum(self.statuses.values())
