"""Place names in text: which words name a place, and what the words around them say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

PlaceNameRelation = Literal["in", "near", "direction", "between", "along"]


@dataclass(slots=True)
class PlaceName:
    """A place name as it stands in the text. Offsets are characters of the text, end exclusive.

    `text` is the exact words without the preposition. `type_word` is the kind of place that the text says ("village",
    "province"). `direction` and `distance_km` come from "15 km north of X". `area` is the index, in the same list, of
    the name that contains this one ("X in southern Idlib"). `area_modifier` is the part of an area meant ("southern").
    `group` is shared by the names of one list. `dateline` marks an agency's place of writing. `fuzzy_area` marks areas
    without a border ("southern Idlib", "the desert of X").
    """

    start: int
    end: int
    text: str
    type_word: str | None = None
    relation: PlaceNameRelation | None = None
    direction: str | None = None
    distance_km: float | None = None
    area: int | None = None
    area_modifier: str | None = None
    group: int | None = None
    dateline: bool = False
    fuzzy_area: bool = False


_LOCATIVE = re.compile(r"\b(in|near|at|outside|around|from|toward|towards|of)\s+(?:the\s+)?$")
_CAPITALISED = re.compile(
    r"\b(?:(?:al|el|an|ash|as|ad|at|az|ar)-)?[A-Z][\w'’`-]+(?:\s+(?:(?:al|el|ez)-)?[A-Z][\w'’`-]+){0,2}"
)


def find_place_names(
    text: str,
    *,
    proposals: Sequence[tuple[int, int, str]] = (),
    blocked: Sequence[tuple[int, int]] = (),
    is_known: Callable[[str], bool],
    skip: Sequence[tuple[int, int]] = (),
) -> list[PlaceName]:
    """Find the place names of a text, in the order of the text.

    `text` has no line breaks inside paragraphs. `proposals` are entity spans of the parser, whose labels are not
    trusted; `blocked` are spans that name actors; `skip` is boilerplate. `is_known` tells whether a name stands in a
    gazetteer.
    """
    names: list[PlaceName] = []
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        if any(start < b and a < end for a, b in [*blocked, *skip]):
            continue
        before = _LOCATIVE.search(text, max(0, start - 20), start)
        if is_known(match.group()) or before:
            near = before is not None and before.group(1) in ("near", "outside", "around")
            relation: PlaceNameRelation = "near" if near else "in"
            names.append(PlaceName(start, end, match.group(), relation=relation))
    return names
