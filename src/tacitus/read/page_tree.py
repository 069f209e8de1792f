"""A page's tree, parsed so that no page can hold the reader up, and its lines as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tacitus.errors import DamagedFile

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>", re.I)
_MARK = re.compile(r"[<>\"']")
_MOST_ATTRIBUTES = 3000
_LONG_TAG = 20_000
_HIDDEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "select", "textarea", "iframe", "object")
)
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)


def parse_page(html: str, where: str) -> Any:
    """The root element of a page. Raises DamagedFile when nothing of it can be parsed."""
    import lxml.etree
    import lxml.html

    text = _XML_HEAD.sub("", html.replace("\x00", ""))
    if len(text) > _LONG_TAG:
        text = _without_attribute_floods(text)
    parser = lxml.html.HTMLParser(recover=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise DamagedFile(f"the page cannot be parsed ({str(error)[:80]})", where=where) from error
    return root


def _without_attribute_floods(html: str) -> str:
    """The page with its overfull tags emptied: the parser's time grows with the square of a tag's attributes."""
    pieces: list[str] = []
    kept_to = 0
    for start, end, bare in _long_tags(html):
        if bare > _MOST_ATTRIBUTES:
            name = re.match(r"</?\w*", html[start : start + 40])
            pieces += [html[kept_to:start], name.group() if name else "<p", ">"]
            kept_to = end
    return "".join([*pieces, html[kept_to:]]) if pieces else html


def _long_tags(html: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of words outside quotation marks of each tag that is long."""
    start, quote, words_from, words = -1, "", 0, 0
    for found in _MARK.finditer(html):
        mark, at = found.group(), found.start()
        if start < 0:
            if mark == "<" and html[at + 1 : at + 2].isalpha():
                start, words_from, words = at, at, 0
        elif quote:
            if mark == quote:
                quote, words_from = "", at + 1
        elif mark == ">":
            if at - start > _LONG_TAG:
                yield start, at + 1, words + _words(html, words_from, at)
            start = -1
        elif mark in "\"'":
            words += _words(html, words_from, at)
            quote = mark
    if start >= 0 and len(html) - start > _LONG_TAG:
        yield start, len(html), words + (0 if quote else _words(html, words_from, len(html)))


def _words(html: str, start: int, end: int) -> int:
    return len(html[start:end].split()) if end > start else 0


def page_lines(root: Any) -> list[str]:
    """The lines of a page in its order, one for each block or line break, with single spaces."""
    import lxml.etree

    lines: list[str] = []
    current: list[str] = []
    hidden = 0

    def flush() -> None:
        line = " ".join("".join(current).split())
        if line:
            lines.append(line)
        current.clear()

    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            if tag not in _INLINE:
                flush()
            if not hidden and element.text:
                current.append(element.text)
            continue
        hidden -= tag in _HIDDEN
        if tag not in _INLINE:
            flush()
        if not hidden and element.tail:
            current.append(element.tail)
    flush()
    return lines
