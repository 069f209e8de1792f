"""The word lists of relations.yaml and facilities.yaml, checked and compiled."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from tacitus.coalition.templates import Template, compile_template
from tacitus.errors import CodebookError
from tacitus.records.relation import FacilityStatus, RelationType

_TYPES: tuple[str, ...] = get_args(RelationType)
_STATUSES: tuple[str, ...] = get_args(FacilityStatus)
_OTHER_TEMPLATES = ("founding", "variant")


@dataclass(frozen=True)
class RelationWords:
    """relations.yaml. `templates` maps a relation type, "founding" or "variant" to its wordings; `suffixes` maps the
    second half of a compound ("backed") to the relation type it states."""

    lists: Mapping[str, frozenset[str]]
    templates: Mapping[str, tuple[Template, ...]]
    suffixes: Mapping[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        """A word list, empty where the file lacks it."""
        return self.lists.get(name, frozenset())


@dataclass(frozen=True)
class FacilityWords:
    """facilities.yaml. `pattern` finds facility nouns in text; `kind_of` maps the singular noun to its kind."""

    pattern: re.Pattern[str]
    kind_of: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        """A word list, empty where the file lacks it."""
        return self.lists.get(name, frozenset())


def relation_words(table: Mapping[str, Any]) -> RelationWords:
    """Check and compile relations.yaml. Raises CodebookError naming the key."""
    return _relation_words(json.dumps(table, sort_keys=True))


def facility_words(table: Mapping[str, Any]) -> FacilityWords:
    """Check and compile facilities.yaml. Raises CodebookError naming the key."""
    return _facility_words(json.dumps(table, sort_keys=True))


@lru_cache(maxsize=4)
def _relation_words(source: str) -> RelationWords:
    table: dict[str, Any] = json.loads(source)
    lists = {name: _list(name, value, "relations.yaml") for name, value in table.items() if isinstance(value, list)}
    templates = {
        kind: tuple(compile_template(wording, lists, f"relations.yaml: templates.{kind}") for wording in wordings)
        for kind, wordings in _mapping(table, "templates", (*_TYPES, *_OTHER_TEMPLATES)).items()
    }
    for kind, compiled in templates.items():
        for template in compiled:
            _check_slots(kind, template)
    suffixes = {
        word: kind
        for kind, words in _mapping(table, "suffixes", _TYPES).items()
        for word in _list(kind, words, "relations.yaml")
    }
    return RelationWords({name: frozenset(words) for name, words in lists.items()}, templates, suffixes)


@lru_cache(maxsize=4)
def _facility_words(source: str) -> FacilityWords:
    table: dict[str, Any] = json.loads(source)
    kinds = table.get("kinds", {})
    if not isinstance(kinds, dict):
        raise CodebookError("'kinds' is no mapping", where="facilities.yaml", remedy="Give kind: [nouns].")
    kind_of = {noun.lower(): kind for kind, nouns in kinds.items() for noun in _list(kind, nouns, "facilities.yaml")}
    nouns = sorted(kind_of, key=len, reverse=True)
    # A noun of several words may be broken at the end of a line.
    choice = "|".join(r"\s+".join(re.escape(part) for part in noun.split()) for noun in nouns)
    pattern = re.compile(rf"(?<![\w'’])(?P<noun>{choice})(?P<plural>e?s)?(?![\w-])", re.IGNORECASE)
    lists = {
        name: frozenset(_list(name, value, "facilities.yaml"))
        for name, value in table.items()
        if isinstance(value, list)
    }
    missing = [status for status in _STATUSES if status not in lists]
    if missing:
        raise CodebookError(f"no list '{missing[0]}'", where="facilities.yaml", remedy="Give the verbs of the status.")
    return FacilityWords(pattern, kind_of, lists)


def _check_slots(kind: str, template: Template) -> None:
    """The roles that a relation of the type needs must be in each of its wordings."""
    slots = set(template.slots)
    needed = {"founding": {"coalition"}, "dissolved": {"subject"}}.get(kind, {"subject", "object"})
    if not needed <= slots and not (kind in ("alliance_with", "opposed_to") and "pair" in slots):
        lacking = min(needed - slots)
        raise CodebookError(
            f"'{template.source}' has no {{{lacking}}}",
            where=f"relations.yaml: templates.{kind}",
            remedy=f"Give the slots {', '.join(sorted(needed))}.",
        )


def _list(name: str, value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise CodebookError(f"'{name}' is no list of words", where=where, remedy="Give a list: [word, word].")
    return value


def _mapping(table: dict[str, Any], name: str, known: tuple[str, ...]) -> dict[str, list[str]]:
    found = table.get(name, {})
    unknown = set(found) - set(known) if isinstance(found, dict) else {name}
    if unknown:
        raise CodebookError(
            f"'{name}' has the unknown key '{min(unknown)}'",
            where="relations.yaml",
            remedy=f"Known: {', '.join(known)}.",
        )
    return {kind: _list(f"{name}.{kind}", wordings, "relations.yaml") for kind, wordings in found.items()}
