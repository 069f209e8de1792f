"""Decisions: what a person decided about the record. They are undone, never deleted."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field

from tacitus.records.base import Record

DecisionKind = Literal[
    "correct",
    "reject",
    "accept",
    "merge",
    "split",
    "forbid",
    "adjudicate",
    "merge_actors",
    "keep_actors_apart",
    "note",
]


class Decision(Record):
    """One act of a person. What `target`, `field`, `old` and `new` hold for each kind:

    - correct: event, relation or facility; the field; its value before and after, in the interchange form
    - reject, accept: event, relation or facility; "reject" says that nothing of the kind happened or is told
    - merge: an event; `new` lists the events that tell the same incident
    - split: an event; `new` lists the events that tell another incident than the target
    - forbid: an event; `new` lists events that must never be linked with it (as split, for pairs not yet linked)
    - adjudicate: an incident's first event; the field; `new` is the value that stands for the incident
    - merge_actors, keep_actors_apart: the key of an actor that stays; `new` lists the keys that are the same, or not
    - note: anything; `new` is the note
    """

    id: int
    kind: DecisionKind
    target: str
    field: str | None = None
    old: Any = None
    new: Any = None
    reason: str = ""
    coder: str
    made: datetime.datetime
    undone_at: datetime.datetime | None = None
    undone_by: str | None = None
    more: dict[str, Any] = Field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether the decision has not been undone."""
        return self.undone_at is None
