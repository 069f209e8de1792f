"""From one reading to one document: own rules on the text first, the format's meta data after them."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tacitus.errors import EmptyArticle, TooLarge
from tacitus.read import lookalikes
from tacitus.read.boilerplate import Marked, boilerplate_of, mark
from tacitus.read.language import detect_language
from tacitus.read.limits import Limits
from tacitus.read.media import media_in_text
from tacitus.read.published import Dated, find_origin
from tacitus.read.reading import Reading, sha256_of
from tacitus.read.republication import copyright_holder
from tacitus.read.rules import Rules, load_rules
from tacitus.read.sections import sections_in
from tacitus.read.written_date import iso_date
from tacitus.records import Boilerplate, Document

_TEXT_KEYS = ("title", "publisher", "author", "url", "language", "republished_from", "source")
_DERIVED = frozenset(
    (
        *("id", "text", *_TEXT_KEYS, "published", "published_basis", "republished", "republished_basis"),
        *("sections", "media", "boilerplate", "sha256", "warnings"),
    )
)
_SPANS = TypeAdapter(list[Boilerplate])


def assemble(reading: Reading, limits: Limits | None = None, rules: Rules | None = None) -> Document:
    """The document of a reading. Raises EmptyArticle or TooLarge; every doubt about meta data becomes a warning."""
    limits = limits or Limits()
    rules = rules or load_rules()
    text = reading.text
    if not any(character.isalnum() for character in text):
        raise EmptyArticle("there is no text", where=reading.source, remedy="Check that the file holds an article")
    if len(text) > limits.max_characters:
        raise TooLarge(
            f"the text has {len(text)} characters, the limit is {limits.max_characters}",
            where=reading.source,
            remedy="Split it into articles, or raise Limits.max_characters",
        )
    warnings = [*reading.warnings, *lookalikes.warnings_of(text)]
    given = _checked(reading.given, warnings)
    marked = mark(text, rules, given.get("title") or reading.title)
    boilerplate = given["boilerplate"] if "boilerplate" in given else boilerplate_of(marked)
    fields: dict[str, Any] = {key: value for key, value in reading.given.items() if key not in _DERIVED}
    fields |= _origin_fields(reading, marked, rules, given, warnings)
    fields |= {
        "id": str(given["id"]) if "id" in given else "a-" + sha256_of(text.encode("utf-8", "surrogatepass"))[:16],
        "text": text,
        "title": given.get("title") or reading.title or _headline(marked),
        "author": given.get("author") or (marked.bylines[0] if marked.bylines else None) or reading.author,
        "url": given.get("url") or reading.url,
        "language": given.get("language") or detect_language(_coded_part(text, boilerplate), reading.language),
        "sections": given.get("sections") or _merge(_sections(marked), reading.sections),
        "media": given.get("media") or _merge(reading.media, media_in_text(text)),
        "boilerplate": boilerplate,
        "sha256": given.get("sha256") or reading.sha256,
        "source": given.get("source") or reading.source,
    }
    _warn_of_future(fields, limits.today, warnings)
    fields["warnings"] = list(dict.fromkeys([*given.get("warnings", []), *warnings]))
    return Document(**fields)


def _origin_fields(
    reading: Reading, marked: Marked, rules: Rules, given: dict[str, Any], warnings: list[str]
) -> dict[str, Any]:
    origin = find_origin(reading, marked, rules, given.get("published"), given.get("publisher"))
    warnings.extend(origin.warnings)
    publisher = given.get("publisher") or origin.publisher
    if publisher is None and origin.republished_from is None:
        publisher = copyright_holder(marked.edge_lines)
    fields: dict[str, Any] = {
        "publisher": publisher,
        "republished_from": given.get("republished_from") or origin.republished_from,
    }
    fields |= _dated("published", origin.published, given)
    fields |= _dated("republished", origin.republished, given)
    return fields


def _dated(key: str, found: Dated | None, given: dict[str, Any]) -> dict[str, Any]:
    if key in given:
        return {key: given[key], f"{key}_basis": given.get(f"{key}_basis") or "given"}
    return {key: found[0] if found else None, f"{key}_basis": found[1] if found else None}


def _checked(given: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
    """The given values that are of use, typed. A wrong one is reported and then counts as not given."""
    kept: dict[str, Any] = {}
    text = given.get("text")
    for key, value in given.items():
        # An empty list is how records are written whose coder did not look for any.
        if value is None or value == [] or key not in _DERIVED or key == "text":
            continue
        result: Any = None
        if key == "id":
            result = value if isinstance(value, str | int) and value != "" else None
        elif key in ("published", "republished"):
            result = iso_date(value)
        elif key in ("sections", "media", "warnings"):
            result = value if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
        elif key == "boilerplate":
            result = _spans(value, text)
        else:
            result = value.strip() or None if isinstance(value, str) else None
        if result is not None:
            kept[key] = result
        elif value != "":
            warnings.append(f"{key}: the given value is of no use and was passed over ({str(value)[:60]!r})")
    return kept


def _spans(value: object, text: object) -> list[Boilerplate] | None:
    try:
        spans = _SPANS.validate_python(value)
    except ValidationError:
        return None
    length = len(text) if isinstance(text, str) else 0
    position = 0
    for span in spans:
        if not position <= span.start <= span.end <= length:
            return None
        position = span.end
    return spans


def _headline(marked: Marked) -> str | None:
    return marked.layout.lines[marked.headline].plain if marked.headline is not None else None


def _sections(marked: Marked) -> list[str]:
    lines = marked.layout.lines
    labels = [lines[index].plain for index in sorted(marked.kinds) if marked.kinds[index] == "section_labels"]
    bare = [label for label in labels if ":" not in label]
    return _merge(sections_in(labels), bare)


def _coded_part(text: str, boilerplate: list[Boilerplate]) -> str:
    parts: list[str] = []
    position = 0
    for span in boilerplate:
        parts.append(text[position : span.start])
        position = span.end
    rest = "".join([*parts, text[position:]])
    return rest if sum(character.isalpha() for character in rest[:200]) >= 20 else text


def _merge(first: list[str], second: list[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _warn_of_future(fields: dict[str, Any], today: datetime.date | None, warnings: list[str]) -> None:
    for key in ("published", "republished"):
        day = fields.get(key)
        if today is not None and day is not None and day > today:
            warnings.append(f"{key}: {day} is in the future")
