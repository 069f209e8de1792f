"""Mentions of actors in running text: named groups, forces named by their country, peoples, near spellings.

`python -m tacitus.codebook.actor_matching --report` measures the matching over pairs of spelling and expected actor.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tacitus.codebook.actor_spelling import SpellingIndex
from tacitus.codebook.countries import CountryHit
from tacitus.codebook.force_words import ForceHit, ForceWords, force_id
from tacitus.codebook.name_folding import FoldedText, fold_name
from tacitus.codebook.name_matching import NameHit, NameMatcher, NamePattern

Match = Literal["name", "alias", "acronym", "spelling", "force", "bare", "people"]
Head = Literal["group", "force", "proxies", "source", "people"]

_GENERIC_BEGINNINGS = frozenset(
    {"national", "popular", "people", "peoples", "islamic", "united", "democratic", "revolutionary", "patriotic"}
    | {"southern", "northern", "eastern", "western", "liberation", "salvation", "resistance", "armed", "free"}
)
"""Words with which the names of many groups begin: behind another name they are the rest of a longer one."""

_SENTENCE_WORDS = frozenset(
    {"the", "a", "this", "that", "and", "but", "while", "when", "if", "as", "in", "on", "by", "of"}
)


@dataclass(frozen=True, slots=True)
class ActorHit:
    """A mention of an actor. `text[start:end]` are its words.

    `actor_ids` holds every actor that goes by these words, the likeliest first; it is empty for a `bare` force word
    ("government forces"), whose country the theatre must tell. `country` and `force` are set for forces: pass them to
    `ActorLexicon.force_actor`. `people` ("the Russians") deserves little trust. `in_theatre` tells whether the first
    actor is known in one of the countries that the text speaks of; None where that cannot be said.
    """

    start: int
    end: int
    actor_ids: tuple[str, ...]
    match: Match
    head: Head = "group"
    country: str | None = None
    force: str | None = None
    in_theatre: bool | None = None


class ActorMatcher:
    """All names of a lexicon, compiled for running text."""

    def __init__(
        self,
        patterns: Sequence[NamePattern],
        forces: ForceWords,
        source_ids: frozenset[str],
        exceptions: Sequence[str] = (),
        countries_of: Callable[[str], Sequence[str]] = lambda actor_id: (),
    ) -> None:
        self._patterns = patterns
        self._countries_of = countries_of
        self._matcher = NameMatcher(patterns, exceptions)
        self._forces = forces
        self._source_ids = source_ids
        self._spelling: SpellingIndex | None = None

    @property
    def spelling(self) -> SpellingIndex:
        """The index of near spellings, built at its first use."""
        if self._spelling is None:
            self._spelling = SpellingIndex(self._patterns)
        return self._spelling

    def exact(self, name: str) -> list[str]:
        """Return the ids of the actors that go by exactly this name, canonical names first."""
        patterns = [
            pattern
            for pattern in self._matcher.exact(fold_name(name))
            if not pattern.is_acronym or _letters(pattern.name) == _letters(name)
        ]
        return [pattern.key for pattern in sorted(patterns, key=lambda pattern: not pattern.is_name)]

    def find(self, text: str, folded: FoldedText, countries: Sequence[CountryHit]) -> list[ActorHit]:
        """Return all mentions in order of the text, without overlaps: named groups win over forces."""
        before = {country.folded_end: country.code for country in countries if country.word in ("name", "adjective")}
        named = [self._named(text, folded, hit, before) for hit in self._matcher.find(text, folded)]
        hits = [hit for hit in named if isinstance(hit, ActorHit)]
        taken = [(hit.start, hit.end) for hit in hits]
        tails = [hit for hit in named if not isinstance(hit, ActorHit)]
        for spelled in self.spelling.find(text, taken + tails):
            # A longer name in another spelling wins over a name inside it: "Kataeb Hizbollah" is not Hezbollah.
            hits = [hit for hit in hits if not (spelled.start <= hit.start and hit.end <= spelled.end)]
            hits.append(self._of(spelled.start, spelled.end, spelled.keys, "spelling"))
            taken.append((spelled.start, spelled.end))
        for force in self._forces.find(text, folded, countries):
            start, end = folded.original_span(force.folded_start, force.folded_end)
            if force.word_start >= 0 and (inner := (folded.origins[force.word_start], end)) in taken:
                # The force word is a name by itself: "Sudanese Red Crescent".
                hits = [hit for hit in hits if (hit.start, hit.end) != inner]
                taken.remove(inner)
            if not _overlaps(start, end, taken + tails) and not (
                force.country is None and _follows(text, start, taken)
            ):
                hits.append(_force_hit(start, end, force, self._forces))
                taken.append((start, end))
        for country in countries:
            if country.word == "people" and not _overlaps(country.start, country.end, taken):
                hits.extend(_people_hit(folded, country))
        return sorted(hits, key=lambda hit: hit.start)

    def _named(self, text: str, folded: FoldedText, hit: NameHit, before: dict[int, str]) -> ActorHit | tuple[int, int]:
        """Return the mention, or only its span where the words before show that it is the tail of another name."""
        ordered = sorted(hit.patterns, key=lambda pattern: (not pattern.is_acronym, not pattern.is_name))
        match: Match = "acronym" if ordered[0].is_acronym else "name" if ordered[0].is_name else "alias"
        ids = tuple(dict.fromkeys(pattern.key for pattern in ordered))
        start = hit.folded_start
        country = before.get(start - 1) or (before.get(start - 3) if folded.text[:start].endswith(" s ") else None)
        if country is not None:
            local = [key for key in ids if country in self._countries_of(key)]
            ids = (*local, *(key for key in ids if key not in local))
            foreign = not local and all(self._countries_of(key) for key in ids)
        else:
            foreign = _continues_a_name(text, hit.start)
        if foreign and folded.text[start : hit.folded_end].split(" ")[0] in _GENERIC_BEGINNINGS:
            return hit.start, hit.end
        return self._of(hit.start, hit.end, ids, match)

    def _of(self, start: int, end: int, actor_ids: tuple[str, ...], match: Match) -> ActorHit:
        parts = self._forces.split_id(actor_ids[0])
        parts = parts if parts and self._forces.is_state(parts[1]) else None
        head: Head = "source" if actor_ids[0] in self._source_ids else "force" if parts else "group"
        country, force = parts or (None, None)
        return ActorHit(start, end, actor_ids, match, head, country, force)


def by_theatre(
    hits: Sequence[ActorHit],
    theatre: Sequence[str],
    countries_of: Callable[[str], Sequence[str]],
    *,
    named: Sequence[str] | None = None,
    is_active: Callable[[str], bool] = lambda actor_id: True,
) -> list[ActorHit]:
    """Order the actors of each hit by how well they fit: theatre, then year, then rank in the theatre.

    Nothing is dropped. `named` are the countries that the text itself names (else the theatre): a group is no evidence
    for its own place.
    """
    named = theatre if named is None else named

    def misfit(actor_id: str) -> tuple[bool, bool, int]:
        places = [theatre.index(code) for code in countries_of(actor_id) if code in theatre]
        return not places, not is_active(actor_id), min(places, default=0)

    ordered = []
    for hit in hits:
        ids = tuple(sorted(hit.actor_ids, key=misfit)) if len(hit.actor_ids) > 1 else hit.actor_ids
        known = countries_of(ids[0]) if ids and named else ()
        ordered.append(replace(hit, actor_ids=ids, in_theatre=any(code in named for code in known) if known else None))
    return ordered


def _continues_a_name(text: str, start: int) -> bool:
    """Tell whether a capitalised word within the sentence stands directly before: "Ogaden National ..."."""
    previous = re.search(r"(?<![.!?:;\n\"“”'‘’(])[ ]([A-Z][\w-]+) $", text[max(0, start - 40) : start])
    return previous is not None and previous[1].lower() not in _SENTENCE_WORDS


def _force_hit(start: int, end: int, force: ForceHit, words: ForceWords) -> ActorHit:
    if force.country is None:
        return ActorHit(start, end, (), "bare", "force", None, force.force)
    head: Head = "proxies" if force.force == "proxies" else "force"
    if head == "force" and not words.is_state(force.force):
        head = "group"
    return ActorHit(start, end, (force_id(force.country, force.force),), "force", head, force.country, force.force)


def _people_hit(folded: FoldedText, country: CountryHit) -> list[ActorHit]:
    before = folded.text[max(0, country.folded_start - 5) : country.folded_start]
    if not (before.endswith(" the ") or before == "the "):
        return []
    ids = (force_id(country.code, "military"),)
    return [ActorHit(country.start, country.end, ids, "people", "people", country.code, "military")]


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _follows(text: str, start: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a bare force word only completes the name before it ("Hezbollah forces")."""
    return any(other_end <= start and not text[other_end:start].strip() for _, other_end in taken)


def _letters(name: str) -> str:
    return "".join(character for character in name if character.isalnum())


def report(pairs: Path) -> str:
    """Return precision and recall of `lookup` and `find` over a table of spelling, actor_id, theatre."""
    from tacitus.codebook.actors import ActorLexicon

    lexicon = ActorLexicon.load()
    lines = []
    with pairs.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for way in ("lookup", "find"):
        right = wrong = missed = 0
        for row in rows:
            spelling, expected = row["spelling"], row["actor_id"]
            theatre = row["theatre"].split("|") if row["theatre"] else []
            if way == "lookup":
                ids = [entry.actor_id for entry in lexicon.lookup(spelling, theatre=theatre)]
            else:
                found = lexicon.find(f"Clashes with {spelling} went on near the town.", theatre=theatre)
                ids = [hit.actor_ids[0] for hit in found if hit.actor_ids and hit.end - hit.start > len(spelling) / 2]
            given = ids[0] if ids else ""
            right += bool(expected) and given == expected
            wrong += bool(given) and given != expected
            missed += bool(expected) and given != expected
            if given != expected:
                lines.append(f"{way}: {spelling!r} gave {given or 'none'}, expected {expected or 'none'}")
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        lines.append(f"{way}: {len(rows)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report on near spellings and homonyms."""
    parser = argparse.ArgumentParser(description="Measure the matching of actors' names.")
    parser.add_argument("--report", action="store_true", required=True, help="print precision and recall")
    parser.add_argument("--pairs", type=Path, default=Path("tests/codebook/alias_pairs.csv"), help="table of pairs")
    sys.stdout.write(report(parser.parse_args(arguments).pairs) + "\n")


if __name__ == "__main__":
    main()
