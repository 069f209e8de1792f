"""Ties between actors over time: when first and last cited, when they really began and ended, and who says so.

First cited, last cited, real start and open-ended are kept apart, as the Security Force Monitor does in its published
research handbook: that nobody mentions a membership any more is not its end.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tacitus.records import Assertion, RelationType

SYMMETRIC: frozenset[str] = frozenset({"alliance_with", "opposed_to", "linked_to"})
ACTS: frozenset[str] = frozenset({"splinter_of", "merged_into", "renamed_to", "created", "dissolved"})
NOT_HELD: frozenset[str] = frozenset({"denied", "planned", "hypothetical"})


@dataclass(frozen=True)
class Cited:
    """One article's statement of a tie. `source` is the outlet, or the original's of a republished article."""

    relation_id: str
    article_id: str
    source: str
    claimants: tuple[str, ...]
    assertion: Assertion
    published: datetime.date | None
    start: datetime.date | None
    end: datetime.date | None
    sentence: str


@dataclass
class Tie:
    """One tie with every statement of it. Direction as in docs/interchange.md; symmetric ties are kept once."""

    type: RelationType
    subject: str
    object: str | None
    cited: list[Cited] = field(default_factory=list)

    @property
    def stated(self) -> list[Cited]:
        """The statements that it is so, denials and plans left out."""
        return [one for one in self.cited if one.assertion not in NOT_HELD]

    @property
    def denied(self) -> list[Cited]:
        """The statements that it is not so."""
        return [one for one in self.cited if one.assertion == "denied"]

    @property
    def first_cited(self) -> datetime.date | None:
        """The first publication that states it."""
        return min((one.published for one in self.stated if one.published), default=None)

    @property
    def last_cited(self) -> datetime.date | None:
        """The last publication that states it."""
        return max((one.published for one in self.stated if one.published), default=None)

    @property
    def start(self) -> datetime.date | None:
        """The day that most sources give for its beginning; of equals the earlier. Null where none gives one."""
        return _agreed((one.start, one.source) for one in self.stated)

    @property
    def end(self) -> datetime.date | None:
        """The day that most sources give for its end; null: open-ended."""
        return _agreed((one.end, one.source) for one in self.stated)

    @property
    def open_ended(self) -> bool:
        """Whether no source gives an end."""
        return self.end is None

    @property
    def sources(self) -> list[str]:
        """The independent sources that state it, in order of their publication."""
        ordered = sorted(self.stated, key=lambda one: (str(one.published or "9999"), one.relation_id))
        return list(dict.fromkeys(one.source for one in ordered))

    @property
    def claimants(self) -> list[str]:
        """Everybody on whose word it is stated."""
        return list(dict.fromkeys(name for one in self.stated for name in one.claimants))


@dataclass(frozen=True)
class Holding:
    """A tie on a day. `since` is when it began or was first spoken of, as `basis` says:

    "started" where a source gives its beginning; "founded" where none does, but the article that tells of it tells of
    the coalition's founding too; "cited" where it was only spoken of by then. `ended` says what ended it where it no
    longer holds.
    """

    tie: Tie
    basis: str
    since: datetime.date | None = None
    ended: str | None = None


class Ties:
    """All ties of a record, under the names that actors go by."""

    def __init__(self, ties: Iterable[Tie], names: dict[str, str] | None = None) -> None:
        self._ties = [tie for tie in ties if tie.cited]
        self.names = dict(names or {})
        self._line: dict[str, str] = {}
        for tie in self._ties:
            if tie.type == "renamed_to" and tie.object and tie.stated:
                self._line[self.line(tie.object)] = self.line(tie.subject)

    def __iter__(self) -> Iterator[Tie]:
        return iter(self._ties)

    def __len__(self) -> int:
        return len(self._ties)

    def name(self, key: str) -> str:
        """Return what an actor is called."""
        return self.names.get(key, key.removeprefix("name:"))

    def line(self, key: str) -> str:
        """Return what stands for an actor under all the names that it went by. A loop of names is one actor too."""
        while self._line.get(key, key) != key:
            key = self._line[key]
        return key

    def names_of(self, key: str) -> list[str]:
        """Return all keys of one line, this one first."""
        keys = {one for tie in self._ties for one in (tie.subject, tie.object) if one}
        return [key, *sorted(one for one in keys if one != key and self.line(one) == self.line(key))]

    def of(self, key: str, *types: str) -> list[Tie]:
        """Return the ties of an actor, under any of its names, on either side; with types, only these."""
        line = self.line(key)
        return [
            tie
            for tie in self._ties
            if (not types or tie.type in types)
            and (self.line(tie.subject) == line or (tie.object is not None and self.line(tie.object) == line))
        ]

    def created(self, key: str) -> datetime.date | None:
        """Return when an actor began, as far as any source says."""
        return _earliest(tie.start for tie in self.of(key, "created") if self.line(tie.subject) == self.line(key))

    def gone(self, key: str) -> tuple[datetime.date | None, str | None]:
        """Return when an actor ended, and how: dissolved, or merged into another. A date may be unknown."""
        line = self.line(key)
        for tie in self.of(key, "dissolved"):
            if self.line(tie.subject) == line and tie.stated:
                return tie.start or tie.end, "dissolved"
        for tie in self.of(key, "merged_into"):
            into = tie.object
            if self.line(tie.subject) == line and into and self.line(into) != line and tie.stated and not tie.end:
                return tie.start, f"merged into {self.name(into)}"
        return None, None

    def name_on(self, key: str, day: datetime.date) -> str:
        """Return the key under which an actor went on a day."""
        line, current = self.line(key), key
        renamings = [tie for tie in self._ties if tie.type == "renamed_to" and tie.object and tie.stated]
        renamings = sorted(
            (tie for tie in renamings if self.line(tie.subject) == line), key=lambda tie: str(tie.start or "")
        )
        if renamings:
            current = renamings[0].subject
        for tie in renamings:
            if tie.start and tie.start <= day and tie.object:
                current = tie.object
        return current

    def holding(self, tie: Tie, day: datetime.date) -> Holding | None:
        """Return how a tie stands on a day; null where it had not begun, or nobody had spoken of it by then."""
        if not tie.stated:
            return None
        start, first = tie.start, tie.first_cited
        if start is not None:
            return Holding(tie, "started", start, self._ended(tie, day)) if start <= day else None
        founded = self._founded(tie)
        if founded is not None:
            return Holding(tie, "founded", founded, self._ended(tie, day)) if founded <= day else None
        over_before = bool(tie.end and first and tie.end <= first)
        if over_before or (first is not None and first <= day):
            return Holding(tie, "cited", first, self._ended(tie, day))
        return None

    def holds_within(self, tie: Tie, since: datetime.date | None, until: datetime.date | None) -> bool:
        """Tell whether a tie may have held on some day of a period, open where it is null.

        What happens on a day (a split, a merger, a new name) holds on that day only.
        """
        start = tie.start or self._founded(tie) or tie.first_cited
        if not tie.stated or (until is not None and start is not None and start > until):
            return False
        if since is None:
            return True
        if tie.type in ACTS:
            return start is None or start >= since
        return self._ended(tie, since) is None

    def _founded(self, tie: Tie) -> datetime.date | None:
        """Return the day of a coalition's founding where the articles that name a member tell of it too."""
        if tie.type != "member_of" or tie.object is None:
            return None
        articles = {one.article_id for one in tie.stated}
        for other in self.of(tie.object, "created"):
            told = {one.article_id for one in other.stated}
            if other.start and articles & told and self.line(other.subject) == self.line(tie.object):
                return other.start
        return None

    def _ended(self, tie: Tie, day: datetime.date) -> str | None:
        if tie.end is not None and tie.end <= day:
            return f"ended {tie.end}"
        if tie.type == "member_of" and tie.object:
            for split in self.of(tie.subject, "splinter_of"):
                left = self.line(split.subject) == self.line(tie.subject) and split.object
                when = split.start
                # Who split and came back joined again later.
                again = tie.start is not None and when is not None and tie.start >= when
                if (
                    left
                    and self.line(str(split.object)) == self.line(tie.object)
                    and when
                    and when <= day
                    and not again
                ):
                    return f"split off {when}"
        for key in (tie.subject, tie.object):
            if key is None or tie.type in ACTS:
                continue
            when, how = self.gone(key)
            began = self.created(key)
            back = began is not None and when is not None and began > when and began <= day
            if how and when and when <= day and not back and not (tie.start and tie.start > when):
                return f"{self.name(key)} {how} {when}"
        return None

    def members(self, key: str, day: datetime.date) -> list[Holding]:
        """Return who belonged to a coalition on a day, each with who says so; those that had left before come last."""
        line = self.line(key)
        found = [
            holding
            for tie in self.of(key, "member_of")
            if tie.object and self.line(tie.object) == line and (holding := self.holding(tie, day))
        ]
        current: dict[str, Holding] = {}
        for holding in found:
            # One member may have been in it twice: the period that holds counts.
            member = self.line(holding.tie.subject)
            held = current.get(member)
            if held is None or (held.ended and not holding.ended):
                current[member] = holding
        return sorted(current.values(), key=lambda one: (one.ended is not None, self.name(one.tie.subject)))

    def memberships(self, key: str, day: datetime.date) -> list[Holding]:
        """Return what an actor belonged to on a day."""
        line = self.line(key)
        ties = [tie for tie in self.of(key, "member_of") if self.line(tie.subject) == line]
        return [holding for tie in ties if (holding := self.holding(tie, day)) and not holding.ended]

    def all_members(self, key: str, day: datetime.date) -> dict[str, list[str]]:
        """Return everybody in a coalition on a day, members of members too: from each to the path down to it.

        Circles of membership end where they close.
        """
        found: dict[str, list[str]] = {}
        waiting: list[tuple[str, list[str]]] = [(key, [])]
        seen = {self.line(key)}
        while waiting:
            current, path = waiting.pop(0)
            for holding in self.members(current, day):
                member = self.line(holding.tie.subject)
                if holding.ended or member in seen:
                    continue
                seen.add(member)
                found[holding.tie.subject] = [*path, current]
                waiting.append((holding.tie.subject, [*path, current]))
        return found


def _agreed(days: Iterable[tuple[datetime.date | None, str]]) -> datetime.date | None:
    """Return the day that most sources give; of equals the earlier."""
    votes = Counter(day for day, _ in dict.fromkeys(days) if day is not None)
    return min(votes, key=lambda day: (-votes[day], day)) if votes else None


def _earliest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return min((day for day in days if day is not None), default=None)
