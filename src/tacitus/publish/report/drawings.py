"""The drawings of a briefing as SVG: a map on which towns give the bearing, and a timeline."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from math import ceil, cos, radians, sqrt
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tacitus.publish.map_page.reference import reference_for
from tacitus.publish.report.content import Content, Mark

WIDTH, MAP_HEIGHT, TIME_HEIGHT = 720, 430, 150
COLOURS = {
    "Battles": "#0a6aa6",
    "Explosions/Remote violence": "#c9541a",
    "Violence against civilians": "#8a2a6b",
    "Protests": "#12805c",
    "Riots": "#b07d00",
    "Strategic developments": "#6b7079",
}
_OTHER = "#4a4f9c"
_FONT = "font-family=\"'Noto Sans', sans-serif\""
_TOWNS = 22
_MOST_BARS = 90
_LABEL = 66


def colour_of(event_type: str) -> str:
    """Return the colour of an event type."""
    return COLOURS.get(event_type, _OTHER)


def map_svg(content: Content) -> str:
    """Return the map: a circle for each place, sized by how many; areas are rings. Empty where nothing is located."""
    if not content.marks:
        return ""
    frame = _Frame(content.marks)
    parts = [f'<rect width="{WIDTH}" height="{MAP_HEIGHT}" fill="#f4f2ec"/>']
    reference = reference_for([(mark.latitude, mark.longitude) for mark in content.marks])
    for latitude, longitude in reference.dots:
        x, y = frame.at(latitude, longitude)
        if frame.holds(x, y):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="0.8" fill="#cbc5b6"/>')
    parts += _countries(reference.countries, frame)
    parts += _towns(reference.towns, frame)
    parts += _marks(content.marks, frame)
    return _svg(parts, MAP_HEIGHT, f"Map of {len(content.marks)} places")


def timeline_svg(content: Content) -> str:
    """Return the timeline: a bar a day, week or month, by type. Empty where nothing is dated."""
    if not content.days:
        return ""
    step, bars = _bars(content.days)
    highest = max(sum(types.values()) for types in bars.values())
    width = min(26.0, (WIDTH - 60) / len(bars))
    parts = [f'<line x1="40" y1="120" x2="{WIDTH}" y2="120" stroke="#5c6066" stroke-width="0.8"/>']
    parts.append(_text(34, 18, str(highest), anchor="end"))
    parts.append(_text(34, 122, "0", anchor="end"))
    for number, (start, types) in enumerate(sorted(bars.items())):
        y, x = 120.0, 44 + number * width
        for event_type in [*COLOURS, *(set(types) - set(COLOURS))]:
            if types[event_type]:
                height = 106 * types[event_type] / highest
                y -= height
                title = f"<title>{start.isoformat()}: {types[event_type]} {escape(event_type)}</title>"
                shape = f'x="{x:.1f}" y="{y:.1f}" width="{max(1.0, width - 1.5):.1f}" height="{height:.1f}"'
                parts.append(f'<rect {shape} fill="{colour_of(event_type)}">{title}</rect>')
        if number % max(1, len(bars) // 8, ceil(_LABEL / width)) == 0:
            parts.append(_text(x, 136, start.isoformat(), anchor="end" if x > WIDTH - 60 else "start"))
    parts.append(_text(WIDTH - 4, 148, f"a bar {'a ' + step}", anchor="end"))
    return _svg(parts, TIME_HEIGHT + 4, f"Timeline by {step}")


class _Frame:
    """From degrees to the map's points: equirectangular, true to scale in the middle latitude."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        latitudes = [mark.latitude for mark in marks]
        longitudes = [mark.longitude for mark in marks]
        self._middle = ((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)
        self._shrink = max(0.2, cos(radians(self._middle[0])))
        height = max(0.6, max(latitudes) - min(latitudes)) * 1.25
        width = max(0.9, (max(longitudes) - min(longitudes)) * self._shrink) * 1.2
        self._scale = min(MAP_HEIGHT / height, WIDTH / width)

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - self._middle[1]) * self._shrink * self._scale
        return x, MAP_HEIGHT / 2 - (latitude - self._middle[0]) * self._scale

    @staticmethod
    def holds(x: float, y: float) -> bool:
        return 0 <= x <= WIDTH and 0 <= y <= MAP_HEIGHT


def _marks(marks: Iterable[Mark], frame: _Frame) -> list[str]:
    together: Counter[tuple[float, float, str, bool, str]] = Counter(
        (mark.latitude, mark.longitude, mark.event_type, mark.area, mark.words) for mark in marks
    )
    parts = []
    for (latitude, longitude, event_type, area, words), count in sorted(together.items(), key=lambda one: -one[1]):
        x, y = frame.at(latitude, longitude)
        colour, radius = colour_of(event_type), min(16.0, (7.5 if area else 4.0) * sqrt(count))
        look = (
            f'fill="none" stroke="{colour}" stroke-width="1.6" stroke-dasharray="3 2"'
            if area
            else f'fill="{colour}" fill-opacity="0.75" stroke="#fbfaf7" stroke-width="0.8"'
        )
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}><title>{escape(words)}</title></circle>'
        )
    return parts


def _towns(towns: list[Any], frame: _Frame) -> list[str]:
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for town in towns:
        x, y = frame.at(town.latitude, town.longitude)
        if not frame.holds(x, y) or any(abs(x - a) < 70 and abs(y - b) < 13 for a, b in taken):
            continue
        taken.append((x, y))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="#8a867b"/>')
        parts.append(_text(x + 4, y + 3, town.name, colour="#6f6a5e", size=9))
        if len(taken) >= _TOWNS:
            break
    return parts


def _countries(countries: list[tuple[str, float, float]], frame: _Frame) -> list[str]:
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for name, latitude, longitude in countries[:8]:
        x, y = frame.at(latitude, longitude)
        inside = frame.holds(x - 4 * len(name), y) and frame.holds(x + 4 * len(name), y)
        if inside and not any(abs(x - a) < 110 and abs(y - b) < 16 for a, b in taken):
            taken.append((x, y))
            parts.append(_text(x, y, name.upper(), anchor="middle", colour="#b3ab98", size=11))
    return parts


def _bars(days: Counter[tuple[datetime.date, str]]) -> tuple[str, dict[datetime.date, Counter[str]]]:
    first, last = min(day for day, _ in days), max(day for day, _ in days)
    length = (last - first).days + 1
    step = "day" if length <= _MOST_BARS else "week" if length <= 7 * _MOST_BARS else "month"
    step = step if length <= 31 * _MOST_BARS else "year"
    bars: dict[datetime.date, Counter[str]] = {}
    day = _start(first, step)
    while day <= last and len(bars) < 2000:
        bars[day] = Counter()
        day = _next(day, step)
    for (told, event_type), count in days.items():
        bars[_start(told, step)][event_type] += count
    return step, bars


def _start(day: datetime.date, step: str) -> datetime.date:
    if step == "week":
        return day - datetime.timedelta(day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def _next(day: datetime.date, step: str) -> datetime.date:
    if step == "month":
        return (day + datetime.timedelta(32)).replace(day=1)
    if step == "year":
        return day.replace(year=day.year + 1)
    return day + datetime.timedelta(7 if step == "week" else 1)


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#5c6066", size: int = 10) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place} {_FONT}>{escape(text)}</text>"


def _svg(parts: list[str], height: int, title: str) -> str:
    frame = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label={quoteattr(title)}'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>'
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"
