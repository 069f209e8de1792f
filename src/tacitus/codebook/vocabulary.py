"""The researcher's word lists, loaded and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tacitus.errors import CodebookError
from tacitus.records import EVENT_TYPE_OF, ActorKind

FILES = Path(__file__).parent / "files"
"""The codebook that ships with Tacitus."""

KIND_OF_LIST: dict[str, ActorKind] = {
    "civilians": "civilians",
    "civilian_things": "civilians",
    "state_forces": "state_forces",
    "rebel_group": "rebel_group",
    "political_militia": "political_militia",
    "identity_militia": "identity_militia",
    "rioters": "rioters",
    "protesters": "protesters",
    "unidentified": "unidentified",
    "external_forces": "external_forces",
}


@dataclass(frozen=True)
class People:
    """Words that name actors without a proper name."""

    kind_of: dict[str, ActorKind]
    things: frozenset[str]
    belongings: frozenset[str]
    armed_adjectives: frozenset[str]
    unknown_adjectives: frozenset[str]
    state_adjectives: frozenset[str]
    rebel_adjectives: frozenset[str]


@dataclass(frozen=True)
class Sayings:
    """Words of saying, hedging, denying and planning; phrases are in lower case."""

    lists: dict[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


@dataclass(frozen=True)
class Weapons:
    """Weapon words with the sub-event type they imply, and words for materiel that can be lost."""

    means: dict[str, str]
    other: frozenset[str]
    materiel: frozenset[str]
    longest: int = field(default=3)

    @property
    def all(self) -> frozenset[str]:
        """Every word or phrase that names a weapon."""
        return self.other | frozenset(self.means)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one codebook file. Raises CodebookError naming file and line."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise CodebookError(
            "the codebook file cannot be read", where=str(path), remedy="Check the path and permissions."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise CodebookError(
            f"not valid YAML ({getattr(error, 'problem', error)})", where=where, remedy="Mend the line named."
        ) from error
    if not isinstance(loaded, dict):
        raise CodebookError("the file must be a mapping of lists", where=str(path), remedy="See docs/codebook.md.")
    return loaded


def words(path: Path, table: dict[str, Any], key: str) -> list[str]:
    """Take a list of words out of a codebook file. Raises CodebookError naming the key."""
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise CodebookError(
            f"'{key}' must be a list of words", where=str(path), remedy="Quote words such as yes, no or numbers."
        )
    return [str(word).lower() for word in value]


def load_people(directory: Path = FILES) -> People:
    """Load people.yaml."""
    path = directory / "people.yaml"
    table = read_yaml(path)
    kinds: dict[str, ActorKind] = {}
    for name, kind in reversed(KIND_OF_LIST.items()):
        kinds.update(dict.fromkeys(words(path, table, name), kind))
    return People(
        kind_of=kinds,
        things=frozenset(words(path, table, "civilian_things")),
        belongings=frozenset(words(path, table, "belongings")),
        armed_adjectives=frozenset(words(path, table, "armed_adjectives")),
        unknown_adjectives=frozenset(words(path, table, "unknown_adjectives")),
        state_adjectives=frozenset(words(path, table, "state_adjectives")),
        rebel_adjectives=frozenset(words(path, table, "rebel_adjectives")),
    )


def load_sayings(directory: Path = FILES) -> Sayings:
    """Load sayings.yaml."""
    path = directory / "sayings.yaml"
    table = read_yaml(path)
    return Sayings({name: frozenset(words(path, table, name)) for name in table})


def load_worlds(directory: Path = FILES) -> dict[str, frozenset[str]]:
    """Load other_worlds.yaml: the words of each world in which war is a figure of speech."""
    path = directory / "other_worlds.yaml"
    table = read_yaml(path)
    return {world: frozenset(words(path, table, world)) for world in table}


def load_weapons(directory: Path = FILES) -> Weapons:
    """Load weapons.yaml. Raises CodebookError where a means names no sub-event type."""
    path = directory / "weapons.yaml"
    table = read_yaml(path)
    means: dict[str, str] = {}
    for sub_event in table.get("means", {}):
        if sub_event not in EVENT_TYPE_OF:
            raise CodebookError(
                f"'{sub_event}' is no sub-event type",
                where=str(path),
                remedy="Use a name of the table in docs/codebook.md.",
            )
        for word in words(path, table["means"], sub_event):
            means.setdefault(word, sub_event)
    return Weapons(means, frozenset(words(path, table, "other")), frozenset(words(path, table, "materiel")))


def load_lists(name: str, directory: Path = FILES) -> dict[str, Any]:
    """Load a codebook file of plain lists and mappings of lists (facilities.yaml, relations.yaml)."""
    return read_yaml(directory / name)
