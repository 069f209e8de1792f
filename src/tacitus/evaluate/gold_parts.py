"""Actors, places, dates and counts of a source file, with their words found in the text."""

from __future__ import annotations

import datetime
import re
from typing import Any, get_args

from pydantic import ValidationError

from tacitus.evaluate.sentences import sentence_of, sentence_spans
from tacitus.evaluate.source import Complaints, Table, as_date, as_table, as_words, check_choice, check_keys, meant
from tacitus.evaluate.words import nearest, occurrences, split_number, suggestions
from tacitus.records import Actor, ActorKind, Count, DateBasis, DatePrecision, EventDate, Place, PlacePrecision, Span
from tacitus.records.place import PlaceRelation

ACTOR_KEYS = ("name", "kind")
PLACE_KEYS = (
    *("name", "place_id", "country", "admin1", "admin2", "latitude", "longitude"),
    *("precision", "relation", "basis"),
)
COUNT_KEYS = ("text", "low", "best", "high")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Fewest and most days an interval of each precision may have ("early March" is a month's, "early 2021" a year's).
_LENGTHS = {"day": (1, 1), "days": (2, 31), "week": (5, 14), "month": (9, 62), "season": (28, 200), "year": (90, 4000)}

Anchor = tuple[int, int]


class Parts:
    """Turns an author's entries into records. Every fault goes to `complaints`; the method then returns None."""

    def __init__(
        self, text: str, actors: Table, places: Table, published: datetime.date | None, complaints: Complaints
    ):
        self.text = text
        self.actors = actors
        self.places = places
        self.published = published
        self.complaints = complaints
        self.sentences = sentence_spans(text)
        self.used: set[str] = set()

    def sentence(self, span: Span) -> Span:
        """Return the sentence in which the span begins, drawn out to the span's end."""
        start, end = sentence_of(self.sentences, span.start)
        return Span.of(self.text, min(start, span.start), max(end, span.end))

    def find(
        self, words: object, where: str, anchor: Anchor | None, taken: frozenset[Anchor] = frozenset()
    ) -> Span | None:
        """Find words: the numbered occurrence, else the nearest to the anchor that is not taken, else the first."""
        phrase = as_words(words, where, self.complaints)
        if phrase is None:
            return None
        phrase, number = split_number(phrase)
        found = occurrences(self.text, phrase)
        if not found:
            offers = suggestions(self.text, phrase)
            rest = f"; the text has {', '.join(map(repr, offers))}" if offers else ""
            self.complaints.problem(where, f"the words {phrase!r} are not in the text{rest}")
            return None
        if number is not None:
            if not 1 <= number <= len(found):
                self.complaints.problem(where, f"{phrase!r} stands {len(found)} times in the text, so no @{number}")
                return None
            return Span.of(self.text, *found[number - 1])
        free = [span for span in found if span not in taken]
        if not free:
            self.complaints.problem(where, f"{phrase!r} stands {len(found)} times in the text, each already a mention")
            return None
        return Span.of(self.text, *(nearest(free, anchor) if anchor else free[0]))

    def actor(self, entry: object, where: str, anchor: Anchor) -> Actor | None:
        """Read `{key: words}` against the table of actors."""
        if not isinstance(entry, dict) or len(entry) != 1:
            self.complaints.problem(where, f"must be one {{key: words in the text}}, not {entry!r}")
            return None
        ((key, words),) = entry.items()
        span = self.find(words, f"{where} {key}", anchor)
        if not self._known(key, self.actors, "actors", where) or span is None:
            return None
        row = as_table(self.actors[key], f"actors {key}", self.complaints)
        kind = row.get("kind")
        if kind not in get_args(ActorKind):
            return None  # Complained of once, where the table is checked.
        return Actor(**span.model_dump(), actor_id=None, name=row.get("name"), kind=kind)

    def place(self, entry: object, where: str, anchor: Anchor) -> Place | None:
        """Read `{key: words, override: value ...}` against the table of places."""
        if not isinstance(entry, dict) or not entry:
            self.complaints.problem(where, f"must be {{key: words in the text}}, not {entry!r}")
            return None
        keys = [key for key in entry if key in self.places] or [key for key in entry if key not in PLACE_KEYS]
        if len(keys) != 1:
            self.complaints.problem(where, f"must name one place of the table, not {keys or entry!r}")
            return None
        (key,) = keys
        overrides = {name: value for name, value in entry.items() if name != key}
        check_keys(overrides, PLACE_KEYS, f"{where} {key}", self.complaints)
        span = self.find(entry[key], f"{where} {key}", anchor)
        if not self._known(key, self.places, "places", where) or span is None:
            return None
        row = as_table(self.places[key], f"places {key}", self.complaints) | overrides
        return self._checked_place(row, span, f"{where} {key}")

    def _checked_place(self, row: Table, span: Span, where: str) -> Place | None:
        if not check_choice(row.get("precision"), get_args(PlacePrecision), f"{where} precision", self.complaints):
            return None
        if row.get("relation") is not None:
            check_choice(row["relation"], get_args(PlaceRelation), f"{where} relation", self.complaints)
        located = row.get("latitude") is not None and row.get("longitude") is not None
        if not located and row["precision"] != "unlocated":
            self.complaints.note(where, f"precision {row['precision']} without coordinates (unlocated?)")
        if located and row["precision"] == "unlocated":
            self.complaints.problem(where, "has coordinates, so its precision cannot be unlocated")
        try:
            place = Place.model_validate({key: row.get(key) for key in PLACE_KEYS} | span.model_dump())
        except ValidationError as error:
            self.complaints.problem(where, "; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors()))
            return None
        if located and not (abs(place.latitude or 0) <= 90 and abs(place.longitude or 0) <= 180):
            self.complaints.problem(where, f"coordinates {place.latitude}, {place.longitude} are not on the earth")
        return place

    def date(self, entry: object, where: str, anchor: Anchor, ahead: bool) -> tuple[EventDate, list[Span]]:
        """Read a date; a missing one becomes the publication date. `ahead` allows dates after publication."""
        missing = EventDate(end=self.published, precision="unknown", basis="publication")
        row = as_table(entry, where, self.complaints)
        if not row:
            if self.published is None:
                self.complaints.note(where, "no date, and neither input.published nor a top-level dateline")
            return missing, []
        check_keys(row, ("text", "start", "end", "precision", "basis"), where, self.complaints)
        good = check_choice(row.get("precision"), get_args(DatePrecision), f"{where} precision", self.complaints)
        if not check_choice(row.get("basis"), get_args(DateBasis), f"{where} basis", self.complaints) or not good:
            return missing, []
        start = as_date(row.get("start"), f"{where} start", self.complaints)
        end = as_date(row.get("end"), f"{where} end", self.complaints)
        spans = self.many(row["text"], f"{where} text", anchor) if row.get("text") is not None else []
        words = "; ".join(span.text for span in spans) or None
        self._check_date(row, start, end, words, where, ahead)
        return EventDate(text=words, start=start, end=end, precision=row["precision"], basis=row["basis"]), spans

    def _check_date(
        self,
        row: Table,
        start: datetime.date | None,
        end: datetime.date | None,
        words: str | None,
        where: str,
        ahead: bool,
    ) -> None:
        complain = self.complaints.problem
        if (words is None) != (row["basis"] == "publication"):
            complain(where, "words of the text go with every basis but publication, and with that none")
        if start is not None and (end is None or end < start):
            complain(where, f"start {start} without an end on or after it")
        if start is None and row["precision"] != "unknown":
            complain(where, f"precision {row['precision']} needs a start (only an upper bound known: unknown)")
        if end is not None and self.published is not None and end > self.published and not ahead:
            complain(where, f"end {end} is after the publication date {self.published}, and nothing is planned")
        if start is None or end is None or end < start:
            return
        fewest, most = _LENGTHS.get(row["precision"], (1, 100_000))
        days = (end - start).days + 1
        if not fewest <= days <= most:
            complain(where, f"{days} days do not go with precision {row['precision']} ({fewest} to {most})")
        named = [day for day in _WEEKDAYS if re.search(rf"\b{day}\b", (words or "").lower())]
        inside = {_WEEKDAYS[(start + datetime.timedelta(days=n)).weekday()] for n in range(min(days, 7))}
        if named and not inside.issuperset(named):
            self.complaints.note(where, f"{words!r}, but {start} is a {_WEEKDAYS[start.weekday()].capitalize()}")

    def count(self, entry: object, where: str, anchor: Anchor) -> Count | None:
        """Read `{text, low, best, high}`; `text` may be a list where the toll is given in several places."""
        row = as_table(entry, where, self.complaints)
        if not row:
            return None
        spans = self.many(row.get("text"), f"{where} text", anchor)
        numbers: list[int | None] = []
        for key in COUNT_KEYS[1:]:
            value = row.get(key)
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
                self.complaints.problem(f"{where} {key}", f"{value!r} is not a whole number or null")
                value = None
            numbers.append(value)
        given = [number for number in numbers if number is not None]
        if given != sorted(given):
            self.complaints.problem(where, f"low <= best <= high does not hold for {numbers}")
        if not spans:
            return None
        low, best, high = numbers
        return Count(text="; ".join(span.text for span in spans), low=low, best=best, high=high, spans=spans)

    def many(self, entry: object, where: str, anchor: Anchor) -> list[Span]:
        """Find words, or each of a list of words, in the order given."""
        entries: list[Any] = entry if isinstance(entry, list) else [entry]
        spans: list[Span] = []
        for item in entries:
            taken = frozenset((span.start, span.end) for span in spans)
            span = self.find(item, where, anchor, taken)
            if span is not None:
                spans.append(span)
        return spans

    def _known(self, key: object, table: Table, name: str, where: str) -> bool:
        if key in table:
            self.used.add(f"{name} {key}")
            return True
        offer = meant(str(key), [str(item) for item in table])
        self.complaints.problem(where, f"the key {key!r} is not in the table `{name}`{offer}")
        return False
