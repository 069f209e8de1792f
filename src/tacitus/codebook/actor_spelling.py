"""Actors by a near spelling of their name: "Jaish al-Izza" is Jaysh al-Izzah, "Ansar al-Din" is not Ansar al-Islam.

Candidates share the consonant skeleton of every content word, or of all but one long word that is nearly the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from tacitus.codebook.name_folding import DROPPED_WORDS, content_words, fold_name, skeleton
from tacitus.codebook.name_matching import NamePattern

MINIMUM_LENGTH = 5
SAME_SKELETON = 62.0
"""Least similarity (0-100) of two names whose skeletons agree word for word."""
ONE_WORD_APART = 84.0
"""Least similarity of the one pair of words whose skeletons differ."""

_JOINTS = frozenset({"al", "ul", "e", "i", "wal", "wa"})
_MORE_HEADS = (
    "boko",
    "mai",
    "ansarul",
    "ansaroul",
    "katiba",
    "katibat",
    "liwa",
    "hizbul",
    "jemaah",
    "lashkar",
    "firqat",
)
_GENERIC_TAIL = frozenset({"group", "movement", "militia", "fighters", "militants", "members", "faction"})
_WORD = r"[A-Z][\w'’`ʿʾ]*(?:[-‐‑–][\w'’`ʿʾ]+)*"
_JOINT = r"(?:al|el|ul|ad|ed|an|en|ar|as|es|ash|at|et|az|wa|wal|e|i|bin|ibn|de|del|da)"
_SEQUENCE = re.compile(rf"(?<![\w-]){_WORD}(?:\s(?:{_JOINT}[-\s])?{_WORD}|\s{_JOINT}\b){{0,6}}")


@dataclass(frozen=True, slots=True)
class SpellingHit:
    """A name found by near spelling, in original offsets."""

    start: int
    end: int
    keys: tuple[str, ...]


class SpellingIndex:
    """The names by consonant skeleton; built once, at the first question."""

    def __init__(self, patterns: Iterable[NamePattern]) -> None:
        self._by_skeleton: dict[tuple[str, ...], list[tuple[list[str], str]]] = defaultdict(list)
        self._by_all_but_one: dict[tuple[str, ...], list[tuple[list[str], str]]] = defaultdict(list)
        self._heads = {skeleton(head) for head in _MORE_HEADS}
        for pattern in patterns:
            words = content_words(pattern.name)
            if pattern.is_acronym or sum(map(len, words)) < MINIMUM_LENGTH:
                continue
            bones = tuple(map(skeleton, words))
            # Names built as "Jaysh al-Islam" or "Lashkar-e-Taiba" tell how armed groups' names begin.
            if len(words) > 1 and _JOINTS.intersection(fold_name(pattern.name).split()[1:3]):
                self._heads.add(bones[0])
            self._by_skeleton[bones].append((words, pattern.key))
            for position in range(len(bones)) if len(bones) > 1 else ():
                self._by_all_but_one[_without(bones, position)].append((words, pattern.key))

    def lookup(self, name: str) -> list[str]:
        """Return the keys of the names nearest in spelling, the nearest first; empty where none is near enough."""
        words = content_words(name)
        while len(words) > 1 and words[-1] in _GENERIC_TAIL:
            words = words[:-1]
        if sum(map(len, words)) < MINIMUM_LENGTH:
            return []
        bones = tuple(map(skeleton, words))
        scores: dict[str, float] = {}
        for known, key in self._by_skeleton.get(bones, ()):
            score = min(fuzz.ratio(one, other) for one, other in zip(words, known, strict=True))
            if score >= (SAME_SKELETON if len(words) > 1 else 75.0):
                scores[key] = max(scores.get(key, 0.0), 100.0 + score)
        if not scores:
            for position in range(len(bones)) if len(bones) > 1 else ():
                for known, key in self._by_all_but_one.get(_without(bones, position), ()):
                    score = _apart(words, known, position)
                    if score >= ONE_WORD_APART:
                        scores[key] = max(scores.get(key, 0.0), score)
        return sorted(scores, key=lambda key: -scores[key])

    def find(self, text: str, taken: list[tuple[int, int]]) -> Iterator[SpellingHit]:
        """Yield near spellings among capitalised sequences that begin as armed groups' names do."""
        for match in _SEQUENCE.finditer(text):
            yield from self._in_sequence(text, match.start(), match.end(), taken)

    def _in_sequence(self, text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[SpellingHit]:
        words = [(start + word.start(), start + word.end()) for word in re.finditer(r"[^\s\-‐‑–]+", text[start:end])]
        position = 0
        while position < len(words) - 1:
            first = words[position][0]
            head = re.sub(r"\W", "", text[first : words[position][1]]).lower()
            found = None
            if head in DROPPED_WORDS:
                position += 1
                continue
            known_head = skeleton(head) in self._heads
            if known_head or len(words) - position >= 3:
                for last in range(min(len(words), position + 7), position + 1, -1):
                    stop = words[last - 1][1]
                    if not _is_free(first, stop, taken) or fold_name(text[words[last - 1][0] : stop]) in DROPPED_WORDS:
                        continue
                    keys = self.lookup(text[first:stop])
                    if keys and len(content_words(text[first:stop])) > (1 if known_head else 2):
                        found = (SpellingHit(first, stop, tuple(keys)), last)
                        break
            if found:
                yield found[0]
                position = found[1]
            else:
                position += 1


def _is_free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Tell whether a span cuts no name already found, nor only repeats one; it may hold a shorter one."""
    return all(
        end <= other_start
        or other_end <= start
        or (start <= other_start and other_end < end)
        or (start < other_start and other_end <= end)
        for other_start, other_end in taken
    )


def _without(bones: tuple[str, ...], position: int) -> tuple[str, ...]:
    return (*bones[:position], "*", *bones[position + 1 :])


def _apart(words: list[str], known: list[str], position: int) -> float:
    """Return the similarity of the words at the position, 0 where they are too short or the rest is too different."""
    one, other = words[position], known[position]
    if min(len(one), len(other)) < MINIMUM_LENGTH or one[0] != other[0] or one[1:].isdigit():
        return 0.0
    rest = [fuzz.ratio(word, match) for word, match in zip(words, known, strict=True)]
    del rest[position]
    return fuzz.ratio(one, other) if min(rest) >= SAME_SKELETON else 0.0
