"""The form in which the model answers, and reading it whatever the server made of it.

The schema is the interchange form with quotes in the place of spans, ids and coordinates: the model gives words of
the text, and everything else is ours.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from tacitus.llm.usage import Usage
from tacitus.records import EVENT_TYPE_OF, Assertion, FacilityStatus, RelationType

MOST_ITEMS = 120
"""Events, relations or facilities of one answer that are read; what comes after repeats."""
LONGEST_QUOTE = 600
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_UNPAIRED = re.compile(r"[\ud800-\udfff]")


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ToldEvent(_Form):
    """An event in the words of the article."""

    type: str = Field(json_schema_extra={"enum": list(EVENT_TYPE_OF)})
    trigger: str = Field(description="the word or words that tell the deed, copied from the article")
    sentence: str = Field(description="the sentence with the trigger, copied from the article")
    more_triggers: list[str] = Field(description="other sentences of the article that tell the same event, copied")
    actor1: list[str] = Field(description="who did it, as the article says it; empty where it does not say")
    actor2: list[str] = Field(description="to whom, as the article says it")
    associated: list[str] = Field(description="who took part on the side of actor1 or actor2")
    places: list[str]
    date: str | None = Field(description="the words that say when")
    fatalities: str | None = Field(description="the words that say how many were killed, number included")
    injured: str | None
    abducted: str | None
    arrested: str | None
    displaced: str | None
    weapons: list[str]
    status: Assertion
    status_words: list[str] = Field(description="the words that make it hedged, denied, planned or hypothetical")
    sources: list[str] = Field(description="who says so, as the article names them")
    denied_by: list[str]
    background: bool = Field(description="true where it is older history told as context")


class ToldRelation(_Form):
    """A tie between two actors in the words of the article."""

    type: RelationType
    subject: str
    object: str | None
    words: str = Field(description="the words of the sentence that state the tie, copied")
    sentence: str
    status: Assertion
    sources: list[str]


class ToldFacility(_Form):
    """A post, checkpoint, base, camp, headquarters or depot in the words of the article."""

    kind: str
    owner: str | None
    place: str
    date: str | None
    status: FacilityStatus
    sentence: str


class Told(_Form):
    """All that one window tells."""

    events: list[ToldEvent]
    relations: list[ToldRelation]
    facilities: list[ToldFacility]


NEEDED = {
    "events": ("type", "trigger"),
    "relations": ("type", "subject", "words"),
    "facilities": ("kind", "place", "status"),
}
_FORMS: dict[str, type[_Form]] = {"events": ToldEvent, "relations": ToldRelation, "facilities": ToldFacility}
Item = dict[str, Any]


def schema() -> dict[str, Any]:
    """The JSON schema of an answer. All keys are required and no others allowed, as strict servers want it."""
    return Told.model_json_schema()


def read_answer(content: str, usage: Usage, *, cut: bool = False) -> tuple[dict[str, list[Item]], bool]:
    """What an answer says, each field of its own type, and whether the answer was complete.

    What is of the wrong type is dropped with its reason; an item that lacks what it cannot be without, whole.
    """
    value, whole = _json_in(_THOUGHT.sub("", _UNPAIRED.sub("", content)))
    if not isinstance(value, dict):
        usage.drop("answer", content.strip(), "no JSON in the answer")
        return {kind: [] for kind in _FORMS}, False
    told: dict[str, list[Item]] = {}
    for kind, form in _FORMS.items():
        items = value.get(kind)
        if items is not None and not isinstance(items, list):
            usage.drop(kind, items, "not a list")
        listed = items if isinstance(items, list) else []
        if len(listed) > MOST_ITEMS:
            usage.drop(kind, f"{len(listed) - MOST_ITEMS} more", "more than an article can tell")
        told[kind] = _distinct([_item(kind, form, one, usage) for one in listed[:MOST_ITEMS]])
    for key in value:
        if key not in _FORMS:
            usage.drop(str(key), value[key], "not asked for")
    return told, whole and not cut


def _json_in(content: str) -> tuple[Any, bool]:
    """The first JSON object of the form in a text, and whether it is whole. A cut one is read as far as it goes."""
    decoder = json.JSONDecoder()
    starts = [match.start() for match in re.finditer(r"\{", content)][:50]
    for start in starts:
        try:
            value, _ = decoder.raw_decode(content, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and (set(value) & set(_FORMS)):
            return value, True
        if isinstance(value, dict) and {"type", "trigger"} <= set(value):
            return {"events": [value]}, True
    for start in starts[:3]:
        try:
            value = from_json(content[start:], allow_partial="trailing-strings")
        except ValueError:
            continue
        if isinstance(value, dict) and (set(value) & set(_FORMS)):
            return _without_last(value), False
    return None, False


def _without_last(value: dict[str, Any]) -> dict[str, Any]:
    """A cut answer without its last item, which may be half told."""
    last = list(value)[-1]
    items = value[last]
    return {**value, last: items[:-1]} if isinstance(items, list) else value


def _item(kind: str, form: type[_Form], value: object, usage: Usage) -> Item | None:
    if not isinstance(value, dict):
        usage.drop(kind, value, "not an object")
        return None
    item: Item = {}
    for name, field in form.model_fields.items():
        given = value.get(name)
        if given is None:
            continue
        read = _value(field.annotation, given)
        if read is None or (form is ToldEvent and name == "type" and read not in EVENT_TYPE_OF):
            usage.drop(f"{kind}.{name}", given, _why_not(given))
        else:
            item[name] = read
    for name in value:
        if name not in form.model_fields:
            usage.drop(f"{kind}.{name}", value[name], "not asked for")
    missing = [name for name in NEEDED[kind] if not item.get(name)]
    if missing:
        usage.drop(kind, json.dumps(value, ensure_ascii=False)[:300], f"without {' and '.join(missing)}")
        return None
    return item


def _value(annotation: Any, given: object) -> Any:
    """The value if it has the type asked for; a single quote may stand for a list of one. None where it is wrong."""
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    if annotation == list[str]:
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list):
            return None
        kept = [one.strip() for one in listed[:50] if isinstance(one, str) and 0 < len(one.strip()) <= LONGEST_QUOTE]
        return kept if kept or not listed else None
    if isinstance(given, str):
        given = given.strip()
        if not given or (len(given) > LONGEST_QUOTE and annotation in (str, str | None)):
            return None
    try:
        return adapter.validate_python(given, strict=True)
    except ValidationError:
        return None


def _why_not(given: object) -> str:
    long = isinstance(given, str) and len(given) > LONGEST_QUOTE
    return "longer than a quote can be" if long else "empty" if given in ("", []) else "of the wrong type"


def _distinct(items: list[Item | None]) -> list[Item]:
    kept: dict[str, Item] = {}
    for item in items:
        if item is not None:
            kept.setdefault(json.dumps(item, sort_keys=True, default=str), item)
    return list(kept.values())
