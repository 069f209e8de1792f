"""The actor lexicon: who is known to fight, police, report and mediate, under which names, where and when."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from tacitus.codebook.actor_matching import ActorHit, ActorMatcher, by_theatre
from tacitus.codebook.countries import CountryHit, CountryList, rank, split_list
from tacitus.codebook.force_words import ForceWords, force_id
from tacitus.codebook.name_folding import fold_name, fold_text
from tacitus.codebook.name_matching import NamePattern, read_exceptions
from tacitus.errors import CodebookError
from tacitus.records.actor import ActorKind

FILES = Path(__file__).parent / "files"
_COLUMNS = ("actor_id", "name", "kind", "countries", "from", "to", "aliases", "parent", "role", "notes")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIRST_YEAR, _LAST_YEAR = 1700, 2100
_GROUP_WEIGHT = 1.5
"""A named group says nearly as much about where a text plays as a country's name."""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """A known actor. `countries` are ISO codes, the main one first; `first` and `last` are years, None where open.

    `aliases` are as in the file, with "=" before what must be matched in its exact case. `role` is "source" for those
    that report rather than act. `kind` is the usual one; `other_kinds` has those of certain years.
    """

    actor_id: str
    name: str
    kind: ActorKind
    countries: tuple[str, ...]
    first: int | None = None
    last: int | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    role: str | None = None
    notes: str = ""
    other_kinds: tuple[tuple[int, int, ActorKind], ...] = ()

    def kind_in(self, year: int | None) -> ActorKind:
        """Return what the actor was in a year: the Taliban are state forces since 2021."""
        for first, last, kind in self.other_kinds:
            if year is not None and first <= year <= last:
                return kind
        return self.kind

    @property
    def is_source(self) -> bool:
        """Whether it is known for reporting: monitors, rights and relief organisations, media."""
        return self.role == "source"

    def active_in(self, year: int) -> bool:
        """Tell whether the actor may have existed in a year."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


class ActorLexicon:
    """All actors with their names, and the countries and force words from which more are derived."""

    def __init__(
        self,
        entries: Sequence[ActorEntry],
        countries: CountryList,
        forces: ForceWords,
        exceptions: Sequence[str] = (),
    ) -> None:
        self.countries = countries
        self.forces = forces
        self._entries = {entry.actor_id: entry for entry in entries}
        self._derived: dict[str, ActorEntry] = {}
        self._last: tuple[str, Sequence[CountryHit], Sequence[ActorHit]] = ("", (), ())
        sources = frozenset(entry.actor_id for entry in entries if entry.is_source)
        patterns = list(_patterns(entries))
        self._matcher = ActorMatcher(patterns, forces, sources, exceptions, self._countries_of)

    @classmethod
    def load(cls, directory: Path | None = None) -> ActorLexicon:
        """Read the lists of names of a codebook. Raises CodebookError with file and line.

        They are countries.csv, force_words.csv, not_names.csv (may be missing) and actors/*.csv. Without a
        directory, reads the codebook that comes with Tacitus.
        """
        directory = directory or FILES
        countries = CountryList.load(directory / "countries.csv")
        forces = ForceWords.load(directory / "force_words.csv")
        rows = [row for path in sorted((directory / "actors").glob("*.csv")) for row in _read(path, countries)]
        _check_together(rows)
        exceptions = read_exceptions(directory / "not_names.csv", "actors")
        return cls([entry for entry, _ in rows], countries, forces, exceptions)

    def __iter__(self) -> Iterator[ActorEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._entries

    def get(self, actor_id: str) -> ActorEntry:
        """Return an actor, a derived force ("tr-police") included. Raises CodebookError where there is none."""
        if actor_id in self._entries:
            return self._entries[actor_id]
        if actor_id not in self._derived:
            parts = self.forces.split_id(actor_id)
            if parts is None or parts[0] not in self.countries:
                raise CodebookError(f"no actor has the id {actor_id!r}", remedy="Add it to a file in actors/.")
            _, name, kind = self.forces.describe(self.countries.get(parts[0]), parts[1])
            self._derived[actor_id] = ActorEntry(actor_id, name, kind, (parts[0],))
        return self._derived[actor_id]

    def force_actor(self, country: str, force: str) -> ActorEntry:
        """Return the force of a country: `force_actor("SY", "military")` is the Syrian Arab Army."""
        return self.get(force_id(country, force))

    def lookup(self, name: str, *, theatre: Sequence[str] = (), year: int | None = None) -> list[ActorEntry]:
        """Return the actors of one name as written: of exactly this name, else of a near spelling, else a force.

        The likeliest in the theatre (ISO codes, best first) and year stands first; empty where the name is not known.
        """
        name = name.strip()
        ids = self._matcher.exact(name) or self._matcher.exact(re.sub(r"^[Tt]he\s+", "", name))
        if not ids:
            folded = fold_text(name)
            hits = self._matcher.find(name, folded, self.countries.find_countries(name, folded))
            whole = [hit for hit in hits if hit.match == "force" and (hit.start, hit.end) == (0, len(name))]
            ids = list(whole[0].actor_ids) if whole else self._matcher.spelling.lookup(name)
        hit = ActorHit(0, len(name), tuple(dict.fromkeys(ids)), "name")
        (ordered,) = by_theatre([hit], theatre, self._countries_of, is_active=self._active_in(year))
        return [self.get(actor_id) for actor_id in ordered.actor_ids]

    def find(self, text: str, *, theatre: Sequence[str] | None = None, year: int | None = None) -> list[ActorHit]:
        """Return all mentions of actors in running text, in order, without overlaps.

        Homonyms are all kept, the likeliest in the theatre and year first; without a theatre the text's own is taken.
        """
        countries, hits = self._read(text)
        named = list(theatre) if theatre is not None else self.countries.theatre_of(text, countries)
        scene = named if theatre is not None else self._theatre(countries, hits)
        return by_theatre(hits, scene, self._countries_of, named=named, is_active=self._active_in(year))

    def theatre_of(self, text: str) -> list[str]:
        """Return the countries in which a text plays, the best supported first, from its countries and its groups."""
        return self._theatre(*self._read(text))

    def _read(self, text: str) -> tuple[Sequence[CountryHit], Sequence[ActorHit]]:
        """Return the countries and actors of a text; those of the last one are kept, for its theatre is asked first."""
        known, countries, hits = self._last
        if known != text:
            folded = fold_text(text)
            countries = self.countries.find_countries(text, folded)
            hits = self._matcher.find(text, folded, countries)
            self._last = (text, countries, hits)
        return countries, hits

    def _theatre(self, countries: Sequence[CountryHit], hits: Sequence[ActorHit]) -> list[str]:
        weights: dict[str, float] = defaultdict(float, self.countries.evidence(countries))
        for hit in hits:
            if len(hit.actor_ids) == 1 and hit.head == "group" and hit.match != "force":
                codes = self._countries_of(hit.actor_ids[0])
                for code in codes[:1]:
                    weights[code] += _GROUP_WEIGHT / len(codes)
        return rank(weights)

    def _active_in(self, year: int | None) -> Callable[[str], bool]:
        return lambda actor_id: year is None or self.get(actor_id).active_in(year)

    def _countries_of(self, actor_id: str) -> Sequence[str]:
        return self.get(actor_id).countries


def _patterns(entries: Sequence[ActorEntry]) -> Iterator[NamePattern]:
    for entry in entries:
        yield NamePattern(entry.name, entry.actor_id, is_name=True)
        for alias in entry.aliases:
            yield NamePattern(alias, entry.actor_id)


def _read(path: Path, countries: CountryList) -> Iterator[tuple[ActorEntry, str]]:
    """Yield each row with where it stands."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise CodebookError("wrong columns", where=f"{path.name}:1", remedy=f"They must be {','.join(_COLUMNS)}.")
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise CodebookError("wrong number of cells", where=where, remedy="Quote cells that hold a comma.")
            yield _entry(row, where, countries), where


def _entry(row: dict[str, str], where: str, countries: CountryList) -> ActorEntry:
    actor_id, name = row["actor_id"].strip(), row["name"].strip()
    if not _SLUG.fullmatch(actor_id) or not name:
        raise CodebookError(
            f"bad actor_id {actor_id!r} or empty name", where=where, remedy="Write ids like al-shabaab."
        )
    usual, *others = row["kind"].split("|")
    kind, other_kinds = _kind(usual, where), tuple(_other_kind(cell, where) for cell in others)
    codes = split_list(row["countries"])
    for code in codes:
        if code not in countries:
            raise CodebookError(f"unknown country {code!r}", where=where, remedy="Use a code of countries.csv.")
    first, last = _year(row["from"], where), _year(row["to"], where)
    if first and last and first > last:
        raise CodebookError(f"the years {first}-{last} run backwards", where=where, remedy="Correct from and to.")
    aliases = split_list(row["aliases"])
    parent, role = row["parent"].strip() or None, row["role"].strip() or None
    return ActorEntry(
        actor_id, name, kind, codes, first, last, aliases, parent, role, row["notes"].strip(), other_kinds
    )


def _kind(cell: str, where: str) -> ActorKind:
    if cell not in get_args(ActorKind):
        kinds = ", ".join(get_args(ActorKind))
        raise CodebookError(f"unknown kind {cell!r}", where=where, remedy=f"Known kinds: {kinds}.")
    kind: ActorKind = cell  # type: ignore[assignment]
    return kind


def _other_kind(cell: str, where: str) -> tuple[int, int, ActorKind]:
    """Read a kind of certain years: "2021-:state_forces", "-2022:state_forces", "1976-1981:state_forces"."""
    years, _, kind = cell.partition(":")
    first, dash, last = years.partition("-")
    if not dash:
        raise CodebookError(f"bad years of a kind {cell!r}", where=where, remedy="Write 2021-:state_forces.")
    return _year(first, where) or _FIRST_YEAR, _year(last, where) or _LAST_YEAR, _kind(kind, where)


def _year(cell: str, where: str) -> int | None:
    cell = cell.strip()
    if not cell:
        return None
    if not cell.isdigit() or not _FIRST_YEAR <= int(cell) <= _LAST_YEAR:
        raise CodebookError(f"bad year {cell!r}", where=where, remedy="Write four digits, or leave it empty.")
    return int(cell)


def _check_together(rows: Sequence[tuple[ActorEntry, str]]) -> None:
    """Check what takes all rows to see: ids given once, parents that exist, names shared only for a reason."""
    places: dict[str, str] = {}
    for entry, where in rows:
        if entry.actor_id in places:
            problem = f"actor_id {entry.actor_id!r} is given twice, first at {places[entry.actor_id]}"
            raise CodebookError(problem, where=where, remedy="Merge the rows or choose another id.")
        places[entry.actor_id] = where
    users: dict[str, list[ActorEntry]] = defaultdict(list)
    for entry, where in rows:
        if entry.parent is not None and entry.parent not in places:
            raise CodebookError(f"unknown parent {entry.parent!r}", where=where, remedy="Add its row, or clear it.")
        for name in {fold_name(alias) for alias in (entry.name, *entry.aliases) if not alias.startswith("=")}:
            for other in users[name]:
                if not _may_share(entry, other):
                    raise CodebookError(
                        f"{name!r} is also a name of {other.actor_id!r} at {places[other.actor_id]}, "
                        "in the same country and years",
                        where=where,
                        remedy="Give the name to one of them, or set countries, years or parent that tell them apart.",
                    )
            users[name].append(entry)


def _may_share(one: ActorEntry, other: ActorEntry) -> bool:
    if one.countries[:1] != other.countries[:1] or one.actor_id == other.parent or other.actor_id == one.parent:
        return True
    return bool(
        (one.last and other.first and one.last < other.first) or (other.last and one.first and other.last < one.first)
    )
