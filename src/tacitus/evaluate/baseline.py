"""Pinned floors: quality figures may rise, and fall only if somebody says so."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.errors import EvaluationError, GateFailed
from tacitus.evaluate.report import Report

FEWEST_CASES = 20
"""Figures on fewer gold cases are reported but not pinned: one article more or less would move them."""


@dataclass(frozen=True)
class Baseline:
    """The pinned corpus, by its SHA-256, and the floor of each figure."""

    gold_sha256: str
    floors: dict[str, float] = field(default_factory=dict)


def load_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raises EvaluationError if it is missing or not of the form that `--pin` writes."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        floors = {str(name): float(floor) for name, floor in value["floors"].items()}
        return Baseline(str(value["gold_sha256"]), floors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"is no baseline ({error})", where=str(path), remedy="Write one: python -m tacitus.evaluate.gate --pin."
        ) from error


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline file, sorted by name."""
    value = {"gold_sha256": baseline.gold_sha256, "floors": dict(sorted(baseline.floors.items()))}
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def check_gate(report: Report, baseline: Baseline) -> list[str]:
    """Return what keeps the report from passing, one sentence each; an empty list is a pass."""
    if report.subset_of is not None:
        return [f"only {report.scores.articles} of {report.subset_of} articles were scored; the floors are for all"]
    faults: list[str] = []
    if report.gold_sha256 != baseline.gold_sha256:
        faults.append(f"the gold is {report.gold_sha256[:12]}, pinned is {baseline.gold_sha256[:12]}: pin it anew")
    figures = report.figures()
    for name, floor in sorted(baseline.floors.items()):
        if name not in figures:
            faults.append(f"{name} has no value any more, its floor is {floor:.3f}")
        elif figures[name] < floor:
            faults.append(f"{name} is {figures[name]:.4f}, under its floor {floor:.3f}")
    return faults


def pinned(report: Report, old: Baseline | None, *, lower: bool = False) -> Baseline:
    """Return the baseline with floors at what the report reached, rounded down to three places.

    Raises GateFailed if that would lower a floor or drop one and `lower` is not set.
    """
    if report.subset_of is not None:
        raise GateFailed("only part of the gold was scored", remedy="Pin on the whole corpus.")
    cases = report.cases()
    reached = {name: math.floor(value * 1000) / 1000 for name, value in report.figures().items()}
    floors = {name: value for name, value in reached.items() if cases[name] >= FEWEST_CASES}
    fallen = [
        f"{name} from {floor:.3f} to {reached.get(name, 0):.3f}"
        for name, floor in sorted((old.floors if old else {}).items())
        if reached.get(name, 0) < floor
    ]
    if fallen and not lower:
        raise GateFailed(
            f"pinning would lower {', '.join(fallen)}", remedy="Mend it, or say --lower and why in the commit."
        )
    kept = {name: reached[name] for name in (old.floors if old else {}) if name in reached}
    return Baseline(report.gold_sha256, kept | floors)
