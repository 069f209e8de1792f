"""The weights of linking, from a file that a researcher may edit."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tacitus.errors import CodebookError
from tacitus.records import EVENT_TYPE_OF

FILE = Path(__file__).parent / "files" / "linking.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DateWeights(_Part):
    """What agreement of the days counts for."""

    same_day: float
    within: float
    same_week: float
    wide: float
    next_day: float
    next_day_loose: float
    open: float
    apart: float


class Days(_Part):
    """Limits in days."""

    tolerance: int
    open: int
    widest: int


class PlaceWeights(_Part):
    """What agreement of the places counts for."""

    same: float
    close: float
    quarter: float
    other_settlement: float
    inside: float
    same_area: float
    country_only: float
    same_name: float
    unknown: float
    apart: float


class Kilometres(_Part):
    """Limits in kilometres."""

    same: float
    city: float
    tolerance: float
    site: float
    settlement: float
    near_settlement: float
    admin2: float
    admin1: float
    linear_or_fuzzy: float


class Alike(_Part):
    """Types that reports of one happening may be coded as."""

    types: tuple[str, ...]
    weight: float


class TypeWeights(_Part):
    """What agreement of the types counts for."""

    same: float
    none: float
    alike: tuple[Alike, ...]


class ActorWeights(_Part):
    """What agreement of the sides counts for."""

    same: float
    kin: float
    alike: float
    unknown: float
    unlike: float
    different: float
    blame: float
    swapped: float


class TollWeights(_Part):
    """What agreement of the tolls counts for."""

    same_large: float
    same: float
    close: float
    far: float


class TextWeights(_Part):
    """What agreement of the words counts for."""

    weight: float
    expected: float
    least: float
    most: float


class LinkSettings(_Part):
    """All weights and limits; `linking.yaml` says what each is for, docs/linking.md how to tune them."""

    version: str
    threshold: float
    mean_threshold: float
    veto: float
    date: DateWeights
    days: Days
    place: PlaceWeights
    kilometres: Kilometres
    type: TypeWeights
    actors: ActorWeights
    tolls: TollWeights
    text: TextWeights
    copy_: float
    one_article: float
    said_to_be_another: float
    plan_and_deed: float
    another: tuple[str, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> LinkSettings:
        """Read a file of weights; without a path the one that comes with Tacitus. Raises CodebookError."""
        path = path or FILE
        try:
            values: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CodebookError(f"cannot be read: {error}", where=str(path)) from error
        if not isinstance(values, Mapping):
            raise CodebookError("is no list of weights", where=str(path), remedy="Start from a copy of the usual one")
        try:
            settings = cls.model_validate({("copy_" if key == "copy" else key): value for key, value in values.items()})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(str(part) for part in first["loc"]).replace("copy_", "copy")
            raise CodebookError(
                f"{key}: {first['msg']}", where=str(path), remedy="docs/linking.md tells what each key is for"
            ) from error
        unknown = sorted({name for group in settings.type.alike for name in group.types} - set(EVENT_TYPE_OF))
        if unknown:
            raise CodebookError(f"type.alike: there is no type {unknown[0]!r}", where=str(path))
        return settings

    def fingerprint(self) -> str:
        """Return what changes when any weight changes."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def type_weights(self) -> dict[tuple[str, str], float]:
        """Return the weight of each pair of types that may be one happening, both ways."""
        weights = {(name, name): self.type.same for name in EVENT_TYPE_OF}
        for group in self.type.alike:
            for pair in itertools.permutations(group.types, 2):
                weights[pair] = max(weights.get(pair, group.weight), group.weight)
        return weights
