"""Redaction profiles: rules for what may leave the house, in a file that a person reads and signs off."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tacitus.errors import TacitusError
from tacitus.records import PlacePrecision

FILES = Path(__file__).parent / "files"
BUILT_IN = ("public", "partners", "strict")
"""The profiles that ship with Tacitus."""

Level = Literal["exact", "near", "admin2", "admin1", "country"]
LEVELS: tuple[Level, ...] = ("exact", "near", "admin2", "admin1", "country")
"""How exact a place may be told, the most exact first. "near" is within about ten kilometres."""


class ProfileError(TacitusError):
    """A redaction profile is wrong or missing."""


class _Strict(BaseModel):
    # A misspelt rule must not be a rule that is silently absent.
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """What a rule is for; every list that is given must hold the thing's value. None given: everything."""

    event_types: tuple[str, ...] = ()
    sub_event_types: tuple[str, ...] = ()
    facility_kinds: tuple[str, ...] = ()
    precisions: tuple[PlacePrecision, ...] = ()
    countries: tuple[str, ...] = ()

    def fits(self, **values: str | None) -> bool:
        """Tell whether the thing, given by `event_type`, `sub_event_type`, ... fits."""
        asked = {
            "event_type": self.event_types,
            "sub_event_type": self.sub_event_types,
            "facility_kind": self.facility_kinds,
            "precision": self.precisions,
            "country": self.countries,
        }
        return all(values.get(name) in wanted for name, wanted in asked.items() if wanted)


class PlaceRule(_Strict):
    """How exact a place may be told where the condition holds. The coarsest of the rules that fit is used."""

    when: Condition = Condition()
    to: Level


class Persons(_Strict):
    """Private persons: kept, under a pseudonym that stays the same, or nameless. `keep` and `hide` overrule."""

    private: Literal["keep", "pseudonymise", "drop"] = "keep"
    roles: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()


class Quotes(_Strict):
    """Quoted evidence: characters of one quotation at most, null for any length.

    `unknown_names: mask` hides names in quotations that are of no known actor, place or outlet.
    """

    longest: int | None = Field(default=None, ge=0)
    unknown_names: Literal["keep", "mask"] = "keep"


class Articles(_Strict):
    """What becomes of restricted articles (`ids`, `publishers`, and what the record marks), and what others tell."""

    restricted: Literal["keep", "drop"] = "keep"
    ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    address: Literal["keep", "drop"] = "keep"
    title: Literal["keep", "drop"] = "keep"
    authors: Literal["keep", "drop"] = "keep"


class Profile(_Strict):
    """A redaction profile. `embargo_days`: nothing of the last so many days."""

    name: str
    about: str = ""
    places: tuple[PlaceRule, ...] = ()
    persons: Persons = Persons()
    quotes: Quotes = Quotes()
    embargo_days: int = Field(default=0, ge=0)
    articles: Articles = Articles()
    coders: Literal["keep", "pseudonymise", "drop"] = "keep"

    @property
    def sha256(self) -> str:
        """The hash of the rules: two publications under the same hash were redacted alike."""
        return hashlib.sha256(self.model_dump_json(exclude={"about"}).encode()).hexdigest()


def load_profile(name: str | Path) -> Profile:
    """Load a profile by the name of one that ships with Tacitus, or from a YAML file. Raises ProfileError."""
    path = FILES / f"{name}.yaml" if str(name) in BUILT_IN else Path(name)
    if not path.is_file():
        raise ProfileError(
            "there is no such redaction profile",
            where=str(name),
            remedy=f"Give a YAML file, or one of {', '.join(BUILT_IN)}",
        )
    try:
        loaded: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Profile.model_validate(loaded)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"not valid YAML ({error})", where=str(path), remedy="Mend the line named") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ProfileError(
            f"{key or 'the file'}: {first['msg']}", where=str(path), remedy="docs/publishing.md describes the form"
        ) from error


def coarser(one: Level, other: Level) -> Level:
    """Return the coarser of two levels."""
    return max(one, other, key=LEVELS.index)
