"""Bytes to text: declared or guessed encodings, and the repair of mojibake."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tacitus.errors import DamagedFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
_CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127), None)


def declared_encoding(page: bytes) -> str | None:
    """The encoding that a page's own head declares."""
    found = _META_CHARSET.search(page[:4096])
    return (found.group(1) or found.group(2)).decode("ascii") if found else None


def decode(data: bytes, *, declared: str | None = None, where: str | None = None) -> tuple[str, list[str]]:
    """Text of `data` and warnings. Byte order mark, then UTF-8, then the declared encoding, then a guess.

    UTF-8 goes before the declaration because text that is valid UTF-8 by chance does not occur, and wrong
    declarations do. Raises DamagedFile when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finish(data.decode(encoding, errors="replace"), [], where)
    wide = _wide_encoding(data)
    if wide:
        return _finish(data.decode(wide, errors="replace"), [], where)
    try:
        return _finish(data.decode("utf-8"), [], where)
    except UnicodeDecodeError:
        pass
    nearly = _nearly_utf8(data)
    if nearly is not None:
        return _finish(nearly, ["encoding: some bytes are not valid UTF-8; they were replaced"], where)
    if declared:
        text = _try(data, declared)
        if text is not None:
            return _finish(text, [], where)
    return _finish(*_guess(data), where)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        # Pages that say latin-1 are written in its superset, as all browsers assume.
        name = codecs.lookup(encoding).name
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _wide_encoding(data: bytes) -> str | None:
    sample = data[:4000]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 2 > half and even * 20 < half:
        return "utf-16-le"
    if even * 2 > half and odd * 20 < half:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes: cut in the middle, or with a stray byte from elsewhere."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    intact = sum(1 for character in text if character > "\x7f") - broken
    return text if broken <= intact // 10 or (broken == 1 and intact > 2) else None


def _guess(data: bytes) -> tuple[str, list[str]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65_536]).best()
    name = best.encoding if best is not None else None
    text = _try(data, name) if name else None
    if text is None:
        name, text = "cp1252", data.decode("cp1252", errors="replace")
    return text, [f"encoding: not declared; read as {name}"]


def _finish(text: str, warnings: list[str], where: str | None) -> tuple[str, list[str]]:
    text = text.removeprefix("\ufeff")
    sample = text[:20_000]
    strange = sum(1 for character in sample if character in _CONTROL_SET or character == "\ufffd")
    if strange * 5 > len(sample) and strange > 3:
        raise DamagedFile("the bytes are not text in any known encoding", where=where, remedy="Save it as UTF-8 text")
    return text, warnings


_CONTROL_SET = frozenset(chr(code) for code in _CONTROL)


def clean(text: str) -> tuple[str, list[str]]:
    """Text with repaired mojibake, without control characters and with plain line ends, and warnings.

    Marks of writing direction stay: they are part of names. Only encoding is repaired; ftfy's other corrections would
    change what the source wrote.
    """
    warnings: list[str] = []
    if "\x00" in text:
        warnings.append("text: NUL characters were removed")
    text = text.translate(_CONTROL).replace("\r\n", "\n").replace("\r", "\n")
    from ftfy.badness import is_bad

    if is_bad(text):
        from ftfy import TextFixerConfig, fix_text

        repaired = fix_text(text, TextFixerConfig(**_ENCODING_ONLY))
        if repaired != text:
            warnings.append("text: garbled characters (mojibake) were repaired")
            text = repaired
    return text, warnings


_ENCODING_ONLY: dict[str, Any] = {
    "unescape_html": False,
    "remove_terminal_escapes": False,
    "fix_latin_ligatures": False,
    "fix_character_width": False,
    "uncurl_quotes": False,
    "fix_line_breaks": False,
    "fix_surrogates": False,
    "remove_control_chars": False,
    "normalization": None,
}
