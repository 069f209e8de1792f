"""Tolls of an incident: each source's figure kept, and low, best and high by a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tacitus.link.reports import Report, latest_by_source
from tacitus.records import ClaimedValue, Toll

Figure = tuple[int | None, int | None, int | None]
"""Low, best and high as one source gives them; high is null for "at least"."""


def figures_by_source(reports: Sequence[Report], name: str) -> dict[str, Figure]:
    """Return each source's last figure. An early toll that the source itself raised later is history."""
    found: dict[str, Figure] = {}
    for source, own in latest_by_source(reports).items():
        for report in own:
            figure = _figure(report.event.get(name))
            if figure is not None:
                found[source] = figure
                break
    return found


def count_claims(reports: Sequence[Report], name: str) -> list[ClaimedValue]:
    """Return every figure that was ever given, with who gave it."""
    groups: dict[str, list[Report]] = {}
    values: dict[str, Any] = {}
    for report in reports:
        count = report.event.get(name)
        if not count:
            continue
        figure = _figure(count)
        label = figure_label(figure) if figure else str(count.get("text") or "some")
        groups.setdefault(label, []).append(report)
        values.setdefault(label, {key: count.get(key) for key in ("text", "low", "best", "high")})
    return [
        ClaimedValue(
            value=values[label],
            label=label,
            sources=list(dict.fromkeys(report.source for report in group)),
            events=[report.event_id for report in group],
            claimants=list(dict.fromkeys(name for report in group for name in report.claimants)),
            stances=list(dict.fromkeys(report.event.get("assertion", "asserted") for report in group)),
        )
        for label, group in groups.items()
    ]


def figure_label(figure: Figure) -> str:
    """Return a figure as people write it: 12, 12-15, at least 12, at most 12."""
    low, best, high = figure
    if high is None:
        return f"at least {low if low is not None else best}"
    if low is None:
        return f"at most {high}"
    return str(low) if low == high else f"{low}-{high}"


def toll(figures: Mapping[str, Figure], rule: str, hierarchy: Sequence[str] = ()) -> Toll:
    """Return low, best and high under a rule. The span is always that of all sources; the rule chooses the best.

    - range: the middle of the sources' best figures (of an even number the lower middle)
    - majority_of_independent: the figure that most sources give; of equals the lower
    - most_conservative: the lowest best figure
    - source_hierarchy: that of the source named first in the hierarchy; where none is named, as range
    """
    bests = {source: best if best is not None else low or high or 0 for source, (low, best, high) in figures.items()}
    lows = [low if low is not None else bests[source] for source, (low, _, _) in figures.items()]
    # "At least 12" bounds nothing from above; the highest number that anybody gives does.
    highs = [high if high is not None else bests[source] for source, (_, _, high) in figures.items()]
    ordered = sorted(bests.values())
    best = ordered[(len(ordered) - 1) // 2]
    if rule == "majority_of_independent":
        best = min(Counter(ordered).items(), key=lambda item: (-item[1], item[0]))[0]
    elif rule == "most_conservative":
        best = ordered[0]
    elif rule == "source_hierarchy":
        names = {source.casefold(): source for source in bests}
        trusted = next((names[name.casefold()] for name in hierarchy if name.casefold() in names), None)
        best = bests[trusted] if trusted else best
    return Toll(low=min(lows), best=best, high=max(highs))


def _figure(count: Mapping[str, Any] | None) -> Figure | None:
    if not count:
        return None
    low, best, high = (count.get(key) for key in ("low", "best", "high"))
    return None if low is None and best is None and high is None else (low, best, high)
