"""JSON Lines: articles to be coded, and lines of the interchange form that have been coded already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tacitus.errors import DamagedFile, EmptyArticle, InterchangeError, TacitusError, TooLarge
from tacitus.read.byte_stream import ByteStream, read_whole
from tacitus.read.limits import Limits, Refusal
from tacitus.read.reading import Reading, sha256_of

_FORM = 'Write one object a line: {"id": ..., "text": ..., "published": ...}'


def read_json_lines(stream: ByteStream, source: str, limits: Limits) -> Iterator[Reading | Refusal]:
    """One reading or refusal for each line that is not empty. A bad line never stops the next."""
    lines = _wide_lines(stream, limits) if stream.peek(2) in (b"\xff\xfe", b"\xfe\xff") else _lines(stream, limits)
    number = 0
    while True:
        number += 1
        where = f"{source}:{number}"
        try:
            line = next(lines)
            if line.strip():
                yield read_article(line, where)
        except StopIteration:
            return
        except TacitusError as error:
            yield Refusal(where, error)


class _lines(Iterator[bytes]):  # noqa: N801
    """Lines of a stream. An iterator of its own class goes on after it has raised; a generator would not."""

    def __init__(self, stream: ByteStream, limits: Limits) -> None:
        self._stream = stream
        self._limit = limits.max_line_bytes
        self._first = True

    def __next__(self) -> bytes:
        line = self._stream.readline(self._limit)
        if not line:
            raise StopIteration
        if len(line) >= self._limit and not line.endswith(b"\n"):
            self._stream.skip_line()
            raise TooLarge(f"the line is longer than {self._limit} bytes", remedy="Raise Limits.max_characters")
        if self._first:
            self._first = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        return line.rstrip(b"\r\n")


def _wide_lines(stream: ByteStream, limits: Limits) -> Iterator[bytes]:
    """Lines of a file in UTF-16, which cannot be cut at bytes and so is read whole."""
    data, error = read_whole(stream, limits.max_file_bytes, "")
    yield from (line.encode("utf-8") for line in data.decode("utf-16", errors="replace").split("\n"))
    if error is not None:
        raise error


def read_json(stream: ByteStream, source: str, limits: Limits) -> Iterator[Reading | Refusal]:
    """A file that is one JSON value: an article, or a list of them. Anything else is tried as JSON Lines."""
    data, error = read_whole(stream, limits.max_file_bytes, source)
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        again = ByteStream(_once(data))
        yield from read_json_lines(again, source, limits)
    else:
        for number, item in enumerate(value if isinstance(value, list) else [value], 1):
            where = f"{source}:{number}" if isinstance(value, list) else source
            try:
                yield _article(item, json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass"), where)
            except TacitusError as refused:
                yield Refusal(where, refused)
    if error is not None:
        yield Refusal(source, error)


def _once(data: bytes) -> Any:
    chunks = [data]
    return lambda size: chunks.pop() if chunks else b""


def read_article(line: bytes, where: str) -> Reading:
    """The article of one line. `text` comes through unchanged. Raises InterchangeError, DamagedFile, EmptyArticle."""
    try:
        value: Any = json.loads(line)
    except UnicodeDecodeError as error:
        raise DamagedFile(f"the line is not UTF-8 ({error.reason})", where=where, remedy="Save as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InterchangeError(f"the line is not JSON ({str(error)[:80]})", where=where, remedy=_FORM) from error
    return _article(value, line, where)


def _article(value: Any, line: bytes, where: str) -> Reading:
    if not isinstance(value, dict):
        raise InterchangeError("the line is not an object", where=where, remedy=_FORM)
    document = value.get("document", value) if "text" not in value else value
    if not isinstance(document, dict):
        raise InterchangeError("`document` is not an object", where=where, remedy=_FORM)
    text = document.get("text")
    if not isinstance(text, str):
        raise InterchangeError("`text` is missing or is not a string", where=where, remedy=_FORM)
    if not text.strip():
        raise EmptyArticle("`text` is empty", where=where, remedy="Leave the line out")
    try:
        text.encode("utf-8")
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        # Half of a surrogate pair cannot be stored, and to repair it would move every offset after it.
        raise DamagedFile(
            "it cannot be written as UTF-8 (half of a surrogate pair)", where=where, remedy="Repair it"
        ) from error
    return Reading(text, sha256_of(line), where, given=document)
