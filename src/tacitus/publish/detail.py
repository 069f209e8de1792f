"""An event spelled out row by row, in words: what the terminal and the map page show when it is opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tacitus.publish import words
from tacitus.publish.geo import uncertainty_km
from tacitus.publish.passages import FIELD_WORDS
from tacitus.records import Actor, CodedArticle, Event, EventDate, Facility, Place


@dataclass(frozen=True)
class Line:
    """A value, and what is known about it: the words of the text, precision, basis."""

    value: str
    note: str = ""


@dataclass(frozen=True)
class DetailRow:
    """One row: its label, its lines (at least one), and the field whose evidence is marked (empty for none)."""

    label: str
    lines: tuple[Line, ...]
    field: str = ""


NOT_SAID = Line("", "not said")
"""A field that the text does not fill. It stays empty."""


def event_detail(event: Event) -> list[DetailRow]:
    """Return the event's rows. The two sides, date, place and status are always there, the rest where filled."""
    rows = [_row("actor1", _actors(event.actor1)), _row("actor2", _actors(event.actor2))]
    rows += _if_any("associated", _actors(event.associated))
    rows.append(_row("date", [date_line(event.date)]))
    rows.append(_row("places", [line for place in event.places for line in place_lines(place)]))
    for name, count in words.tolls_of(event):
        rows.append(_row(name, [Line(words.count_words(count), f"“{count.text}”")]))
    rows += _if_any("losses", [Line(loss) for loss in words.losses_words(event)])
    rows += _if_any("weapons", [Line(text) for text in dict.fromkeys(weapon.text for weapon in event.weapons)])
    rows.append(DetailRow("status", (Line(event.assertion, words.STATUS_WORDS[event.assertion]),)))
    rows += _if_any("attributed_to", _actors(event.attributed_to))
    rows += _if_any("denied_by", _actors(event.denied_by))
    rows += _if_any("cues", [Line(f"“{text}”") for text in dict.fromkeys(cue.text for cue in event.cues)])
    return rows + _remarks(event)


def facility_detail(facility: Facility) -> list[DetailRow]:
    """Return the rows of a post, base or checkpoint."""
    owner = _actors([facility.owner]) if facility.owner else [NOT_SAID]
    return [
        DetailRow("owner", tuple(owner)),
        DetailRow("place", tuple(place_lines(facility.place))),
        DetailRow("date", (date_line(facility.date),)),
        DetailRow("state", (Line(facility.status),)),
        DetailRow("status", (Line(facility.assertion, words.STATUS_WORDS[facility.assertion]),)),
    ]


def origin_detail(coded: CodedArticle) -> list[DetailRow]:
    """Return where the event was told, and who coded it. The address is not among the rows."""
    document = coded.document
    rows = [DetailRow("article", (Line(document.title or document.id),))]
    published = document.published.isoformat() if document.published else ""
    original = f"republished from {document.republished_from}" if document.republished_from else ""
    if document.publisher or published:
        rows.append(DetailRow("publisher", (Line(document.publisher or "not known", _joined([published, original])),)))
    rows.append(DetailRow("coded by", (Line(f"{coded.coder.name} {coded.coder.version}".strip()),)))
    return rows


def date_line(date: EventDate) -> Line:
    """Return a date with the words it was read from, its precision and its basis."""
    said = f"“{date.text}”" if date.text else ""
    precision, basis = words.DATE_PRECISION_WORDS[date.precision], words.DATE_BASIS_WORDS[date.basis]
    return Line(words.date_words(date), _joined([said, precision, basis]))


def place_lines(place: Place) -> list[Line]:
    """Return a place with precision, basis and area, and a line for each runner-up of the choice."""
    radius = uncertainty_km(place)
    precision = words.PLACE_PRECISION_WORDS[place.precision]
    if radius and place.precision not in ("site", "settlement"):
        precision += f", drawn as {radius:g} km"
    at = f"{place.latitude:.4f}, {place.longitude:.4f}" if radius else ""
    area = ", ".join(part for part in (place.admin2, place.admin1, place.country) if part)
    basis = f"basis: {place.basis}" if place.basis else ""
    lines = [Line(words.place_words(place), _joined([f"“{place.text}”", area, precision, at, basis]))]
    return lines + [Line("", f"could also be {other}") for other in runners_up(place)]


def runners_up(place: Place) -> list[str]:
    """Return the places that the name could have meant instead: name, division, country, coordinates."""
    found: Any = getattr(place, "runners_up", None)
    lines = []
    for other in found if isinstance(found, list) else []:
        if not isinstance(other, dict):
            continue
        area = ", ".join(str(other[key]) for key in ("name", "admin1", "country") if other.get(key))
        latitude, longitude = other.get("latitude"), other.get("longitude")
        located = isinstance(latitude, int | float) and isinstance(longitude, int | float)
        lines.append(f"{area} ({latitude:.3f}, {longitude:.3f})" if located else area)
    return lines


def _remarks(event: Event) -> list[DetailRow]:
    plover = " ".join(filter(None, [event.plover_type, event.plover_mode]))
    remarks = [
        ("UCDP", event.ucdp_type or ""),
        ("PLOVER", plover),
        ("because of", ", ".join(event.because_of)),
        ("background", "older history, told as context" if event.background else ""),
        ("confidence", f"{event.confidence:.2f}"),
    ]
    return [DetailRow(label, (Line(value),)) for label, value in remarks if value]


def _row(field: str, lines: list[Line]) -> DetailRow:
    return DetailRow(FIELD_WORDS[field], tuple(lines) or (NOT_SAID,), field)


def _if_any(field: str, lines: list[Line]) -> list[DetailRow]:
    return [_row(field, lines)] if lines else []


def _actors(actors: Iterable[Actor]) -> list[Line]:
    distinct = {words.actor_words(actor): actor for actor in reversed(list(actors))}
    return [_actor(actor) for actor in reversed(distinct.values())]


def _actor(actor: Actor) -> Line:
    said = f"“{actor.text}”" if actor.name and actor.name != actor.text else ""
    return Line(words.actor_words(actor), _joined([said, actor.kind.replace("_", " ")]))


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)
