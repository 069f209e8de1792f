"""Actors in other languages: the lexicon's names in that language's spelling, found through their endings."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from tacitus.codebook.actors import ActorEntry, ActorLexicon
from tacitus.errors import CodebookError
from tacitus.languages.words import FOLDER, LANGUAGES, LanguageWords, fold, load_words, stem
from tacitus.records import Actor

NAMES_FILE = FOLDER / "actors.csv"
_COLUMNS = ["actor_id", "language", "names"]
_WORD = re.compile(r"[^\W_]+")
_SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "uk": re.compile(r"[\u0400-\u04ff]"),
}

Key = tuple[str, ...]


class NameIndex:
    """All names of a lexicon as a language writes them: sequences of stems -> ids of actors."""

    def __init__(self, lexicon: ActorLexicon, language: str) -> None:
        self.words = load_words(language)
        self._index: dict[str, list[tuple[Key, str, bool]]] = defaultdict(list)
        script = _SCRIPTS.get(language)
        for entry in lexicon:
            for name in (entry.name, *entry.aliases):
                if script is None or script.search(name):
                    self._add(name, entry.actor_id)
        for actor_id, own, names in _names():
            if own == language:
                lexicon.get(actor_id)
                for name in names:
                    self._add(name, actor_id)
        for listed in self._index.values():
            listed.sort(key=lambda one: -len(one[0]))

    def _add(self, name: str, actor_id: str) -> None:
        exact = name.startswith("=")
        key = tuple(self._stems(fold(name.lstrip("="))))
        if key and (len(key) > 1 or len(key[0]) > 2):
            self._index[key[0]].append((key, actor_id, exact or name.isupper()))

    def _stems(self, folded: str) -> list[str]:
        return [stem(word, self.words) for word in _WORD.findall(folded)]

    def find(self, text: str) -> list[tuple[int, int, list[str]]]:
        """The names in a text: (start, end, ids), the longest at each word, without overlaps."""
        folded = fold(text)
        tokens = [match.span() for match in _WORD.finditer(folded)]
        stems = [stem(folded[start:end], self.words) for start, end in tokens]
        found: list[tuple[int, int, list[str]]] = []
        at = 0
        while at < len(tokens):
            best = self._at(at, tokens, stems, text, folded)
            if best is None:
                at += 1
                continue
            length, start, ids = best
            found.append((start, tokens[at + length - 1][1], ids))
            at += length
        return found

    def _at(
        self, at: int, tokens: list[tuple[int, int]], stems: list[str], text: str, folded: str
    ) -> tuple[int, int, list[str]] | None:
        start, end = tokens[at]
        for cut, first in self._beginnings(folded[start:end], stems[at]):
            ids: list[str] = []
            length = 0
            for key, actor_id, exact in self._index.get(first, ()):
                if length and len(key) < length:
                    break
                if key[1:] != tuple(stems[at + 1 : at + len(key)]):
                    continue
                last = tokens[at + len(key) - 1][1]
                if _broken(text[start:last]) or (exact and not _as_acronym(text[start:last])):
                    continue
                length = len(key)
                ids.append(actor_id)
            if ids:
                return length, start + cut, list(dict.fromkeys(ids))
        return None

    def _beginnings(self, word: str, stemmed: str) -> Iterator[tuple[int, str]]:
        """The word as it stands, and without what is joined to its front ("wa-", "bi-")."""
        yield 0, stemmed
        for prefix in self.words["prefixes"]:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) > 2:
                yield len(prefix), stem(rest, self.words)
                if prefix.endswith("ل"):
                    # "li" and the article are written as one: "lil-jaysh" is "li" + "al-jaysh".
                    yield len(prefix), stem("ال" + rest, self.words)


def _as_acronym(words: str) -> bool:
    """Whether words are written as an acronym: in capitals, or as French papers write those that can be spoken."""
    return words.isupper() or (len(words) > 3 and words[:1].isupper() and words.isalpha())


def _broken(words: str) -> bool:
    return "\n" in words or re.search(r"[.;:!?،؛؟]\s", words) is not None


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    rows = []
    with NAMES_FILE.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != _COLUMNS:
            raise CodebookError(
                "wrong columns", where="languages/actors.csv:1", remedy=f"They must be {','.join(_COLUMNS)}."
            )
        for row in reader:
            where = f"languages/actors.csv:{reader.line_num}"
            if None in row or row["language"] not in LANGUAGES:
                raise CodebookError("wrong cells or unknown language", where=where, remedy="See the rows beside it.")
            names = tuple(name.strip() for name in row["names"].split("|") if name.strip())
            rows.append((row["actor_id"], row["language"], names))
    return tuple(rows)


def find_actors(
    text: str, index: NameIndex, lexicon: ActorLexicon, theatre: list[str], year: int | None
) -> list[Actor]:
    """The known actors that a text names, in order. Of homonyms the one of the theatre and year is taken."""
    actors = []
    for start, end, ids in index.find(text):
        entries = sorted((lexicon.get(actor_id) for actor_id in ids), key=lambda entry: _unlikely(entry, theatre, year))
        entry = entries[0]
        kind = entry.kind_in(year)
        if kind == "state_forces" and theatre and entry.countries and theatre[0] not in entry.countries:
            kind = "external_forces"
        actors.append(
            Actor(text=text[start:end], start=start, end=end, actor_id=entry.actor_id, name=entry.name, kind=kind)
        )
    return actors


def _unlikely(entry: ActorEntry, theatre: list[str], year: int | None) -> tuple[bool, bool]:
    return not (set(entry.countries) & set(theatre)), year is not None and not entry.active_in(year)


def words_of(language: str) -> LanguageWords:
    """The words of a language."""
    return load_words(language)
