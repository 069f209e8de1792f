"""Conditions on a table as people write them: `country=Syria`, `sources>=2`, `place~idlib`."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, DateTime, Float, Integer, Table

from tacitus.errors import UsageError

_CONDITION = re.compile(r"\s*([a-z_0-9]+)\s*(>=|<=|!=|=|>|<|~)\s*(.*?)\s*", re.DOTALL)
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_HIDDEN = frozenset({"item", "withdrawn", "replaced_by"})


def conditions(table: Table, written: Iterable[str]) -> list[ColumnElement[bool]]:
    """Return conditions as SQL. `~` means "contains", in any case; an empty value means that there is none.

    Raises UsageError where a condition is not of the form, or names no column.
    """
    return [_condition(table, one) for one in written]


def columns_of(table: Table) -> list[str]:
    """Return the columns that a condition may name."""
    return [column.name for column in table.c if column.name not in _HIDDEN]


def _condition(table: Table, written: str) -> ColumnElement[bool]:
    match = _CONDITION.fullmatch(written)
    if match is None:
        raise UsageError(
            f"{written!r} is no condition", where="--where", remedy="Write country=Syria, sources>=2 or place~idlib"
        )
    name, sign, value = match.groups()
    if name not in columns_of(table):
        raise UsageError(
            f"there is no column {name!r}", where="--where", remedy=f"Columns are {', '.join(columns_of(table))}"
        )
    column = table.c[name]
    if sign == "~":
        escaped = re.sub(r"([\\%_])", r"\\\1", value)
        return column.ilike(f"%{escaped}%", escape="\\")
    if value == "":
        return column.is_(None) if sign == "=" else column.is_not(None)
    typed = _typed(column, value, written)
    compared: ColumnElement[bool] = _SIGNS[sign](column, typed)
    return compared


def _typed(column: Any, value: str, written: str) -> Any:
    kind = column.type
    try:
        if isinstance(kind, Boolean):
            return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[value.lower()]
        if isinstance(kind, Date | DateTime):
            return datetime.date.fromisoformat(value)
        if isinstance(kind, Integer):
            return int(value)
        if isinstance(kind, Float):
            return float(value)
    except (ValueError, KeyError) as error:
        needed = {Boolean: "yes or no", Date: "a date such as 2020-06-14"}.get(type(kind), "a number")
        raise UsageError(f"{written!r}: {value!r} is not {needed}", where="--where") from error
    return value
