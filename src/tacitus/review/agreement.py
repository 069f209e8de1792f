"""How far coders agree, field by field: Krippendorff's alpha with confidence intervals, and plain shares.

Alpha is computed as in Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": the package that does so is
under the GPL, which Tacitus cannot ask of those who build on it. The intervals are percentiles of a bootstrap over
articles, since events of one article are not independent.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from tacitus.records import CodedArticle, Event

Level = Literal["nominal", "interval", "ratio"]
Value = Hashable | float | None
Units = list[list[Value]]
"""One list a unit (an event that somebody coded), with each coder's value; None where a coder has no such event."""

_ROUNDS = 300
_SHARE = 0.95


@dataclass(frozen=True)
class FieldAgreement:
    """Agreement on one field. `alpha` is null where all values are the same, or fewer than two can be compared.

    `low` and `high` bound its 95 % interval; `agreed` is the share of pairs of values that are equal; `units` counts
    events that at least two coders coded.
    """

    field: str
    level: Level
    units: int
    alpha: float | None
    low: float | None
    high: float | None
    agreed: float | None


@dataclass(frozen=True)
class Agreement:
    """Agreement of a round, over all coders and for each pair of them."""

    coders: list[str]
    articles: int
    fields: list[FieldAgreement]
    pairs: dict[tuple[str, str], list[FieldAgreement]]


def _names(actors: Sequence[Any]) -> str:
    return "; ".join(sorted({(actor.name or actor.text).casefold() for actor in actors}))


def _place(event: Event) -> str:
    return "; ".join(sorted({str(place.place_id or place.name or place.text).casefold() for place in event.places}))


def _days(event: Event) -> str:
    return f"{event.date.start} {event.date.end}"


def _killed(event: Event) -> Value:
    count = event.fatalities
    return float(count.best if count.best is not None else count.low or 0) if count else 0.0


FIELDS: dict[str, tuple[Level, Callable[[Event], Value]]] = {
    "event type": ("nominal", lambda event: event.event_type),
    "sub-event type": ("nominal", lambda event: event.sub_event_type),
    "actor 1": ("nominal", lambda event: _names(event.actor1)),
    "actor 2": ("nominal", lambda event: _names(event.actor2)),
    "date": ("nominal", _days),
    "place": ("nominal", _place),
    "killed": ("ratio", _killed),
    "status": ("nominal", lambda event: event.assertion),
    "who says so": ("nominal", lambda event: _names(event.attributed_to)),
    "older history": ("nominal", lambda event: event.background),
}
"""The fields that are compared, with their level of measurement and how a value is read from an event."""


def matched(codings: dict[str, CodedArticle]) -> list[dict[str, Event]]:
    """Return the events of one article as groups: those of several coders that are the same telling stand together.

    Two events are the same where their triggers overlap, or else where their sentences do and the type is the same.
    """
    groups: list[dict[str, Event]] = []
    for coder, coded in codings.items():
        for event in coded.events:
            near = [group for group in groups if coder not in group and any(_same(event, o) for o in group.values())]
            best = max(near, key=lambda group: max(_likeness(event, o) for o in group.values()), default=None)
            if best is None:
                groups.append({coder: event})
            else:
                best[coder] = event
    return groups


def _same(one: Event, other: Event) -> bool:
    return _likeness(one, other) > 0


def _likeness(one: Event, other: Event) -> int:
    triggers = [one.trigger, *(mention.trigger for mention in one.mentions)]
    others = [other.trigger, *(mention.trigger for mention in other.mentions)]
    if any(a.overlaps(b) for a in triggers for b in others):
        return 3 if one.sub_event_type == other.sub_event_type else 2
    return int(one.sentence.overlaps(other.sentence) and one.sub_event_type == other.sub_event_type)


def agreement(codings: dict[str, dict[str, CodedArticle]], *, seed: int = 1) -> Agreement:
    """Return how far the coders of a round agree. `codings` is by article and coder.

    "an event" tells whether coders find the same events at all; the other fields are compared on events that at least
    two coders found.
    """
    coders = sorted({coder for found in codings.values() for coder in found})
    articles = {key: found for key, found in codings.items() if len(found) > 1}
    groups = {key: matched(found) for key, found in articles.items()}
    fields = _all_fields(articles, groups, coders, seed)
    pairs = {
        pair: _all_fields(articles, groups, list(pair), seed, rounds=0) for pair in combinations(coders, 2)
    } if len(coders) > 2 else {}  # fmt: skip
    return Agreement(coders=coders, articles=len(articles), fields=fields, pairs=pairs)


def _all_fields(
    articles: dict[str, dict[str, CodedArticle]],
    groups: dict[str, list[dict[str, Event]]],
    coders: list[str],
    seed: int,
    rounds: int = _ROUNDS,
) -> list[FieldAgreement]:
    found = [_field("an event", "nominal", _found(articles, groups, coders), seed, rounds)]
    for name, (level, read) in FIELDS.items():
        by_article = [
            [[read(group[coder]) if coder in group else None for coder in coders] for group in groups[key]]
            for key in articles
        ]
        found.append(_field(name, level, by_article, seed, rounds))
    return found


def _found(
    articles: dict[str, dict[str, CodedArticle]], groups: dict[str, list[dict[str, Event]]], coders: list[str]
) -> list[Units]:
    """Return for each sentence that some coder found an event in whether each coder did; and for those without.

    Sentences without an event for anybody count too: agreeing that nothing is told there is agreeing.
    """
    result: list[Units] = []
    for key, found in articles.items():
        units: Units = [[(coder in group) if coder in found else None for coder in coders] for group in groups[key]]
        document = next(iter(found.values())).document
        lines = [line for line in document.text.replace(". ", ".\n").split("\n") if len(line.split()) > 3]
        told = {event.sentence.start for group in groups[key] for event in group.values()}
        quiet = max(0, len(lines) - len(told))
        units += [[False if coder in found else None for coder in coders]] * quiet
        result.append(units)
    return result


def _field(name: str, level: Level, by_article: list[Units], seed: int, rounds: int) -> FieldAgreement:
    units = _comparable(by_article)
    alpha = _alpha(units, level)
    low, high = _interval(by_article, level, seed, rounds) if alpha is not None and rounds else (None, None)
    return FieldAgreement(name, level, len(units), alpha, low, high, _agreed(units))


def _comparable(by_article: list[Units]) -> Units:
    return [unit for units in by_article for unit in units if sum(value is not None for value in unit) > 1]


def _alpha(units: Units, level: Level) -> float | None:
    """Alpha, 1 - Do / De (Krippendorff 2011): disagreement within units over that of all values put together."""
    told = [[value for value in unit if value is not None] for unit in units]
    compared = [values for values in told if len(values) > 1]
    if len(units) < 2 or len({value for values in told for value in values}) < 2 or not compared:
        return None
    counts = Counter(value for values in compared for value in values)
    total = sum(counts.values())
    observed = sum(_disagreement(Counter(values), level) / (len(values) - 1) for values in compared) / total
    expected = _disagreement(counts, level) / (total * (total - 1))
    return 1.0 - observed / expected if expected else None


def _disagreement(counts: Counter[Any], level: Level) -> float:
    """The sum of squared differences over all ordered pairs of values."""
    if level == "nominal":
        total = sum(counts.values())
        return float(total * total - sum(count * count for count in counts.values()))
    pairs = combinations(counts.items(), 2)
    return 2.0 * sum(_difference(one, other, level) * often * times for (one, often), (other, times) in pairs)


def _difference(one: float, other: float, level: Level) -> float:
    if level == "ratio":
        return ((one - other) / (one + other)) ** 2
    return (one - other) ** 2


def _agreed(units: Units) -> float | None:
    same = compared = 0
    for unit in units:
        values = [value for value in unit if value is not None]
        for one, other in combinations(values, 2):
            compared += 1
            same += one == other
    return same / compared if compared else None


def _interval(by_article: list[Units], level: Level, seed: int, rounds: int) -> tuple[float | None, float | None]:
    chance = random.Random(seed)
    if len(by_article) < 3:
        return None, None
    alphas = []
    for _ in range(rounds):
        drawn = _comparable(chance.choices(by_article, k=len(by_article)))
        alpha = _alpha(drawn, level)
        if alpha is not None:
            alphas.append(alpha)
    if len(alphas) < rounds // 2:
        return None, None
    alphas.sort()
    cut = int((1 - _SHARE) / 2 * len(alphas))
    return alphas[cut], alphas[-cut - 1]
