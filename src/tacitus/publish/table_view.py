"""The events as a compact table on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from tacitus.publish.terminal import printable
from tacitus.publish.words import actors_words, date_words, place_words, tolls_words
from tacitus.records import Actor, CodedArticle, Event

_TYPE_STYLES = {
    "Battles": "blue",
    "Explosions/Remote violence": "red",
    "Violence against civilians": "magenta",
    "Protests": "green",
    "Riots": "yellow",
}
_STATUS_STYLES = {"hedged": "yellow", "denied": "red", "planned": "dim", "hypothetical": "dim"}
_FIRST_WORDS = 60
_NAMES = 2


def events_table(articles: Iterable[CodedArticle], *, width: int | None = None) -> Table:
    """Build a table of all events, one row each; `width` in characters, null for as wide as the console.

    The id opens the event with `tacitus show`.
    """
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        width=width,
        caption="~ date not known to the day · (province) and the like: somewhere within · (?) not located",
        caption_justify="left",
    )
    table.add_column("Event", overflow="fold", style="dim", ratio=4)
    table.add_column("Date", min_width=11, max_width=13)
    for column, ratio in (("Type", 4), ("Who", 6), ("Where", 4), ("Toll", 3), ("Status", 4)):
        table.add_column(column, overflow="fold", ratio=ratio)
    table.add_column("Sentence", no_wrap=True, overflow="ellipsis", ratio=5)
    for coded in articles:
        for event in coded.events:
            table.add_row(*_cells(coded, event))
    return table


def _cells(coded: CodedArticle, event: Event) -> list[Text]:
    return [
        printable(f"{coded.document.id}:{event.id}"),
        printable(date_words(event.date).replace(" to ", " – ")),
        printable(event.sub_event_type, _TYPE_STYLES.get(event.event_type, "")),
        _who(event),
        _where(event),
        printable(", ".join(tolls_words(event))),
        _status(event),
        printable(_start_of_sentence(event), "dim"),
    ]


def _who(event: Event) -> Text:
    first, second = (_first_names(side) for side in (event.actor1, event.actor2))
    text = printable(first or "?")
    if second:
        text.append(" vs ", "dim")
        text.append_text(printable(second))
    return text


def _first_names(actors: list[Actor]) -> str:
    names = actors_words(actors)
    more = f" +{len(names) - _NAMES}" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _where(event: Event) -> Text:
    if not event.places:
        return Text("?")
    more = f" +{len(event.places) - 1}" if len(event.places) > 1 else ""
    return printable(place_words(event.places[0]) + more)


def _status(event: Event) -> Text:
    text = printable(event.assertion, _STATUS_STYLES.get(event.assertion, ""))
    if event.attributed_to:
        text.append_text(printable(f": {_first_names(event.attributed_to)}"))
    return text


def _start_of_sentence(event: Event) -> str:
    words = " ".join(event.sentence.text.split())
    if len(words) <= _FIRST_WORDS:
        return words
    return words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
