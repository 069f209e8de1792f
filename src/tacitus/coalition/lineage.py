"""What became of a group, and what it came from: renamed, merged, split."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from tacitus.coalition.life import Tie, Ties


@dataclass(frozen=True)
class Step:
    """One step of a lineage: from one actor to another, how, when, and who says so."""

    before: str
    how: str
    after: str | None
    when: datetime.date | None
    tie: Tie


def successors(ties: Ties, key: str) -> list[Step]:
    """Return what became of a group, step by step; each step once, so a loop of names comes to an end."""
    return _walk(key, lambda current: _after(ties, current), lambda step: step.after)


def predecessors(ties: Ties, key: str) -> list[Step]:
    """Return what a group came from, step by step back."""
    return _walk(key, lambda current: _before(ties, current), lambda step: step.before)


def _walk(key: str, steps_of: Callable[[str], list[Step]], next_of: Callable[[Step], str | None]) -> list[Step]:
    found: list[Step] = []
    seen, waiting = {key}, [key]
    while waiting:
        for step in steps_of(waiting.pop(0)):
            if all(step.tie is not known.tie for known in found):
                found.append(step)
            following = next_of(step)
            if following and following not in seen:
                seen.add(following)
                waiting.append(following)
    return found


def _after(ties: Ties, key: str) -> list[Step]:
    steps: list[Step] = []
    for tie in ties:
        if not tie.stated:
            continue
        if tie.type in ("renamed_to", "merged_into") and tie.subject == key and tie.object:
            steps.append(
                Step(key, "renamed to" if tie.type == "renamed_to" else "merged into", tie.object, tie.start, tie)
            )
        elif tie.type == "splinter_of" and tie.object == key:
            steps.append(Step(key, "gave off", tie.subject, tie.start, tie))
        elif tie.type == "dissolved" and tie.subject == key:
            steps.append(Step(key, "dissolved", None, tie.start or tie.end, tie))
    return sorted(steps, key=lambda step: str(step.when or "9999"))


def _before(ties: Ties, key: str) -> list[Step]:
    steps: list[Step] = []
    for tie in ties:
        if not tie.stated:
            continue
        if tie.type in ("renamed_to", "merged_into") and tie.object == key:
            steps.append(
                Step(tie.subject, "renamed to" if tie.type == "renamed_to" else "merged into", key, tie.start, tie)
            )
        elif tie.type == "splinter_of" and tie.subject == key and tie.object:
            steps.append(Step(tie.object, "gave off", key, tie.start, tie))
    return sorted(steps, key=lambda step: str(step.when or "9999"))
