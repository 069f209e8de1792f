"""One array a property, one row an incident: what filters and counts read.

A record of 100,000 incidents takes about 30 MB here, and any filter over it a few milliseconds; the same counts by
SQL take a second. The index is read again when the record has changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

NO_DAY = np.iinfo(np.int32).min
"""Stands for a day that is not known."""

_EPOCH = datetime.date(1970, 1, 1)


def day_number(day: datetime.date | None) -> int:
    """Return days since 1970-01-01, or NO_DAY."""
    return NO_DAY if day is None else (day - _EPOCH).days


def day_of(number: int) -> datetime.date:
    """Return the date of a day number."""
    return _EPOCH + datetime.timedelta(days=int(number))


class Labels:
    """The distinct values of a property, each with a small number in the order in which they came."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.names: list[str] = list(known)
        self._numbers: dict[Hashable, int] = {name: number for number, name in enumerate(self.names)}

    def number(self, name: str | None) -> int:
        """Return the number of a value, a new one where it is new; -1 for none."""
        if not name:
            return -1
        found = self._numbers.get(name)
        if found is None:
            found = self._numbers[name] = len(self.names)
            self.names.append(name)
        return found

    def find(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the values that are known; others match nothing."""
        return [self._numbers[name] for name in names if name in self._numbers]


@dataclass(frozen=True)
class Many:
    """A property of which a row may have several values: pairs of row and value, in the order of the rows."""

    rows: Codes
    values: Codes
    labels: Labels

    @classmethod
    def of(cls, lists: Sequence[Iterable[str]]) -> Many:
        """Build from one list of values a row."""
        labels = Labels()
        rows: list[int] = []
        values: list[int] = []
        for row, names in enumerate(lists):
            for name in dict.fromkeys(names):
                rows.append(row)
                values.append(labels.number(name))
        return cls(np.asarray(rows, np.int32), np.asarray(values, np.int32), labels)

    def mask(self, names: Iterable[str], length: int) -> Mask:
        """Tell which rows have at least one of the values."""
        found = np.zeros(length, np.bool_)
        found[self.rows[np.isin(self.values, self.labels.find(names))]] = True
        return found

    def counts(self, kept: Mask) -> NDArray[np.int64]:
        """Count the kept rows of each value."""
        return np.bincount(self.values[kept[self.rows]], minlength=len(self.labels.names))


@dataclass(frozen=True)
class One:
    """A property of which a row has one value, or none (-1)."""

    values: Codes
    labels: Labels

    @classmethod
    def of(cls, names: Iterable[str | None], known: Iterable[str] = ()) -> One:
        """Build from one value a row; `known` gives the order of the values that are known beforehand."""
        labels = Labels(known)
        return cls(np.fromiter((labels.number(name) for name in names), np.int32), labels)

    def mask(self, names: Iterable[str], length: int) -> Mask:
        """Tell which rows have one of the values."""
        return np.isin(self.values, self.labels.find(names))

    def counts(self, kept: Mask) -> NDArray[np.int64]:
        """Count the kept rows of each value."""
        values = self.values[kept]
        return np.bincount(values[values >= 0], minlength=len(self.labels.names))


@dataclass(frozen=True)
class Columns:
    """The arrays of a record's incidents, all of one length.

    `ids` are the incidents' ids; `start` and `end` are day numbers (columns.day_number), NO_DAY where unknown;
    `latitude`, `longitude` degrees (WGS 84), NaN where unlocated; `radius` kilometres in which the incident lies;
    `spot` numbers distinct drawn places; `restricted` marks what rests on restricted articles only.
    """

    ids: list[str]
    properties: dict[str, One | Many]
    start: Codes
    end: Codes
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    radius: NDArray[np.float64]
    spot: Codes
    confidence: NDArray[np.float32]
    contested: Mask
    background: Mask
    restricted: Mask
    reports: Codes
    fatalities: Codes
    places: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def one(self, name: str) -> One:
        """Return a property with one value a row."""
        found = self.properties[name]
        assert isinstance(found, One)
        return found
