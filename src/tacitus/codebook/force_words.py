"""Forces named by their country: "Turkish troops", "Ukraine's air force", "Iranian-backed militias"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from tacitus.codebook.countries import Country, CountryHit
from tacitus.codebook.name_folding import FoldedText, fold_name
from tacitus.errors import CodebookError
from tacitus.records.actor import ActorKind

_COLUMNS = ("word", "force", "kind", "name", "bare")
_QUALIFIERS = (
    "government regime state federal national armed special elite ground land army military paramilitary counter "
    "terrorism terror security interim transitional central official local occupation airborne allied air defence "
    "defense ministry"
)
_TIES = "backed|aligned|allied|supported|sponsored|funded|trained|linked|affiliated|controlled|run|loyal|leaning"
_NO_STATES_OWN = re.compile(r"\b(?:ethnic|rebel|guerrilla|separatist|private|liberation|insurgent|parallel|militant) $")
_GROUP_NOUNS = (
    "militias?|militiam[ae]n|militants?|forces|fighters?|rebels?|factions?|groups?|insurgents?|separatists?|gunm[ae]n|"
    "opposition|mercenaries|proxies|proxy|troops|paramilitaries|coalition|administration|authorities|army|units"
)


@dataclass(frozen=True, slots=True)
class ForceWord:
    """One word form of a force. `bare` words name a force of the theatre even without a country."""

    word: str
    force: str
    kind: ActorKind
    template: str
    bare: bool


@dataclass(frozen=True, slots=True)
class ForceHit:
    """A force found by its country, in folded offsets; `country` is null for a bare force word.

    `word_start` is where the force word itself begins.
    """

    folded_start: int
    folded_end: int
    country: str | None
    force: str
    word_start: int = -1


class ForceWords:
    """The words by which forces are named, with the grammar of the phrases they stand in."""

    def __init__(self, words: Sequence[ForceWord]) -> None:
        self._words = {fold_name(word.word): word for word in words}
        self._forces: dict[str, ForceWord] = {}
        for word in words:
            self._forces.setdefault(word.force, word)
        every = _alternation(self._words)
        qualifiers = "|".join(_QUALIFIERS.split())
        self._after = re.compile(rf"(?: s)?(?: (?:{qualifiers}))*? (?P<force>{every})(?!\w)")
        self._before = re.compile(rf"(?<!\w)(?P<force>{every}) (?:of|from) (?:the )?$")
        self._shared = re.compile(r"(?:,? (?:and|or) |, )")
        self._tied = re.compile(rf" (?:{_TIES})(?: [a-z]+){{0,3}}? (?:{_GROUP_NOUNS})(?!\w)")
        self._leaning = re.compile(rf"(?: [a-z]+){{0,2}}? (?:{_GROUP_NOUNS})(?!\w)")
        self._bare = re.compile(
            rf"(?<!\w)(?P<force>{_alternation(w for w, word in self._words.items() if word.bare)})(?!\w)"
        )

    @classmethod
    def load(cls, path: Path) -> ForceWords:
        """Read force_words.csv. Raises CodebookError naming file and line."""
        return cls(list(_read(path)))

    def split_id(self, actor_id: str) -> tuple[str, str] | None:
        """Return country code and force of a derived actor id such as "tr-air-force", or None."""
        code, _, force = actor_id.partition("-")
        force = force.replace("-", "_")
        return (code.upper(), force) if force in self._forces and len(code) == 2 else None

    def is_state(self, force: str) -> bool:
        """Tell whether a force is a state's own."""
        return self._forces[force].kind == "state_forces"

    def describe(self, country: Country, force: str) -> tuple[str, str, ActorKind]:
        """Return id, canonical name and kind of a force of a country."""
        word = self._forces[force]
        name = word.template.format(adjective=country.adjective, name=country.name)
        return force_id(country.code, force), name, word.kind

    def find(self, text: str, folded: FoldedText, countries: Sequence[CountryHit]) -> list[ForceHit]:
        """Return the forces in the text, those without a country last. Hits may overlap named groups."""
        hits: list[ForceHit] = []
        following: ForceHit | None = None
        for country in reversed(countries):
            following = self._at(text, folded, country, following)
            if following:
                hits.append(following)
        hits.reverse()
        covered = [(hit.folded_start, hit.folded_end) for hit in hits]
        for match in self._bare.finditer(folded.text):
            if _NO_STATES_OWN.search(folded.text, max(0, match.start() - 24), match.start()):
                continue
            if not any(start < match.end() and match.start() < end for start, end in covered):
                force = self._words[match["force"]].force
                hits.append(ForceHit(match.start(), match.end(), None, force))
        return hits

    def _at(self, text: str, folded: FoldedText, country: CountryHit, following: ForceHit | None) -> ForceHit | None:
        start, end = country.folded_start, country.folded_end
        if country.word == "people":
            return None
        before = folded.text[max(0, start - 5) : start]
        if before.endswith(("anti ", "non ")):
            return None
        if before.endswith("pro "):
            match = self._leaning.match(folded.text, end)
            return ForceHit(start - 4, match.end(), country.code, "proxies") if match else None
        match = self._tied.match(folded.text, end)
        if match and "." not in match.group():
            return ForceHit(start, match.end(), country.code, "proxies")
        match = self._after.match(folded.text, end)
        if match and _is_one_phrase(text, folded, start, match.end()):
            if country.word == "name" and match["force"] == "state":
                # "Darfur state", "Kachin State": a province, nobody who acts.
                return None
            force = self._words[match["force"]].force
            if country.word != "capital" or folded.text.startswith(" s ", end) or force == "police":
                return ForceHit(start, match.end(), country.code, force, match.start("force"))
        # "Syrian and Russian warplanes": the first adjective shares the force of the second.
        if country.word == "adjective" and following and following.country and following.force != "proxies":
            joint = self._shared.fullmatch(folded.text, end, following.folded_start)
            if joint:
                return ForceHit(start, end, country.code, following.force)
        if country.word == "name":
            match = self._before.search(folded.text, max(0, start - 40), start)
            if match:
                return ForceHit(match.start(), end, country.code, self._words[match["force"]].force)
        if country.word == "metonym":
            return ForceHit(start, end, country.code, "government")
        return None


def force_id(code: str, force: str) -> str:
    """Return the actor id of a force of a country: "tr-air-force"."""
    return f"{code.lower()}-{force.replace('_', '-')}"


def _is_one_phrase(text: str, folded: FoldedText, start: int, end: int) -> bool:
    """Tell whether no paragraph ends inside: a page break in mid sentence goes on in lower case."""
    first, last = folded.original_span(start, end)
    return not re.search(r"\n\s*\n\s*[A-Z]|[^\S\n]*\n\s*(?=[A-Z])", text[first:last]) or text[first:last].isupper()


def _alternation(words: Iterator[str] | dict[str, ForceWord]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _read(path: Path) -> Iterator[ForceWord]:
    seen: set[str] = set()
    kinds: dict[str, tuple[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise CodebookError("wrong columns", where=f"{path.name}:1", remedy=f"They must be {','.join(_COLUMNS)}.")
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values() or not row["word"].strip() or not row["force"].strip():
                raise CodebookError("cells are missing", where=where, remedy="Give word, force, kind and name.")
            if row["kind"] not in get_args(ActorKind):
                raise CodebookError(f"unknown kind {row['kind']!r}", where=where, remedy=_kinds_remedy())
            if fold_name(row["word"]) in seen:
                raise CodebookError(f"{row['word']!r} is given twice", where=where, remedy="Keep one of the rows.")
            seen.add(fold_name(row["word"]))
            if kinds.setdefault(row["force"], (row["kind"], row["name"])) != (row["kind"], row["name"]):
                raise CodebookError(
                    f"force {row['force']!r} has two kinds or names", where=where, remedy="Use those of its first row."
                )
            kind: ActorKind = row["kind"]  # type: ignore[assignment]
            yield ForceWord(row["word"].strip(), row["force"].strip(), kind, row["name"], bool(row["bare"].strip()))


def _kinds_remedy() -> str:
    return f"Known kinds: {', '.join(get_args(ActorKind))}."
