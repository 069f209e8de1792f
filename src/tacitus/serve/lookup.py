"""Looking things up while judging: known actors by name, places by name."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Engine, select

from tacitus.codebook.actors import ActorLexicon
from tacitus.gazetteer import Gazetteer
from tacitus.serve.settings import Settings
from tacitus.store import schema
from tacitus.store.opening import READING

_PRECISION = {"settlement": "settlement", "site": "site", "admin1": "admin1", "admin2": "admin2", "country": "country"}


@dataclass(frozen=True)
class FoundActor:
    """A known actor; `actor_id` is null for a name that only the record knows."""

    actor_id: str | None
    name: str
    kind: str
    countries: str
    said: str


class Lookup:
    """The codebook's actors, the record's own names, and the gazetteer, each loaded when first asked."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._lock = threading.Lock()
        self._actors: list[FoundActor] | None = None
        self._names: list[str] = []

    def actors(self, text: str, *, most: int = 12) -> list[FoundActor]:
        """Return actors whose name or alias is like the text, the likest first."""
        wanted = text.strip()[:200]
        if not wanted:
            return []
        with self._lock:
            if self._actors is None:
                self._actors, self._names = self._load()
        folded = wanted.casefold()
        # What holds the text as it is typed comes first, the shortest first; then what is like it.
        holding = sorted((len(name), number) for number, name in enumerate(self._names) if folded in name)
        alike = process.extract(folded, self._names, scorer=fuzz.QRatio, limit=most * 2, score_cutoff=60)
        found = [self._actors[number] for _, number in holding[: most * 3]]
        found += [self._actors[number] for _, _, number in alike]
        unique = {(actor.actor_id, actor.name): actor for actor in found}
        return list(unique.values())[:most]

    def places(self, text: str, *, most: int = 12) -> list[dict[str, Any]]:
        """Return places that a name may mean, as the interchange form has them, without words of a text."""
        wanted = text.strip()[:200]
        if not wanted:
            return []
        # A connection of SQLite belongs to the thread that opened it.
        gazetteer = Gazetteer.open(self._settings.packs)
        try:
            candidates = gazetteer.candidates(wanted)[:most]
        finally:
            gazetteer.close()
        return [
            {
                "place_id": found.id, "name": found.name, "latitude": found.latitude, "longitude": found.longitude,
                "country": found.country, "admin1": found.admin1, "admin2": found.admin2,
                "precision": _PRECISION.get(found.feature, "linear_or_fuzzy"), "population": found.population,
            }
            for found in candidates
        ]  # fmt: skip

    def _load(self) -> tuple[list[FoundActor], list[str]]:
        actors: list[FoundActor] = []
        names: list[str] = []
        for entry in ActorLexicon.load(self._settings.codebook):
            found = FoundActor(entry.actor_id, entry.name, entry.kind, ", ".join(entry.countries), "")
            for name in dict.fromkeys((entry.name, *(alias.lstrip("=") for alias in entry.aliases))):
                actors.append(found)
                names.append(name.casefold())
        known = {actor.actor_id for actor in actors}
        table = schema.actors.c
        statement = select(table.actor_id, table.name, table.kind).where(table.name.is_not(None)).distinct()
        with self._engine.connect().execution_options(**READING) as connection:
            for row in connection.execute(statement):
                if row.actor_id is None or row.actor_id not in known:
                    actors.append(FoundActor(row.actor_id, row.name, row.kind or "unidentified", "", "in this record"))
                    names.append(row.name.casefold())
        return actors, names


def as_json(actor: FoundActor) -> dict[str, Any]:
    """Return a found actor as JSON values."""
    return asdict(actor)
