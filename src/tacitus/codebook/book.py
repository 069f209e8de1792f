"""The whole codebook, loaded and checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.codebook.actors import ActorLexicon
from tacitus.codebook.triggers import TriggerLexicon, load_triggers
from tacitus.codebook.vocabulary import (
    FILES,
    People,
    Sayings,
    Weapons,
    load_lists,
    load_people,
    load_sayings,
    load_weapons,
    load_worlds,
)
from tacitus.errors import CodebookError


@dataclass(frozen=True)
class Codebook:
    """Everything that a researcher may change. `sha256` is over the files, so a coding names its codebook."""

    triggers: TriggerLexicon
    people: People
    sayings: Sayings
    weapons: Weapons
    worlds: dict[str, frozenset[str]]
    facilities: dict[str, Any]
    relations: dict[str, Any]
    actors: ActorLexicon
    sha256: str

    @classmethod
    def load(cls, directory: Path | None = None) -> Codebook:
        """Load a codebook; files that the directory lacks are taken from the one that ships with Tacitus.

        Raises CodebookError naming file and line or key.
        """
        if directory is not None and not directory.is_dir():
            raise CodebookError("no such folder", where=str(directory), remedy="Give a folder with codebook files.")

        def home(name: str) -> Path:
            return directory if directory is not None and (directory / name).exists() else FILES

        return cls(
            triggers=load_triggers(home("triggers.yaml")),
            people=load_people(home("people.yaml")),
            sayings=load_sayings(home("sayings.yaml")),
            weapons=load_weapons(home("weapons.yaml")),
            worlds=load_worlds(home("other_worlds.yaml")),
            facilities=load_lists("facilities.yaml", home("facilities.yaml")),
            relations=load_lists("relations.yaml", home("relations.yaml")),
            actors=ActorLexicon.load(home("actors")),
            sha256=_fingerprint([directory or FILES, FILES]),
        )


def check_codebook(directory: Path | None = None) -> list[CodebookError]:
    """All that is wrong with a codebook, file by file; an empty list where nothing is."""
    where = directory or FILES
    wrong: list[CodebookError] = []
    for name, load in (
        ("triggers.yaml", load_triggers),
        ("people.yaml", load_people),
        ("sayings.yaml", load_sayings),
        ("weapons.yaml", load_weapons),
        ("other_worlds.yaml", load_worlds),
        ("facilities.yaml", lambda d: load_lists("facilities.yaml", d)),
        ("relations.yaml", lambda d: load_lists("relations.yaml", d)),
        ("actors", ActorLexicon.load),
    ):
        if not (where / name).exists():
            continue
        try:
            load(where)
        except CodebookError as error:
            wrong.append(error)
    return wrong


def _fingerprint(directories: list[Path]) -> str:
    digest = hashlib.sha256()
    for directory in dict.fromkeys(directories):
        for path in sorted(directory.rglob("*")):
            if path.suffix in (".yaml", ".csv"):
                digest.update(path.relative_to(directory).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
