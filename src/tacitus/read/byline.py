"""Who wrote it: "By Lina Haddad", "Written by ...", at the head of an article."""

from __future__ import annotations

import re

from tacitus.read.layout import is_name_case

_BYLINE = re.compile(
    r"(?:(?:(?:written|words|text|story|report|reporting|posted|published|edited) )?by|authors?)\b"
    r"\s*:?\s+(?P<name>\S.*)$",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b|noon\b|midnight\b|dawn\b|then\b|now\b|contrast\b|the (?:time|end|way)\b|\d",
    re.I,
)
_SEPARATOR = re.compile(r"\s*(?:[|•·]|\s[-–—]\s)\s*")
_MOST_WORDS = 12
_LONGEST = 300
"""Characters of a byline; a longer line is none, and could hold the pattern up."""


def author_of(plain: str) -> str | None:
    """The author whom a line names, or None when the line is no byline.

    "By Tuesday evening the army had left." is prose: names only, in a short line without a full stop.
    """
    found = _BYLINE.match(plain) if len(plain) <= _LONGEST else None
    if found is None:
        return None
    name = _SEPARATOR.split(found["name"])[0].strip().rstrip(",;")
    if not name or len(name.split()) > _MOST_WORDS or _NOT_A_NAME.match(name):
        return None
    if re.search(r"[!?;:]|[a-z]{3}\.$", name) or not is_name_case(name):
        return None
    return name
