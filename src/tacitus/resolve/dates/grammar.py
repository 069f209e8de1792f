"""The machinery of the grammar: rules are tried where their first word stands, the longest reading wins."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tacitus.records import DateBasis, DatePrecision
from tacitus.resolve.dates.mention import Anaphor, Role
from tacitus.resolve.dates.words import FLAGS

Kind = Literal["day", "days", "week", "weekend", "month", "season", "year", "decade", "range", "other", "name"]
"""What a reading is about; "name" is a proper name that looks like a date and yields no mention."""

Anchor = Literal["", "preposition", "on", "article"]
"""The kind of word right before: a bare month or year is one only after a preposition or an article."""

MAX_DEPTH = 5


class Interval(NamedTuple):
    """A closed interval of days; `first` None where only an upper bound is known."""

    first: datetime.date | None
    last: datetime.date
    precision: DatePrecision
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a stretch of text. `when` is not yet cut at the publication date."""

    start: int
    end: int
    kind: Kind = "other"
    when: Interval | None = None
    role: Role = "point"
    anaphor: Anaphor | None = None
    days: tuple[datetime.date, ...] = ()
    modifier: bool = False
    time_of_day: bool = False
    others: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may look at: the text, the publication date, and what stands before."""

    text: str
    published: datetime.date | None
    reader: Callable[[Setting, int], Reading | None]
    anchor: Anchor = ""
    between: bool = False
    forward: bool = False
    depth: int = 0

    def read(
        self, position: int, *, anchor: Anchor = "", between: bool = False, forward: bool | None = None
    ) -> Reading | None:
        """Read what starts at `position` (after a prefix), or None."""
        if self.depth >= MAX_DEPTH:
            return None
        inner = replace(
            self,
            anchor=anchor,
            between=between,
            forward=self.forward if forward is None else forward,
            depth=self.depth + 1,
        )
        return self.reader(inner, position)


Build = Callable[[re.Match[str], Setting], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A form: the lower-case words it can start with ("#" for digits), its pattern, and what it means."""

    first: frozenset[str]
    pattern: re.Pattern[str]
    build: Build


def rule(first: Iterable[str], pattern: str, build: Build) -> Rule:
    """Make a rule; the pattern ignores case."""
    return Rule(frozenset(first), re.compile(pattern, FLAGS), build)


def longest(rules: Iterable[Rule], setting: Setting, position: int) -> Reading | None:
    """Return the reading that reaches furthest; the earlier rule where two reach equally far."""
    best: Reading | None = None
    for candidate in rules:
        match = candidate.pattern.match(setting.text, position)
        if match is None:
            continue
        try:
            reading = candidate.build(match, setting)
        except (ValueError, OverflowError):
            # A day that is in no calendar (June 31, or before the year 1): the form is no date.
            continue
        if reading is not None and (best is None or reading.end > best.end):
            best = reading
    return best
