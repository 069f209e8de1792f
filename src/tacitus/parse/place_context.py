"""What the words around a name say of it: its kind, its relation, its direction and distance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tacitus.parse.place_words import (
    DEMONYMS,
    DIRECTIONS,
    FUZZY,
    IN,
    MODIFIERS,
    NEAR,
    PLURALS,
    SINGULAR_TYPES,
    WEAK,
    kind_of,
    type_of,
)

Relation = Literal["in", "near", "direction", "between", "along"]
Strength = Literal["none", "weak", "strong"]


@dataclass(slots=True)
class Context:
    """What stands around a name. `strength` "strong": a place even where unknown; "weak": a place if known."""

    strength: Strength = "none"
    relation: Relation | None = None
    type_word: str | None = None
    plural_before: bool = False
    direction: str | None = None
    distance_km: float | None = None
    modifier: str | None = None
    fuzzy: bool = False
    widened_start: int | None = None
    """Where the span begins when a modifier right before the name belongs to it ("southern Idlib")."""


def _any_of(phrases: object) -> str:
    listed = sorted((str(p) for p in phrases), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(p).replace(r"\ ", r"\s+").replace(" ", r"\s+") for p in listed)


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a few": 3, "several": 5,
}  # fmt: skip
_TYPES = _any_of([*SINGULAR_TYPES, *PLURALS])
_MODS = _any_of(MODIFIERS)
_DIRS = _any_of(DIRECTIONS)
_ADJECTIVES = (
    r"nearby|neighbou?ring|besieged|disputed|strategic|key|small|remote|historic|ancient|occupied|contested|vast|restive|"
    r"volatile|troubled|border|gold-rich|oil-rich|oil-producing|coastal|mountainous|desert|port|main|largest|biggest|rebel-held|"
    r"government-held|government-controlled|opposition-held|militant-held|war-torn|entire|capital|regional|provincial|"
    r"predominantly\s+\w+|mainly\s+\w+|mostly\s+\w+|Kurdish-held|same|two|three|four|five|six|several|many|some|Lake|"
    r"conflict-hit|densely\s+populated|embattled|\w+-held|\w+-controlled|\w+-majority|Palestinian|Kurdish|Arab|Syrian|"
    r"Iraqi|Malian|Nigerian|Somali|Ukrainian|Russian|Sudanese|Congolese|Yemeni|Israeli|Lebanese|Afghan|Colombian|Turkish"
)
_NEARS = (
    rf"(?:(?:on|in|at|to|from|of)\s+)?(?:the\s+)?(?:(?:{_MODS})\s+)?(?:outskirts|edges?|vicinity|suburbs|environs|"
    rf"surroundings|gates|entrance|periphery|perimeter)\s+(?:of|to)|{_any_of(NEAR)}"
)
_PREPOSITION = (
    rf"(?P<part>(?:in|across|throughout|from|to)\s+the\s+(?:far\s+)?(?P<partdir>{_DIRS}|centre|center|middle)\s+of)"
    rf"|(?:to\s+the\s+)?(?:just\s+)?(?P<dir>{_DIRS})\s+(?:of|from)|(?P<near>{_NEARS})|(?P<between>between)"
    rf"|(?P<along>along)|(?P<in>{_any_of(IN)})|(?P<weak>{_any_of(WEAK)})"
)
_BEFORE = re.compile(
    rf"(?:^|(?<=[\s(“\"'‘—–-]))"
    rf"(?:(?P<distance>\d+(?:[.,]\d+)?|{_any_of(_NUMBERS)})[\s-]*(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b\.?\s*"
    rf"(?:\([^)]{{1,20}}\)\s*)?(?P<away>away\s+|from\s+)?)?"
    rf"(?:(?:{_PREPOSITION})\s+)?"
    rf"(?:(?:the|a|an|its|their|this)\s+)?(?:(?:{_ADJECTIVES})\s+){{0,2}}(?:(?P<mod1>{_MODS})\s+)?(?:(?:{_ADJECTIVES})\s+)?"
    rf"(?:(?P<type>{_TYPES})\s+(?:of|called|named)\s+(?:the\s+)?"
    rf"|(?P<bare>capital|city|town|village|river|lake|mount|province|camp)(?:\s+city)?,?\s+)?"
    rf"(?:(?P<mod>{_MODS})\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?P<s>['’]s)?\s++(?:(?P<mod>{_MODS})\s++)?(?P<type>{_TYPES})\b(?!-)", re.IGNORECASE)
_ROUTE = re.compile(
    r"(?:road|highway|route|border|area|located|travell?ing|axis|line|front|distance|villages?|towns?|somewhere|midway|"
    r"halfway|stretch|strip|corridor)\s+(?:\w+\s+)?between\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(r"(?:^|[\s(])(?:al-)?[A-Z][\w'’`-]*\s+$")
_BORDER_WITH = re.compile(r"\b(?:border|frontier)\s+(?:with|of)\s+(?:the\s+)?$", re.IGNORECASE)
_ANOTHER_PLACE = re.compile(r"\s+(?:city|town|village|port)\s+of\s+[A-Z]")
"""Follows an area in "the northern Mali city of Timbuktu": the kind is the other name's."""
_STATE_MEDIA = re.compile(r"\s+state\s+(?:tv|television|media|radio|news|run|security)", re.IGNORECASE)


def read_context(text: str, start: int, end: int, possessive: bool) -> Context:
    """Read what stands before and after the name at `start`..`end`."""
    context = Context()
    window = text[max(0, start - 110) : start]
    window = window[window.rfind("\n") + 1 :]
    before = _BEFORE.search(window)
    kind = next((group for group in ("type", "bare") if before and before[group]), None)
    leads_on = before is not None and kind == "type" and kind_of(type_of(before["type"])) == "settlement"
    if before and kind and not leads_on and _is_of_a_name(window[: before.start(kind)]):
        # "The Djibo area of Soum", "Soum province, northern Burkina": the kind belongs to the name before it.
        before = _BEFORE.search(window, before.end(kind))
    if before:
        _read_before(context, before, window, start)
    if _BORDER_WITH.search(window):
        context.strength, context.relation, context.type_word, context.fuzzy = "weak", "near", "border", True
    _read_after(context, text[end : end + 60], possessive)
    if kind_of(context.type_word) == "linear" and context.type_word not in ("border", "coast", "line"):
        context.relation = "along"
    elif context.type_word == "border":
        context.relation, context.fuzzy = "near", True
    return context


def _is_of_a_name(before: str) -> bool:
    """Whether a name stands right before the kind; "the Iraqi city of X" has only an adjective there."""
    found = _OF_A_NAME.search(before)
    return found is not None and found.group().strip(" (").lower() not in DEMONYMS


def _read_before(context: Context, found: re.Match[str], window: str, start: int) -> None:
    groups = found.groupdict()
    if groups["near"]:
        context.strength, context.relation = "strong", "near"
    elif groups["part"]:
        context.strength, context.relation, context.fuzzy = "strong", "in", True
        context.modifier = groups["partdir"].lower()
    elif groups["dir"]:
        context.strength, context.relation, context.direction = "strong", "direction", groups["dir"].lower()
    elif groups["between"]:
        context.strength, context.relation = ("strong" if _ROUTE.search(window) else "weak"), "between"
    elif groups["along"]:
        context.strength, context.relation = "weak", "along"
    elif groups["in"]:
        context.strength, context.relation = "strong", "in"
    elif groups["weak"]:
        context.strength = "weak"
        context.relation = None if groups["weak"].lower() in ("of", "for", "including", "like") else "in"
    _read_distance(context, groups)
    if word := groups["type"] or groups["bare"]:
        context.type_word = type_of(word)
        context.plural_before = word.lower() in PLURALS
        if groups["type"] or context.type_word not in ("lake", "mount", "river"):
            context.strength = "strong"
        context.relation = context.relation or "in"
        if kind_of(context.type_word) == "fuzzy":
            context.fuzzy, context.modifier = True, (groups["mod1"] or context.modifier)
    modifier = groups["mod"] or (None if word else groups["mod1"])
    if modifier:
        context.modifier, context.fuzzy = modifier.lower(), True
        context.widened_start = start - len(window) + window.rindex(modifier)
        context.strength = "weak" if context.strength == "none" else context.strength


def _read_distance(context: Context, groups: dict[str, str | None]) -> None:
    number = groups["distance"]
    if not number:
        return
    value = float(_NUMBERS.get(number.lower(), 0) or number.replace(",", "."))
    miles = (groups["unit"] or "").lower().startswith("mi")
    context.distance_km = round(value * 1.609, 1) if miles else value
    if context.relation not in ("near", "direction") and groups["away"]:
        context.relation, context.strength = "near", "strong"
    elif context.relation == "in" and context.strength != "strong":
        context.relation = "near"


def _read_after(context: Context, following: str, possessive: bool) -> None:
    after = _AFTER.match(following)
    if not after or _STATE_MEDIA.match(following) or _ANOTHER_PLACE.match(following):
        return
    word = type_of(after["type"])
    if possessive or after["s"]:
        # "Mali's capital" speaks of another place; "Idlib's southern countryside" of a part of this one.
        if word not in FUZZY:
            return
    elif after["mod"] and word not in FUZZY:
        return
    if kind_of(word) == "fuzzy":
        context.fuzzy = word not in ("lake", "valley", "strip", "gulf", "sea") or context.fuzzy
        context.modifier = context.modifier or (after["mod"].lower() if after["mod"] else None)
    context.type_word = (
        word if context.type_word is None or kind_of(context.type_word) == "fuzzy" else context.type_word
    )
    if not after["type"][0].isupper() or context.strength != "none":
        context.strength = "strong" if kind_of(word) in ("settlement", "admin1", "admin2", "linear", "site") else (
            "weak" if context.strength == "none" else context.strength
        )  # fmt: skip
    context.relation = context.relation or "in"
