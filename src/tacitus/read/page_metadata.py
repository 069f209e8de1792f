"""What a page says of itself outside its text: JSON-LD, meta tags, times, breadcrumbs, media."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tacitus.read.media import is_media_url
from tacitus.read.written_date import FULL_DATE, iso_date, parse_written_date

_DATE_KEYS = (
    *("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dc.date", "date"),
    *("pubdate", "publishdate", "publish-date", "dcterms.created", "dcterms.date", "sailthru.date", "parsely-pub-date"),
)
_AUTHOR_KEYS = ("author", "article:author", "dc.creator", "parsely-author")
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title")
_SECTION_KEYS = ("article:section", "og:article:section", "parsely-section")
_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "report", "liveblogposting")
_LONGEST_JSON = 500_000
_MOST_NODES = 2000


@dataclass(slots=True)
class PageMetadata:
    """Meta data of one page; None and empty where it gives none."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: datetime.date | None = None
    sections: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)


def page_metadata(root: Any) -> PageMetadata:
    """Read a page's meta data; JSON-LD goes before meta tags, these before the tags of the text."""
    metas = _meta_tags(root)
    linked = _linked_data(root)
    found = PageMetadata()
    headings = [_text(node) for node in root.iter("h1")]
    tagged = _first(metas, _TITLE_KEYS)
    found.title = next((h for h in headings if h), None) if len(headings) == 1 else None
    found.title = found.title or linked.get("title") or tagged or _title_tag(root)
    # The address of a profile is no name.
    author = _first(metas, _AUTHOR_KEYS)
    found.author = linked.get("author") or (author if author and "://" not in author else None)
    found.publisher = linked.get("publisher") or _first(metas, ("og:site_name", "application-name", "dc.publisher"))
    found.url = _canonical(root) or _address(_first(metas, ("og:url",)))
    found.language = root.get("lang") or root.get("xml:lang") or _first(metas, ("og:locale", "language"))
    found.published = iso_date(linked.get("published")) or _day(_first(metas, _DATE_KEYS)) or _time_tag(root)
    found.sections = _sections(root, metas, linked)
    found.media = _media(root, metas)
    return found


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _meta_tags(root: Any) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        content = " ".join((node.get("content") or "").split())
        if key and content:
            metas.setdefault(key, []).append(content[:2000])
    return metas


def _first(metas: dict[str, list[str]], keys: tuple[str, ...]) -> str | None:
    return next((metas[key][0] for key in keys if key in metas), None)


def _day(value: str | None) -> datetime.date | None:
    if value is None:
        return None
    written = re.search(FULL_DATE, value, re.I)
    parsed = parse_written_date(written.group()) if written else None
    return iso_date(value) or (parsed.resolve(None) if parsed else None)


def _time_tag(root: Any) -> datetime.date | None:
    """The first time of publication in the page's text: times of other articles stand below it."""
    for node in root.iter("time"):
        kind = f"{node.get('itemprop') or ''} {node.get('class') or ''}".lower()
        if "modified" in kind or "updated" in kind:
            continue
        day = iso_date(node.get("datetime") or "") or _day(_text(node))
        if day is not None:
            return day
    return None


def _title_tag(root: Any) -> str | None:
    node = next(root.iter("title"), None)
    text = _text(node) if node is not None else ""
    return re.split(r"\s+[|–—»]\s+|\s-\s(?=[^-]+$)", text)[0].strip() or None


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None


def _canonical(root: Any) -> str | None:
    for node in root.iter("link"):
        if (node.get("rel") or "").lower() == "canonical" and _address(node.get("href")):
            return str(node.get("href"))
    return None


def _linked_data(root: Any) -> dict[str, str]:
    """Fields of the first article in the page's JSON-LD."""
    for node in root.iter("script"):
        if "ld+json" not in (node.get("type") or "").lower():
            continue
        source = (node.text or "")[:_LONGEST_JSON]
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(value):
            types = item.get("@type")
            names = [str(name).lower() for name in (types if isinstance(types, list) else [types])]
            if any(name in _TYPES for name in names) and ("datePublished" in item or "headline" in item):
                return _article_fields(item)
    return {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _article_fields(item: dict[str, Any]) -> dict[str, str]:
    fields = {
        "title": item.get("headline"),
        "published": item.get("datePublished"),
        "author": ", ".join(_names(item.get("author"))),
        "publisher": next(iter(_names(item.get("publisher"))), None),
        "section": next((s for s in _names(item.get("articleSection"))), None),
    }
    return {key: value.strip() for key, value in fields.items() if isinstance(value, str) and value.strip()}


def _names(value: Any) -> list[str]:
    items = value[:20] if isinstance(value, list) else [value]
    names = [item.get("name") if isinstance(item, dict) else item for item in items]
    return [name.strip() for name in names if isinstance(name, str) and name.strip() and "://" not in name]


def _sections(root: Any, metas: dict[str, list[str]], linked: dict[str, str]) -> list[str]:
    found = [value for key in _SECTION_KEYS for value in metas.get(key, [])]
    if "section" in linked:
        found.append(linked["section"])
    for node in root.iter("nav", "ol", "ul", "div", "p"):
        if "breadcrumb" in f"{node.get('class') or ''} {node.get('aria-label') or ''}".lower():
            crumbs = [_text(link) for link in node.iter("a")]
            found.extend(crumb for crumb in crumbs if crumb and crumb.lower() != "home" and len(crumb) <= 60)
            break
    return list(dict.fromkeys(found))[:20]


def _media(root: Any, metas: dict[str, list[str]]) -> list[str]:
    """Addresses of videos, sound and the page's images; an icon or a tracking pixel is none."""
    found: list[str] = []
    for key in ("og:video", "og:video:url", "og:video:secure_url", "og:audio", "og:image"):
        found.extend(metas.get(key, []))
    for node in root.iter("video", "audio", "source", "iframe", "img", "a", "embed"):
        address = node.get("href") if node.tag == "a" else node.get("src") or node.get("data-src")
        if not address or address.startswith("data:"):
            continue
        known = is_media_url(address)
        if node.tag in ("video", "audio") or known:
            small = {node.get("width"), node.get("height")} & {"0", "1", "16", "24", "32"}
            if not small and not re.search(r"logo|icon|avatar|pixel|sprite", address, re.I):
                found.append(address.strip())
    return list(dict.fromkeys(found))[:50]
