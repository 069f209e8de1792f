"""How much one source may ask of a reader, and the answer when a source is refused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tacitus.errors import TacitusError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading.

    `max_characters`: of one document's text. `max_file_bytes`: of a file that must be read whole (a page, a PDF, a
    message, a feed, one record of an archive). `max_unpacked_bytes`: of what one compressed file may unpack to;
    archives that are streamed may go over it as long as they do not unpack like a bomb. `today`: dates after it are
    reported; None means that no date is checked against the clock.
    """

    max_characters: int = 2_000_000
    max_file_bytes: int = 100_000_000
    max_unpacked_bytes: int = 500_000_000
    today: datetime.date | None = None

    @property
    def max_text_bytes(self) -> int:
        """Bytes that a text within `max_characters` can take at most: four a character, and room for its keys."""
        return 4 * self.max_characters + 65_536

    @property
    def max_line_bytes(self) -> int:
        """Bytes of one JSON line: a character outside ASCII may be escaped as six, or twelve, bytes."""
        return 12 * self.max_characters + 1_048_576


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or record that gave no document, and why. `source` names it as `Document.source` would."""

    source: str
    error: TacitusError
