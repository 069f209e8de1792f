"""Which incidents match, how many of each value there are, and how they lie in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tacitus.serve.index.columns import NO_DAY, Columns, Mask, day_of
from tacitus.serve.index.filters import CHOICES, Filters

_STEPS = (1, 7, 30, 91, 365, 3650)
"""Widths of a bar of the timeline, in days."""

_MOST_BARS = 130


@dataclass(frozen=True)
class Matches:
    """What matched: the rows' mask, and for each choice the mask of all other filters (for its counts)."""

    columns: Columns
    mask: Mask
    others: dict[str, Mask]

    @property
    def total(self) -> int:
        """How many incidents match."""
        return int(np.count_nonzero(self.mask))

    def counts(self, name: str, most: int = 12, always: tuple[str, ...] = ()) -> list[tuple[str, int]]:
        """Return the commonest values of a choice with their numbers, under all filters but its own.

        Values in `always` are returned too, with their number, even where it is zero.
        """
        choice = self.columns.properties[name]
        counts = choice.counts(self.others[name])
        order = np.argsort(-counts, kind="stable")[:most]
        found = {choice.labels.names[i]: int(counts[i]) for i in order if counts[i]}
        for value in always:
            numbers = choice.labels.find([value])
            found.setdefault(value, int(counts[numbers[0]]) if numbers else 0)
        return list(found.items())

    def page(self, order: str, start: int, size: int) -> list[int]:
        """Return rows of one page. `order` is `latest`, `earliest`, `toll`, `reports` or `confidence`."""
        rows = np.flatnonzero(self.mask)
        return [int(row) for row in rows[self._order(rows, order)][start : start + size]]

    def _order(self, rows: NDArray[np.intp], order: str) -> NDArray[np.intp]:
        columns = self.columns
        days = np.where(columns.start[rows] == NO_DAY, columns.end[rows], columns.start[rows])
        keys = {
            # Undated incidents come last either way.
            "earliest": np.where(days == NO_DAY, np.iinfo(np.int32).max, days),
            "latest": -days.astype(np.int64),
            "toll": -columns.fatalities[rows].astype(np.int64),
            "reports": -columns.reports[rows].astype(np.int64),
            "confidence": columns.confidence[rows],
        }
        return np.argsort(keys.get(order, keys["latest"]), kind="stable")


def match(columns: Columns, filters: Filters, *, restricted: bool) -> Matches:
    """Match the filters. Without `restricted`, what rests on restricted articles only is not there at all."""
    length = len(columns)
    base = np.ones(length, np.bool_) if restricted else ~columns.restricted
    for part in _plain(columns, filters):
        base &= part
    own = {
        name: columns.properties[name].mask(getattr(filters, name), length)
        for name in CHOICES
        if getattr(filters, name)
    }
    whole = base.copy()
    for part in own.values():
        whole &= part
    others: dict[str, Mask] = {}
    for name in CHOICES:
        if name not in own:
            others[name] = whole
            continue
        others[name] = base.copy()
        for other, part in own.items():
            if other != name:
                others[name] &= part
    return Matches(columns, whole, others)


def _plain(columns: Columns, filters: Filters) -> list[Mask]:
    found: list[Mask] = []
    first = np.where(columns.start == NO_DAY, columns.end, columns.start)
    if filters.since:
        found.append((columns.end != NO_DAY) & (columns.end >= _number(filters.since)))
    if filters.until:
        found.append((first != NO_DAY) & (first <= _number(filters.until)))
    if filters.confidence:
        found.append(columns.confidence >= filters.confidence)
    if filters.contested:
        found.append(columns.contested)
    if not filters.background:
        found.append(~columns.background)
    if filters.text:
        found.append(_named(columns, filters.text.casefold()))
    if filters.box:
        west, south, east, north = filters.box
        turned = np.where(columns.longitude < west, columns.longitude + 360, columns.longitude)
        found.append((columns.latitude >= south) & (columns.latitude <= north) & (turned >= west) & (turned <= east))
    return found


def _named(columns: Columns, text: str) -> Mask:
    actors = columns.properties["actor"]
    names = [name for name in actors.labels.names if text in name.casefold()]
    spots = [number for number, name in enumerate(columns.places) if text in name.casefold()]
    return actors.mask(names, len(columns)) | np.isin(columns.spot, spots)


def _number(day: object) -> int:
    from datetime import date

    assert isinstance(day, date)
    return (day - date(1970, 1, 1)).days


def timeline(matches: Matches) -> dict[str, object]:
    """Count the matches in time: bars of a fitting width, exact days apart from date ranges.

    An incident known only to lie in a range is spread evenly over its days, so that a bar never shows what is not
    known; `ranges` holds the spread share of each bar. `undated` counts what has no date at all.
    """
    columns, mask = matches.columns, matches.mask
    end = columns.end[mask].astype(np.int64)
    start = columns.start[mask].astype(np.int64)
    dated = (end != NO_DAY) & (start != NO_DAY)
    undated = int(np.count_nonzero(~dated))
    start, end = start[dated], end[dated]
    if not len(start):
        return {"first": None, "step": 1, "exact": [], "ranges": [], "undated": undated}
    first, last = int(start.min()), int(end.max())
    step = next((step for step in _STEPS if (last - first) // step < _MOST_BARS), _STEPS[-1])
    bars = (last - first) // step + 1
    exact = np.bincount((start[start == end] - first) // step, minlength=bars)
    ranged = start != end
    ranges = _spread(start[ranged] - first, end[ranged] - first + 1, step, bars)
    return {
        "first": day_of(first).isoformat(),
        "step": step,
        "exact": [int(number) for number in exact],
        "ranges": [round(float(number), 2) for number in ranges],
        "undated": undated,
    }


def _spread(start: NDArray[np.int64], end: NDArray[np.int64], step: int, bars: int) -> NDArray[np.float64]:
    """Spread each closed-open range of days evenly over the bars: by differences of a running sum over days."""
    days = np.zeros(bars * step + 1)
    weight = 1.0 / (end - start)
    np.add.at(days, start, weight)
    np.add.at(days, end, -weight)
    daily = np.cumsum(days)[: bars * step]
    return np.asarray(np.clip(daily, 0, None).reshape(bars, step).sum(axis=1))
