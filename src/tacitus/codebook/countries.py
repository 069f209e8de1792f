"""Countries and territories: their names, adjectives, peoples and capitals, and where a text plays."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tacitus.codebook.name_folding import FoldedText, fold_text
from tacitus.codebook.name_matching import NameMatcher, NamePattern, read_exceptions
from tacitus.errors import CodebookError

CountryWord = Literal["name", "adjective", "people", "capital", "metonym"]

WEIGHTS: dict[CountryWord, float] = {"name": 2.0, "adjective": 1.0, "people": 1.0, "capital": 1.5, "metonym": 1.0}
"""How much one mention says about where a text plays. An adjective often belongs to foreign forces, a name rarely."""

_COLUMNS = ("code", "name", "other_names", "adjectives", "people", "capital", "metonyms")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory. `code` is ISO 3166 alpha-2 (X-codes for territories without one)."""

    code: str
    name: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]

    @property
    def adjective(self) -> str:
        """The adjective by which its forces are named ("Turkish")."""
        return self.adjectives[0].lstrip("=") if self.adjectives else self.name


@dataclass(frozen=True, slots=True)
class CountryHit:
    """A mention of a country; offsets into the original text and into its folded form."""

    start: int
    end: int
    code: str
    word: CountryWord
    folded_start: int
    folded_end: int

    @property
    def weight(self) -> float:
        """How much the mention says about where the text plays."""
        return WEIGHTS[self.word]


class CountryList:
    """All countries, with a matcher for running text."""

    def __init__(self, countries: Sequence[Country], exceptions: Sequence[str] = ()) -> None:
        self._countries = {country.code: country for country in countries}
        self._matcher = NameMatcher(_patterns(countries), exceptions)

    @classmethod
    def load(cls, path: Path) -> CountryList:
        """Read countries.csv, and not_names.csv beside it. Raises CodebookError naming file and line."""
        return cls(list(_read(path)), read_exceptions(path.with_name("not_names.csv"), "countries"))

    def __contains__(self, code: object) -> bool:
        return code in self._countries

    def __iter__(self) -> Iterator[Country]:
        return iter(self._countries.values())

    def __len__(self) -> int:
        return len(self._countries)

    def get(self, code: str) -> Country:
        """Return the country of an ISO 3166 alpha-2 code. Raises CodebookError where there is none."""
        if code not in self._countries:
            raise CodebookError(f"no country has the code {code!r}", remedy="Add it to countries.csv.")
        return self._countries[code]

    def find_countries(self, text: str, folded: FoldedText | None = None) -> list[CountryHit]:
        """Return all mentions of countries by name, adjective, people, capital or metonym, in order of the text."""
        hits = []
        for hit in self._matcher.find(text, folded or fold_text(text)):
            code, word = hit.patterns[0].key.split(":")
            span = (hit.start, hit.end)
            hits.append(CountryHit(*span, code, word, hit.folded_start, hit.folded_end))  # type: ignore[arg-type]
        return hits

    def theatre_of(self, text: str, hits: Sequence[CountryHit] | None = None) -> list[str]:
        """Return the countries that the text speaks of, the best supported first."""
        return rank(self.evidence(self.find_countries(text) if hits is None else hits))

    @staticmethod
    def evidence(hits: Sequence[CountryHit]) -> dict[str, float]:
        """Return the summed weight of the mentions of each country."""
        weights: dict[str, float] = defaultdict(float)
        for hit in hits:
            weights[hit.code] += hit.weight
        return weights


def rank(weights: dict[str, float]) -> list[str]:
    """Return the codes by falling weight, alphabetically where equal."""
    return sorted(weights, key=lambda code: (-weights[code], code))


def _patterns(countries: Sequence[Country]) -> Iterator[NamePattern]:
    for country in countries:
        groups: tuple[tuple[CountryWord, tuple[str, ...]], ...] = (
            ("name", (country.name, *country.other_names)),
            ("adjective", country.adjectives),
            ("people", country.people),
            ("capital", country.capitals),
            ("metonym", country.metonyms),
        )
        for word, names in groups:
            for name in names:
                yield NamePattern(name, f"{country.code}:{word}", is_name=word == "name")


def _read(path: Path) -> Iterator[Country]:
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise CodebookError("wrong columns", where=f"{path.name}:1", remedy=f"They must be {','.join(_COLUMNS)}.")
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise CodebookError("wrong number of cells", where=where, remedy="Quote cells that hold a comma.")
            code, name = row["code"].strip(), row["name"].strip()
            if len(code) != 2 or not code.isupper() or not name:
                raise CodebookError(f"bad code {code!r} or empty name", where=where, remedy="Use ISO alpha-2.")
            if code in seen:
                raise CodebookError(f"code {code} is given twice", where=where, remedy="Merge the rows.")
            seen.add(code)
            lists = (split_list(row[column]) for column in _COLUMNS[2:])
            yield Country(code, name, *lists)


def split_list(cell: str) -> tuple[str, ...]:
    """Split a cell of names joined by "|"."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
