"""Runs of capitalised words that may name a place, with Arabic, Spanish and French particles kept inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tacitus.parse.place_words import (
    ACRONYMS_OF_COUNTRIES,
    BREAKING,
    DEMONYMS,
    LINEAR,
    MODIFIERS,
    MONTHS_AND_DAYS,
    OPENING_PARTICLES,
    PARTICLES,
    TITLES,
)

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]{1,3}-?\d{1,3}\b|(?:St|Mt|Ft)\.(?=\s[A-Z])"
    r"|[`ʿ]?[^\W\d_]+(?:[’'`‘ʼʾʿ´-]{1,2}[^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s$")
_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|ad|adh|at|ath|an|az|ez|es|er|ed|en|et|ul)[-’'][`'’ʿ‘]?[A-Z]")
_COMPOUND = re.compile(
    r"-(?:backed|held|controlled|led|linked|based|born|run|made|affiliated|era|style|wide|occupied|aligned|friendly|"
    r"supported|allied|administered|Qaeda|Shabaab|Nusra|general|elect|trained|speaking)s?$"
)
_WITH_OF = frozenset(("gulf", "strait", "straits", "bay", "horn", "sea", "isle", "republic", "kingdom"))
_ORDINARY_OPENERS = DEMONYMS | {"new", "old", "two", "three", "seven"}
_ROUTES = LINEAR | {"roads", "highways", "supply"}


@dataclass(slots=True)
class Word:
    """A word of the text. `possessive` where a "'s" was cut off its end."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@dataclass(slots=True)
class Chunk:
    """A run of capitalised words. `person` where a title or a forename goes before; `initial` at a sentence's start."""

    start: int
    end: int
    words: list[Word]
    person: bool = False
    initial: bool = False
    possessive: bool = False

    def text(self, text: str) -> str:
        """Return the run's words as they stand."""
        return text[self.start : self.end]


def words_of(text: str) -> list[Word]:
    """Cut a text into words; hyphens and apostrophes inside a word belong to it."""
    words = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        possessive = _POSSESSIVE.search(match.group())
        if possessive:
            end -= 2
        words.append(Word(start, end, text[start:end], possessive is not None))
    return words


def is_capitalised(word: str) -> bool:
    """Tell whether a word is written as a name: a capital first, or an Arabic article joined to one."""
    return word.lstrip("`ʿ'‘")[:1].isupper() or _ARTICLE.match(word) is not None


def find_chunks(text: str, is_known: Callable[[str], bool], taken: Sequence[tuple[int, int]]) -> list[Chunk]:
    """Find the runs of capitalised words outside the spans already `taken`."""
    words = words_of(text)
    taken = sorted(taken)
    chunks: list[Chunk] = []
    position = 0
    while position < len(words):
        run = _run_from(words, position, text, is_known, taken)
        if not run:
            position += 1
            continue
        chunks += _as_chunks(run, words, position, text)
        position += len(run)
    return chunks


def _run_from(
    words: list[Word], position: int, text: str, is_known: Callable[[str], bool], taken: Sequence[tuple[int, int]]
) -> list[Word]:
    known = _known_opening(words, position, text, is_known, taken)
    run = known
    for index in range(position + len(known), len(words)):
        word = words[index]
        if run and (run[-1].possessive or not _joined(text, run[-1], word)):
            break
        if _is_taken(word, taken):
            break
        if _is_name_word(word, index, words, text) or (run and _is_particle(index, words, text)):
            run = [*run, word]
            continue
        if not run and word.lower in OPENING_PARTICLES and _capital_follows(index, words, text):
            run = [word]
            continue
        break
    while run and not is_capitalised(run[-1].text):
        run.pop()
    return run


def _known_opening(
    words: list[Word], position: int, text: str, is_known: Callable[[str], bool], taken: Sequence[tuple[int, int]]
) -> list[Word]:
    """Names that open with an ordinary word: Saudi Arabia, Central African Republic, New York."""
    opening = words[position]
    if opening.lower not in _ORDINARY_OPENERS and opening.lower not in MODIFIERS:
        return []
    if not is_capitalised(opening.text) or _is_taken(opening, taken):
        return []
    for length in (3, 2):
        run = words[position : position + length]
        if len(run) < length or any(_is_taken(w, taken) or not is_capitalised(w.text) for w in run):
            continue
        gaps = all(text[a.end : b.start] == " " for a, b in pairwise(run))
        if gaps and is_known(text[run[0].start : run[-1].end]):
            return run
    return []


def _joined(text: str, first: Word, second: Word) -> bool:
    return text[first.end : second.start] in (" ", ". ") if first.text in ("St", "Mt", "Ft") else (
        text[first.end : second.start] == " "
    )  # fmt: skip


def _is_taken(word: Word, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end and word.start < end for start, end in taken)


def _is_name_word(word: Word, index: int, words: list[Word], text: str) -> bool:
    lower = word.lower
    if not is_capitalised(word.text) or _COMPOUND.search(word.text):
        return False
    if lower in BREAKING or lower in MONTHS_AND_DAYS or lower in DEMONYMS or lower in TITLES:
        # "Camp Bondo", "River Nile": the kind of place can stand before the name, as a part of it.
        return lower in ("camp", "river", "camps") and index > 0 and _capital_follows(index, words, text)
    if word.text.isupper() and len(word.text) > 1 and not re.search(r"\d", word.text):
        # Shorter capitals are acronyms, the longer ones may be places in a headline.
        return word.text in ACRONYMS_OF_COUNTRIES or len(word.text) > 3
    return not ("-" in lower and lower.split("-")[0] in DEMONYMS)


def _capital_follows(index: int, words: list[Word], text: str) -> bool:
    if index + 1 >= len(words):
        return False
    following = words[index + 1]
    return text[words[index].end : following.start] == " " and following.text[:1].isupper()


def _is_particle(index: int, words: list[Word], text: str) -> bool:
    lower = words[index].text
    if lower == "of" and index and words[index - 1].lower in _WITH_OF:
        return _capital_follows(index, words, text) or _is_article_of(index + 1, words, text)
    if lower == "the":
        return index > 1 and words[index - 1].text == "of" and _capital_follows(index, words, text)
    if lower not in PARTICLES:
        return False
    if _capital_follows(index, words, text):
        return lower not in ("at", "as", "an")
    following = words[index + 1].text if index + 1 < len(words) else ""
    return following in PARTICLES and _capital_follows(index + 1, words, text)


def _is_article_of(index: int, words: list[Word], text: str) -> bool:
    return index < len(words) and words[index].text == "the" and _capital_follows(index, words, text)


def _as_chunks(run: list[Word], words: list[Word], position: int, text: str) -> Iterator[Chunk]:
    person = position > 0 and _is_title(words[position - 1], run[0], text)
    initial = _opens_sentence(text, run[0].start)
    following = words[position + len(run)].lower if position + len(run) < len(words) else ""
    last = run[-1]
    if following in _ROUTES and (cut := _route_cut(last.text)):
        middle = last.start + cut
        for start, end in ((run[0].start, middle), (middle + 1, last.end)):
            yield Chunk(start, end, [Word(start, end, text[start:end])])
        return
    yield Chunk(run[0].start, last.end, run, person, initial, last.possessive)


def _route_cut(word: str) -> int:
    """Return where "Bamako-Mopti" (road) falls into two names, 0 where it does not."""
    cut = word.find("-", 4)
    return cut if cut > 3 and word[cut + 1 : cut + 2].isupper() else 0


def _is_title(before: Word, word: Word, text: str) -> bool:
    return before.lower in TITLES and text[before.end : word.start] in (" ", ". ") and not before.possessive


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?\n:•*" or text[len(before) : start].find("\n") >= 0
