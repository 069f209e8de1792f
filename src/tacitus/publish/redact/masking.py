"""Hiding words in texts without moving the others: what is hidden is as long as what it hides."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote

BLOCK = "█"
"""Stands for one hidden character."""

_APART = re.compile(r"[\W_]+", re.UNICODE)


class Mask:
    """Hides given strings wherever they stand as words; longer ones first, and none within a string that is kept."""

    def __init__(self, hidden: Collection[str], kept: Collection[str] = ()) -> None:
        self._hidden = {text.casefold() for text in hidden if text.strip()}
        together = sorted({*hidden, *kept} - {""}, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, together))})(?!\w)", re.IGNORECASE)
            if self._hidden
            else None
        )
        self._words = {_APART.sub(" ", text.casefold()).strip() for text in self._hidden}

    def __bool__(self) -> bool:
        return self._pattern is not None

    def __call__(self, text: str) -> str:
        """Return the text with the hidden strings blocked out, of the same length."""
        return self._pattern.sub(self._replace, text) if self._pattern else text

    def touches(self, text: str) -> bool:
        """Tell whether an address or id spells a hidden string, however its words are joined."""
        words = f" {_APART.sub(' ', unquote(text).casefold()).strip()} "
        return any(f" {hidden} " in words for hidden in self._words)

    def _replace(self, match: re.Match[str]) -> str:
        found = match.group()
        return BLOCK * len(found) if found.casefold() in self._hidden else found


def only(text: str, regions: Iterable[tuple[int, int]]) -> str:
    """Return the text with everything outside the regions blank, of the same length."""
    parts, position = [], 0
    for start, end in merged(regions):
        parts += [" " * (start - position), text[start:end]]
        position = end
    return "".join(parts) + " " * (len(text) - position)


def merged(regions: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return regions in order, those that overlap or touch made one; empty ones left out."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(region for region in regions if region[0] < region[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def block_out(text: str, regions: Iterable[tuple[int, int]]) -> str:
    """Return the text with the regions blocked out, of the same length."""
    for start, end in merged(regions):
        text = text[:start] + BLOCK * (end - start) + text[end:]
    return text


def pseudonym(name: str, key: bytes, prefix: str = "Person") -> str:
    """Return the pseudonym of a name: always the same under one key, and not to be guessed without it."""
    digest = hmac.new(key, name.encode(), hashlib.sha256).hexdigest()
    return f"{prefix} {digest[:8].upper()}"
