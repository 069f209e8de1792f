"""RSS and Atom: one article an entry."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from tacitus.errors import DamagedFile, EmptyArticle
from tacitus.read.decode import clean
from tacitus.read.guard import FAILURES, refusal_of
from tacitus.read.html_page import fragment_text
from tacitus.read.limits import Refusal
from tacitus.read.reading import Reading, sha256_of


def read_feed(data: bytes, source: str) -> Iterator[Reading | Refusal]:
    """Readings of a feed's entries, in its order. An entry without text is refused; the next ones follow."""
    import feedparser

    # A file object: feedparser would fetch a string that looks like an address.
    parsed = feedparser.parse(io.BytesIO(data))
    entries = parsed.get("entries") or []
    broken = bool(parsed.get("bozo")) and not isinstance(
        parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType
    )
    if not entries:
        problem = "the feed cannot be parsed" if broken else "the feed has no entries"
        kind = DamagedFile if broken else EmptyArticle
        yield Refusal(source, kind(problem, where=source, remedy="Save the feed again"))
        return
    for number, entry in enumerate(entries, 1):
        where = f"{source}:{number}"
        try:
            yield _read_entry(entry, parsed.get("feed") or {}, where)
        except FAILURES as error:
            yield refusal_of(error, where)
    if broken:
        problem = f"the feed is not well-formed ({str(parsed.get('bozo_exception'))[:80]}); entries may be missing"
        yield Refusal(source, DamagedFile(problem, where=source, remedy="Save the feed again"))


def _read_entry(entry: Any, feed: Any, where: str) -> Reading:
    content = _content(entry)
    text, repairs = clean(fragment_text(content))
    if not text.strip():
        raise EmptyArticle("the entry has no text", where=where, remedy="Save the page that it points to")
    reading = Reading(text, sha256_of(content.encode("utf-8", "replace")), where, warnings=repairs)
    reading.title = fragment_text(str(entry.get("title") or "")).replace("\n\n", " ").strip() or None
    reading.author = entry.get("author") or None
    reading.publisher = fragment_text(str(feed.get("title") or "")).strip() or None
    reading.url = entry.get("link") or None
    reading.language = feed.get("language") or None
    day = _day(entry)
    if day is not None:
        reading.dates.append((day, "feed"))
    reading.sections = [str(tag["term"]) for tag in entry.get("tags") or [] if tag.get("term")]
    links = [*(entry.get("enclosures") or []), *(entry.get("media_content") or [])]
    reading.media = list(
        dict.fromkeys(str(link.get("href") or link.get("url")) for link in links if link.get("href") or link.get("url"))
    )
    return reading


def _content(entry: Any) -> str:
    """The longest of the entry's contents; the summary where it has none."""
    contents = [str(content.get("value") or "") for content in entry.get("content") or []]
    return max(contents, key=len, default="") or str(entry.get("summary") or "")


def _day(entry: Any) -> datetime.date | None:
    for key in ("published_parsed", "updated_parsed"):
        moment = entry.get(key)
        if moment:
            try:
                return datetime.date(*moment[:3])
            except (ValueError, TypeError):
                continue
    return None
