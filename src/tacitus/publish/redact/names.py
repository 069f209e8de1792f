"""Telling names of private persons from bodies, groups, places, and from those who act in a role."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from tacitus.codebook.vocabulary import FILES as CODEBOOK
from tacitus.codebook.vocabulary import load_people
from tacitus.records import Actor

_TOKEN = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?", re.UNICODE)
_ACTING = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"})
"""Kinds whose members are named for what they do in that role."""
_COUNTING = frozenset(
    "two three four five six seven eight nine ten dozen hundred thousand hundreds thousands dozens some several many "
    "few other young ethnic local the".split()
)
_NEAR = 3
"""How many words beside a run of names may say what it is."""


@dataclass(frozen=True)
class Run:
    """A run of words written as a name; offsets into the text it was found in, honorifics left off."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> list[str]:
        """The words of the name."""
        return [match.group().rstrip(".") for match in _TOKEN.finditer(self.text)]


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the word lists of files/words.yaml, in lower case."""
    path = Path(__file__).parent / "files" / "words.yaml"
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: frozenset(str(word).lower() for word in words) for name, words in loaded.items()}


@cache
def peoples() -> frozenset[str]:
    """Return names of peoples and adjectives of countries, in lower case ("syrians", "malian"), and of confessions."""
    with (CODEBOOK / "countries.csv").open(encoding="utf-8", newline="") as stream:
        told = [row["adjectives"] + "|" + row["people"] for row in csv.DictReader(stream)]
    words = (word.lstrip("=").lower() for text in told for word in text.split("|"))
    return frozenset(word for word in words if word) | word_lists()["confessions"]


@cache
def common_words() -> frozenset[str]:
    """Return words that begin a sentence with a capital and name nobody."""
    lists = word_lists()
    return frozenset(load_people().kind_of) | lists["calendar"] | lists["openers"] | lists["function_words"]


def private_names(actor: Actor, *, roles: Collection[str] = (), places: Collection[str] = ()) -> list[str]:
    """Return the personal names that a mention holds, where these persons are private; none for anybody else.

    A known actor, a member of a force or group, and whoever is named with a role (minister, commander, spokesman) is no
    private person. `places` are names that stand for places, in lower case.
    """
    if actor.actor_id is not None or actor.kind in _ACTING:
        return []
    if actor.name and actor.name not in actor.text:
        return [run.text for run in name_runs(actor.name, places=places) if is_personal(run, actor.name)]
    lists = word_lists()
    words = [match.group().rstrip(".").lower() for match in _TOKEN.finditer(actor.text)]
    if set(words) & (lists["roles"] | {role.lower() for role in roles}):
        return []
    return [run.text for run in name_runs(actor.text, places=places) if is_personal(run, actor.text)]


def name_runs(text: str, *, places: Collection[str] = ()) -> Iterator[Run]:
    """Yield the runs of words that are written as names: capitals, or a script without them.

    Words of `places` and common words that begin a sentence are no part of a run; days and months begin none ("Ibrahim
    Eid" has a name, "Eid" is a day).
    """
    lists = word_lists()
    run: list[re.Match[str]] = []
    before = 0
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip(".")
        broken = bool(run) and not _joins(text[run[-1].end() : match.start()])
        if broken:
            yield from _run(run, text)
            run = []
        small = word.lower()
        starts_sentence = not run and _starts_sentence(text, match.start(), before)
        particle = bool(run) and small in lists["particles"] and word == small
        if particle or _is_name_word(word, small, places, inside=bool(run), starts_sentence=starts_sentence):
            run.append(match)
        else:
            yield from _run(run, text)
            run = []
        before = match.end()
    yield from _run(run, text)


def is_personal(run: Run, text: str) -> bool:
    """Tell whether the run is a person's name and not that of a body, by its words and those around it."""
    organisations = word_lists()["organisations"]
    words = [word.lower() for word in run.words]
    if not words or set(words) & organisations:
        return False
    told_before = text[max(0, run.start - 60) : run.start]
    before = [match.group().rstrip(".").lower() for match in _TOKEN.finditer(told_before)][-_NEAR:]
    if _is_told_as_place_or_body(before, organisations):
        return False
    after = [match.group().lower() for match in _TOKEN.finditer(text[run.end : run.end + 60])][:_NEAR]
    beside = _joins(text[run.end : run.end + 1] or " ")
    if beside and after and after[0] not in ("of", "and", "or", "from", "in", "at") and set(after[:2]) & organisations:
        return False
    if len(words) > 1 or not run.text.isascii():
        return True
    if run.text.isupper() or len(words[0]) < 2 or words[0] in peoples():
        return False
    if words[0].endswith("s") and (told_before.rstrip()[-1:].isdigit() or (before and before[-1] in _COUNTING)):
        # "two Serbs", "several hundred Banyamulenge": a people counted is nobody's name.
        return False
    if before and _ends_with_name_word(text[: run.start]) and before[-1] not in word_lists()["honorifics"]:
        # The rest of a longer name that begins with a place: "the Varda Observers".
        return False
    # One word: an adjective stands before a noun ("Fulani men"), a name alone, before "and", or before a stop.
    following = text[run.end :].lstrip(" ")
    return not following or not following[0].isalpha() or following.split()[0].lower() in ("and", "or", "of", "who")


def _ends_with_name_word(text: str) -> bool:
    words = text.split(" ")
    return len(words) > 1 and not words[-1] and words[-2][:1].isupper() and words[-2].lower() not in ("the", "a", "an")


def _is_told_as_place_or_body(before: list[str], organisations: frozenset[str]) -> bool:
    """ "a trader from Isiro", "villagers of Bala", "Directorate of Education"; but "relatives of Amina Diallo"."""
    if not before or before[-1] not in ("of", "from", "in", "at", "to", "for"):
        return False
    if before[-1] in ("of", "for"):
        return bool(set(before) & organisations) or not set(before) & word_lists()["belonging"]
    return True


@lru_cache(maxsize=16384)
def folded(name: str) -> str:
    """Return a name as it is compared: small letters, no marks on them, no honorifics, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = [match.group().rstrip(".") for match in _TOKEN.finditer(plain)]
    kept = [word for word in words if word not in word_lists()["honorifics"]] or words
    return " ".join(kept)


def _run(matches: list[re.Match[str]], text: str) -> Iterator[Run]:
    lists = word_lists()
    while matches and matches[0].group().rstrip(".").lower() in lists["honorifics"]:
        matches = matches[1:]
    while matches and matches[-1].group().lower() in lists["particles"]:
        matches = matches[:-1]
    if matches:
        start, end = matches[0].start(), matches[-1].end()
        if text[start:end].endswith(".") and len(matches[-1].group()) > 3:
            end -= 1
        yield Run(text[start:end], start, end)


def _is_name_word(word: str, small: str, places: Collection[str], *, inside: bool, starts_sentence: bool) -> bool:
    if not _is_written_as_name(word) or small in places:
        return False
    if small in word_lists()["calendar"] and not inside:
        return False
    if inside and len(word) == 1 and word.isupper():
        return True
    return not (starts_sentence and _is_common(small)) and small not in ("the", "a", "an")


def _is_common(small: str) -> bool:
    singular = small.replace("men", "man") if small.endswith("men") else small.removesuffix("s")
    return small in common_words() or singular in common_words()


def _is_written_as_name(word: str) -> bool:
    first = word[0]
    # Letters of scripts without capitals (Arabic, Hebrew, Devanagari, Chinese) count as names.
    return first.isupper() or (first.isalpha() and not first.islower())


def _starts_sentence(text: str, start: int, before: int) -> bool:
    between = text[before:start]
    return before == 0 or any(mark in between for mark in ".!?:\n“\"'‘—–")


def _joins(between: str) -> bool:
    return between.strip(" \u00a0") == ""
