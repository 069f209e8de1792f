"""Fuzzes the date grammar: dates are in order, stand where they say and end by the day of publication."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from campaign import ROOT, followed, fuzz

with followed():
    from tacitus.resolve.dates import find_dates
    from tacitus.resolve.dates.find import _RULES_OF

WORDS = sorted(word for word in _RULES_OF if word != "#")
TOKENS = [*WORDS, *"0 1 2 3 5 9 10 12 14 20 29 30 31 32 66 99 100 1999 2020 2024 9999 00 000 99999999999".split()]
TOKENS += [",", ".", "-", "–", "/", ":", "(", ")", "'s", "th", "st", "nd", "and", "to", "of", "the", "days", "\n", " "]
PUBLISHED = (None, datetime.date(2024, 2, 29), datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


def test(data: bytes) -> None:
    """The first byte picks the form and the day of publication: text as it is, or two bytes a word of the grammar."""
    if len(data) < 2:
        return
    published = PUBLISHED[data[0] % len(PUBLISHED)]
    text = data[1:].decode("utf-8", "ignore") if data[0] & 64 else _said(data[1:])
    last = 0
    for mention in find_dates(text, published):
        assert last <= mention.start < mention.end <= len(text), "mentions are in order and do not overlap"
        assert text[mention.start : mention.end] == mention.text
        last = mention.end
        if mention.date is None or mention.date.end is None:
            continue
        assert mention.date.start is None or mention.date.start <= mention.date.end, "an interval is not empty"
        if published is not None and mention.role != "future":
            assert mention.date.end <= published, "what is not future ends by the day of publication"


def _said(data: bytes) -> str:
    pairs = zip(data[::2], data[1::2], strict=False)
    return " ".join(TOKENS[(256 * high + low) % len(TOKENS)] for high, low in pairs)


def seeds() -> Iterator[bytes]:
    """The phrases of the tests, as they stand."""
    for line in (ROOT / "tests" / "resolve" / "dates" / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield b"A" + line.partition("|")[0].replace("[", "").replace("]", "").encode()
    yield bytes(range(256))


if __name__ == "__main__":
    fuzz("dates", test, seeds(), [word.encode() for word in TOKENS if word.strip()])
