"""What is known of each language: files of words that a researcher may edit, names of days and months by CLDR."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names

from tacitus.codebook.vocabulary import FILES, read_yaml
from tacitus.errors import CodebookError

FOLDER = FILES / "languages"
LANGUAGES = ("ar", "es", "fr", "ru", "tr", "uk")
"""ISO 639-1 codes of the languages that are coded in part."""

_LETTERS = {"ı": "i", "ة": "ه", "ى": "ي", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-", "—": "-"}


def is_partial(language: str | None) -> bool:
    """Whether articles in a language are coded in part."""
    return language is not None and language[:2].lower() in LANGUAGES


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isspace():
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    base = unicodedata.normalize("NFKD", character)[:1].lower()[:1]
    return _LETTERS.get(base, base) or character


def fold(text: str) -> str:
    """Lower case without accents, Arabic letters and figures in one form; every character stays where it stands."""
    return "".join(_fold_character(character) for character in text)


@dataclass(frozen=True)
class LanguageWords:
    """The words of one language, folded. `lists` are those of its file; `months` and `weekdays` give numbers."""

    code: str
    lists: dict[str, tuple[str, ...]]
    tables: dict[str, dict[Any, tuple[str, ...]]]
    months: dict[str, int]
    weekdays: dict[str, int]
    countries: dict[str, str]
    case_endings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    apostrophe_suffix: bool = False
    numbers: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Names that the gazetteer lacks in this language -> the name that it has."""

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists.get(name, ())

    def table(self, name: str) -> dict[Any, tuple[str, ...]]:
        """A list of lists: kinds of places, people by kind, days ago."""
        return self.tables.get(name, {})


@lru_cache(maxsize=8)
def load_words(language: str) -> LanguageWords:
    """The words of a language ("ar"). Raises CodebookError naming the file where it is missing or wrong."""
    code = language[:2].lower()
    path = FOLDER / f"{code}.yaml"
    table = read_yaml(path)
    lists: dict[str, tuple[str, ...]] = {}
    tables: dict[str, dict[Any, tuple[str, ...]]] = {}
    for key, value in table.items():
        if key in ("case_endings", "apostrophe_suffix"):
            continue
        if isinstance(value, dict):
            tables[key] = {name: _words(path.name, key, words) for name, words in value.items()}
        else:
            lists[key] = _words(path.name, key, value)
    locales = [str(one) for one in table.get("locales", [code])]
    endings = tuple((fold(end), tuple(fold(one) for one in ones)) for end, ones in table.get("case_endings", []))
    return LanguageWords(
        code=code,
        lists=lists,
        tables=tables,
        months=_months(locales, tables.get("months", {})),
        weekdays=_weekdays(locales, tables.get("weekdays", {}), lists.get("not_weekdays", ())),
        countries=_countries(locales[0]),
        case_endings=tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        apostrophe_suffix=bool(table.get("apostrophe_suffix")),
        places=_places(code),
        numbers={word: number for number, words in tables.get("numbers", {}).items() for word in words},
    )


def _places(language: str) -> dict[str, str]:
    places: dict[str, str] = {}
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != ["language", "names", "place"]:
            raise CodebookError("wrong columns", where="languages/places.csv:1", remedy="Write language,names,place.")
        for row in reader:
            if row["language"] == language:
                places.update({fold(name): row["place"] for name in row["names"].split("|") if name})
    return places


def _words(file: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise CodebookError("must be a list of words", where=f"languages/{file}: {key}", remedy="Quote odd words.")
    return tuple(dict.fromkeys(fold(one) for one in value))


def _months(locales: Iterable[str], more: dict[Any, tuple[str, ...]]) -> dict[str, int]:
    months: dict[str, int] = {}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, locale).items():
                months[fold(name)] = int(number)
    months.update({word: int(number) for number, words in more.items() for word in words})
    return months


def _weekdays(locales: Iterable[str], more: dict[Any, tuple[str, ...]], without: tuple[str, ...]) -> dict[str, int]:
    days: dict[str, int] = {}
    for locale in locales:
        for number, name in get_day_names("wide", "format", locale).items():
            days[fold(name)] = int(number)
    days.update({word: int(number) for number, words in more.items() for word in words})
    return {word: number for word, number in days.items() if word not in without}


def _countries(locale: str) -> dict[str, str]:
    """The language's name of each country -> its ISO code."""
    territories = Locale.parse(locale).territories
    return {fold(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}


def base_forms(word: str, words: LanguageWords) -> list[str]:
    """The forms that a folded word may have in a dictionary of names, itself first."""
    forms = [word]
    for ending, replacements in words.case_endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            forms.extend(stem + replacement for replacement in replacements)
    return list(dict.fromkeys(forms))


def stem(word: str, words: LanguageWords) -> str:
    """What the forms of one word have in common, roughly: the word without its ending of case."""
    if not words["stem_endings"] or not word.isalpha():
        return word
    best = word
    for ending in words["stem_endings"]:
        shorter = word.removesuffix(ending)
        if shorter != word and 3 <= len(shorter) < len(best):
            best = shorter
    return best
