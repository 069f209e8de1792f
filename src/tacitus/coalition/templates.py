"""Templates: the wordings of a tie, written in the codebook and matched against a view of a sentence.

A template is a row of elements:
  {slot} {slot:kind}   an actor; kinds: group (default), person (a name that may be a person's), human (surely
                       a person), power (a group or a state), body (a group or organisation), name, list (two or more
                       groups); at the end of a template an actor that owns what follows ("X's son") does not count
  word  a|b            a word or lemma            <list>      any entry of a word list of the file, phrases too
  ..                   up to four words that qualify a noun        ...   the same with prepositions, up to eight
  ..adj                up to three adjectives or words of the list leading_words
  x?                   optional                   x.a  x.p    a verb in the active, in the passive or as participle
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.errors import CodebookError

FLAG_OF = {"group": "g", "person": "p", "human": "h", "power": "w", "list": "l", "name": "n", "body": "b"}
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}(\??)")
_ELEMENT = re.compile(r"(?P<body><[\w-]+>|\.{2,3}|[^\s]+?)(?P<voice>\.[ap])?(?P<maybe>\??)")
_QUALIFYING = r" [^\s@|]+\|[^\s|]*\|(?:ADJ|NOUN|PROPN|NUM|ADV|X|PART|INTJ|DET)"
# Descriptions without a name ("their forces") may stand in between, names may not.
_QUALIFYING_OR_PREPOSITION = (
    r" (?:[^\s@|]+\|[^\s|]*\|(?:ADJ|NOUN|PROPN|NUM|ADV|X|PART|INTJ|DET|ADP|PRON|CCONJ)|@\d+\|[a-mo-z]*\|M)"
)
_EMPTY = frozenset(
    {
        ",",
        "of",
        "by",
        "to",
        "with",
        "from",
        "for",
        "in",
        "as",
        "be",
        "'s",
        "and",
        "into",
        "which",
        "that",
        "who",
        "whom",
    }
)


@dataclass(frozen=True)
class Template:
    """A compiled wording. `pattern` has a group for each slot, and `tie` at the word that states the tie.

    `actors` is how many a text must hold for the pattern to match, `needed` holds sets of words of which it must have
    one each: a quick look at both spares most matching.
    """

    source: str
    pattern: re.Pattern[str]
    slots: tuple[str, ...]
    actors: int
    needed: tuple[frozenset[str], ...]

    def may_match(self, actors: int, words: frozenset[str]) -> bool:
        """Whether a text with so many actors and these words and lemmas can match at all."""
        return actors >= self.actors and not any(words.isdisjoint(choice) for choice in self.needed)


def compile_template(source: str, lists: Mapping[str, Sequence[str]], where: str) -> Template:
    """Compile a template. Raises CodebookError for an unknown list or kind of slot, or where no word states the tie."""
    pieces: list[str] = []
    slots: list[str] = []
    actors = 0
    needed: list[frozenset[str]] = []
    tie = _tie_element(source.split(), where)
    for number, element in enumerate(source.split()):
        slot = _SLOT.fullmatch(element)
        if slot:
            flag = FLAG_OF.get(slot[2] or "group")
            if flag is None:
                raise CodebookError(
                    f"'{source}': no such kind of actor '{slot[2]}'", where=where, remedy=f"Use {', '.join(FLAG_OF)}."
                )
            slots.append(slot[1])
            actors += not slot[3]
            pieces.append(rf"(?: @(?P<{slot[1]}>\d+)\|[a-z]*{flag}[a-z]*\|M){slot[3]}")
            continue
        piece = _words(element, lists, where)
        if not element.startswith("..") and not element.endswith("?"):
            needed.append(frozenset(words[0] for words in _choices(element, lists, where)))
        pieces.append(f"(?P<tie>{piece})" if number == tie else piece)
    owned = r"(?! 's\|'s\|PART)" if _SLOT.fullmatch(source.split()[-1]) else ""
    pattern = re.compile(f"(?={''.join(pieces)}(?![^ ]){owned})")
    return Template(source, pattern, tuple(slots), actors, tuple(needed))


def _tie_element(elements: Sequence[str], where: str) -> int:
    """The element that states the tie: the first word list, else the first word that means something."""
    words = [n for n, e in enumerate(elements) if not _SLOT.fullmatch(e) and not e.startswith("..")]
    chosen = [n for n in words if elements[n].startswith("<") and not elements[n].endswith("?")]
    chosen += [
        n for n in words if not set(elements[n].rstrip("?").split("|")) & _EMPTY and not elements[n].endswith("?")
    ]
    chosen += words
    if not chosen:
        raise CodebookError(f"'{' '.join(elements)}' has no word", where=where, remedy="Give the words of the tie.")
    return chosen[0]


def _words(element: str, lists: Mapping[str, Sequence[str]], where: str) -> str:
    if element == "..adj":
        leading = "".join(rf"|{re.escape(word)}\|[^\s|]*\|[^\s|]+" for word in lists.get("leading_words", ()))
        return rf"(?: (?:[^\s@|]+\|[^\s|]*\|ADJ{leading})){{0,3}}?"
    if element in ("..", "..."):
        return rf"(?:{_QUALIFYING}){{0,4}}?" if element == ".." else rf"(?:{_QUALIFYING_OR_PREPOSITION}){{0,8}}?"
    match = _ELEMENT.fullmatch(element)
    voice = match["voice"] if match else None
    tag = rf"\|V\{voice}" if voice else r"\|[^\s|]+"
    choice = "|".join(_entry(words, tag) for words in _choices(element, lists, where))
    return f"(?:{choice}){match['maybe'] if match else ''}"


def _choices(element: str, lists: Mapping[str, Sequence[str]], where: str) -> list[list[str]]:
    """The phrases that an element stands for, each as its words."""
    match = _ELEMENT.fullmatch(element)
    body = match["body"] if match else element
    if body.startswith("<"):
        name = body[1:-1]
        if name not in lists:
            raise CodebookError(f"no word list '{name}'", where=where, remedy="Give the list, or use another.")
        entries: Sequence[str] = sorted(lists[name], key=len, reverse=True)
    else:
        entries = body.split("|")
    return [entry.replace("-", " - ").split() for entry in entries]


def _entry(words: Sequence[str], tag: str) -> str:
    """A phrase: the voice is that of its first word ("set up")."""
    return "".join(_word(word, r"\|[^\s|]+" if number else tag) for number, word in enumerate(words))


def _word(word: str, tag: str) -> str:
    plain = re.escape(word)
    return rf" (?:{plain}\|[^\s|]*|[^\s@|]*\|{plain}){tag}"
