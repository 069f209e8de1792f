"""Place names in other languages: which words name a place, in the form in which the gazetteer has it.

A name needs a reason to be one: a kind of place or a preposition of place before it, a kind behind it, the case
ending that Turkish cuts off with an apostrophe, or another place beside it in a list. Better a name missed than a
person or a word taken for a village.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tacitus.gazetteer import Gazetteer
from tacitus.gazetteer.countries import name_of_country
from tacitus.languages.words import LanguageWords, base_forms, fold
from tacitus.parse.place_names import PlaceName

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_LONGEST = 4
_BIG = 15_000
"""Population from which a name after a mere preposition is taken in scripts without capitals."""
_TOWN = 20_000
"""Population from which a capitalised name is taken by itself, where others put the article into its country."""
_TYPE_WORDS = {"settlement": "town", "admin1": "province", "admin2": "district", "site": "camp"}
_CAPITALS = frozenset({"es", "fr", "ru", "tr", "uk"})
_PROVINCE = " Oblast"
_OWN_NAMES = frozenset({"ru", "uk"})
"""Languages whose provinces have names of their own: a bare name is the town's."""
_LATIN = frozenset({"es", "fr", "tr"})
_ELIDED = re.compile(r"^(?:[dl]|qu)['’]", re.IGNORECASE)

Span = tuple[int, int]


@dataclass
class PlaceFinder:
    """Finds the place names of one text."""

    text: str
    words: LanguageWords
    gazetteer: Gazetteer
    blocked: list[Span]
    folded: str = field(init=False)
    tokens: list[Span] = field(init=False)
    countries: set[int] = field(init=False, default_factory=set)
    """Where names of countries begin."""
    weak: set[int] = field(init=False, default_factory=set)
    """Where names begin that only their capital and the gazetteer speak for."""

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self.tokens = [self._without_elision(*match.span()) for match in _WORD.finditer(self.folded)]

    def _without_elision(self, start: int, end: int) -> Span:
        """ "d'Alep" is a word and a name."""
        elided = _ELIDED.match(self.text[start:end]) if self.words.code == "fr" else None
        return (start + elided.end(), end) if elided else (start, end)

    def find(self) -> list[PlaceName]:
        """The names in order, each with the kind of place that the text says."""
        names: list[PlaceName] = []
        at = 0
        while at < len(self.tokens):
            found = self._at(at, names[-1] if names else None)
            if found is None:
                at += 1
                continue
            count, name = found
            names.append(name)
            at += count
        return names

    def _at(self, at: int, before: PlaceName | None) -> tuple[int, PlaceName] | None:
        start, end = self.tokens[at]
        if any(s < end and start < e for s, e in self.blocked):
            return None
        for count in range(min(_LONGEST, len(self.tokens) - at), 0, -1):
            last = self.tokens[at + count - 1][1]
            if not self._is_phrase(at, count):
                continue
            for cut in self._cuts(at):
                found = self._named(start + cut, last, at, count, before)
                if found is not None:
                    return count, found
        return None

    def _cuts(self, at: int) -> Iterator[int]:
        """Nothing, or what is joined to the front of the word ("bi-", "wa-")."""
        start, end = self.tokens[at]
        yield 0
        for prefix in self.words["prefixes"]:
            if self.folded.startswith(prefix, start) and end - start - len(prefix) > 2:
                yield len(prefix)

    def _is_phrase(self, at: int, count: int) -> bool:
        """Whether the words can be one name: on one line, unbroken, with the capitals of a name."""
        first, last = self.tokens[at], self.tokens[at + count - 1]
        if re.search(r"[^\w\s'’ʼ-]|\n", self.text[first[0] : last[1]]):
            return False
        if self.words.code not in _CAPITALS:
            return True
        parts = [self.text[s:e] for s, e in self.tokens[at : at + count]]
        if not (parts[0][:1].isupper() and parts[-1][:1].isupper()):
            # "Донецкая область": the kind behind the name is seen as such.
            return False
        return all(part[:1].isupper() or fold(part) in self.words["between_names"] for part in parts)

    def _named(self, start: int, end: int, at: int, count: int, before: PlaceName | None) -> PlaceName | None:
        kind = self._kind_before(start) or self._kind_after(end)
        end = self._without_suffix(start, end)
        folded = self.folded[start:end]
        suffixed = end < self.tokens[at + count - 1][1]
        if folded in self.words["not_places"] or len(folded) < 3:
            return None
        reason = (
            bool(kind)
            or suffixed
            or self._stands_behind(end)
            or self._after_preposition(start)
            or self._in_list(start, before)
        )
        country = self._country(folded)
        if country is not None:
            self.countries.add(start)
            return PlaceName(start, end, country)
        if not reason and not self._stands_alone(start, end):
            return None
        known = self._known(self.text[start:end], folded, kind)
        whole = not re.search(r"['’ʼ]", self.text[start:end])
        if known is None and whole and (kind == "settlement" or suffixed) and self.words.code in _LATIN:
            # A village in a spelling of its own: near spellings are sought for among the article's places.
            known = (self.text[start:end], 0)
        if known is None:
            return None
        name, population = known
        if not reason:
            if population < _TOWN:
                return None
            self.weak.add(start)
        if kind is None and self.words.code not in _CAPITALS and population < _BIG and not self._in_list(start, before):
            return None
        if name.endswith(_PROVINCE):
            # "Харківщина": a province by its own name, known in the gazetteer by its seat's.
            name, kind = name.removesuffix(_PROVINCE), "admin1"
        elif kind is None and self.words.code in _OWN_NAMES and not self._is_listed(folded):
            kind = "settlement"
        type_word = _TYPE_WORDS.get(kind or "")
        return PlaceName(start, end, name, type_word=type_word, relation="in")

    def _is_listed(self, folded: str) -> bool:
        """Whether the name is one of those that the gazetteer lacks, many of them regions."""
        return any(form in self.words.places for form in base_forms(folded, self.words))

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a capital that begins no sentence stands between words without one: no part of a person's name."""
        if self.words.code not in _CAPITALS:
            return False
        before = re.search(r"([^\W\d_]+)[ ,]+$", self.text[:start])
        after = re.match(r" +([^\W\d_]+)", self.text[end:])
        capital_after = after is not None and after.group(1)[:1].isupper()
        return before is not None and not before.group(1)[:1].isupper() and not capital_after

    def base_name(self, start: int, end: int) -> str | None:
        """The name under which the gazetteer or the list of countries has a stretch of the text, or None."""
        end = self._without_suffix(start, end)
        folded = self.folded[start:end]
        country = self._country(folded)
        if country is not None:
            return country
        known = self._known(self.text[start:end], folded, None)
        return known[0] if known is not None else None

    def _without_suffix(self, start: int, end: int) -> int:
        if not self.words.apostrophe_suffix:
            return end
        mark = re.search(r"['’ʼ][^\W\d_]{1,8}$", self.folded[start:end])
        return start + mark.start() if mark else end

    def _country(self, folded: str) -> str | None:
        for form in base_forms(folded, self.words):
            code = self.words.countries.get(form)
            if code is not None:
                return name_of_country(code) or None
        return None

    def _known(self, name: str, folded: str, kind: str | None) -> tuple[str, int] | None:
        """The name as the gazetteer has it, and its population; the Latin name where a province is meant."""
        own = next((self.words.places[f] for f in base_forms(folded, self.words) if f in self.words.places), None)
        forms = [name, *self._base_names(name, folded)]
        if own is not None and own.endswith(_PROVINCE):
            return own, _BIG
        for form in [own, *forms] if own is not None else forms:
            if not self.gazetteer.is_known(form):
                continue
            found = self.gazetteer.candidates(form, fuzzy=False)
            exact = [one for one in found if one.match in ("exact", "variant")]
            if not exact:
                continue
            best = max(exact, key=lambda one: one.population)
            one_country = len({one.country_code for one in exact}) == 1
            # The gazetteer knows other scripts as mere variants, which weigh little: its own name weighs in full.
            own_name = kind in ("admin1", "admin2") or (one_country and self.words.code not in _LATIN)
            return (best.name if own_name else form), max(best.population, _BIG if form == own else 0)
        return None

    def _base_names(self, name: str, folded: str) -> Iterator[str]:
        """The name with each of its words in a form that a list of names may have."""
        if not self.words.case_endings:
            return
        head, _, last = folded.rpartition(" ")
        for form in base_forms(last, self.words)[1:]:
            if not head:
                yield form
                continue
            first = base_forms(head, self.words) if " " not in head else [head]
            for one in first:
                yield f"{one} {form}"

    def _kind_before(self, start: int) -> str | None:
        return next(
            (k for k, listed in self.words.table("place_types").items() if self._stands_before(start, listed)), None
        )

    def _kind_after(self, end: int) -> str | None:
        behind = self.folded[end : end + 24].lstrip()
        after = {
            **self.words.table("place_after"),
            "admin1": (*self.words.table("place_after").get("admin1", ()), *self.words["admin1_after"]),
            "admin2": (*self.words.table("place_after").get("admin2", ()), *self.words["admin2_after"]),
        }
        for kind, listed in after.items():
            if any(behind.startswith(word) and not behind[len(word) : len(word) + 1].isalnum() for word in listed):
                return str(kind)
        return None

    def _stands_behind(self, end: int) -> bool:
        """Whether a word of place stands behind the name ("Afrin üzerinden")."""
        behind = re.match(r"(?:['’ʼ]\w+)?\s+([^\W\d_]+)", self.folded[end : end + 40])
        return behind is not None and behind.group(1) in self.words["place_behind"]

    def _stands_before(self, start: int, listed: tuple[str, ...]) -> bool:
        before = self.folded[max(0, start - 40) : start].rstrip(' \n"«„“')
        for word in listed:
            if before.endswith(word):
                at = len(before) - len(word) - 1
                joined = before[: at + 1]
                if at < 0 or not before[at].isalnum() or self._is_prefix(joined):
                    return True
        return False

    def _is_prefix(self, before: str) -> bool:
        """Whether the last word before is only what Arabic joins to the next one."""
        last = re.search(r"[^\W\d_]+$", before)
        return last is not None and last.group() in self.words["prefixes"]

    def _after_preposition(self, start: int) -> bool:
        return self._stands_before(start, self.words["place_before"])

    def _in_list(self, start: int, before: PlaceName | None) -> bool:
        """Whether only a comma or "and" stands between the name and the place before it."""
        if before is None or not 0 <= start - before.end <= 12:
            return False
        between = self.folded[before.end : start].strip()
        parts = re.sub(r"[,،/-]", " ", between).split()
        return bool(between) and all(part in self.words["joiners"] for part in parts)
