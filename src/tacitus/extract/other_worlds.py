"""Other worlds: reports of sport, stage, markets, drills and nature use the words of war for other things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from tacitus.extract.draft import is_armed
from tacitus.extract.happening import Happening
from tacitus.resolve.article import ResolvedArticle

_ENOUGH = 4
"""Different words of one world that place a report in it."""
_ONE_IN = 60
"""And at least one such word in so many of the report's words."""


def world_of(article: ResolvedArticle, worlds: Mapping[str, frozenset[str]]) -> str | None:
    """Return the other world in which the report plays, or None."""
    words = re.findall(r"[a-z][a-z-]+", article.parsed.document.text.lower())
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    found = set(words) | pairs
    best = max(worlds, key=lambda world: len(found & worlds[world]), default=None)
    if best is None or len(found & worlds[best]) < _ENOUGH:
        return None
    spoken = sum(1 for word in words if word in worlds[best])
    return best if spoken * _ONE_IN >= len(words) else None


def holds_in_other_world(happening: Happening, world: str) -> bool:
    """Whether the happening is of this world all the same: a known armed actor is on a side. In a drill nothing is."""
    if world == "drill":
        return False
    sides = [*happening.parties("actor1"), *happening.parties("actor2")]
    return any(is_armed(party) and party.actor.actor_id is not None for party in sides)
