"""Place names in text: which words name a place, and what the words around them say of it.

Evidence, strongest first: a kind of place ("village of X", "X province"); a preposition of place before a capitalised
name ("near X", "15 km north of X"); membership in a list with such a name ("the villages of A, B and C"); a name that
a gazetteer knows. Persons, organisations, nationalities and days are turned away first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tacitus.parse.place_chunks import Chunk, find_chunks
from tacitus.parse.place_context import Context, read_context
from tacitus.parse.place_links import find_datelines, link_areas, link_lists
from tacitus.parse.place_words import (
    ACRONYMS_OF_COUNTRIES,
    ACTING,
    FORENAMES,
    MODIFIERS,
    NO_PLACES,
    ORGANISATION,
    PLURALS,
    SINGULAR_TYPES,
    TOPONYMIC,
    kind_of,
    type_of,
)

PlaceNameRelation = Literal["in", "near", "direction", "between", "along"]
Span = tuple[int, int]
_ROUTE_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,3}")
Known = Callable[[str], bool]


@dataclass(slots=True)
class PlaceName:
    """A place name as it stands in the text. Offsets are characters of the text, end exclusive.

    `text` is the exact words without the preposition; the part of an area that is meant belongs to them ("southern
    Idlib", with `area_modifier` "southern"). `type_word` is the kind of place that the text says ("village"), in the
    singular. `direction` and `distance_km` come from "15 km north of X". `area` is the index, in the same list, of the
    name that contains this one ("X in southern Idlib"). `group` is shared by the names of one list. `dateline` marks
    where an article was written, which is no event's place. `fuzzy_area` marks areas without a border.
    """

    start: int
    end: int
    text: str
    type_word: str | None = None
    relation: PlaceNameRelation | None = None
    direction: str | None = None
    distance_km: float | None = None
    area: int | None = None
    area_modifier: str | None = None
    group: int | None = None
    dateline: bool = False
    fuzzy_area: bool = False


@dataclass(slots=True)
class _Reading:
    """A chunk with what was read of it; `standing` says whether it is a place by itself."""

    chunk: Chunk
    context: Context
    name: PlaceName
    known: bool
    standing: Literal["no", "in a list", "yes"] = "no"


def find_place_names(
    text: str,
    *,
    proposals: Sequence[tuple[int, int, str]] = (),
    blocked: Sequence[Span] = (),
    is_known: Known,
    skip: Sequence[Span] = (),
) -> list[PlaceName]:
    """Find the place names of a text, in the order of the text.

    `text` has no line breaks inside paragraphs. `proposals` are entity spans of the parser with labels, which support
    a name but are not trusted alone; `blocked` are spans that name actors; `skip` is boilerplate. `is_known` tells
    whether a name stands in a gazetteer.
    """
    headed = [(whole, spans) for whole, spans in find_datelines(text) if not _in(*whole, skip)]
    datelines = [PlaceName(s, e, text[s:e], dateline=True) for _, spans in headed for s, e in spans]
    taken = [*blocked, *skip, *(whole for whole, _ in headed)]
    chunks = find_chunks(text, is_known, taken)
    persons = _person_words(chunks, text)
    labels = {start: label for start, _, label in proposals}
    readings = [_read(chunk, text, is_known) for chunk in chunks]
    for reading in readings:
        reading.standing = _standing(reading, text, persons, labels, bool(proposals))
    pairs = link_lists(text, [(r.name, r.standing != "no", r.context.plural_before) for r in readings])
    _stand_by_list(readings, pairs)
    _stand_by_repetition(readings, text)
    kept = [reading.name for reading in readings if reading.standing == "yes"]
    names = sorted([*datelines, *kept], key=lambda name: name.start)
    link_areas(text, names)
    return names


def _in(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(s < end and start < e for s, e in spans)


def _person_words(chunks: Sequence[Chunk], text: str) -> set[str]:
    """Surnames of the article: words of names that follow a title or begin with a forename."""
    words: set[str] = set()
    for chunk in chunks:
        forename = len(chunk.words) > 1 and chunk.words[0].lower in FORENAMES
        aged = len(chunk.words) > 1 and re.match(r",\s\d{2},", text[chunk.end : chunk.end + 6])
        if chunk.person or forename or aged:
            chunk.person = True
            words.update(word.lower for word in chunk.words)
    return words


def _read(chunk: Chunk, text: str, is_known: Known) -> _Reading:
    start, end = chunk.start, chunk.end
    whole_known = is_known(text[start:end])
    type_word, modifier, core = None, None, start
    if not whole_known and len(chunk.words) > 1:
        if chunk.words[0].lower in MODIFIERS:
            modifier, core = chunk.words[0].lower, chunk.words[1].start
        last = chunk.words[-1]
        if last.lower not in ORGANISATION and (last.lower in SINGULAR_TYPES or last.lower in PLURALS):
            type_word = type_of(last.text)
            if kind_of(type_word) in ("admin1", "admin2", "settlement") or type_word in (
                "countryside",
                "area",
                "front",
            ):
                end = chunk.words[-2].end
    context = read_context(text, core, end, chunk.possessive)
    if type_word:
        context.type_word = type_word if context.type_word is None else context.type_word
        context.strength, context.relation = "strong", context.relation or "in"
    if modifier:
        context.modifier, context.fuzzy = modifier, True
    elif context.widened_start is not None:
        start = context.widened_start
    known = whole_known or is_known(text[core:end])
    if _ROUTE_CODE.fullmatch(text[core:end]):
        # "M4 highway": a road's number says nothing without the word.
        following = re.match(r"\s+\w+", text[end:]) if kind_of(context.type_word) == "linear" else None
        end += following.end() if following else 0
    name = PlaceName(
        start,
        end,
        text[start:end],
        type_word=context.type_word,
        relation=context.relation,
        direction=context.direction,
        distance_km=context.distance_km,
        area_modifier=context.modifier,
        fuzzy_area=context.fuzzy,
    )
    return _Reading(chunk, context, name, known)


_NO_NAMES = frozenset("north south east west central northern southern eastern western fire upper lower middle".split())
"""Words that never name a place alone, though gazetteers have some ("the five Central American countries")."""


def _heads_paragraph(chunk: Chunk, text: str) -> bool:
    """ "QUETTA: Six policemen were killed": a place in capitals before what happened there, no acronym."""
    return text[chunk.end : chunk.end + 1] == ":" and text[: chunk.start].rstrip(" ")[-1:] in ("", "\n")


def _standing(
    reading: _Reading, text: str, persons: set[str], labels: dict[int, str], labelled: bool
) -> Literal["no", "in a list", "yes"]:
    chunk, context = reading.chunk, reading.context
    words = [word.lower for word in chunk.words]
    following = _word_after(text, chunk.end)
    typed = context.type_word is not None and context.strength == "strong"
    if words[-1] in ORGANISATION and not reading.known:
        return "no"
    if (
        following in ORGANISATION
        and kind_of(type_of(following)) is None
        and not (context.strength == "strong" and typed)
    ):
        return "no"
    if _ROUTE_CODE.fullmatch(chunk.text(text)):
        return "yes" if kind_of(context.type_word) == "linear" else "no"
    if chunk.person and not typed:
        return "no"
    if len(words) == 1 and words[0] in _NO_NAMES:
        return "no"
    if any(word in persons for word in words) and not (context.strength == "strong" and reading.known):
        return "no"
    placed = reading.known and (context.strength != "none" or _heads_paragraph(chunk, text))
    if chunk.text(text).isupper() and len(words[-1]) < 8 and not placed:
        return "yes" if reading.known and words[-1].upper() in ACRONYMS_OF_COUNTRIES else "no"
    if len(words) == 1 and words[0] in NO_PLACES:
        return "yes" if typed and reading.known else "no"
    if context.strength == "strong":
        return _strong_standing(reading, words, labels)
    if not reading.known:
        supported = labels.get(chunk.start) in ("GPE", "LOC", "FAC") or _is_toponymic(reading)
        return "yes" if supported and context.strength == "weak" else "in a list"
    if context.strength == "weak":
        return "no" if len(words) == 1 and words[0] in FORENAMES else "yes"
    return _bare_standing(chunk, words, following, labels, labelled)


def _is_toponymic(reading: _Reading) -> bool:
    words = reading.chunk.words
    return len(words) > 1 and words[0].lower in TOPONYMIC and not reading.chunk.person


def _strong_standing(reading: _Reading, words: list[str], labels: dict[int, str]) -> Literal["no", "yes"]:
    if reading.known or reading.context.type_word or reading.context.relation in ("near", "direction", "between"):
        return "yes"
    # "in X" with X unknown: organisations, events and media stand there too.
    if words[0] in FORENAMES or labels.get(reading.chunk.start) in ("EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "NORP"):
        return "no"
    return "yes"


def _bare_standing(
    chunk: Chunk, words: list[str], following: str, labels: dict[int, str], labelled: bool
) -> Literal["no", "in a list", "yes"]:
    """Judge a known name with nothing of place around it."""
    if following in ACTING or words[0] in FORENAMES:
        return "no"
    label = labels.get(chunk.start)
    if label in ("NORP", "DATE", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"):
        return "no"
    if len(words) > 1:
        return "no" if label == "PERSON" and not chunk.possessive else "yes"
    if chunk.initial:
        return "yes" if label in ("GPE", "LOC", "FAC", "PERSON", "ORG") or not labelled else "in a list"
    return "yes" if label in ("GPE", "LOC", "FAC") or not labelled else "in a list"


def _word_after(text: str, end: int) -> str:
    match = re.match(r"(?:['’]s)?\s+([\w-]+)", text[end : end + 40])
    return match.group(1).lower() if match else ""


def _stand_by_list(readings: list[_Reading], lists: Sequence[Sequence[int]]) -> None:
    """Let the members of a list share what is said of one of them."""
    for group, members in enumerate(lists):
        listed = [readings[index] for index in members]
        standing = [reading for reading in listed if reading.standing == "yes"]
        if not standing:
            continue
        first = standing[0]
        plural = any(r.context.plural_before for r in listed)
        shared = first.context.strength == "strong" and (
            plural or first.name.relation in ("near", "direction", "between", "in")
        )
        for reading in listed:
            if reading.standing == "in a list" and (reading.known or shared or _is_toponymic(reading)):
                reading.standing = "yes"
        kept = [reading for reading in listed if reading.standing == "yes"]
        if len(kept) > 1:
            _share(kept, group)


def _share(kept: list[_Reading], group: int) -> None:
    first, last = kept[0].name, kept[-1].name
    if last.relation == "along":
        first.relation = "along"
    plural_after = last.type_word if kept[0].context.type_word is None else None
    for reading in kept:
        name = reading.name
        own_place = name.relation not in (None, "in") and reading is not kept[0]
        name.group = group
        if not own_place and first.relation is not None:
            name.relation = first.relation
            name.direction = name.direction or first.direction
            name.distance_km = name.distance_km if name.distance_km is not None else first.distance_km
        if name.type_word is None:
            name.type_word = first.type_word if kept[0].context.plural_before else plural_after


def _stand_by_repetition(readings: list[_Reading], text: str) -> None:
    """A name that is a place once, by strong evidence, is one again where it stands alone."""
    sure = {r.name.text for r in readings if r.standing == "yes" and r.context.strength == "strong"}
    for reading in readings:
        alone = reading.standing == "in a list" and reading.name.text in sure
        if alone and _word_after(text, reading.chunk.end) not in ACTING:
            reading.standing = "yes"
