"""Looking names up: exact, then by skeleton, then by likeness within a block of consonants."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from tacitus.gazetteer.base import compiled_base
from tacitus.gazetteer.candidate import Candidate, Match
from tacitus.gazetteer.compiled import key_of, open_compiled, read_meta
from tacitus.gazetteer.countries import name_of_country
from tacitus.gazetteer.folding import block, fold, is_latin, skeleton
from tacitus.gazetteer.home import compiled_pack, list_packs

_SCORES: dict[Match, float] = {"exact": 1.0, "variant": 0.94, "skeleton": 0.9}
_FUZZY_FLOOR = 0.8
_FUZZY_KEPT = 40
_COLUMNS = "place_id, name, latitude, longitude, country, admin1, admin2, feature, population"


class Gazetteer:
    """Places by name. Opens compiled files read-only; safe to open in each worker process.

    Answers are cached for the last few thousand names; nothing else stays in memory.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection], pack_countries: Iterable[str] = ()) -> None:
        """Take compiled packs, the first being asked first. Use `Gazetteer.open`."""
        self.pack_countries = frozenset(pack_countries)
        """Codes of the countries of the theatre packs: where whoever chose the packs expects reports to play."""
        self._connections = tuple(connections)
        self._found = lru_cache(maxsize=8192)(self._find)
        self._known = lru_cache(maxsize=65536)(self._ask_known)

    @classmethod
    def open(cls, packs: Sequence[Path] = (), *, home: Path | None = None) -> Gazetteer:
        """Open the base gazetteer, the packs of the user's home, and `packs` (files of any pack format).

        What is not yet compiled is compiled first, once. Raises GazetteerError naming file and line.
        """
        compiled = [compiled_pack(Path(file), home) for file in packs]
        compiled += [summary.path for summary in list_packs(home)]
        countries = {code for path in compiled for code in read_meta(path).get("countries", "").split()}
        compiled.append(compiled_base(home))
        return cls([open_compiled(path) for path in dict.fromkeys(compiled)], countries)

    def close(self) -> None:
        """Close the files."""
        for connection in self._connections:
            connection.close()

    def is_known(self, name: str) -> bool:
        """Tell whether the name, case and diacritics aside, is a spelling of some place."""
        return self._known(fold(name))

    def candidates(self, name: str, *, fuzzy: bool = True) -> list[Candidate]:
        """Return the places that the name may mean, the best-matching first, then the most populous.

        Near spellings are only looked for where `fuzzy` is set.
        """
        return list(self._found(fold(name), fuzzy))

    def _ask_known(self, folded: str) -> bool:
        key = (key_of(folded),)
        query = "SELECT 1 FROM spelling WHERE key = ? LIMIT 1"
        return bool(folded) and any(c.execute(query, key).fetchone() for c in self._connections)

    def _find(self, folded: str, fuzzy: bool) -> tuple[Candidate, ...]:
        if not folded:
            return ()
        found: dict[str, Candidate] = {}
        for connection in self._connections:
            for candidate in _by_spelling(connection, folded):
                _keep(found, candidate)
        bones = skeleton(folded) if is_latin(folded) else ""
        if bones:
            for connection in self._connections:
                for candidate in _by_skeleton(connection, bones):
                    _keep(found, candidate)
            if fuzzy:
                for candidate in self._like(bones):
                    _keep(found, candidate)
        return tuple(sorted(found.values(), key=lambda c: (-c.score, -c.population, c.id)))

    def _like(self, bones: str) -> list[Candidate]:
        likest: list[tuple[float, int, sqlite3.Connection]] = []
        consonants = near_blocks(block(bones))
        for connection in self._connections:
            best: dict[int, float] = {}
            for key, penalty in consonants.items():
                rows = connection.execute("SELECT place, skeleton FROM block WHERE key = ?", (key_of(key),))
                for place, other in rows:
                    likeness = fuzz.ratio(bones, other) / 100 * penalty
                    if likeness >= _FUZZY_FLOOR and likeness > best.get(place, 0.0):
                        best[place] = likeness
            likest += [(likeness, place, connection) for place, likeness in best.items()]
        likest.sort(key=lambda found: -found[0])
        return [
            candidate
            for likeness, place, connection in likest[:_FUZZY_KEPT]
            for candidate in _fetch(connection, (place,), "fuzzy", round(0.88 * likeness, 4))
        ]


def near_blocks(consonants: str) -> dict[str, float]:
    """Return the blocks in which near spellings are sought, each with the factor its likeness is taken by."""
    blocks = {consonants: 1.0} if len(consonants) > 1 else {}
    if len(consonants) > 3:
        # The first consonant is the surest of a spelling: names that differ in it are different names.
        for position in range(1, len(consonants)):
            shorter = consonants[:position] + consonants[position + 1 :]
            blocks.setdefault(shorter, 0.97)
    return blocks


def _by_spelling(connection: sqlite3.Connection, folded: str) -> Iterator[Candidate]:
    rows = connection.execute("SELECT place, own FROM spelling WHERE key = ?", (key_of(folded),)).fetchall()
    for place, own in rows:
        match: Match = "variant" if own else "exact"
        yield from _fetch(connection, (place,), match, _SCORES[match])


def _by_skeleton(connection: sqlite3.Connection, bones: str) -> Iterator[Candidate]:
    rows = connection.execute("SELECT place FROM skeleton WHERE key = ?", (key_of(bones),)).fetchall()
    for (place,) in rows:
        yield from _fetch(connection, (place,), "skeleton", _SCORES["skeleton"])


def _fetch(connection: sqlite3.Connection, places: tuple[int], match: Match, score: float) -> Iterator[Candidate]:
    for row in connection.execute(f"SELECT {_COLUMNS} FROM place WHERE id = ?", places):
        place_id, name, latitude, longitude, code, admin1, admin2, feature, population = row
        yield Candidate(
            id=place_id,
            name=name,
            latitude=latitude,
            longitude=longitude,
            country=name_of_country(code),
            country_code=code,
            admin1=admin1,
            admin2=admin2,
            feature=feature,
            population=population,
            match=match,
            score=score,
        )


def _keep(found: dict[str, Candidate], candidate: Candidate) -> None:
    other = found.get(candidate.id)
    if other is None or other.score < candidate.score:
        found[candidate.id] = candidate
