"""Sources: paths, folders, patterns and standard input, each opened, recognised and handed to its reader."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from tacitus.errors import DamagedFile, EmptyArticle, ReadError, TooLarge, UnsupportedFile
from tacitus.read.assemble import assemble
from tacitus.read.byte_stream import ByteStream, gunzip, read_whole
from tacitus.read.guard import FAILURES, guarded, refusal_of
from tacitus.read.limits import Limits, Refusal
from tacitus.read.reading import Reading, sha256_of
from tacitus.read.rules import Rules, load_rules
from tacitus.read.sniff import Kind, sniff
from tacitus.records import Document

_SNIFFED = 65_536
_STDIN = "stdin"
_KNOWN = "It reads .html .txt .md .pdf .eml RSS/Atom .warc .wacz .jsonl, and these packed with gzip"


def read_paths(
    sources: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
    rules: Rules | None = None,
) -> Iterator[Document | Refusal]:
    """Documents of files, folders (with all below them), patterns and "-" (standard input), lazily and in order.

    Whatever cannot be read is yielded as a Refusal, and the rest goes on. `rules` replace the shipped rules of
    boilerplate (see load_rules). `stdin` stands in for the process's own.
    """
    limits = limits or Limits()
    rules = rules or load_rules()
    for source in sources:
        if str(source) == "-":
            yield from _documents(_read_stdin(stdin, limits), _STDIN, limits, rules)
            continue
        for found in expand(source):
            if isinstance(found, Refusal):
                yield found
            else:
                yield from _documents(_read_file(found, limits), str(found), limits, rules)


def read_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    url: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """The document of a text in memory. `text` stays as it is; `published` is an ISO date. Raises ReadError."""
    given: dict[str, Any] = {"id": id, "title": title, "published": published, "publisher": publisher}
    given |= {"author": author, "url": url, "language": language}
    try:
        digest = sha256_of(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise DamagedFile("the text holds half of a surrogate pair", remedy="Repair the text") from error
    known = {key: value for key, value in given.items() if value is not None}
    return assemble(Reading(text, digest, "text", given=known), limits)


def expand(source: str | Path) -> Iterator[Path | Refusal]:
    """Files of one source: itself, all in a folder and below (sorted, hidden ones left out), or a pattern's."""
    name = str(source)
    try:
        path = Path(source)
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield path
        elif glob.has_magic(name):
            yield from _expand_pattern(name)
        else:
            yield refusal_of(ReadError("there is no such file", where=name, remedy="Check the path"), name)
    except (OSError, ValueError) as error:
        yield refusal_of(ReadError(f"it cannot be opened ({error})", where=name[:200], remedy="Check the path"), name)


def _expand_pattern(name: str) -> Iterator[Path | Refusal]:
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  a pattern may be absolute, which Path.glob refuses
    for match in matches:
        path = Path(match)
        if not path.is_dir():
            yield path
        elif "**" not in name:
            yield from _walk(path)
    if not matches:
        yield refusal_of(ReadError("no file matches", where=name, remedy="Check the pattern, and quote it"), name)


def _walk(folder: Path) -> Iterator[Path | Refusal]:
    unreadable: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield path
    for error in unreadable:
        yield refusal_of(error, str(error.filename))


def _documents(
    readings: Iterator[Reading | Refusal], source: str, limits: Limits, rules: Rules
) -> Iterator[Document | Refusal]:
    for reading in guarded(readings, source):
        if isinstance(reading, Refusal):
            yield reading
            continue
        try:
            document = assemble(reading, limits, rules)
        except FAILURES as error:
            yield refusal_of(error, reading.source)
        else:
            yield document


def _read_stdin(stdin: BinaryIO | None, limits: Limits) -> Iterator[Reading | Refusal]:
    source = stdin if stdin is not None else sys.stdin.buffer
    yield from read_stream(ByteStream(source.read), _STDIN, "", limits)


def _read_file(path: Path, limits: Limits) -> Iterator[Reading | Refusal]:
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        raise UnsupportedFile("it is a device, not a file", where=str(path), remedy=_KNOWN)
    with path.open("rb") as file:
        extension = "".join(path.suffixes[-2:]).lstrip(".").lower()
        yield from read_stream(ByteStream(file.read), str(path), extension, limits, file)


def read_stream(
    stream: ByteStream, source: str, extension: str, limits: Limits, file: BinaryIO | None = None
) -> Iterator[Reading | Refusal]:
    """Readings of one open source. `file` is the same source where it can be sought in, as a zip file must be."""
    kind = sniff(stream.peek(_SNIFFED), extension)
    if kind == "gzip":
        inner = extension.removesuffix(".gz").removesuffix("gz").rstrip(".")
        first = gunzip(stream, limits.max_unpacked_bytes, strict=False)
        if sniff(first.peek(_SNIFFED), inner) in ("gzip", "zip"):
            raise UnsupportedFile("an archive is packed in an archive", where=source, remedy="Unpack it once")
        yield from _read_kind(first, sniff(first.peek(_SNIFFED), inner), source, inner, limits, None)
    else:
        yield from _read_kind(stream, kind, source, extension, limits, file)


def _read_kind(
    stream: ByteStream, kind: Kind, source: str, extension: str, limits: Limits, file: BinaryIO | None
) -> Iterator[Reading | Refusal]:
    from tacitus.read import json_lines, web_archive

    if kind == "empty":
        stream.raise_damage()
        raise EmptyArticle("the file is empty", where=source, remedy="Leave it out")
    if kind == "unknown":
        stream.raise_damage()
        name = f".{extension}" if extension else "its type"
        raise UnsupportedFile(
            f"no reader knows {name}, or the content is not what it says", where=source, remedy=_KNOWN
        )
    if kind == "jsonl":
        yield from json_lines.read_json_lines(stream, source, limits)
    elif kind == "json":
        yield from json_lines.read_json(stream, source, limits)
    elif kind == "warc":
        yield from web_archive.read_warc(stream, source, limits, partial(_read_payload, limits=limits))
    elif kind == "zip":
        seekable = file if file is not None and file.seekable() else None
        opened = seekable or io.BytesIO(_whole(stream, source, limits.max_file_bytes))
        yield from web_archive.read_wacz(opened, source, limits, partial(_read_payload, limits=limits))
    else:
        limit = limits.max_text_bytes if kind == "text" else limits.max_file_bytes
        data, damage = read_whole(stream, min(limit, limits.max_unpacked_bytes), source)
        if data or damage is None:
            yield from _read_bytes(data, kind, source, limits)
        if damage is not None:
            yield Refusal(source, damage)


def _whole(stream: ByteStream, source: str, limit: int) -> bytes:
    data, damage = read_whole(stream, limit, source)
    if damage is not None:
        raise damage
    return data


def _read_bytes(
    data: bytes, kind: Kind, source: str, limits: Limits, encoding: str | None = None, url: str | None = None
) -> Iterator[Reading | Refusal]:
    """Readings of a file that is read whole."""
    if kind == "html":
        from tacitus.read.html_page import read_html

        yield read_html(data, source, encoding=encoding, url=url)
    elif kind == "pdf":
        from tacitus.read.pdf import read_pdf

        yield from read_pdf(data, source, limits)
    elif kind == "email":
        from tacitus.read.email_message import read_email

        yield read_email(data, source)
    elif kind == "feed":
        from tacitus.read.feed import read_feed

        yield from read_feed(data, source)
    else:
        from tacitus.read.text_file import read_text_file

        yield read_text_file(data, source)


def _read_payload(
    data: bytes, source: str, encoding: str | None, url: str | None, *, limits: Limits
) -> Iterator[Reading | Refusal]:
    """Readings of an archive's record: a page, a PDF or plain text, whatever its header says."""
    kind = sniff(data[:_SNIFFED])
    if kind in ("html", "pdf"):
        yield from _read_bytes(data, kind, source, limits, encoding, url)
    elif kind in ("text", "email", "jsonl", "json"):
        if len(data) > limits.max_text_bytes:
            raise TooLarge(f"the record holds {len(data)} bytes of text", where=source)
        yield from _read_bytes(data, "text", source, limits)
    elif kind != "empty":
        raise UnsupportedFile("the record is not what its header says", where=source, remedy="None is needed")
