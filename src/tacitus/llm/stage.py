"""The llm stage: an article and what it says of itself, and a model's server, give records and a report of the cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.llm.answer import Item, read_answer, schema
from tacitus.llm.building import Builder, BuiltEvent
from tacitus.llm.grounding import Grounds
from tacitus.llm.merging import distinct_facilities, distinct_relations, merged_events
from tacitus.llm.prompt import messages_for
from tacitus.llm.reading import ArticleReading
from tacitus.llm.server import ModelServer, WindowTooLong
from tacitus.llm.status import settle_status, undated
from tacitus.llm.usage import Usage
from tacitus.llm.windows import Window, halves, windows_of
from tacitus.records import Document, Event, Facility, Relation

_DEEPEST = 3
"""How often a window that the model cannot read, or answer to its end, is halved."""


@dataclass
class ModelCoding:
    """What the model told of an article and the article bears out, with the report."""

    usage: Usage
    events: list[Event] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)


def code_with_model(document: Document, reading: ArticleReading, server: ModelServer) -> ModelCoding:
    """Ask the model for every window of the article, and keep what the article bears out.

    Raises LlmFailed where the server fails: an article is never half coded.
    """
    usage = Usage(model=server.model)
    coding = ModelCoding(usage)
    built: list[BuiltEvent] = []
    settings = server.settings
    for window in windows_of(document, settings.window, settings.overlap):
        for part, told in _told_in(window, document, server, usage):
            usage.windows += 1
            builder = Builder(reading, Grounds(document.text, part.stretches), usage, usage.windows)
            built += [one for item in told["events"] if (one := builder.event(item)) is not None]
            coding.relations += [r for item in told["relations"] if (r := builder.relation(item)) is not None]
            coding.facilities += [f for item in told["facilities"] if (f := builder.facility(item)) is not None]
    events = merged_events(built)
    settle_status(events, reading, usage)
    coding.events = [one.event for one in events]
    for event in coding.events:
        if event.date.start is None and event.date.end is None:
            event.date = undated(document.published)
    coding.relations = distinct_relations(coding.relations)
    coding.facilities = distinct_facilities(coding.facilities)
    return coding


def _told_in(
    window: Window, document: Document, server: ModelServer, usage: Usage, depth: int = 0
) -> list[tuple[Window, dict[str, list[Item]]]]:
    """What the model tells of a window; a window that is too long for it is halved and asked for again."""
    smaller = halves(window, document) if depth < _DEEPEST else []
    try:
        answer = server.ask(messages_for(window.text_in(document), document), schema(), usage)
    except WindowTooLong:
        if not smaller:
            raise
        usage.note("a window was longer than the model can read, and was halved")
    else:
        told, whole = read_answer(answer.content, usage, cut=answer.cut)
        if whole or not smaller or not answer.cut:
            if not whole:
                usage.note("an answer was not whole: what could be read of it was used")
            return [(window, told)]
        usage.note("an answer was cut short: its window was halved and asked for again")
    return [found for part in smaller for found in _told_in(part, document, server, usage, depth + 1)]
