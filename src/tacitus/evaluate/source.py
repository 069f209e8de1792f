"""Source files of the gold corpus as an author wrote them: read, and checked key by key.

The form is described in gold/README.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

Table = dict[str, Any]


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses a key given twice; the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands here twice", node.value[position][0].start_mark
                )
        return super().construct_mapping(node, deep)


@dataclass
class Complaints:
    """What is wrong with one source file (`problems`), and what looks odd but may be meant (`notes`)."""

    file: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def problem(self, where: str, message: str) -> None:
        """Record a fault that keeps the file out of the gold corpus."""
        self.problems.append(f"{self.file}: {where}: {message}")

    def note(self, where: str, message: str) -> None:
        """Record an oddity that an author should look at once."""
        self.notes.append(f"{self.file}: {where}: note: {message}")


def read_source(path: Path, complaints: Complaints) -> Table | None:
    """Read a source file; None, with a complaint, where it is not a YAML mapping."""
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        complaints.problem("file", f"is not YAML: {' '.join(str(error).split())}")
        return None
    if not isinstance(value, dict):
        complaints.problem("file", "must be a mapping with the keys id, theatre, story, voice, input, text, events")
        return None
    return value


def check_keys(value: Table, known: Iterable[str], where: str, complaints: Complaints) -> None:
    """Complain of keys that the form does not have, with the key that may be meant."""
    known = list(known)
    for key in value:
        if key in known:
            continue
        if value[key] is None and " " in str(key):
            complaints.problem(where, f"{key!r} became a key of its own: put words with a comma into quotation marks")
            continue
        complaints.problem(where, f"unknown key {key!r}{meant(str(key), known)}")


def check_choice(value: object, choices: Iterable[str], where: str, complaints: Complaints) -> bool:
    """Tell whether the value is one of the choices; complain if not."""
    choices = list(choices)
    if value in choices:
        return True
    complaints.problem(where, f"{value!r} is not known{meant(str(value), choices)}")
    return False


def meant(value: str, choices: Iterable[str]) -> str:
    """Return "; did you mean ...?", or the choices if few, for the end of a message."""
    choices = list(choices)
    close = get_close_matches(value, choices, n=2, cutoff=0.5)
    if close:
        return f"; did you mean {' or '.join(map(repr, close))}?"
    return f"; known are {', '.join(choices)}" if len(choices) <= 12 else ""


def as_list(value: object, where: str, complaints: Complaints) -> list[Any]:
    """Return the list of a key that may be absent; complain of anything else."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    complaints.problem(where, f"must be a list, in [ ], not {value!r}")
    return []


def as_table(value: object, where: str, complaints: Complaints) -> Table:
    """Return the mapping of a key that may be absent; complain of anything else."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    complaints.problem(where, f"must be a mapping, in {{ }}, not {value!r}")
    return {}


def as_words(value: object, where: str, complaints: Complaints) -> str | None:
    """Return words of the text. Numbers and dates are taken back to what was written; yes, no, on, off cannot be."""
    if isinstance(value, bool) or value is None:
        complaints.problem(where, f"words of the text are expected, not {value!r}: put them into quotation marks")
        return None
    if isinstance(value, str | int | float | datetime.date):
        return str(value)
    complaints.problem(where, f"words of the text are expected, not {value!r}")
    return None


def as_date(value: object, where: str, complaints: Complaints) -> datetime.date | None:
    """Return an ISO date; complain of anything else but null."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        complaints.problem(where, f"{value!r} is not a date such as 2021-03-02")
        return None
