"""Plain text and markdown, with the meta data that may head them."""

from __future__ import annotations

import re
from typing import Any

from tacitus.read.decode import clean, decode
from tacitus.read.reading import Reading, sha256_of

HEADER_KEYS = ("id", "title", "published", "publisher", "author", "url", "language")
"""Keys of header lines, and of an article in JSON Lines beside `text`."""

_KEY = re.compile(rf"({'|'.join(HEADER_KEYS)})[ \t]*:[ \t]*(.*)$", re.I)
_LONGEST_HEADER = 20


def read_text_file(data: bytes, source: str) -> Reading:
    """One article of a .txt or .md file. The text after the header stays as it is, line breaks included."""
    decoded, warnings = decode(data, where=source)
    text, repairs = clean(decoded)
    given, body = split_header(text)
    return Reading(body, sha256_of(data), source, given=given, warnings=warnings + repairs)


def split_header(text: str) -> tuple[dict[str, Any], str]:
    """The `key: value` lines at the head of a text, between markers "---" or before an empty line, and the rest.

    A head with any other line in it is no header but text.
    """
    lines = text.split("\n", _LONGEST_HEADER + 2)
    fenced = bool(lines) and lines[0].rstrip() == "---"
    given: dict[str, Any] = {}
    for number, line in enumerate(lines[1:] if fenced else lines, 1 if fenced else 0):
        ended = line.strip() == ("---" if fenced else "")
        if ended and given:
            rest = text.split("\n", number + 1)
            return given, rest[number + 1] if len(rest) > number + 1 else ""
        found = _KEY.match(line.strip())
        if found is not None:
            given[found.group(1).lower()] = found.group(2).strip().strip("\"'")
        elif not fenced or ended or number > _LONGEST_HEADER or not re.match(r"[\w-]+\s*:|\s*-\s", line):
            break
    return {}, text
