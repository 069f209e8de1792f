"""Which events are compared at all: those that share a numbered cell of a day and an area.

The cells are chosen so that no pair within the limits of the settings is missed: an event lies in each day of its
interval (and the tolerance after it), and in each square degree that its circle of uncertainty touches. Events that
are nowhere on the map meet others in the cells of their country and their name; those that are known by province in
the cell of the province; those without any place in the cells of the actors they name.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

import numpy

from tacitus.link.settings import LinkSettings
from tacitus.link.traits import Spot, Traits

_KIND_BITS, _DAY_BITS = 28, 32
_SQUARE, _COUNTRY, _NAME, _PROVINCE, _SIDE = range(5)
_KM_PER_DEGREE = 111.2
_MOST_SQUARES = 400
"""Circles at the poles touch every meridian; no report is that vague about so cold a place."""


def keys_of(traits: Traits, settings: LinkSettings) -> list[int]:
    """Return the numbers of the cells that an event lies in; none where it has no day, or no place and no name."""
    if traits.start is None or traits.end is None or traits.end - traits.start > settings.days.widest:
        return []
    codes: set[int] = set()
    for spot in traits.spots:
        if is_located(spot) and (spot.precision != "admin1" or not spot.admin1):
            codes.update(_squares(spot, settings))
        if spot.name:
            codes.add(_code(_NAME, crc32(spot.name.encode())))
        if spot.admin1:
            # The middle of a large province says little; its name is what places in it have in common.
            codes.add(_code(_PROVINCE, crc32(f"{spot.admin1} {spot.country}".encode())))
        if spot.country:
            codes.add(_code(_COUNTRY, crc32(spot.country.encode())))
    if not traits.spots:
        # Nowhere at all: compared with others of the same sides only, where a side is named.
        codes.update(_code(_SIDE, crc32(key.encode())) for key in traits.doer.named | traits.target.named)
    days = range(traits.start, traits.end + settings.days.tolerance + 1)
    return [(day << _DAY_BITS) | code for day in days for code in sorted(codes)]


def is_located(spot: Spot) -> bool:
    """Tell whether a spot is a point or an area smaller than a country."""
    return spot.latitude is not None and spot.longitude is not None and spot.precision != "country"


def is_vague(traits: Traits) -> bool:
    """Tell whether an event is nowhere on the map, or was in one of several places of which one is not."""
    return not all(is_located(spot) for spot in traits.spots)


def is_provincial(traits: Traits) -> bool:
    """Tell whether an event is known to have been in a province, and no nearer."""
    return any(spot.precision == "admin1" for spot in traits.spots)


_NEEDED: dict[int, Callable[[Traits], bool]] = {_COUNTRY: is_vague, _NAME: is_vague, _PROVINCE: is_provincial}
"""In the cell of a country, a name or a province, one of a pair must be no nearer than that; others meet in squares."""


def candidate_pairs(
    events: Sequence[Traits], settings: LinkSettings, *, only: frozenset[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield each pair (numbers in `events`, the smaller first) that shares a cell, once.

    With `only`, just the pairs that have one of these in them.
    """
    keys, owners = array("q"), array("i")
    for number, traits in enumerate(events):
        own = keys_of(traits, settings)
        keys.extend(own)
        owners.extend([number] * len(own))
    if not keys:
        return
    key_column, owner_column = numpy.frombuffer(keys, dtype=numpy.int64), numpy.frombuffer(owners, dtype=numpy.int32)
    order = numpy.argsort(key_column, kind="stable")
    key_column, owner_column = key_column[order], owner_column[order]
    starts = numpy.flatnonzero(numpy.r_[True, key_column[1:] != key_column[:-1]])
    ends = numpy.r_[starts[1:], len(key_column)]
    crowded = ends - starts > 1
    today, seen = -1, set[tuple[int, int]]()
    for first, last, key in zip(starts[crowded], ends[crowded], key_column[starts[crowded]], strict=True):
        day, kind = int(key) >> _DAY_BITS, (int(key) >> _KIND_BITS) & 0xF
        if day != today:
            today, seen = day, set()
        members: list[int] = owner_column[first:last].tolist()
        needed = _NEEDED.get(kind)
        ones = members if needed is None else [number for number in members if needed(events[number])]
        for pair in _pairs_in_cell(ones, members, day, events):
            if pair not in seen and (only is None or pair[0] in only or pair[1] in only):
                seen.add(pair)
                yield pair


def _pairs_in_cell(
    ones: list[int], members: list[int], day: int, events: Sequence[Traits]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one of `ones` with a member of a cell whose first common day this is."""
    begun = {number: events[number].start == day for number in members}
    if len(ones) == len(members):
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                if begun[one] or begun[other]:
                    yield (one, other) if one < other else (other, one)
        return
    inside = set(ones)
    for one in ones:
        for other in members:
            if other == one or (other in inside and other < one):
                continue
            if begun[one] or begun[other]:
                yield (one, other) if one < other else (other, one)


def _squares(spot: Spot, settings: LinkSettings) -> Iterator[int]:
    assert spot.latitude is not None
    assert spot.longitude is not None
    reach = spot.radius + settings.kilometres.tolerance / 2
    north = reach / _KM_PER_DEGREE
    east = min(180.0, north / max(0.05, math.cos(math.radians(spot.latitude))))
    rows = range(math.floor(spot.latitude - north), math.floor(spot.latitude + north) + 1)
    columns = range(math.floor(spot.longitude - east), math.floor(spot.longitude + east) + 1)
    if len(rows) * len(columns) > _MOST_SQUARES:
        columns = range(math.floor(spot.longitude), math.floor(spot.longitude) + 1)
    for row in rows:
        for column in columns:
            yield _code(_SQUARE, (row + 90) * 360 + (column + 180) % 360)


def _code(kind: int, value: int) -> int:
    return (kind << _KIND_BITS) | (value & ((1 << _KIND_BITS) - 1))
