"""Actors as a text names them."""

from __future__ import annotations

from typing import Literal

from tacitus.records.span import Span

ActorKind = Literal[
    "state_forces",
    "rebel_group",
    "political_militia",
    "identity_militia",
    "rioters",
    "protesters",
    "civilians",
    "external_forces",
    "unidentified",
]


class Actor(Span):
    """A mention of an actor. `name` is the canonical name, null where the mention resolves to no known one."""

    actor_id: str | None = None
    name: str | None = None
    kind: ActorKind = "unidentified"
