"""What became of a group, and what it came from: renamed, merged, split."""

from __future__ import annotations

import datetime
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
    """Return what became of a group, step by step; each step once, so a loop of names comes to an end.

    What a successor did before the group came to it is not the group's history.
    """
    found: list[Step] = []
    waiting: list[tuple[str, datetime.date | None]] = [(key, None)]
    while waiting:
        current, since = waiting.pop(0)
        for step in _after(ties, current):
            early = since is not None and step.when is not None and step.when < since
            if early or any(step.tie is known.tie for known in found):
                continue
            found.append(step)
            if step.after:
                waiting.append((step.after, step.when or since))
    return found


def predecessors(ties: Ties, key: str) -> list[Step]:
    """Return what a group came from, step by step back; not what joined a predecessor after it had parted."""
    found: list[Step] = []
    waiting: list[tuple[str, datetime.date | None]] = [(key, None)]
    while waiting:
        current, until = waiting.pop(0)
        for step in _before(ties, current):
            late = until is not None and step.when is not None and step.when > until
            if late or any(step.tie is known.tie for known in found):
                continue
            found.append(step)
            waiting.append((step.before, step.when or until))
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
