"""What is compared of a coded event: days, places, sides, tolls, words. Small, since there may be a million of them."""

from __future__ import annotations

import datetime
import math
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from tacitus.link.settings import LinkSettings

SKETCH_BITS = 512
"""Words of a passage are kept as a set of numbered bits; two passages share about as many bits as words."""

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    "about after also among been before being between both could during each early from have into just later left "
    "local more most near number only other over people reported said same several since some than that their them "
    "then there these they this those told took under until were when where which while will with without would".split()
)
_POINTS = frozenset({"site", "settlement", "near_settlement"})
_STATE = frozenset({"state_forces", "external_forces"})
_REBELS = frozenset({"rebel_group", "political_militia", "identity_militia"})
_PEOPLE = frozenset({"civilians", "protesters", "rioters"})
_UNHAPPENED = frozenset({"planned", "hypothetical"})
TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")


class Spot(NamedTuple):
    """Where: degrees (null where unlocated), radius of uncertainty in km, folded name, and the areas around.

    `within` are the names of the towns that the same report gives for a site.
    """

    latitude: float | None
    longitude: float | None
    radius: float
    name: str
    precision: str
    country: str | None
    admin1: str | None
    within: tuple[str, ...] = ()


class Side(NamedTuple):
    """Who, on one side: keys of named actors, keys of what they belong to, and the sorts of all."""

    named: frozenset[str]
    kin: frozenset[str]
    sorts: frozenset[str]


NOBODY = Side(frozenset(), frozenset(), frozenset())


@dataclass(slots=True, eq=False)
class Traits:
    """What is compared of one event.

    `order` sorts events as they came (moment the article was kept, article, position). `start` and `end` are day
    numbers; `exact` tells that the text gives the day itself. `sketch` holds the words of the passage as bits.
    """

    event_id: str
    article_id: str
    order: tuple[str, str, int]
    sub_type: str
    start: int | None
    end: int | None
    exact: bool
    open: bool
    spots: tuple[Spot, ...]
    doer: Side
    target: Side
    tolls: tuple[tuple[str, int, int], ...]
    sketch: int
    another: bool
    unhappened: bool
    told_of: bool
    publisher: str | None = None

    def profile(self) -> tuple[Any, ...]:
        """Return what two tellings share that differ in nothing but words."""
        return (
            self.sub_type, self.start, self.end, self.exact, self.open, self.spots, self.doer, self.target, self.tolls,
            self.another, self.unhappened, self.told_of,
        )  # fmt: skip


Family = Callable[[str], tuple[str, ...]]
"""From the key of an actor to the keys of what it belongs to, the nearest first."""


def no_family(_key: str) -> tuple[str, ...]:
    """Know nothing of what belongs to what."""
    return ()


class TraitReader:
    """Reads traits off plain events, under given settings and a given knowledge of actors."""

    def __init__(
        self, settings: LinkSettings, family: Family = no_family, same: Mapping[str, str] | None = None
    ) -> None:
        self._settings = settings
        self._family = family
        self._same = dict(same or {})
        self._sides: dict[Side, Side] = {}
        self._spots: dict[tuple[Spot, ...], tuple[Spot, ...]] = {}
        words = "|".join(map(re.escape, settings.another))
        self._another = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    def read(
        self, event: Mapping[str, Any], article_id: str, order: tuple[str, str, int], publisher: str | None = None
    ) -> Traits:
        """Return the traits of an event in the interchange form, as plain values."""
        start, end, exact, is_open = self._days(event.get("date") or {})
        return Traits(
            event_id=f"{article_id}:{event['id']}",
            article_id=article_id,
            order=order,
            sub_type=sys.intern(event["sub_event_type"]),
            start=start,
            end=end,
            exact=exact,
            open=is_open,
            spots=self._spots_of(event.get("places") or ()),
            doer=self._side(event.get("actor1") or ()),
            target=self._side(event.get("actor2") or ()),
            tolls=tuple(_toll(name, event[name]) for name in TOLLS if _counted(event.get(name))),
            sketch=sketch(passage_of(event)),
            another=self._is_another(event),
            unhappened=event.get("assertion") in _UNHAPPENED,
            told_of=event.get("assertion", "asserted") != "asserted",
            publisher=publisher,
        )

    def _days(self, date: Mapping[str, Any]) -> tuple[int | None, int | None, bool, bool]:
        end = _day(date.get("end"))
        start = _day(date.get("start"))
        if end is None:
            return start, start, False, False
        if start is None:
            return end - self._settings.days.open, end, False, True
        return start, end, start == end and date.get("basis") != "publication", False

    def _spots_of(self, places: Sequence[Mapping[str, Any]]) -> tuple[Spot, ...]:
        spots = tuple(dict.fromkeys(self._spot(place) for place in places))
        chosen = _nearest(spots, self._settings.kilometres.city)
        return self._spots.setdefault(chosen, chosen)

    def _spot(self, place: Mapping[str, Any]) -> Spot:
        precision = place.get("precision") or "unlocated"
        radius = getattr(self._settings.kilometres, precision, 0.0)
        return Spot(
            place.get("latitude"),
            place.get("longitude"),
            radius,
            sys.intern(fold(place.get("name") or place.get("text") or "")),
            sys.intern(precision),
            place.get("country"),
            place.get("admin1"),
        )

    def _side(self, actors: Sequence[Mapping[str, Any]]) -> Side:
        if not actors:
            return NOBODY
        named: set[str] = set()
        kin: set[str] = set()
        sorts: set[str] = set()
        for actor in actors:
            kind = actor.get("kind") or "unidentified"
            sorts.add(sort_of(kind))
            key = actor_key(actor)
            if key is None:
                continue
            key = self._same.get(key, key)
            named.add(key)
            kin.update(self._same.get(one, one) for one in self._family(key))
            if kind in _STATE and len(key) > 3 and key[2] == "-":
                kin.add(f"state:{key[:2]}")
        side = Side(frozenset(named), frozenset(kin), frozenset(sorts))
        return self._sides.setdefault(side, side)

    def _is_another(self, event: Mapping[str, Any]) -> bool:
        sentence, trigger = event.get("sentence") or {}, event.get("trigger") or {}
        text = str(sentence.get("text", ""))
        at = int(trigger.get("start", 0)) - int(sentence.get("start", 0))
        if not 0 <= at <= len(text):
            at = len(text) // 2
        around = " ".join(text[:at].split()[-4:]) + " " + " ".join(text[at:].split()[:3])
        return bool(self._another.search(around))


def _nearest(spots: tuple[Spot, ...], city: float) -> tuple[Spot, ...]:
    """Leave out what lies around a nearer spot: the province of the village, the city of the quarter.

    Two reports of two villages in one province would else agree on the province.
    """
    located = [spot for spot in spots if spot.latitude is not None and spot.precision != "country"]
    points = [spot for spot in located if spot.precision in _POINTS]
    sites = [spot for spot in points if spot.precision == "site"]
    towns = [spot for spot in points if spot.precision == "settlement"]
    around = {site: tuple(town.name for town in towns if _apart(town, site) <= city) for site in sites}
    named = {name for names in around.values() for name in names}
    kept = [spot for spot in points or located or spots if spot.precision != "settlement" or spot.name not in named]
    return tuple(spot._replace(within=around[spot]) if around.get(spot) else spot for spot in kept)


def _apart(one: Spot, other: Spot) -> float:
    """Return the kilometres between two located spots, nearly: good enough within a city."""
    north = (other.latitude or 0.0) - (one.latitude or 0.0)
    east = ((other.longitude or 0.0) - (one.longitude or 0.0)) * math.cos(math.radians(one.latitude or 0.0))
    return 111.2 * math.hypot(north, east)


def passage_of(event: Mapping[str, Any]) -> str:
    """Return the sentences that tell the event, each once."""
    sentences = [event.get("sentence") or {}] + [m.get("sentence") or {} for m in event.get("mentions") or ()]
    return " ".join(dict.fromkeys(str(sentence.get("text", "")) for sentence in sentences))


def actor_key(actor: Mapping[str, Any]) -> str | None:
    """Return what an actor is known by: its id, or its folded name; null for those who are only described."""
    if actor.get("actor_id"):
        return sys.intern(str(actor["actor_id"]))
    name = actor.get("name") or actor.get("text") or ""
    if actor.get("kind") in ("civilians", "unidentified", "protesters", "rioters") or not _is_name(name):
        return None
    return sys.intern(f"name:{fold(name)}")


def _is_name(words: str) -> bool:
    """Tell a name from a description: "Sons of the Valley", not "Local gunmen"."""
    capitals = [word for word in words.split() if word[:1].isupper()]
    return len(capitals) > 1 or (len(words.split()) == 1 and words[:1].isupper() and len(words) > 2)


def sort_of(kind: str) -> str:
    """Return the coarse sort of an actor's kind: state, armed, people or unknown."""
    if kind in _STATE:
        return "state"
    if kind in _REBELS:
        return "armed"
    return "people" if kind in _PEOPLE else "unknown"


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """Return a name in small letters, without marks, hyphens, article or white space at the ends."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    pieces = re.sub(r"['’‘ʿʾ`]", "", plain.casefold()).replace("-", " ").split()
    return " ".join(pieces[1:] if len(pieces) > 1 and pieces[0] in ("the", "al", "el") else pieces)


def sketch(text: str) -> int:
    """Return the words of a passage as bits, the common ones left out."""
    bits = 0
    for word in content_words(text):
        bits |= _bit(word)
    return bits


def content_words(text: str) -> Iterable[str]:
    """Return the words of a text that tell something, in small letters and cut to their stem's length."""
    return (word for word in _WORD.findall(text.casefold()) if word not in _COMMON)


@lru_cache(maxsize=1 << 17)
def _bit(word: str) -> int:
    # Cut to seven letters: "attacked" and "attackers" are one word here.
    return 1 << (crc32(word[:7].encode()) % SKETCH_BITS)


@lru_cache(maxsize=65536)
def _day(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        return value.toordinal()
    return datetime.date.fromisoformat(str(value)).toordinal()


def _counted(count: Mapping[str, Any] | None) -> bool:
    return bool(count) and any(count.get(name) is not None for name in ("low", "best", "high"))  # type: ignore[union-attr]


def _toll(name: str, count: Mapping[str, Any]) -> tuple[str, int, int]:
    numbers = [count[key] for key in ("low", "best", "high") if count.get(key) is not None]
    best = count.get("best")
    return name, int(numbers[0] if best is None else best), int(max(numbers))
