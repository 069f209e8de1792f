"""The rules of lines that are never coded: loaded from boilerplate.yaml and from a researcher's own file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from tacitus.errors import CodebookError

Ends = Literal["always", "if_little_follows", "never"]

KINDS = frozenset(
    (
        *("navigation", "share", "related", "donation", "copyright", "disclaimer", "note_to_readers", "subscription"),
        *("byline", "dateline_block", "section_labels", "media_link", "comments", "author_biography", "contact"),
        "headline",
    )
)
"""The closed vocabulary of `Boilerplate.kind`."""

_ENDS = ("always", "if_little_follows", "never")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class LineRule:
    """One pattern of lines, what it marks, and whether the article ends there."""

    kind: str
    pattern: re.Pattern[str]
    ends: Ends


@dataclass(frozen=True, slots=True)
class Rules:
    """All line rules in order, and the news agencies by lower-case name."""

    lines: tuple[LineRule, ...]
    agencies: frozenset[str]

    def classify(self, plain: str) -> LineRule | None:
        """The first rule that a plain line answers to."""
        line = plain[:_LONGEST]
        return next((rule for rule in self.lines if rule.pattern.match(line)), None)

    def is_agency(self, name: str) -> bool:
        """Tell whether a name is a known news agency's."""
        return name.strip().lower() in self.agencies


def load_rules(extra: Path | None = None) -> Rules:
    """The shipped rules, after those of a researcher's file of the same form. Raises CodebookError."""
    shipped = _shipped_rules()
    if extra is None:
        return shipped
    try:
        content = extra.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"the rules cannot be read ({error})", where=str(extra)) from error
    own = _parse(content, str(extra))
    return Rules(own.lines + shipped.lines, own.agencies | shipped.agencies)


@lru_cache(maxsize=1)
def _shipped_rules() -> Rules:
    path = Path(__file__).with_name("boilerplate.yaml")
    return _parse(path.read_text(encoding="utf-8"), path.name)


def _parse(content: str, where: str) -> Rules:
    import yaml

    try:
        data: Any = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise CodebookError(f"not valid YAML ({error})", where=where, remedy="See read/boilerplate.yaml") from error
    if not isinstance(data, dict):
        raise CodebookError("no mapping with `lines`", where=where, remedy="See read/boilerplate.yaml")
    entries = data.get("lines") or []
    if not isinstance(entries, list):
        raise CodebookError("`lines` is not a list", where=where, remedy="See read/boilerplate.yaml")
    agencies = data.get("agencies") or []
    rules = tuple(_rule(entry, f"{where}: lines[{number}]") for number, entry in enumerate(entries))
    return Rules(rules, frozenset(str(name).strip().lower() for name in agencies))


def _rule(entry: object, where: str) -> LineRule:
    if not isinstance(entry, dict) or not isinstance(entry.get("pattern"), str):
        raise CodebookError("a rule needs `kind` and `pattern`", where=where)
    kind, ends = entry.get("kind"), entry.get("ends", "never")
    if kind not in KINDS:
        raise CodebookError(f"unknown kind {kind!r}", where=where, remedy=f"Use one of: {', '.join(sorted(KINDS))}")
    if ends not in _ENDS:
        raise CodebookError(f"unknown ends {ends!r}", where=where, remedy=f"Use one of: {', '.join(_ENDS)}")
    try:
        pattern = re.compile(entry["pattern"], re.IGNORECASE)
    except re.error as error:
        raise CodebookError(f"not a regular expression ({error})", where=where) from error
    return LineRule(kind, pattern, cast(Ends, ends))
