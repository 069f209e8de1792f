"""Values of the record in words that a reader understands, short for tables and full for the page of an event."""

from __future__ import annotations

from tacitus.records import Actor, Count, Event, EventDate, Place

TOLLS = {
    "fatalities": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "displaced": "displaced",
}
"""The counts of an event, and the word that each takes after its number."""

STATUS_WORDS = {
    "asserted": "told in the article's own voice",
    "attributed": "told by a source that the article names or describes",
    "hedged": "told with a hedge (reportedly, allegedly, suspected)",
    "denied": "another party contradicts that it happened",
    "planned": "planned or announced, not told as having happened",
    "hypothetical": "hypothetical, not told as having happened",
}

PLACE_PRECISION_WORDS = {
    "site": "an exact site",
    "settlement": "a town or village",
    "near_settlement": "near a town or village (up to 25 km)",
    "admin2": "somewhere in a district",
    "admin1": "somewhere in a province",
    "linear_or_fuzzy": "along a road or front, or in an informal area",
    "country": "somewhere in a country",
    "unlocated": "not located",
}

DATE_PRECISION_WORDS = {
    "day": "one day",
    "days": "several days",
    "week": "within a week",
    "month": "within a month or a part of it",
    "season": "within a season or a part of the year",
    "year": "within a year",
    "unknown": "no day known",
}

DATE_BASIS_WORDS = {
    "stated": "the text states the date",
    "relative": "counted from the publication date",
    "anaphoric": "taken from a date named earlier in the text",
    "publication": "the text gives no date; publication is the latest possible day",
}

_LONGEST_COUNT = 40
_AREA_WORDS = {"admin2": "district", "admin1": "province", "linear_or_fuzzy": "area", "country": "country"}


def actor_words(actor: Actor) -> str:
    """Return the canonical name, or the words of the text where there is none."""
    return actor.name or actor.text


def actors_words(actors: list[Actor]) -> list[str]:
    """Return the actors' names, each once, in the order of the record."""
    return list(dict.fromkeys(actor_words(actor) for actor in actors))


def is_exact_day(date: EventDate) -> bool:
    """Tell whether the event is dated to the day or to named days."""
    return date.start is not None and date.precision in ("day", "days")


def date_words(date: EventDate) -> str:
    """Return the date short: `2020-06-14`, `~2020-06-08 to 2020-06-14`, `by 2020-06-16`, or `no date`."""
    if date.start is None:
        return f"by {date.end.isoformat()}" if date.end else "no date"
    mark = "" if is_exact_day(date) else "~"
    if date.end is None:
        return f"{mark}{date.start.isoformat()} or later"
    if date.end == date.start:
        return mark + date.start.isoformat()
    return f"{mark}{date.start.isoformat()} to {date.end.isoformat()}"


def place_words(place: Place) -> str:
    """Return the place short, with its precision: `Salqin`, `near Uqayribat`, `Hama (province)`, `Old Mill (?)`."""
    name = place.name or place.text
    if place.latitude is None or place.precision == "unlocated":
        return f"{name} (?)"
    if place.precision == "near_settlement":
        return f"near {name}"
    area = _AREA_WORDS.get(place.precision)
    return f"{name} ({area})" if area else name


def count_words(count: Count) -> str:
    """Return the count short: `3`, `3–5`, `20+`, `up to 7`; the words of the text where it gives no number."""
    low, best, high = count.low, count.best, count.high
    if low is None and high is None:
        return _number(best) or count.text
    if high is None:
        return f"{low}+"
    if low is None:
        return f"up to {high}"
    if low == high:
        return str(low)
    middle = f" (best {best})" if best not in (None, low, high) else ""
    return f"{low}–{high}{middle}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def tolls_of(event: Event) -> list[tuple[str, Count]]:
    """Return the event's counts by field name; those that the text does not give are left out."""
    counts = ((name, getattr(event, name)) for name in TOLLS)
    return [(name, count) for name, count in counts if count is not None]


def tolls_words(event: Event) -> list[str]:
    """Return the counts short: `3–5 killed`; `injured (“dozens”)` where the text gives no number."""
    found = []
    for name, count in tolls_of(event):
        if count.low is None and count.best is None and count.high is None:
            said = count.text if len(count.text) <= _LONGEST_COUNT else f"{count.text[:_LONGEST_COUNT].rstrip()} …"
            found.append(f"{TOLLS[name]} (“{said}”)")
        else:
            found.append(f"{count_words(count)} {TOLLS[name]}")
    return found


def losses_words(event: Event) -> list[str]:
    """Return the losses: number, thing, owner."""
    words = []
    for loss in event.losses:
        number = count_words(loss.count) if loss.count.low is not None or loss.count.best is not None else ""
        owner = f" ({actor_words(loss.owner)})" if loss.owner else ""
        words.append(f"{number} {loss.what}{owner}".strip())
    return words
