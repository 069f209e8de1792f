"""Triage: may an article tell an event at all? Asked before the parser runs, of its words alone.

An event needs a trigger of the codebook, so an article without any form of one holds none: that is certain. Words that
are more often about something else ("the club lost", "shares hit a low", files/triage.yaml) count only where a word of
arms, force or harm, or an armed group by name, stands in the same article: that is a judgement, and measured on gold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tacitus.codebook import Codebook
from tacitus.codebook.triggers import TriggerLexicon
from tacitus.parse.blocks import plain

FILE = Path(__file__).parent / "files" / "triage.yaml"
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_SHORT = 80
"""Words under which any trigger is enough: an alert has no room for more."""
_AFTER, _BEFORE = 20, 12
"""Words after a verb, or before a noun, among which the rest of a trigger stands: more than extraction reaches."""
_SENTENCE = 40
"""Words before a verb in the passive among which its object stands ("checkpoints were set up")."""
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia"})
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")

Irregular = Mapping[str, Iterable[str]]
"""Irregular forms by lemma ("strike": struck, stricken)."""


@dataclass(frozen=True)
class Phrase:
    """The rest of a trigger of several words: a set of forms for each of its words, one of which must be there."""

    rest: tuple[frozenset[str], ...]
    verbal: bool

    def stands_at(self, words: Sequence[str], position: int) -> bool:
        """Tell whether the rest stands where extraction would look for it, or a little further."""
        if not self.verbal:
            return self._holds(words[max(0, position - _BEFORE) : position])
        if self._holds(words[position + 1 : position + 1 + _AFTER]):
            return True
        return len(self.rest) == 1 and self._holds(words[max(0, position - _SENTENCE) : position])

    def _holds(self, words: Sequence[str]) -> bool:
        near = set(words)
        return all(not part.isdisjoint(near) for part in self.rest)


@dataclass(frozen=True)
class Triage:
    """Knows the forms of all triggers. `alone` are those that are enough; `phrases` map a form of a head to what must
    stand by it; `everyday` and `cues` are the words of files/triage.yaml."""

    alone: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    everyday: frozenset[str]
    cues: frozenset[str]
    names: Any = field(repr=False)

    @classmethod
    def of(cls, codebook: Codebook, irregular: Irregular, file: Path = FILE) -> Triage:
        """Prepare the triage of a codebook."""
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
        forms = _Forms(irregular)
        alone, phrases = _triggers(codebook.triggers, forms)
        alone |= forms.of_all(given["also"])
        everyday = forms.of_all(given["everyday"])
        arms = {phrase for phrase in codebook.weapons.all if " " not in phrase} - set(given["no_cues"])
        cues = forms.of_all([*given["cues"], *arms])
        return cls(alone, phrases, everyday, cues, codebook.actors)

    def passes(self, text: str) -> bool:
        """Tell whether the text may hold an event. A few tenths of a millisecond for 450 words."""
        lower = plain(text).lower()
        words = _WORD.findall(lower)
        found = {*words, *_COMPOUND.findall(lower)}
        certain = found & self.alone
        heads = found & self.phrases.keys()
        if certain - self.everyday or self._phrase(words, heads - self.everyday):
            return True
        if not certain and not self._phrase(words, heads):
            return False
        return len(words) < _SHORT or not found.isdisjoint(self.cues) or self._names_armed_group(text)

    def _phrase(self, words: list[str], heads: Set[str]) -> bool:
        """Tell whether the rest of a trigger stands by one of the heads."""
        for position, word in enumerate(words) if heads else ():
            if word in heads and any(phrase.stands_at(words, position) for phrase in self.phrases[word]):
                return True
        return False

    def _names_armed_group(self, text: str) -> bool:
        return any(self.names.get(actor).kind in _ARMED for hit in self.names.find(text) for actor in hit.actor_ids[:1])


class _Forms:
    """Forms of English words: regular ones by rule, irregular ones from the language model's own table."""

    def __init__(self, irregular: Irregular) -> None:
        self._irregular = irregular

    def of(self, lemma: str) -> set[str]:
        """All forms that the parser may find the lemma in. Of a word with a hyphen the last part changes."""
        before, hyphen, last = lemma.lower().rpartition("-")
        return {before + hyphen + form for form in self._of_word(last)}

    def _of_word(self, lemma: str) -> set[str]:
        forms = {lemma, *self._irregular.get(lemma, ())}
        forms |= {lemma + ending for ending in ("s", "es", "ed", "ing")}
        if lemma.endswith("e"):
            forms |= {lemma + "d", lemma[:-1] + "ing"}
        if lemma.endswith("ie"):
            forms |= {lemma[:-2] + "ying"}
        if lemma.endswith("y"):
            forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
        if _DOUBLED.search(lemma):
            forms |= {lemma + lemma[-1] + ending for ending in ("ed", "ing")}
        if lemma.endswith("c"):
            forms |= {lemma + "ked", lemma + "king"}
        return forms

    def of_all(self, lemmas: Iterable[str]) -> frozenset[str]:
        """The forms of many words."""
        return frozenset(form for lemma in lemmas for form in self.of(lemma))


def _triggers(lexicon: TriggerLexicon, forms: _Forms) -> tuple[frozenset[str], dict[str, tuple[Phrase, ...]]]:
    alone: set[str] = set()
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for index in (lexicon.verbs, lexicon.nouns, lexicon.adjectives):
        for head, entries in index.items():
            for entry in entries:
                if not entry.rest:
                    alone |= forms.of(head)
                    continue
                phrase = Phrase(tuple(frozenset(forms.of(word)) for word in entry.rest), index is lexicon.verbs)
                for form in forms.of(head):
                    phrases[form].append(phrase)
    return frozenset(alone), {head: tuple(dict.fromkeys(found)) for head, found in phrases.items()}


def irregular_forms(language: Any) -> dict[str, set[str]]:
    """The irregular forms that a spaCy pipeline's lemmatizer knows, by lemma."""
    table = language.get_pipe("lemmatizer").lookups.get_table("lemma_exc")
    forms: dict[str, set[str]] = defaultdict(set)
    for part in ("verb", "noun", "adj"):
        for form, lemmas in table.get(part, {}).items():
            for lemma in lemmas:
                forms[lemma].add(form)
    return dict(forms)
