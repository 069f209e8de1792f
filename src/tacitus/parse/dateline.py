"""Datelines: "KABUL, March 4 (Agency) -" says where and when a report was written, not what happened there."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s(?:-{1,2}|–|—)\s|\s(?:--|—)(?=\w)|(?<=\))(?:\s?[-–—]\s?)(?![a-z])")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_BARE = re.compile(
    rf"[A-Z][A-Z'’-]{{2,}}(?:[ ,]+[A-Z][A-Za-z.'’-]+){{0,3}},?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})"
    rf"(?:,?\s+\d{{4}})?\s*(?:\([^()]{{2,40}}\))?[:.]?\s+(?=[A-Z\"'])"
)
_SMALL = frozenset(
    {
        "de",
        "of",
        "la",
        "el",
        "le",
        "the",
        "and",
        "al",
        "in",
        "by",
        "ez",
        "our",
        "correspondent",
        "staff",
        "special",
        "to",
    }
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LONGEST = 100


def dateline_end(text: str) -> int:
    """Length of the dateline at the head of a paragraph, 0 where there is none."""
    dash = _DASH.search(text, 0, _LONGEST)
    if dash and _is_dateline(text[: dash.start()]):
        return dash.end()
    bare = _BARE.match(text)
    return bare.end() if bare else 0


def _is_dateline(head: str) -> bool:
    words = _WORD.findall(head)
    if not words or len(words) > 12:
        return False
    if not all(word[0].isupper() or word.lower() in _SMALL for word in words):
        return False
    return head.split()[0].strip("(,").isupper() or bool(re.search(rf"\d|{_MONTH}|\(|,", head)) or len(words) <= 2


_NO_PLACE = frozenset(
    "video photo photos update breaking analysis note report opinion exclusive watch live "
    "background context summary map graphic "
    "sources source q a interview editor editors correction region theme by from security health "
    "protection education food".split()
)
_SLUG = re.compile(
    r"^(?:[-*•–]\s+)?(?P<name>[A-Z][\w'’`-]+(?:[ -](?:[A-Za-z]{2,3}[ -])?[A-Z][\w'’`-]+){0,3})"
    r"(?:\s*\([^()]{2,40}\))?\s*[:.–—]\s+(?=\S)"
)


def slug_of(text: str) -> tuple[int, int, int] | None:
    """The place heading of an item ("- Kornoi: ...", "BENI. ..."): name start, name end, and where the item goes on."""
    found = _SLUG.match(text)
    if (
        found is None
        or found["name"].split()[0].lower() in _NO_PLACE
        # "The Brotherhood Alliance — made up of ...": a sentence goes on there.
        or (text[: found.end()].rstrip()[-1] in "–—" and text[found.end()].islower())
        or (text[found.end("name")] == "." and not found["name"].isupper())
    ):
        return None
    return found.start("name"), found.end("name"), found.end()
