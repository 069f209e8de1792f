"""What a stream of bytes is, from its beginning; the name's extension only decides between text formats."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["html", "text", "pdf", "email", "feed", "warc", "zip", "jsonl", "json", "gzip", "empty", "unknown"]

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:article|div|main|section|p|h1|title|meta)(?:\s[^<>]*)?>",
    re.I,
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
# A line that continues a header is read in one way only: with "[ \t]+" a kilobyte took more than 20 s.
_MAIL_HEADER = re.compile(rb"^(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+(?:\r?\n|\Z)")
_MAIL_KEY = re.compile(
    rb"^(?:from|received|return-path|message-id|mime-version|delivered-to|content-type|date|to):", re.I | re.M
)
_MAIL_SURE = re.compile(rb"^(?:received|return-path|message-id|mime-version|delivered-to):", re.I | re.M)
_FOREIGN = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"OggS",
    b"ID3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"RIFF",
    b"\x28\xb5\x2f\xfd", b"{\\rtf",
)  # fmt: skip
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def sniff(head: bytes, extension: str = "") -> Kind:
    """Name the kind of a source from its first bytes (64 KB are enough) and its extension ("html", "jsonl.gz")."""
    if not head:
        return "empty"
    ext = extension.lower().rsplit(".", 1)[-1]
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(_FOREIGN):
        return "unknown"
    return _sniff_text(_as_narrow(head), ext)


def _as_narrow(head: bytes) -> bytes:
    """The beginning as bytes of an ASCII-like encoding, so that one set of patterns serves all encodings."""
    if head.startswith(_WIDE_MARKS):
        return head.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    sample = head[:400]
    if len(sample) >= 4 and (sample[1::2].count(0) * 4 > len(sample) or sample[0::2].count(0) * 4 > len(sample)):
        return head.replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _sniff_text(head: bytes, ext: str) -> Kind:
    start = head.lstrip()
    if not start.strip(b"\x00"):
        return "empty" if len(head) < 65_536 else "unknown"
    if ext in ("jsonl", "ndjson"):
        return "jsonl"
    if start[:1] in (b"{", b"["):
        looks_like_json = re.match(rb'\{\s*["}]|\[\s*[\{\]]', start) is not None
        if looks_like_json:
            return "json" if start[:1] == b"[" or ext == "json" else "jsonl"
    if start[:1] == b"<" or ext in ("html", "htm", "xhtml", "xml", "rss", "atom"):
        if _FEED.search(start[:4096]):
            return "feed"
        if _HTML.search(start):
            return "html"
        if start[:5] == b"<?xml" or ext in ("xml", "rss", "atom"):
            return "unknown"
        if ext in ("html", "htm", "xhtml"):
            return "html"
    if _is_mail(head, ext):
        return "email"
    return "text" if not _is_binary(head) else "unknown"


def _is_mail(head: bytes, ext: str) -> bool:
    head = re.sub(rb"\AFrom [^\r\n]*\r?\n", b"", head)
    block = _MAIL_HEADER.match(head[:32_768])
    if block is None:
        return False
    header = block.group()
    if ext in ("eml", "mht", "msg"):
        return _MAIL_KEY.search(header) is not None
    return ext not in ("txt", "md") and _MAIL_SURE.search(header) is not None


def _is_binary(head: bytes) -> bool:
    """Control bytes do not occur in text of any encoding that we read; a stray NUL or two does."""
    sample = head[:8192]
    control = sum(sample.count(bytes([code])) for code in (*range(1, 7), *range(14, 26), 28, 29, 30, 31))
    return control * 50 > len(sample) or sample.count(0) * 10 > len(sample)
