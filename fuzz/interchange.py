"""Fuzzes the interchange reader: each line is imported whole or refused by line; what was imported comes back equal."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import atheris
from campaign import ROOT, followed, fuzz, scratch

with followed():
    from tacitus.errors import InterchangeError, TacitusError
    from tacitus.records import CodedArticle
    from tacitus.store import Record
    from tacitus.store.interchange import read_coded

FOLDER = scratch()
FILE = FOLDER / "coded.jsonl"
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 7, 11, 2**31, 2**53, 2**63, 10**30, 0.5, -0.0, 1e308, float("nan"), float("inf")),
    *("", "a", "\x00", "\u202eevil", "2024-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "day", "asserted", "e1"),
    *("x" * 5000, "'; DROP TABLE events; --", "\ud800", "é", [], {}, [[]], [None], {"": ""}, {"start": 0, "end": 0}),
]
_RENEWED = 3000
_TEXT = "Gunmen shot two traders near Sarana on Monday, the mayor said. The Dawn Front denied it."


class _State:
    record: Record | None = None
    runs = 0


def test(data: bytes) -> None:
    """Read the bytes as a file; where the first is odd, as edits to a good line: a path, and an odd value for it."""
    if not data:
        return
    _read(data[1:] if data[0] % 2 == 0 else _edited(data[1:]))


def _read(content: bytes) -> None:
    FILE.write_bytes(content)
    try:
        lines = list(read_coded(FILE))
    except TacitusError as error:
        _told(error)
        return
    good = [line for line in lines if not isinstance(line, InterchangeError)]
    if not good:
        return
    record = _record()
    done = record.import_coded(FILE)
    assert done.added + done.unchanged + len(done.refused) == len(lines), "every line is told of"
    if done.added == len(lines) == 1:
        _same(next(record.coded(good[0].document.id), None), good[0])


def _told(error: TacitusError) -> None:
    assert error.where, "an error names the file"


def _same(kept: CodedArticle | None, given: CodedArticle) -> None:
    assert kept is not None, "what was imported is there"
    assert kept.document.text == given.document.text
    for name in ("events", "relations", "facilities", "places", "actors"):
        had, has = ([item.model_dump_json() for item in getattr(one, name)] for one in (given, kept))
        assert sorted(had) == sorted(has), f"{name} come back as they were"


def _record() -> Record:
    """A record that does not grow for ever."""
    _State.runs += 1
    if _State.record is None or _State.runs % _RENEWED == 0:
        if _State.record is not None:
            _State.record.close()
        for old in FOLDER.glob("record.db*"):
            old.unlink()
        _State.record = Record.open(FOLDER / "record.db")
    return _State.record


def _edited(data: bytes) -> bytes:
    given = atheris.FuzzedDataProvider(data)
    line = copy.deepcopy(_GOOD)
    for _ in range(given.ConsumeIntInRange(1, 4)):
        at: Any = line
        for _ in range(6):
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = given.PickValueInList(keys)
            if not isinstance(at[key], dict | list) or given.ConsumeIntInRange(0, 15) == 0:
                at[key] = _odd(given)
                break
            at = at[key]
    return json.dumps(line, ensure_ascii=given.ConsumeBool()).encode("utf-8", "surrogatepass")


def _odd(given: Any) -> Any:
    if given.ConsumeIntInRange(0, 2):
        return copy.deepcopy(given.PickValueInList(ODD))
    return given.ConsumeUnicode(given.ConsumeIntInRange(0, 12)) if given.ConsumeBool() else given.ConsumeInt(8)


def _span(words: str) -> dict[str, Any]:
    start = _TEXT.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def _good() -> dict[str, Any]:
    actor = {**_span("Dawn Front"), "actor_id": "dawn", "name": "Dawn Front", "kind": "rebel_group"}
    place = {**_span("Sarana"), "place_id": "p1", "name": "Sarana", "latitude": 1.5, "longitude": 2.5,
             "country": "Mali", "admin1": "Mopti", "admin2": None, "precision": "near_settlement", "relation": "near",
             "basis": "stated"}  # fmt: skip
    date = {"text": "Monday", "start": "2024-02-26", "end": "2024-02-26", "precision": "day", "basis": "relative"}
    toll = {"text": "two", "low": 2, "best": 2, "high": 2, "spans": [_span("two")]}
    sentence = _span("Gunmen shot two traders near Sarana on Monday, the mayor said.")
    event = {"id": "e1", "event_type": "Violence against civilians", "sub_event_type": "Attack", "ucdp_type": None,
             "plover_type": "ASSAULT", "plover_mode": "firearms", "trigger": _span("shot"), "sentence": sentence,
             "mentions": [{"trigger": _span("shot"), "sentence": sentence}], "actor1": [actor], "actor2": [],
             "associated": [], "places": [place], "date": date, "fatalities": toll, "injured": None,
             "losses": [{"what": "car", "count": toll, "owner": actor}], "weapons": [_span("Gunmen")],
             "assertion": "attributed", "attributed_to": [actor], "denied_by": [actor], "cues": [_span("said")],
             "background": False, "because_of": ["e1"], "confidence": 0.5,
             "evidence": {"fatalities": [_span("two")]}}  # fmt: skip
    tie = {"id": "r1", "type": "alliance_with", "subject": actor, "object": actor, "start": None, "end": None,
           "assertion": "asserted", "attributed_to": [], "sentence": sentence, "confidence": 0.5}  # fmt: skip
    post = {"id": "f1", "kind": "post", "owner": actor, "place": place, "date": date, "status": "attacked",
            "assertion": "asserted", "sentence": sentence}  # fmt: skip
    document = {"id": "a", "text": _TEXT, "title": "Two shot", "published": "2024-02-28", "published_basis": "given",
                "publisher": "Wire", "republished_from": None, "author": None, "url": "https://a.example/x",
                "language": "en", "sections": ["Mali"], "media": [], "sha256": "0" * 64,
                "boilerplate": [{"start": 63, "end": 70, "kind": "contact"}]}  # fmt: skip
    return {"document": document, "events": [event], "relations": [tie], "facilities": [post], "places": [place],
            "actors": [actor], "coder": {"name": "hand", "version": "1", "config_sha256": "0"}}  # fmt: skip


_GOOD = _good()


def seeds() -> Iterator[bytes]:
    """The good line, short articles of the gold corpus, and edits by chance."""
    yield b"\x00" + json.dumps(_GOOD).encode()
    lines = (ROOT / "gold" / "gold.jsonl").read_bytes().splitlines()
    yield from (b"\x00" + line for line in sorted(lines, key=len)[:10])
    yield from (b"\x01" + bytes((number * step) % 256 for number in range(60)) for step in range(1, 40))


if __name__ == "__main__":
    assert CodedArticle.model_validate(_GOOD)
    fuzz("interchange", test, seeds())
