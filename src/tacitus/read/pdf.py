"""PDF: the text of its pages, without running heads and with paragraphs put together again."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tacitus.errors import DamagedFile, EmptyArticle, TacitusError, TooLarge, UnsupportedFile
from tacitus.read.decode import clean
from tacitus.read.layout import ends_sentence
from tacitus.read.limits import Limits, Refusal
from tacitus.read.reading import Reading, sha256_of

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?$", re.I)
_QUIET = logging.NullHandler()  # one handler: it would be added anew with each file
_EDGE = 2
_LONGEST_PAGE_NUMBER = 40
_SHORT = 0.8


def read_pdf(data: bytes, source: str, limits: Limits) -> Iterator[Reading | Refusal]:
    """One article: what can be read of the file, then a refusal for the pages that cannot."""
    logging.getLogger("pypdf").addHandler(_QUIET)
    pages, damage = _pages(data, source, limits)
    text, repairs = clean(join_pages(pages))
    if text.strip():
        reading = Reading(text, sha256_of(data), source, warnings=repairs)
        _add_metadata(reading, data)
        yield reading
    elif damage is None:
        damage = EmptyArticle(
            "the PDF holds no text, only images perhaps", where=source, remedy="Run text recognition (OCR) on it first"
        )
    if damage is not None:
        yield Refusal(source, damage)


def _pages(data: bytes, source: str, limits: Limits) -> tuple[list[str], TacitusError | None]:
    reader = _open(data, source)
    pages: list[str] = []
    damage: TacitusError | None = None
    total = 0
    count = _page_count(reader, source)
    for number in range(count):
        try:
            text = reader.pages[number].extract_text()
        except Exception as error:  # pypdf raises whatever its parsing of a broken page runs into
            damage = damage or DamagedFile(
                f"page {number + 1} cannot be read ({type(error).__name__})",
                where=source,
                remedy="The other pages were read; print the file to a new PDF",
            )
            continue
        total += len(text)
        if total > limits.max_characters:
            raise TooLarge(
                f"the text is over {limits.max_characters} characters", where=source, remedy="Split the file"
            )
        pages.append(text)
    if damage is None and b"%%EOF" not in data[-2048:]:
        damage = DamagedFile("the PDF ends in the middle", where=source, remedy="Fetch it again; some text was read")
    return pages, damage


def _open(data: bytes, source: str) -> PdfReader:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:  # the same: a damaged file can break the parser anywhere
        if b"/Encrypt" in data:
            raise _encrypted(source) from error
        raise DamagedFile(
            f"it is not a readable PDF ({type(error).__name__})", where=source, remedy="Fetch it again or print it anew"
        ) from error
    if locked:
        raise _encrypted(source)
    return reader


def _encrypted(source: str) -> UnsupportedFile:
    return UnsupportedFile("the PDF is encrypted", where=source, remedy="Save a copy without a password")


def _page_count(reader: PdfReader, source: str) -> int:
    try:
        return len(reader.pages)
    except Exception as error:  # the page tree is parsed only here
        raise DamagedFile(
            f"its pages cannot be found ({type(error).__name__})", where=source, remedy="Fetch it again"
        ) from error


def _add_metadata(reading: Reading, data: bytes) -> None:
    from pypdf import PdfReader

    try:
        info = PdfReader(io.BytesIO(data), strict=False).metadata
        title, author = (info.title, info.author) if info else (None, None)
        created = info.creation_date if info else None
    except Exception:  # meta data of a damaged file are not worth a refusal
        return
    # Programs write their own file names into titles: "Microsoft Word - statement.doc".
    if title and not re.search(r"\.\w{2,4}$|^untitled", title.strip(), re.I):
        reading.title = title.strip() or None
    reading.author = (author or "").strip() or None
    if created is not None:
        reading.dates.append((created.date(), "meta"))


def join_pages(pages: list[str]) -> str:
    """Paragraphs of all pages, separated by empty lines: running heads dropped, hyphens and wrapped lines joined."""
    lines_of = [[line.strip() for line in page.splitlines()] for page in pages]
    running = _running_lines(lines_of)
    lines: list[str] = []
    for page in lines_of:
        filled = [number for number, line in enumerate(page) if line]
        edges = {*filled[:_EDGE], *filled[-_EDGE:]}
        kept = [
            line
            for number, line in enumerate(page)
            if not (number in edges and (_is_page_number(line) or _numberless(line) in running))
        ]
        lines.extend(kept)
    return "\n\n".join(_paragraphs(lines))


def _is_page_number(line: str) -> bool:
    return len(line) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.match(line) is not None


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines at the edges of at least three pages and half of all, whatever page number they hold."""
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        counts.update({_numberless(line) for line in (*filled[:_EDGE], *filled[-_EDGE:])})
    return {line for line, count in counts.items() if count >= 3 and count * 2 >= len(pages)}


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _paragraphs(lines: list[str]) -> list[str]:
    """A line ends a paragraph when it ends a sentence short of the full width, or when an empty line follows."""
    width = sorted(len(line) for line in lines if line)[-max(1, len(lines) // 10) :][:1]
    full = width[0] if width else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        if not line:
            # An empty line inside a sentence is a page's end.
            if current and (ends_sentence(current) or len(current) < _SHORT * full):
                paragraphs.append(current)
                current = ""
            continue
        current = _joined(current, line)
        if len(line) < _SHORT * full and (ends_sentence(line) or len(line) < 0.5 * full):
            paragraphs.append(current)
            current = ""
    return [*paragraphs, current] if current else paragraphs


def _joined(above: str, line: str) -> str:
    if re.search(r"[a-zà-ÿ]-$", above) and line[:1].islower():
        return above[:-1] + line
    return f"{above} {line}" if above else line
