"""One event on the terminal: the row field by field, then the sentences it was read from."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.errors import InterchangeError
from tacitus.publish.detail import DetailRow, Line, event_detail, origin_detail
from tacitus.publish.passages import FIELD_WORDS, Passage, marked_fields, passages_of
from tacitus.publish.terminal import printable
from tacitus.records import CodedArticle, Event

FIELD_STYLES = {
    "trigger": "bold reverse",
    "actor1": "bold blue",
    "actor2": "bold magenta",
    "associated": "blue underline",
    "date": "bold green",
    "places": "bold cyan",
    "fatalities": "bold red",
    "injured": "red",
    "abducted": "red underline",
    "arrested": "red underline",
    "displaced": "red underline",
    "losses": "yellow underline",
    "weapons": "cyan underline",
    "attributed_to": "bold yellow",
    "denied_by": "yellow italic",
    "cues": "italic underline",
}
"""Style of the words that each field rests on."""


def show_event(coded: CodedArticle, event_id: str) -> Group:
    """Return the event in full: row, status, basis and precision in words, runners-up, marked evidence, legend.

    `event_id` is the id within the article. Raises InterchangeError where the article has no such event.
    """
    event = _found(coded, event_id)
    passages = passages_of(coded.document, event)
    rows = [*event_detail(event), *origin_detail(coded)]
    if coded.document.url:
        rows.append(DetailRow("address", (Line(coded.document.url),)))
    parts: list[RenderableType] = [_heading(coded, event), _grid(rows), Text("\nEvidence", style="bold")]
    parts.extend(Padding(_quoted(passage), (0, 0, 1, 2)) for passage in passages)
    parts.append(_legend(marked_fields(passages)))
    return Group(*parts)


def _found(coded: CodedArticle, event_id: str) -> Event:
    for event in coded.events:
        if event.id == event_id:
            return event
    known = ", ".join(event.id for event in coded.events) or "none"
    raise InterchangeError(
        f"no event has the id {event_id}", where=coded.document.id, remedy=f"It has these events: {known}"
    )


def _heading(coded: CodedArticle, event: Event) -> Text:
    text = printable(event.sub_event_type, "bold")
    text.append_text(printable(f" · {event.event_type}"))
    text.append_text(printable(f"   {coded.document.id}:{event.id}", "dim"))
    text.append("\n")
    return text


def _grid(rows: Iterable[DetailRow]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=12)
    grid.add_column(overflow="fold")
    for row in rows:
        lines = []
        for line in row.lines:
            text = printable(line.value)
            text.append_text(printable(f"  {line.note}" if line.value and line.note else line.note, "dim"))
            lines.append(text)
        grid.add_row(Text(row.label, style="dim"), Text("\n").join(lines))
    return grid


def _quoted(passage: Passage) -> Text:
    text = Text()
    for piece in passage.pieces:
        style = FIELD_STYLES[piece.fields[0]] if piece.fields else ""
        text.append_text(printable(piece.text, style))
    return text


def _legend(fields: Iterable[str]) -> Text:
    return Text("   ").join([Text(FIELD_WORDS[field], style=FIELD_STYLES[field]) for field in fields])
