"""The data that the map page carries: short, harmless, and made only of what it shows."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from tacitus.publish import words
from tacitus.publish.detail import DetailRow, event_detail, facility_detail, origin_detail
from tacitus.publish.geo import AREAS, is_located, uncertainty_km
from tacitus.publish.map_page.reference import Point, reference_for
from tacitus.publish.passages import FIELD_WORDS, FIELDS, Passage, Piece, passages_of
from tacitus.publish.terminal import harmless
from tacitus.records import SUB_EVENT_TYPES, CodedArticle, Event, EventDate, Facility, Place
from tacitus.records.event import Assertion

_EPOCH = datetime.date(1970, 1, 1)
STATUSES: tuple[Assertion, ...] = ("asserted", "attributed", "hedged", "denied", "planned", "hypothetical")


class Payload:
    """Collects articles one by one; `json` gives the data for the page."""

    def __init__(self) -> None:
        self._types = list(SUB_EVENT_TYPES)
        self._articles: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._facilities: list[dict[str, Any]] = []
        self._points: list[Point] = []

    def add(self, coded: CodedArticle) -> None:
        """Take an article. One without events and facilities leaves no trace on the page."""
        if not coded.events and not coded.facilities:
            return
        document = coded.document
        self._articles.append(
            {
                "id": document.id,
                "publisher": document.publisher or "",
                "url": web_address(document.url),
                "rows": _rows(origin_detail(coded)),
            }
        )
        self._events.extend(self._event(coded, event) for event in coded.events)
        self._facilities.extend(self._facility(coded, facility) for facility in coded.facilities)

    def json(self, title: str) -> str:
        """Return the data as JSON that is safe inside a script element."""
        reference = reference_for(self._points)
        data = {
            "title": title,
            "types": self._types,
            "statuses": list(STATUSES),
            "fields": [FIELD_WORDS[field] for field in FIELDS],
            "articles": self._articles,
            "events": sorted(self._events, key=lambda event: (_order(event["days"]), event["id"])),
            "facilities": self._facilities,
            "towns": [[t.name, round(t.latitude, 3), round(t.longitude, 3), t.population] for t in reference.towns],
            "dots": [round(value, 2) for dot in reference.dots for value in dot],
            "countries": [list(country) for country in reference.countries],
        }
        return script_safe(_clean(data))

    def _event(self, coded: CodedArticle, event: Event) -> dict[str, Any]:
        if event.event_type not in self._types:
            self._types.append(event.event_type)
        who = [" + ".join(words.actors_words(side)) for side in (event.actor1, event.actor2)]
        parties = [*event.actor1, *event.actor2, *event.associated]
        return {
            "id": f"{coded.document.id}:{event.id}",
            "article": len(self._articles) - 1,
            "type": self._types.index(event.event_type),
            "sub": event.sub_event_type,
            "days": _days(event.date),
            "exact": words.is_exact_day(event.date),
            "date": words.date_words(event.date),
            "who": who,
            "actors": words.actors_words(parties),
            "where": [words.place_words(place) for place in event.places],
            "marks": [mark for place in event.places if (mark := self._mark(place))],
            "toll": ", ".join(words.tolls_words(event)),
            "status": STATUSES.index(event.assertion),
            "sources": words.actors_words(event.attributed_to),
            "rows": _rows(event_detail(event)),
            "quotes": [_quote(passage) for passage in passages_of(coded.document, event)],
        }

    def _facility(self, coded: CodedArticle, facility: Facility) -> dict[str, Any]:
        return {
            "id": f"{coded.document.id}:{facility.id}",
            "article": len(self._articles) - 1,
            "kind": facility.kind.replace("_", " "),
            "owner": words.actor_words(facility.owner) if facility.owner else "",
            "where": words.place_words(facility.place),
            "removed": facility.status == "removed",
            "mark": self._mark(facility.place),
            "rows": _rows(facility_detail(facility)),
            "quotes": [_quote(Passage(0, 0, (Piece(facility.sentence.text),)))],
        }

    def _mark(self, place: Place) -> list[Any] | None:
        if not is_located(place) or place.latitude is None or place.longitude is None:
            return None
        self._points.append((place.latitude, place.longitude))
        area = place.precision in AREAS
        drawn = 0 if place.precision in ("site", "settlement") else uncertainty_km(place)
        return [round(place.latitude, 5), round(place.longitude, 5), drawn, area, words.place_words(place)]


def web_address(url: str | None) -> str:
    """Return the address if it is of the web; `javascript:` and the like become nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url if url and parts.scheme in ("http", "https") and parts.netloc else ""


def script_safe(value: Any) -> str:
    """Return JSON in ASCII without `<`, `>` and `&`: no text can end the script element, or be a line end in it."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _rows(rows: Iterable[DetailRow]) -> list[list[Any]]:
    return [
        [row.label, FIELDS.index(row.field) if row.field else -1, [[line.value, line.note] for line in row.lines]]
        for row in rows
    ]


def _quote(passage: Passage) -> list[list[Any]]:
    return [[piece.text, [FIELDS.index(field) for field in piece.fields]] for piece in passage.pieces]


def _days(date: EventDate) -> list[int | None]:
    return [(day - _EPOCH).days if day else None for day in (date.start, date.end)]


def _order(days: list[int | None]) -> tuple[int, int]:
    start, end = days
    known = [day for day in (start, end) if day is not None]
    return (0, known[0]) if known else (1, 0)


def _clean(value: Any) -> Any:
    """Make every text in the data harmless."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
