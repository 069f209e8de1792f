"""A buffered, bounded stream of bytes: what every reader reads from, packed or not."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tacitus.errors import DamagedFile, TacitusError, TooLarge

_CHUNK = 262_144
_GZIP_MAGIC = b"\x1f\x8b\x08"
_MOST_DAMAGES = 1000
_BOMB_RATIO = 120  # real text packs 3 to 40 times; deflate can reach 1030

ReadFunction = Callable[[int], bytes]


class ByteStream:
    """Peek, read and read lines over any `read(size)`.

    An error of the source is raised only when what came before it has been handed out, so that a damaged file gives
    all that is readable first.
    """

    def __init__(self, read: ReadFunction) -> None:
        self._read = read
        self._buffer = b""
        self._position = 0
        self._pending: TacitusError | None = None
        self._ended = False

    def _fill(self) -> bool:
        """Get more bytes into the buffer. False at the end and before a pending error."""
        if self._ended or self._pending is not None:
            return False
        try:
            chunk = self._read(_CHUNK)
        except TacitusError as error:
            self._pending = error
            return False
        if not chunk:
            self._ended = True
            return False
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0
        return True

    def raise_damage(self) -> None:
        """Raise the error that was met while peeking, if there was one."""
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error

    def peek(self, size: int) -> bytes:
        """Up to `size` bytes from here, without consuming them. Never raises."""
        while len(self._buffer) - self._position < size and self._fill():
            pass
        return self._buffer[self._position : self._position + size]

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end. Raises a pending error once nothing is left before it."""
        parts: list[bytes] = []
        wanted = size
        while wanted > 0:
            part = self._buffer[self._position : self._position + wanted]
            if part:
                self._position += len(part)
                parts.append(part)
                wanted -= len(part)
            elif not self._fill():
                break
        if not parts and size > 0:
            self.raise_damage()
        return b"".join(parts)

    def readline(self, limit: int) -> bytes:
        """The next line with its end, cut at `limit` bytes; b"" at the end."""
        searched = 0
        while True:
            found = self._buffer.find(b"\n", self._position + searched, self._position + limit)
            if found >= 0:
                return self._take(found + 1 - self._position)
            searched = min(len(self._buffer) - self._position, limit)
            if searched >= limit or not self._fill():
                break
        line = self._take(searched)
        if not line:
            self.raise_damage()
        return line

    def skip_line(self) -> None:
        """Drop what is left of the current line."""
        while True:
            part = self.readline(_CHUNK)
            if not part or part.endswith(b"\n"):
                return

    def skip(self, size: int) -> int:
        """Drop `size` bytes; the number dropped is smaller at the end."""
        left = size
        while left > 0:
            part = self.read(min(left, _CHUNK))
            if not part:
                break
            left -= len(part)
        return size - left

    def _take(self, size: int) -> bytes:
        part = self._buffer[self._position : self._position + size]
        self._position += len(part)
        return part


class _Gunzip:
    """Unpacks a gzip file of any number of members, and goes on with the next member after a broken one."""

    def __init__(self, packed: ByteStream, max_unpacked_bytes: int, *, strict: bool) -> None:
        self._packed = packed
        self._limit = max_unpacked_bytes
        self._strict = strict
        self._unpacker = zlib.decompressobj(wbits=31)
        self._in_member = False
        self._rest = b""
        self._bytes_in = 0
        self._bytes_out = 0
        self._stopped = False
        self._damages = 0

    def read(self, size: int) -> bytes:
        while not self._stopped:
            if not self._rest:
                self._rest = self._packed.read(65_536)
                self._bytes_in += len(self._rest)
                if not self._rest:
                    return self._at_end()
            if not self._in_member and not self._start_member():
                continue
            try:
                data = self._unpacker.decompress(self._rest, size)
            except zlib.error as error:
                self._in_member = False
                self._rest = self._rest[1:]
                self._damages += 1
                self._stopped = self._damages >= _MOST_DAMAGES
                raise DamagedFile(f"a gzip member is broken ({error})", remedy="Fetch the file again") from error
            self._rest = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data
                self._in_member = False
            self._count(len(data))
            if data:
                return data
        return b""

    def _start_member(self) -> bool:
        """Stand at a member's first byte; what lies between members (padding, the rest of a broken one) is dropped."""
        if len(self._rest) < len(_GZIP_MAGIC):
            more = self._packed.read(65_536)
            self._bytes_in += len(more)
            if not more:
                self._rest = b""
                return False
            self._rest += more
        at = self._rest.find(_GZIP_MAGIC)
        if at < 0:
            self._rest = b""
            return False
        self._rest = self._rest[at:]
        self._unpacker = zlib.decompressobj(wbits=31)
        self._in_member = True
        return True

    def _at_end(self) -> bytes:
        self._stopped = True
        if self._in_member:
            raise DamagedFile(
                "the gzip file ends in the middle", remedy="Fetch it again; what came before the break was read"
            )
        return b""

    def _count(self, size: int) -> None:
        self._bytes_out += size
        if self._bytes_out <= self._limit:
            return
        if self._strict or self._bytes_out > _BOMB_RATIO * self._bytes_in:
            self._stopped = True
            raise TooLarge(
                f"it unpacks to more than {self._limit} bytes",
                remedy="Raise Limits.max_unpacked_bytes if you trust the file",
            )


def gunzip(packed: ByteStream, max_unpacked_bytes: int, *, strict: bool) -> ByteStream:
    """The unpacked stream of a gzip file.

    `strict` ends it at `max_unpacked_bytes`; otherwise it may go on past them while it does not unpack like a bomb.
    """
    return ByteStream(_Gunzip(packed, max_unpacked_bytes, strict=strict).read)


def read_whole(stream: ByteStream, limit: int, where: str) -> tuple[bytes, TacitusError | None]:
    """All that is left of `stream`, and the error that cut it short. Raises TooLarge over `limit` bytes."""
    parts: list[bytes] = []
    total = 0
    while True:
        try:
            part = stream.read(_CHUNK)
        except TooLarge:
            raise
        except TacitusError as error:
            return b"".join(parts), error
        if not part:
            return b"".join(parts), None
        total += len(part)
        if total > limit:
            raise TooLarge(f"it is longer than {limit} bytes", where=where, remedy="Split it, or raise the limit")
        parts.append(part)
