"""Partial coding: a document in another language gains its actors, places and dates; no event is coded here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tacitus.codebook.actors import ActorLexicon
from tacitus.gazetteer import Gazetteer
from tacitus.languages.actors import NameIndex, find_actors
from tacitus.languages.dates import find_dates_in
from tacitus.languages.places import PlaceFinder
from tacitus.languages.words import LanguageWords, load_words
from tacitus.parse.place_names import PlaceName
from tacitus.records import Actor, Document, Place
from tacitus.resolve.dates import DateMention
from tacitus.resolve.places import resolve_places


@dataclass
class PartialArticle:
    """What is found in a document of another language. Offsets count in the document's text."""

    document: Document
    words: LanguageWords
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)

    def marks(self) -> dict[str, Any]:
        """The keys that mark the article's record as partial: what was found, and what was not looked for."""
        language = self.document.language or self.words.code
        return {
            "partial": {
                "language": language[:2].lower(),
                "found": ["actors", "places", "dates"],
                "not_coded": ["events", "relations", "facilities"],
            },
            "dates": [_date_of(mention) for mention in self.dates],
        }


@dataclass
class PartialFinder:
    """Finds names and days in other languages. An index of names is made once a language."""

    actors: ActorLexicon
    gazetteer: Gazetteer
    theatre: Sequence[str] = ()
    _indexes: dict[str, NameIndex] = field(default_factory=dict, init=False)

    def find(self, document: Document) -> PartialArticle:
        """The actors, places and dates that a document names. Its language must be one of `LANGUAGES`."""
        words = load_words(document.language or "")
        index = self._indexes.get(words.code)
        if index is None:
            index = self._indexes[words.code] = NameIndex(self.actors, words.code)
        text = _without(document)
        article = PartialArticle(document, words)
        year = document.published.year if document.published else None
        named = index.find(text)
        article.dates = find_dates_in(text, document.published, words)
        blocked = [(start, end) for start, end, _ in named] + [(date.start, date.end) for date in article.dates]
        finder = PlaceFinder(text, words, self.gazetteer, blocked)
        names = finder.find()
        theatre = list(self.theatre) or self._theatre([ids for _, _, ids in named])
        resolved = [
            self._country(name) if name.start in finder.countries else place
            for name, place in zip(names, resolve_places(names, text, self.gazetteer, theatre=theatre), strict=True)
        ]
        places = [place for place in resolved if place.latitude is not None]
        countries = {place.country for place in places if place.start not in finder.weak}
        countries |= {self.actors.countries.get(code).name for code in theatre}
        article.places = [
            place.model_copy(update={"text": document.text[place.start : place.end]})
            for place in places
            if place.start not in finder.weak or place.country in countries
        ]
        scene = self._scene(article.places) or theatre
        article.actors = find_actors(text, index, self.actors, scene, year)
        return article

    def _country(self, name: PlaceName) -> Place:
        """A country, which needs no choice: the list of countries has its name in this language."""
        place = Place(text=name.text, start=name.start, end=name.end, name=name.text)
        found = [one for one in self.gazetteer.candidates(name.text, fuzzy=False) if one.feature == "country"]
        if found:
            place.place_id, place.country = found[0].id, found[0].country
            place.latitude, place.longitude = found[0].latitude, found[0].longitude
            place.precision, place.basis = "country", "gazetteer"
        return place

    def _theatre(self, named: list[list[str]]) -> list[str]:
        """The countries of the groups that are named, the best supported first."""
        counts: Counter[str] = Counter()
        for ids in named:
            entry = self.actors.get(ids[0])
            if len(ids) == 1 and entry.countries and not entry.is_source:
                counts[entry.countries[0]] += 1
        return [code for code, _ in counts.most_common(2)]

    def _scene(self, places: list[Place]) -> list[str]:
        """The country of most places that are more than a country."""
        codes = {country.name: country.code for country in self.actors.countries}
        counts = Counter(
            codes[place.country]
            for place in places
            if place.country in codes and place.precision not in ("country", "unlocated")
        )
        return [code for code, _ in counts.most_common(1)]


def _without(document: Document) -> str:
    """The text with boilerplate blanked, so that every offset stays."""
    text = document.text
    for part in document.boilerplate:
        if part.kind != "headline":
            blank = "".join("\n" if character == "\n" else " " for character in text[part.start : part.end])
            text = text[: part.start] + blank + text[part.end :]
    return text


def _date_of(mention: DateMention) -> dict[str, Any]:
    """A date of the article with where its words stand, under keys that cannot be taken for the interval's."""
    date = mention.date.to_json() if mention.date is not None else {}
    return {**date, "span": {"text": mention.text, "start": mention.start, "end": mention.end}}
