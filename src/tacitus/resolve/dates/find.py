"""Find the dates of a text: every word that may begin one is tried, the longest reading wins, left to right."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict

from tacitus.records import EventDate
from tacitus.resolve.dates import absolute, anaphoric, coarse, names, prefixes, recurring, relative, sequences
from tacitus.resolve.dates.grammar import Interval, Reading, Rule, Setting, longest
from tacitus.resolve.dates.mention import DateMention, Role

_WORD = re.compile("[A-Za-z]+|[0-9]+")
_ALL_RULES: list[Rule] = [
    *names.RULES,
    *absolute.RULES,
    *sequences.RULES,
    *relative.RULES,
    *anaphoric.RULES,
    *coarse.RULES,
    *recurring.RULES,
    *prefixes.RULES,
]


def _by_first_word(rules: list[Rule]) -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = defaultdict(list)
    for candidate in rules:
        for word in candidate.first:
            table[word].append(candidate)
    return {word: tuple(found) for word, found in table.items()}


_RULES_OF = _by_first_word(_ALL_RULES)


def _read_at(setting: Setting, position: int) -> Reading | None:
    word = _WORD.match(setting.text, position)
    if word is None:
        return None
    first = word[0]
    rules = _RULES_OF.get("#" if first[0].isdigit() else first.lower())
    if rules is None:
        return None
    reading = longest(rules, setting, position)
    return prefixes.with_time_of_day(reading, setting) if reading is not None else None


def _cut(when: Interval | None, role: Role, published: datetime.date | None) -> tuple[Interval | None, Role]:
    """Cut the interval at publication; what begins after it is future."""
    if when is None or published is None or role == "future":
        return when, role
    if when.first is not None and when.first > published:
        return when, "future"
    return (when._replace(last=published) if when.last > published else when), role


def _mention(reading: Reading, setting: Setting) -> DateMention:
    text = setting.text[reading.start : reading.end]
    when, role = _cut(reading.when, reading.role, setting.published)
    date = None
    if when is not None:
        first, last, precision, basis = when
        date = EventDate(text=text, start=first, end=last, precision=precision, basis=basis)
    listed = tuple(day for day in reading.days if when is not None and day <= when.last)
    return DateMention(reading.start, reading.end, text, date, role, reading.anaphor, listed)


def find_dates(text: str, published: datetime.date | None) -> list[DateMention]:
    """Return the dates of an English text in order, not overlapping, resolved by the codebook's rules of "When".

    Without `published`, dates that need it are found with `date` None. Where `published` is given, every interval
    ends on or before it unless the role is "future". Time is linear in the length of the text. Never raises.
    """
    setting = Setting(text, published, _read_at)
    mentions: list[DateMention] = []
    position = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < position or (start and _joined(text, start)):
            continue
        reading = _read_at(setting, start)
        if reading is None:
            continue
        position = reading.end
        if reading.kind == "name":
            continue
        found = reading.others or (reading,)
        mentions.extend(_mention(item, setting) for item in found)
    return mentions


def _joined(text: str, start: int) -> bool:
    """Tell whether the word is only the end of a longer one ("M23", "abc_5")."""
    before = text[start - 1]
    return before.isalnum() or before == "_"
