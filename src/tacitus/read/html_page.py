"""Pages: the article's text, with the lines about its origin that extraction drops."""

from __future__ import annotations

import copy
import datetime
import logging
import re
from typing import Any

from tacitus.errors import EmptyArticle
from tacitus.read.byline import author_of
from tacitus.read.dateline import outlet_line
from tacitus.read.decode import clean, declared_encoding, decode
from tacitus.read.layout import is_prose
from tacitus.read.page_metadata import page_metadata
from tacitus.read.page_tree import page_lines, parse_page
from tacitus.read.reading import Reading, sha256_of
from tacitus.read.rules import load_rules

_KEPT_KINDS = frozenset(
    (
        *("copyright", "donation", "note_to_readers", "section_labels", "byline", "author_biography", "disclaimer"),
        "contact",
    )
)
_QUIET = logging.NullHandler()
_MOST_ADDED = 30
_LONGEST_ADDED = 600
_NEAR_TITLE = 8
_MOST_TAGS = 60_000
_SHORTEST_MAIN = 80


def read_html(data: bytes, source: str, *, encoding: str | None = None, url: str | None = None) -> Reading:
    """The article of a page. `encoding` is what the transport declared, `url` where the page was fetched."""
    decoded, warnings = decode(data, declared=encoding or declared_encoding(data), where=source)
    root = parse_page(decoded, source)
    metadata = page_metadata(root)
    lines = page_lines(root)
    main = _main_lines(root, decoded, lines)
    if not main and not any(is_prose(line) for line in lines):
        raise EmptyArticle("the page holds no article", where=source, remedy="Save the page when it has fully loaded")
    text, repairs = clean("\n\n".join(_with_origin(main, lines, metadata.title)))
    reading = Reading(text, sha256_of(data), source, warnings=warnings + repairs)
    reading.title, reading.author, reading.publisher = metadata.title, metadata.author, metadata.publisher
    reading.url, reading.language = metadata.url or url, metadata.language
    reading.sections, reading.media = metadata.sections, metadata.media
    if metadata.published is not None:
        reading.dates.append((metadata.published, "meta"))
    else:
        guess = _guess_date(root, decoded.count("<"), reading.url)
        if guess is not None:
            reading.dates.append((guess, "htmldate (low confidence)"))
    return reading


def fragment_text(html: str) -> str:
    """Text of a piece of HTML, as in feeds: its blocks separated by empty lines. Plain text passes through."""
    if not re.search(r"<[a-zA-Z!/]|&[#\w]+;", html):
        return html.strip()
    return "\n\n".join(page_lines(parse_page(f"<div>{html}</div>", "fragment")))


def _main_lines(root: Any, html: str, lines: list[str]) -> list[str]:
    """The lines of the article. Pages too large for the extractor's algorithms give their prose instead."""
    if html.count("<") <= _MOST_TAGS:
        import trafilatura

        for name in ("trafilatura", "htmldate"):
            logging.getLogger(name).addHandler(_QUIET)
        try:
            found = trafilatura.extract(root, include_comments=False, include_tables=True, deduplicate=False)
        except Exception:  # the extractor breaks on trees that it did not foresee; the page still has its prose
            found = None
        main = [" ".join(line.split()) for line in (found or "").split("\n") if line.strip()]
        if sum(map(len, main)) >= _SHORTEST_MAIN or (main and not any(is_prose(line) for line in lines)):
            return main
    return [line for line in lines if is_prose(line)]


def _with_origin(main: list[str], lines: list[str], title: str | None) -> list[str]:
    """Main lines with the headline first and with the page's lines of origin, each at its place in the page."""
    place: dict[str, int] = {}
    for number, line in enumerate(lines):
        place.setdefault(_key(line), number)
    prose_starts = next((place[_key(line)] for line in main if is_prose(line) and _key(line) in place), len(lines))
    kept = {_key(line) for line in main}
    joined = " ".join(kept)
    title_at = place.get(_key(title or ""), 0)
    added: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        key = _key(line)
        if key in kept or len(line) > _LONGEST_ADDED or len(added) >= _MOST_ADDED:
            continue
        in_head = title_at <= number < min(prose_starts, title_at + _NEAR_TITLE)
        if _is_origin(line, in_head) and key not in joined:
            kept.add(key)
            added.append((number, line))
    result = _merge(main, added, place)
    if title and not any(_key(title) == _key(line) for line in result[:4]):
        result.insert(0, title)
    return result


def _merge(main: list[str], added: list[tuple[int, str]], place: dict[str, int]) -> list[str]:
    """Put each added line before the first main line that follows it in the page."""
    result: list[str] = []
    waiting = list(added)
    for line in main:
        number = place.get(_key(line), -1)
        while waiting and waiting[0][0] < number:
            result.append(waiting.pop(0)[1])
        result.append(line)
    return [*result, *(line for _, line in waiting)]


def _is_origin(line: str, in_head: bool) -> bool:
    if in_head and (author_of(line) is not None or outlet_line(line) is not None):
        return True
    rule = load_rules().classify(line)
    return rule is not None and rule.kind in _KEPT_KINDS


def _key(line: str) -> str:
    return re.sub(r"[\W_]+", " ", line).strip().lower()


def _guess_date(root: Any, tags: int, url: str | None) -> datetime.date | None:
    """htmldate's guess. It is wrong on republished pages, so it is asked last and its basis says so."""
    if tags > _MOST_TAGS:
        return None
    import htmldate

    try:
        found = htmldate.find_date(copy.deepcopy(root), original_date=True, url=url)
        return datetime.date.fromisoformat(found) if found else None
    except Exception:  # a guess of last resort is not worth losing the article for
        return None
