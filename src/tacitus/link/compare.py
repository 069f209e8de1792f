"""Two tellings compared, aspect by aspect. The sum of the weights is the score; the parts are the explanation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from tacitus.link.settings import LinkSettings
from tacitus.link.traits import Side, Spot, Traits

_MUTUAL = frozenset({"Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Agreement"})
_AREAS = frozenset({"admin1", "admin2", "linear_or_fuzzy"})
_EXACT = frozenset({"site", "settlement"})
_RADIANS = math.pi / 180


class Part(NamedTuple):
    """One aspect: its name, what was found (a key of the settings), its weight."""

    aspect: str
    finding: str
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """All aspects of one pair."""

    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The sum of the weights, rounded so that the order of the pair leaves no trace."""
        return round(sum(part.weight for part in self.parts), 6)


class Comparer:
    """Compares tellings under given settings. Symmetric and without memory: a pair's score depends on nothing else.

    `same_words` tells of a pair of events that one repeats the other's passage.
    """

    def __init__(self, settings: LinkSettings, same_words: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.settings = settings
        self._types = settings.type_weights()
        self._same_words = same_words
        actors, tolls = settings.actors, settings.tolls
        self._most_of_rest = 2 * max(actors.same, actors.kin) + 2 * tolls.same_large + settings.text.most

    def score(self, one: Traits, other: Traits) -> float:
        """Return the score of a pair. What cannot be one happening is left early, with a score under the veto."""
        settings = self.settings
        if one.article_id == other.article_id:
            return settings.one_article
        if self._same_words and self.repeats(one, other):
            return self.compare(one, other).score
        if one.start is None or other.start is None or one.end is None or other.end is None:
            return settings.date.apart
        tolerance = settings.days.tolerance
        if one.start > other.end + tolerance or other.start > one.end + tolerance:
            return settings.date.apart
        if (one.sub_type, other.sub_type) not in self._types:
            return settings.type.none
        return self.compare(one, other).score

    def links(self, one: Traits, other: Traits) -> float | None:
        """Return the score of a pair if it is high enough to link, without working out what cannot be."""
        if one.article_id == other.article_id:
            return None
        if not (self._same_words and self.repeats(one, other)):
            kind = self._types.get((one.sub_type, other.sub_type))
            if kind is None:
                return None
            known = kind + self._place(one, other).weight
            if known + self._most_of_rest + self.settings.date.same_day < self.settings.threshold:
                return None
            if known + self._most_of_rest + self._date(one, other).weight < self.settings.threshold:
                return None
        score = self.compare(one, other).score
        return score if score >= self.settings.threshold else None

    def compare(self, one: Traits, other: Traits) -> Comparison:
        """Return every aspect of a pair with its weight."""
        parts = [self._date(one, other), self._place(one, other), self._type(one, other)]
        parts.extend(self._actors(one, other))
        parts.extend(self._tolls(one, other))
        parts.append(self._text(one, other))
        settings = self.settings
        if self.repeats(one, other):
            parts.append(Part("copy", "repeats", settings.copy_))
        if one.article_id == other.article_id:
            parts.append(Part("article", "one_article", settings.one_article))
        if one.another != other.another:
            parts.append(Part("cue", "said_to_be_another", settings.said_to_be_another))
        if one.unhappened != other.unhappened:
            parts.append(Part("status", "plan_and_deed", settings.plan_and_deed))
        return Comparison(tuple(parts))

    def repeats(self, one: Traits, other: Traits) -> bool:
        """Tell whether one passage repeats the other word for word."""
        pair = (one.event_id, other.event_id)
        return pair in self._same_words or pair[::-1] in self._same_words

    def _date(self, one: Traits, other: Traits) -> Part:
        weights, days = self.settings.date, self.settings.days
        if one.start is None or one.end is None or other.start is None or other.end is None:
            return Part("date", "unknown", 0.0)
        widest = max(one.end - one.start, other.end - other.start)
        shared = min(one.end, other.end) - max(one.start, other.start)
        if widest > days.widest or shared < -days.tolerance:
            return Part("date", "apart", weights.apart)
        if shared < 0:
            finding = "next_day" if one.exact and other.exact else "next_day_loose"
            return Part("date", finding, getattr(weights, finding))
        if one.exact and other.exact:
            return Part("date", "same_day", weights.same_day)
        if one.open or other.open:
            return Part("date", "open", weights.open)
        if widest <= 2:
            return Part("date", "within", weights.within)
        if widest <= 9:
            return Part("date", "same_week", weights.same_week)
        return Part("date", "wide", weights.wide)

    def _place(self, one: Traits, other: Traits) -> Part:
        if one.spots is other.spots and len(one.spots) == 1 and one.spots[0].precision in _EXACT:
            return Part("place", "same", self.settings.place.same)
        if not one.spots or not other.spots:
            return self._nowhere(one, other)
        best: Part | None = None
        for spot in one.spots:
            for match in other.spots:
                part = self._spot(spot, match)
                if best is None or part.weight > best.weight:
                    best = part
        return best or Part("place", "unknown", self.settings.place.unknown)

    def _nowhere(self, one: Traits, other: Traits) -> Part:
        """Compare where a place is missing: two without one may be one happening if a side is named alike."""
        sides = (one.doer.named | one.target.named) & (other.doer.named | other.target.named)
        if not one.spots and not other.spots and sides:
            return Part("place", "unknown", self.settings.place.unknown)
        return Part("place", "nowhere", self.settings.place.apart)

    def _spot(self, one: Spot, other: Spot) -> Part:
        weights, limits = self.settings.place, self.settings.kilometres
        if one.latitude is None or other.latitude is None:
            if one.name and one.name == other.name:
                return Part("place", "same_name", weights.same_name)
            if not one.country or one.country != other.country:
                return Part("place", "apart", weights.apart)
            if one.precision == other.precision == "unlocated" and one.name and other.name:
                return Part("place", "other_settlement", weights.other_settlement)
            return Part("place", "unknown", weights.unknown)
        if "country" in (one.precision, other.precision):
            if not one.country or one.country != other.country:
                return Part("place", "apart", weights.apart)
            return Part("place", "country_only", weights.country_only)
        if not _province_agrees(one, other):
            return Part("place", "apart", weights.apart)
        distance = kilometres(one, other)
        areas = (one.precision in _AREAS) + (other.precision in _AREAS)
        if areas == 2:
            if one.name == other.name or distance <= limits.same:
                return Part("place", "same_area", weights.same_area)
            by_name = "admin1" in (one.precision, other.precision) and one.admin1
            nested = by_name or distance <= max(one.radius, other.radius)
            return Part("place", *(("inside", weights.inside) if nested else ("apart", weights.apart)))
        if areas == 1:
            return self._in_area(one, other, distance)
        if distance <= limits.same or (one.name == other.name and distance <= one.radius + other.radius):
            return Part("place", "same", weights.same)
        if one.precision in _EXACT and other.precision in _EXACT and one.name != other.name:
            if one.name in other.within or other.name in one.within:
                return Part("place", "inside", weights.inside)
            if one.precision != other.precision and distance <= limits.city:
                # A quarter may lie far from the middle of its city, or be a place of its own.
                found = "close" if distance <= one.radius + other.radius else "quarter"
                return Part("place", found, getattr(weights, found))
            found = "other_settlement" if distance <= limits.tolerance + one.radius + other.radius else "apart"
            return Part("place", found, getattr(weights, found))
        if distance <= one.radius + other.radius:
            return Part("place", "close", weights.close)
        if distance <= limits.tolerance + one.radius + other.radius:
            return Part("place", "other_settlement", weights.other_settlement)
        return Part("place", "apart", weights.apart)

    def _in_area(self, one: Spot, other: Spot, distance: float) -> Part:
        weights = self.settings.place
        area, point = (one, other) if one.precision in _AREAS else (other, one)
        # The middle of a province is far from most of it; that its name agrees was seen to before.
        by_name = area.precision == "admin1" and area.admin1
        inside = by_name or distance <= area.radius + point.radius
        return Part("place", *(("inside", weights.inside) if inside else ("apart", weights.apart)))

    def _type(self, one: Traits, other: Traits) -> Part:
        weight = self._types.get((one.sub_type, other.sub_type))
        if weight is None:
            return Part("type", "none", self.settings.type.none)
        return Part("type", "same" if one.sub_type == other.sub_type else "alike", weight)

    def _actors(self, one: Traits, other: Traits) -> list[Part]:
        straight = [self._side("doer", one.doer, other.doer), self._side("target", one.target, other.target)]
        crossed = [self._side("doer", one.doer, other.target), self._side("target", one.target, other.doer)]
        total, turned = sum(part.weight for part in straight), sum(part.weight for part in crossed)
        if one.sub_type in _MUTUAL and other.sub_type in _MUTUAL:
            return crossed if turned > total else straight
        if all(part.finding == "different" for part in straight) and turned > 0:
            return [*straight, Part("sides", "swapped", self.settings.actors.swapped)]
        if straight[0].finding == "different" and (one.told_of or other.told_of):
            # Whoever says so of others may blame the wrong side: the deed can still be one.
            straight[0] = Part("doer", "blame", self.settings.actors.blame)
        return straight

    def _side(self, name: str, one: Side, other: Side) -> Part:
        weights = self.settings.actors
        if not one.sorts or not other.sorts:
            return Part(name, "unknown", weights.unknown)
        if one.named & other.named:
            return Part(name, "same", weights.same)
        if one.kin & other.named or other.kin & one.named or one.kin & other.kin:
            return Part(name, "kin", weights.kin)
        if one.named and other.named:
            shared = one.sorts & other.sorts & {"people"}
            return Part(name, *(("alike", weights.alike) if shared else ("different", weights.different)))
        if one.sorts & other.sorts:
            return Part(name, "alike", weights.alike)
        if "unknown" in one.sorts or "unknown" in other.sorts:
            return Part(name, "unknown", weights.unknown)
        return Part(name, "unlike", weights.unlike)

    def _tolls(self, one: Traits, other: Traits) -> list[Part]:
        weights = self.settings.tolls
        found: list[Part] = []
        counts = {name: (best, most) for name, best, most in other.tolls}
        for name, best, most in one.tolls:
            if name not in counts:
                continue
            match, match_most = counts[name]
            if best == match:
                if best >= 10:
                    found.append(Part(name, "same_large", weights.same_large))
                elif best >= 2:
                    found.append(Part(name, "same", weights.same))
            elif min(most, match_most) >= max(best, match) or abs(best - match) <= max(2, 0.3 * max(best, match)):
                found.append(Part(name, "close", weights.close))
            elif max(best, match) > 2.5 * min(best, match) and abs(best - match) >= 5:
                found.append(Part(name, "far", weights.far))
        # One number repeated in several counts is one agreement.
        return sorted(found, key=lambda part: -part.weight)[:2]

    def _text(self, one: Traits, other: Traits) -> Part:
        text = self.settings.text
        fewer = min(one.sketch.bit_count(), other.sketch.bit_count())
        if fewer < 4:
            return Part("text", "short", 0.0)
        share = (one.sketch & other.sketch).bit_count() / fewer
        weight = max(text.least, min(text.most, text.weight * (share - text.expected)))
        return Part("text", f"{share:.0%}", round(weight, 2))


def _province_agrees(one: Spot, other: Spot) -> bool:
    """Tell whether a province that one spot is known by no nearer than is the other's too."""
    if not any(spot.precision == "admin1" and spot.admin1 for spot in (one, other)):
        return True
    return one.admin1 == other.admin1 and one.country == other.country


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance of two located spots. Equirectangular: right to a per cent within a few hundred km."""
    assert one.latitude is not None
    assert other.latitude is not None
    assert one.longitude is not None
    assert other.longitude is not None
    north = (other.latitude - one.latitude) * _RADIANS
    turn = (other.longitude - one.longitude + 180) % 360 - 180
    east = turn * _RADIANS * math.cos((one.latitude + other.latitude) / 2 * _RADIANS)
    return 6371.0 * math.hypot(north, east)
