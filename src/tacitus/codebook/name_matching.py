"""Finding many names in running text in one pass, with word boundaries and capitals checked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick

from tacitus.codebook.name_folding import ARTICLES, FoldedText, fold_text
from tacitus.errors import CodebookError

_LOWERCASE_ANYWHERE = ARTICLES | {"the"}
_WORDS_AS_ACRONYMS = frozenset(
    {"is", "us", "who", "it", "mend", "aim", "all", "do", "am", "car", "has", "pa", "ps", "sis"}
)
_EXCEPTION = ""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A name to find. `=ABC` is matched in exactly that case; other names need capitals where they have them."""

    name: str
    key: str
    is_name: bool = False

    @property
    def is_acronym(self) -> bool:
        """Whether the name is matched in exactly its own case."""
        return self.name.startswith("=")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found: offsets into the original and the folded text, and all patterns that it fits."""

    start: int
    end: int
    folded_start: int
    folded_end: int
    patterns: tuple[NamePattern, ...]


@dataclass(slots=True)
class _Form:
    """A folded form: its patterns, each with the places where it asks for a capital."""

    length: int
    patterns: list[tuple[NamePattern, tuple[int, ...]]] = field(default_factory=list)


class NameMatcher:
    """A set of names compiled for search. The longest match wins; of equal ones, the first in the text.

    `exceptions` are phrases that hold a name and mean something else: "Sea of Azov" is no mention of Azov.
    """

    def __init__(self, patterns: Iterable[NamePattern], exceptions: Iterable[str] = ()) -> None:
        self._forms: dict[str, _Form] = {}
        for pattern in patterns:
            self._add(pattern)
        for phrase in exceptions:
            self._add(NamePattern(phrase, _EXCEPTION))
        self._automaton = ahocorasick.Automaton()
        for folded, form in self._forms.items():
            self._automaton.add_word(folded, form)
        self._automaton.make_automaton()

    def _add(self, pattern: NamePattern) -> None:
        name = pattern.name.removeprefix("=")
        for spelling in {name, re.sub(r"['’]s\b", "s", name)}:
            folded = fold_text(spelling)
            text = folded.text
            if not text.strip():
                continue
            capitals = tuple(
                match.start()
                for match in re.finditer(r"\w+", text)
                if match.group() not in _LOWERCASE_ANYWHERE and spelling[folded.origins[match.start()]].isupper()
            )
            form = self._forms.setdefault(text, _Form(len(text)))
            if all(known.key != pattern.key or known.is_acronym != pattern.is_acronym for known, _ in form.patterns):
                form.patterns.append((pattern, capitals))

    def exact(self, folded_name: str) -> tuple[NamePattern, ...]:
        """Return the patterns whose folded form is the given one."""
        form = self._forms.get(folded_name)
        return tuple(pattern for pattern, _ in form.patterns if pattern.key != _EXCEPTION) if form else ()

    def find(self, text: str, folded: FoldedText) -> list[NameHit]:
        """Return the names in the text, without overlaps, in order."""
        found = []
        for last, form in self._automaton.iter(folded.text):
            start, end = last - form.length + 1, last + 1
            if not folded.is_bounded(start, end):
                continue
            fitting = tuple(
                pattern for pattern, capitals in form.patterns if _fits(text, folded, start, end, pattern, capitals)
            )
            if fitting:
                found.append(NameHit(*folded.original_span(start, end), start, end, fitting))
        return [hit for hit in longest(found) if hit.patterns[0].key != _EXCEPTION]


def longest(hits: Sequence[NameHit]) -> list[NameHit]:
    """Keep the longest of overlapping hits; return them in order of the text."""
    taken: list[NameHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.folded_start - hit.folded_end, hit.folded_start)):
        if all(hit.folded_end <= other.folded_start or other.folded_end <= hit.folded_start for other in taken):
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.folded_start)


def _fits(text: str, folded: FoldedText, start: int, end: int, pattern: NamePattern, capitals: tuple[int, ...]) -> bool:
    if not pattern.is_acronym:
        return all(text[folded.origins[start + offset]].isupper() for offset in capitals)
    first, last = folded.original_span(start, end)
    written = text[first:last]
    if re.sub(r"[^\w]+", "", written) != re.sub(r"[^\w]+", "", pattern.name):
        return False
    return written.lower() not in _WORDS_AS_ACRONYMS or not line_is_capitals(text, first, last)


def read_exceptions(path: Path, where: str) -> list[str]:
    """Return the phrases of not_names.csv that are no mention of what it calls `where` ("actors", "countries")."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != ["phrase", "where", "reason"]:
            raise CodebookError("wrong columns", where=f"{path.name}:1", remedy="They must be phrase,where,reason.")
        rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if row["where"] not in ("actors", "countries") or not row["phrase"].strip():
            problem = f"unknown list {row['where']!r} or empty phrase"
            raise CodebookError(problem, where=f"{path.name}:{number}", remedy='Write "actors" or "countries".')
    return [row["phrase"].strip() for row in rows if row["where"] == where]


def line_is_capitals(text: str, start: int, end: int) -> bool:
    """Tell whether the line around a span is in capitals, so that case says nothing there."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    around = text[line_start:start] + text[end : line_end if line_end >= 0 else len(text)]
    letters = [character for character in around if character.isalpha()]
    return bool(letters) and not any(character.islower() for character in letters)
