"""When a string of ours counts as the string of a key: the usual string match, with tolerance for the head noun."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[\w'-]+")
_NO_CONTENT = frozenset(
    """a an the this that these those his her its their our of some several many other others another two three four
    five six seven eight nine ten eleven twelve at least about more than over nearly around one alleged suspected
    unidentified unknown""".split()
)
_ENDS_HEAD = re.compile(r"\s(?:of|from|in|at|on|near|to|for|by|with|who|which|that|belonging|including)\s|,|\(|\[")


def content(text: str) -> list[str]:
    """Return the words of a phrase in lower case, without articles, numbers and words of quantity."""
    words = [word.strip("'-") for word in _WORD.findall(text.lower())]
    return [word for word in words if word and word not in _NO_CONTENT and not word.isdigit()]


def head(text: str) -> str:
    """Return the head noun of a phrase: the last word before a preposition, a relative clause or a comma."""
    words = content(_ENDS_HEAD.split(text.lower().strip(), maxsplit=1)[0])
    return _singular(words[-1]) if words else ""


def same(one: str, other: str) -> bool:
    """Tell whether two phrases name the same: equal, one within the other word for word, or the same head noun."""
    first, second = content(one), content(other)
    if not first or not second:
        return False
    if _within(first, second) or _within(second, first):
        return True
    return bool(head(one)) and head(one) == head(other)


def any_same(ours: Iterable[str], key: Iterable[str]) -> bool:
    """Tell whether one of our strings names one of the key's alternatives."""
    keys = list(key)
    return any(same(string, alternative) for string in ours for alternative in keys)


def _within(part: list[str], whole: list[str]) -> bool:
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-3] + "man"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
