"""Web archives: WARC, and WACZ (a zip of them). Records are framed here and read by warcio.

Framing by our own hand lets a broken record pass without losing the next, and bounds what a record may hold.
"""

from __future__ import annotations

import datetime
import io
import logging
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from tacitus.errors import DamagedFile, TacitusError, TooLarge, UnsupportedFile
from tacitus.read.byte_stream import ByteStream, gunzip
from tacitus.read.guard import guarded
from tacitus.read.limits import Limits, Refusal
from tacitus.read.reading import Reading
from tacitus.read.written_date import iso_date

_QUIET = logging.NullHandler()
_LONGEST_HEADER = 65_536
_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_TYPES = (b"response", b"resource", b"conversion")

PayloadReader = Callable[[bytes, str, str | None, str | None], Iterator[Reading | Refusal]]
"""Reads one payload: bytes, source, declared encoding, address."""


def read_warc(
    stream: ByteStream, source: str, limits: Limits, read_payload: PayloadReader
) -> Iterator[Reading | Refusal]:
    """Readings of all records that hold a page, text or PDF, one after another, in bounded memory."""
    number = 0
    while True:
        number += 1
        where = f"{source}#{number}"
        try:
            record = _next_record(stream, limits, where)
        except TacitusError as error:
            yield Refusal(where, error)
            continue
        if record is None:
            return
        if record:
            yield from _read_record(record, where, limits, read_payload)


def _next_record(stream: ByteStream, limits: Limits, where: str) -> bytes | None:
    """The next record whole; b"" for one of no interest; None at the end."""
    line = b"\n"
    while not line.startswith(b"WARC/"):
        line = stream.readline(_LONGEST_HEADER)
        if not line:
            return None
    header, fields = [line], {}
    while line.strip():
        line = stream.readline(_LONGEST_HEADER)
        if not line or sum(map(len, header)) > _LONGEST_HEADER:
            raise DamagedFile("the record's header does not end", where=where, remedy="Fetch the archive again")
        header.append(line)
        key, _, value = line.partition(b":")
        fields[key.strip().lower()] = value.strip()
    length = fields.get(b"content-length", b"")
    if not length.isdigit() or len(length) > 15:
        raise DamagedFile("the record has no valid length", where=where, remedy="Fetch the archive again")
    size = int(length)
    if fields.get(b"warc-type", b"").lower() not in _TYPES:
        _expect(stream.skip(size), size, where)
        return b""
    if size > limits.max_file_bytes:
        _expect(stream.skip(size), size, where)
        raise TooLarge(f"the record holds {size} bytes", where=where, remedy="Raise Limits.max_file_bytes")
    content = stream.read(size)
    _expect(len(content), size, where)
    return b"".join([*header, content, b"\r\n\r\n"])


def _expect(got: int, size: int, where: str) -> None:
    if got < size:
        raise DamagedFile("the archive ends inside a record", where=where, remedy="Fetch the archive again")


def _read_record(data: bytes, where: str, limits: Limits, read_payload: PayloadReader) -> Iterator[Reading | Refusal]:
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").addHandler(_QUIET)
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
        kind, encoding = _content_type(record)
        if record is None or not _is_wanted(record, kind):
            return
        payload = record.content_stream().read(limits.max_file_bytes + 1)
        address = record.rec_headers.get_header("WARC-Target-URI")
        captured = iso_date(record.rec_headers.get_header("WARC-Date"))
    except Exception as error:  # warcio raises what its parsing of a broken record runs into
        problem = f"the record cannot be parsed ({type(error).__name__})"
        yield Refusal(where, DamagedFile(problem, where=where, remedy="Fetch the archive again"))
        return
    if len(payload) > limits.max_file_bytes:
        problem = "the record unpacks to too much"
        yield Refusal(where, TooLarge(problem, where=where, remedy="Raise Limits.max_file_bytes"))
        return
    for reading in guarded(read_payload(payload, where, encoding, address), where):
        if isinstance(reading, Reading):
            _add_capture(reading, address, captured)
        yield reading


def _content_type(record: Any) -> tuple[str, str | None]:
    headers = record.http_headers if record is not None else None
    value = headers.get_header("Content-Type") if headers is not None else None
    if value is None and record is not None:
        value = record.rec_headers.get_header("Content-Type")
    kind, _, rest = (value or "").partition(";")
    encoding = rest.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return kind.strip().lower(), encoding


def _is_wanted(record: Any, kind: str) -> bool:
    if kind not in _READABLE:
        return False
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    if address.endswith("/robots.txt") or not address.startswith(("http", "urn:", "file:", "<http")):
        return False
    status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
    return bool(status and status.startswith("2"))


def _add_capture(reading: Reading, address: str | None, captured: datetime.date | None) -> None:
    reading.url = reading.url or (address or "").strip("<>") or None
    if captured is not None:
        if not reading.dates:
            reading.warnings.append("published: unless the text says so, the day of capture, which is an upper bound")
        reading.dates.append((captured, "warc"))


def read_wacz(file: IO[bytes], source: str, limits: Limits, read_payload: PayloadReader) -> Iterator[Reading | Refusal]:
    """Readings of all WARCs in a WACZ. Members are streamed from the zip; nothing is ever written to disk."""
    try:
        archive = zipfile.ZipFile(file)
        members = [m for m in archive.infolist() if m.filename.lower().endswith((".warc", ".warc.gz"))]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DamagedFile(f"it is not a whole zip file ({error})", where=source, remedy="Fetch it again") from error
    with archive:
        if not members:
            raise UnsupportedFile("the zip file holds no WARC", where=source, remedy="Save the articles as text or PDF")
        for member in sorted(members, key=lambda m: m.filename):
            where = f"{source}!{member.filename}"
            try:
                yield from read_warc(_member_stream(archive, member, limits, where), where, limits, read_payload)
            except TacitusError as error:
                yield Refusal(where, error)


def _member_stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, where: str) -> ByteStream:
    try:
        opened = archive.open(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise DamagedFile(f"the archive inside cannot be opened ({error})", where=where) from error
    total = 0
    stopped = False

    def read(size: int) -> bytes:
        nonlocal total, stopped
        if stopped:
            return b""
        try:
            data = opened.read(size)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            stopped = True
            raise DamagedFile(f"the zip file is broken here ({error})", where=where, remedy="Fetch it again") from error
        total += len(data)
        packed = max(1, member.compress_size)
        if total > limits.max_unpacked_bytes and total > 120 * packed:
            stopped = True
            raise TooLarge("it unpacks like a bomb", where=where, remedy="Raise Limits.max_unpacked_bytes if trusted")
        return data

    plain = ByteStream(read)
    if plain.peek(2) == b"\x1f\x8b":
        return gunzip(plain, limits.max_unpacked_bytes, strict=False)
    return plain
