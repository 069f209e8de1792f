"""Named, versioned rules by which one value is taken from many; and a user's file that chooses among them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tacitus.errors import CodebookError

RULES: dict[str, str] = {
    "most_precise": "1",
    "range": "1",
    "majority_of_independent": "1",
    "most_conservative": "1",
    "source_hierarchy": "1",
    "adjudicated": "1",
}
"""Every rule and its version. A rule whose outcome changes gets a new version."""

COUNTS = ("fatalities", "injured", "abducted", "arrested", "displaced")
FIELDS = ("type", "date", "place", "actor1", "actor2", *COUNTS)
_FOR_COUNTS = {"range", "majority_of_independent", "most_conservative", "source_hierarchy"}
_FOR_DAYS_AND_PLACES = {"most_precise", "majority_of_independent", "source_hierarchy"}
_FOR_OTHERS = {"majority_of_independent", "most_conservative", "source_hierarchy"}
_USUAL = {"date": "most_precise", "place": "most_precise"} | dict.fromkeys(COUNTS, "range")


@dataclass(frozen=True)
class RuleSet:
    """Which rule chooses each field. `hierarchy` lists sources, the most trusted first, for `source_hierarchy`."""

    name: str = "usual"
    rules: dict[str, str] = field(default_factory=dict)
    hierarchy: tuple[str, ...] = ()

    def rule(self, name: str) -> str:
        """Return the rule of a field."""
        return self.rules.get(name) or _USUAL.get(name, "majority_of_independent")

    def signature(self, name: str) -> str:
        """Return the rule of a field with its version, as it stands in an incident."""
        return signature(self.rule(name))

    def fingerprint(self) -> str:
        """Return what changes when any field is chosen otherwise."""
        parts = [self.name, *(self.signature(name) for name in FIELDS), *self.hierarchy]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @classmethod
    def all_by(cls, rule: str, hierarchy: tuple[str, ...] = ()) -> RuleSet:
        """Return the rule set that takes one rule wherever it fits, and the usual ones elsewhere."""
        if rule not in RULES:
            raise CodebookError(f"there is no rule {rule!r}", remedy=f"Rules are {', '.join(RULES)}")
        chosen = {name: rule for name in FIELDS if rule in _fitting(name)}
        return cls(rule, chosen, hierarchy)

    @classmethod
    def load(cls, path: Path) -> RuleSet:
        """Read a rule file (docs/linking.md). Raises CodebookError naming the key."""
        try:
            values: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CodebookError(f"cannot be read: {error}", where=str(path)) from error
        if not isinstance(values, dict) or not isinstance(values.get("rules", {}), dict):
            raise CodebookError("is no rule file", where=str(path), remedy="docs/linking.md shows one")
        rules = {str(key): str(value) for key, value in values.get("rules", {}).items()}
        for key, rule in rules.items():
            if key not in FIELDS:
                raise CodebookError(f"rules: there is no field {key!r}", where=str(path), remedy=_listed(FIELDS))
            if rule not in _fitting(key):
                raise CodebookError(
                    f"rules.{key}: {rule!r} does not fit", where=str(path), remedy=_listed(sorted(_fitting(key)))
                )
        hierarchy = tuple(str(name) for name in values.get("sources") or ())
        if "source_hierarchy" in rules.values() and not hierarchy:
            raise CodebookError(
                "source_hierarchy needs a list of sources", where=str(path), remedy="Add the key sources"
            )
        return cls(str(values.get("name", path.stem)), rules, hierarchy)


def signature(rule: str) -> str:
    """Return a rule's name with its version."""
    return f"{rule}@{RULES[rule]}"


def _fitting(name: str) -> set[str]:
    if name in COUNTS:
        return _FOR_COUNTS
    return _FOR_DAYS_AND_PLACES if name in ("date", "place") else _FOR_OTHERS


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return f"Known here are {', '.join(names)}"
