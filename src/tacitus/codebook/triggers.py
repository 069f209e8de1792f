"""The trigger lexicon: words that tell events, by frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tacitus.codebook.vocabulary import FILES, read_yaml, words
from tacitus.errors import CodebookError
from tacitus.records import EVENT_TYPE_OF

OBJECT_CLASSES = frozenset({"territory", "people", "armed", "weapons", "property", "group", "crowd", "any"})
_KNOWN_KEYS = frozenset(
    {"sub_event", "verbs", "nouns", "adjectives", "of", "mutual", "object", "effect", "weak", "by_sides"}
)


@dataclass(frozen=True)
class Frame:
    """What a family of trigger words tells. Fields as in files/triggers.yaml."""

    name: str
    sub_event: str
    of: str
    mutual: bool
    by_sides: bool
    effect: bool
    weak: bool
    objects: frozenset[str]


@dataclass(frozen=True)
class TriggerPhrase:
    """A trigger of one or more words. `head` is looked up; `rest` must stand around it."""

    frame: Frame
    head: str
    rest: tuple[str, ...]


@dataclass(frozen=True)
class TriggerLexicon:
    """All triggers, by lemma of the head: verbs by their first word, nouns by their last."""

    frames: dict[str, Frame]
    verbs: dict[str, list[TriggerPhrase]]
    nouns: dict[str, list[TriggerPhrase]]
    adjectives: dict[str, list[TriggerPhrase]]

    @cached_property
    def hyphenated(self) -> re.Pattern[str]:
        """Finds triggers with a hyphen ("cease-fire", "sit-ins"), which are one word to the parser."""
        phrases = [phrase for index in (self.verbs, self.nouns) for entries in index.values() for phrase in entries]
        words = {*self.verbs, *self.nouns, *self.adjectives, *(word for phrase in phrases for word in phrase.rest)}
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if "-" in word)
        return re.compile(rf"(?<![\w-])(?:{listed or '(?!)'})(?:s|es|ed|ing)?(?![\w-])", re.IGNORECASE)


def load_triggers(directory: Path = FILES) -> TriggerLexicon:
    """Load triggers.yaml. Raises CodebookError naming file and frame."""
    path = directory / "triggers.yaml"
    table = read_yaml(path).get("frames")
    if not isinstance(table, dict):
        raise CodebookError("'frames' is missing", where=str(path), remedy="See docs/codebook.md.")
    lexicon = TriggerLexicon({}, {}, {}, {})
    for name, entry in table.items():
        frame = _frame(path, name, entry)
        lexicon.frames[name] = frame
        where = Path(f"{path}: {name}")
        _index(lexicon.verbs, frame, words(where, entry, "verbs") if "verbs" in entry else [], first=True)
        _index(lexicon.nouns, frame, words(where, entry, "nouns") if "nouns" in entry else [], first=False)
        _index(
            lexicon.adjectives, frame, words(where, entry, "adjectives") if "adjectives" in entry else [], first=True
        )
    return lexicon


def _frame(path: Path, name: str, entry: Any) -> Frame:
    where = f"{path}: {name}"
    if not isinstance(entry, dict):
        raise CodebookError("a frame must be a mapping", where=where, remedy="See the head of the file.")
    if unknown := set(entry) - _KNOWN_KEYS:
        raise CodebookError(
            f"unknown key {sorted(unknown)[0]!r}", where=where, remedy=f"Known keys: {', '.join(sorted(_KNOWN_KEYS))}."
        )
    if entry.get("sub_event") not in EVENT_TYPE_OF:
        raise CodebookError(
            f"{entry.get('sub_event')!r} is no sub-event type", where=where, remedy="Use a name of docs/codebook.md."
        )
    objects = frozenset(entry.get("object", ["any"]))
    if wrong := objects - OBJECT_CLASSES:
        raise CodebookError(
            f"unknown object class {sorted(wrong)[0]!r}", where=where, remedy=f"Known: {sorted(OBJECT_CLASSES)}."
        )
    return Frame(
        name=name,
        sub_event=entry["sub_event"],
        of=entry.get("of", "target"),
        mutual=bool(entry.get("mutual", False)),
        by_sides=bool(entry.get("by_sides", False)),
        effect=bool(entry.get("effect", False)),
        weak=bool(entry.get("weak", False)),
        objects=objects,
    )


def _index(index: dict[str, list[TriggerPhrase]], frame: Frame, phrases: list[str], *, first: bool) -> None:
    for phrase in phrases:
        parts = phrase.split()
        head, rest = (parts[0], parts[1:]) if first else (parts[-1], parts[:-1])
        entries = index.setdefault(head, [])
        entries.append(TriggerPhrase(frame, head, tuple(rest)))
        # Longer phrases say more: "suicide car bombing" before "bombing".
        entries.sort(key=lambda entry: -len(entry.rest))
