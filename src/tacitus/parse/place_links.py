"""Ties between the place names of a text: lists, areas around places, and datelines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tacitus.parse.place_context import _MODS, _TYPES
from tacitus.parse.place_words import kind_of

if TYPE_CHECKING:
    from tacitus.parse.place_names import PlaceName

# Spaces are bounded: where they could go on, 400 of them took a quarter of a second, growing with the cube.
_DATELINE = re.compile(
    r"^[ \t\"“]*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’`-]{2,}(?:[ /][A-ZÀ-Þ'’`-]{2,}){0,3}|"
    r"(?:[A-Z][\w'’`-]+|al-[A-Z]\w+)(?:[ /](?:[A-Z][\w'’`-]+|al-[A-Z]\w+)){0,2})"
    r"(?:,\s{0,3}(?P<country>[A-Z][\w.]+(?: [A-Z][\w.]+){0,3}))?"
    r"(?P<rest>(?:,\s{0,3}[^\n—–()-]{3,24})?\s{0,3}(?:\([^)\n]{2,40}\))?)\s{0,3}[—–:-]{1,2}\s+(?=[\"“‘A-Z0-9])",
    re.MULTILINE,
)
_AND = re.compile(
    rf"^,?\s+(?:and|or|as\s+well\s+as|&|to)\s+(?:(?:in|near|of|at|the)\s+){{0,2}}(?:(?:{_TYPES})\s+of\s+)?$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"^\s*[,/]\s*(?:the\s+)?$")
_DASH = re.compile(r"^\s*[–—-]\s*$")
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_TYPE_FIRST = re.compile(rf"^\s+(?:{_TYPES})\b(?=,|\s+(?:and|or)\b)", re.IGNORECASE)
_AREA = re.compile(
    rf"^(?:\s+(?:{_TYPES})){{0,2}}\s*(?:\([^)]{{1,40}}\)\s*)?"
    rf"(?:,?\s+(?:both\s+|all\s+|located\s+|situated\s+|also\s+|lying\s+)?(?:in|of|within|inside)\s+|,\s*)"
    rf"(?:the\s+)?(?:(?:far|remote|restive|neighbou?ring|nearby|country['’]s)\s+)?"
    rf"(?:(?:{_MODS})\s+)?(?:(?:{_TYPES}|part)\s+of\s+)?(?:the\s+)?(?:(?:{_MODS})\s+)?$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"^['’]s\s+(?:(?:capital|restive|besieged|northern|{_MODS})\s+)?(?:(?:{_TYPES})\s+(?:of\s+)?)?$", re.IGNORECASE
)


def find_datelines(text: str) -> list[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Find datelines at the head of paragraphs: "MOPTI, Mali (Agency) - ".

    Return the span of each with those of its place and its country.
    """
    found = []
    for match in _DATELINE.finditer(text):
        place = match["place"]
        sign = match["rest"].strip() or match["country"]
        # Without an agency, a day or capitals, "Name - " is as well a caption or a headline.
        agency_or_day = "(" in match["rest"] or re.search(r"\d", match["rest"]) is not None
        if not (place.isupper() or (sign and agency_or_day)):
            continue
        spans = [match.span("place")]
        if match["country"] and not _MONTH.match(match["country"]):
            spans.append(match.span("country"))
        found.append((match.span(), spans))
    return found


def link_lists(text: str, items: Sequence[tuple[PlaceName, bool, bool]]) -> list[list[int]]:
    """Return the lists among the names, as lists of indices. Items are (name, may be a place, plural kind before)."""
    lists: list[list[int]] = []
    run: list[int] = []
    joined_by_and = False

    def finish() -> None:
        plural = bool(run) and items[run[0]][2]
        if len(run) > 1 and (joined_by_and or plural):
            lists.append(list(run))

    for index, (name, possible, _) in enumerate(items):
        if run and possible:
            gap = text[items[run[-1]][0].end : name.start]
            gap = _TYPE_FIRST.sub("", gap)
            if _AND.match(gap) or _DASH.match(gap):
                joined_by_and = True
                run.append(index)
                continue
            if _COMMA.match(gap) and not joined_by_and:
                run.append(index)
                continue
        finish()
        run, joined_by_and = ([index] if possible else []), False
    finish()
    return lists


_CITY_OF = re.compile(r"\s+(?:city|town|village|port)\s+of\s+(?:the\s+)?")
"""Between the two names of "the northern Mali city of Timbuktu"."""


def link_areas(text: str, names: Sequence[PlaceName]) -> None:
    """Set `area` where the text says which name contains which; the members of a list share it."""
    for index, (name, following) in enumerate(pairwise(names)):
        gap = text[name.end : following.start]
        if name.group is not None and name.group == following.group:
            continue
        if _OWNED.match(gap) or _CITY_OF.fullmatch(gap):
            following.area = index
        elif _AREA.match(gap) and _may_contain(name, following, gap):
            for member in names:
                same_list = name.group is not None and member.group == name.group
                if (member is name or same_list) and member.area is None:
                    member.area = index + 1


def _may_contain(name: PlaceName, area: PlaceName, gap: str) -> bool:
    if name.fuzzy_area and area.fuzzy_area and name.type_word == area.type_word:
        return False
    if gap.strip() != ",":
        return True
    # "In Salqin, Idlib": a comma alone ties only names that share one preposition.
    return area.relation in (None, "in") and not (kind_of(name.type_word) == "admin1" and area.type_word is None and
                                                  area.group is not None)  # fmt: skip
