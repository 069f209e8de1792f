"""Proper names that look like dates: "17 March Movement", "the Sunday Times", "Black Friday"."""

from __future__ import annotations

import re

from tacitus.resolve.dates.grammar import Reading, Rule, Setting, rule
from tacitus.resolve.dates.words import (
    DAY,
    DIGIT_FIRST,
    FLAGS,
    GAP,
    MONTH,
    MONTH_FIRST,
    WEEKDAY,
    WEEKDAY_FIRST,
    WORDS,
    month_number,
    one_of,
)

_NAMES = WORDS["names"]
_HEADS = f"(?-i:{one_of(_NAMES['heads'])})\\b"
_TAIL = f"{GAP}(?:(?-i:{one_of(_NAMES['between'])}){GAP}){{0,3}}{_HEADS}"
_DIRECT = re.compile(f"{GAP}{_HEADS}", FLAGS)
_MOVEMENT = re.compile(f"{GAP}(?:movement|alliance|bloc|revolution)\\b", FLAGS)


def _name(match: re.Match[str], setting: Setting) -> Reading | None:
    month = match["month"]
    if month and month_number(month) is None:
        return None
    bare_head = _DIRECT.match(setting.text, match.end("core")) and not _MOVEMENT.match(setting.text, match.end("core"))
    if setting.anchor == "on" and bare_head:
        return None  # "On June 14 Coalition jets ..." is told of a day
    return Reading(match.start(), match.end(), "name")


def _any(match: re.Match[str], setting: Setting) -> Reading | None:
    return Reading(match.start(), match.end(), "name")


RULES: list[Rule] = [
    rule(MONTH_FIRST, f"(?P<core>(?P<month>{MONTH}){GAP}{DAY}){_TAIL}", _name),
    rule(DIGIT_FIRST, f"(?P<core>{DAY}{GAP}(?:of{GAP})?(?P<month>{MONTH})){_TAIL}", _name),
    rule(WEEKDAY_FIRST, f"{WEEKDAY}{GAP}(?-i:{one_of(_NAMES['papers'])})\\b", _any),
    rule(_NAMES["before_weekday"], f"(?-i:[A-Z])[a-z]+{GAP}(?-i:[A-Z]){WEEKDAY[:0]}(?:[a-z]+day)\\b", _any),
]
"""Names; their readings yield no mention."""
