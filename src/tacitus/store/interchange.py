"""Interchange files (docs/interchange.md), line by line: a person's coding or the machine's."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ValidationError

from tacitus.errors import InterchangeError
from tacitus.records import CodedArticle, Span

_LONGEST_LINE = 100_000_000
"""Bytes of one line: an article of two million characters, with more events than any has."""


def read_coded(path: Path) -> Iterator[CodedArticle | InterchangeError]:
    """Yield each line of an interchange file as a coded article, or as the error that names the line and the key.

    Checked: the form, that ids are not given twice, and that each span's text stands in the document at its offsets.
    One wrong line, be it no UTF-8 or without end, does not stop the next. Raises InterchangeError where the file cannot
    be read at all.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                if line is None:
                    yield _wrong_form(f"the line is longer than {_LONGEST_LINE} bytes", f"{path}:{number}")
                elif line.strip():
                    yield _parsed(line.removeprefix(BOM_UTF8) if number == 1 else line, f"{path}:{number}")
    except OSError as error:
        raise InterchangeError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            remedy="Give a .jsonl file in the interchange form",
        ) from error


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines; None stands for one that is too long to be held in memory."""
    while line := file.readline(_LONGEST_LINE):
        if len(line) < _LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE)
        yield None


def _parsed(line: bytes, where: str) -> CodedArticle | InterchangeError:
    try:
        coded = CodedArticle.model_validate_json(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _wrong_form("the line is not UTF-8 text", where)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        return _wrong_form(f"{key}: {first['msg']}" if key else first["msg"], where)
    problem = _wrong_ids(coded) or _wrong_span(coded)
    return _wrong_form(problem, where) if problem else coded


def _wrong_form(problem: str, where: str) -> InterchangeError:
    return InterchangeError(problem, where=where, remedy="docs/interchange.md describes the form")


def _wrong_ids(coded: CodedArticle) -> str | None:
    for name in ("events", "relations", "facilities"):
        ids = Counter(item.id for item in getattr(coded, name))
        twice = [key for key, times in ids.items() if times > 1]
        if twice:
            return f"{name}: the id {twice[0]} is given twice"
    return None


def _wrong_span(coded: CodedArticle) -> str | None:
    text = coded.document.text
    items = (*coded.events, *coded.relations, *coded.facilities, *coded.places, *coded.actors)
    for span in _spans(items):
        if text[span.start : span.end] != span.text or span.start < 0:
            shown = json.dumps(span.text[:40], ensure_ascii=False)
            return f"the text at {span.start}-{span.end} is not {shown}"
    return None


def _spans(values: Iterable[object]) -> Iterator[Span]:
    """Walk through records, lists and mappings to every span in them."""
    for value in values:
        if isinstance(value, Span):
            yield value
        elif isinstance(value, BaseModel):
            yield from _spans(getattr(value, name) for name in type(value).model_fields)
        elif isinstance(value, list):
            yield from _spans(value)
        elif isinstance(value, dict):
            yield from _spans(value.values())
