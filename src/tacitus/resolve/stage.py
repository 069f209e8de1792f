"""The resolve stage: what the names of an article refer to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tacitus.codebook.actors import ActorLexicon
from tacitus.gazetteer import Gazetteer
from tacitus.parse.blocks import plain
from tacitus.parse.place_names import find_place_names
from tacitus.parse.sentence import ParsedArticle
from tacitus.resolve.actors.naming import country_actors, name_actors, scene_of, with_acronyms
from tacitus.resolve.article import NamedPlace, ResolvedArticle
from tacitus.resolve.dates import find_dates
from tacitus.resolve.places import resolve_places
from tacitus.resolve.places.standins import with_anaphora, with_capitals

_PROPOSED = frozenset({"GPE", "LOC", "FAC", "PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART"})


@dataclass(frozen=True)
class Resources:
    """What resolution looks names up in."""

    actors: ActorLexicon
    gazetteer: Gazetteer
    theatre: tuple[str, ...] = field(default=())


def resolve(parsed: ParsedArticle, resources: Resources) -> ResolvedArticle:
    """Find the actors, places and dates that the article names, and what they refer to."""
    document = parsed.document
    text = plain(document.text)
    skip = _not_parsed(parsed, len(text))
    theatre = list(resources.theatre) or resources.actors.theatre_of(text)
    article = ResolvedArticle(parsed, theatre=theatre)
    hits = [
        hit
        for hit in resources.actors.find(
            text, theatre=theatre, year=document.published.year if document.published else None
        )
        if not _inside(hit.start, skip)
    ]
    headings = list(parsed.slugs.values())
    names = find_place_names(
        text,
        proposals=[*_proposals(parsed), *((start, end, "GPE") for start, end in headings)],
        blocked=[(hit.start, hit.end) for hit in hits if hit.match != "people"],
        is_known=resources.gazetteer.is_known,
        skip=_without(skip, headings),
    )
    names = with_capitals(names, text, resources.actors.countries, skip)
    places = resolve_places(names, text, resources.gazetteer, theatre=theatre)
    found = [
        NamedPlace(name, place, None if name.area is None else names[name.area].start)
        for name, place in zip(names, places, strict=True)
    ]
    article.places = [_as_written(named, document.text) for named in with_anaphora(found, text, skip)]
    scene = scene_of(article.places, theatre, resources.actors.countries)
    named = name_actors(hits, document.text, scene, document.published, resources.actors)
    article.named_actors = with_acronyms(named, document.text)
    article.country_actors = country_actors(article.places, document.text, text, scene, resources.actors)
    article.dates = [date for date in find_dates(text, document.published) if not _inside(date.start, skip)]
    article.index()
    return article


def _as_written(named: NamedPlace, text: str) -> NamedPlace:
    """The place under its words as the document has them, line breaks included."""
    words = text[named.name.start : named.name.end]
    return replace(named, place=named.place.model_copy(update={"text": words}))


def _proposals(parsed: ParsedArticle) -> list[tuple[int, int, str]]:
    """The spans that the parser's entity recogniser proposes, by document offset."""
    return [
        (
            sentence.span.start + entity.start_char - sentence.syntax.start_char,
            sentence.span.start + entity.end_char - sentence.syntax.start_char,
            entity.label_,
        )
        for sentence in parsed.sentences
        for entity in sentence.syntax.ents
        if entity.label_ in _PROPOSED
    ]


def _not_parsed(parsed: ParsedArticle, length: int) -> list[tuple[int, int]]:
    """The stretches between the sentences: boilerplate and blanks."""
    stretches, at = [], 0
    for sentence in parsed.sentences:
        if sentence.span.start > at:
            stretches.append((at, sentence.span.start))
        at = max(at, sentence.span.end)
    if at < length:
        stretches.append((at, length))
    return stretches


def _without(stretches: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches with the holes cut out."""
    for hole_start, hole_end in holes:
        cut = []
        for start, end in stretches:
            if hole_end <= start or end <= hole_start:
                cut.append((start, end))
            else:
                cut += [(s, e) for s, e in ((start, hole_start), (hole_end, end)) if s < e]
        stretches = cut
    return stretches


def _inside(position: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in stretches)
