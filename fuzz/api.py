"""Fuzzes the workbench's pages and API: whatever is asked, by whoever sits at the machine, no answer is a fault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import atheris
import httpx2
from campaign import ROOT, followed, fuzz, scratch

with followed():
    from fastapi.testclient import TestClient

    from tacitus.serve import Settings, create_app
    from tacitus.serve.api import coding, judging, record, views
    from tacitus.serve.pages import double, follow, judge, log, read, see
    from tacitus.serve.security.limits import LIMITS

sys.path.insert(0, str(ROOT / "tests" / "serve"))
import told

FOLDER = scratch()
_RENEWED = 1500
# Left out: the modules that end the session, hash passwords with effort, or start the coder.
WORDS = [
    *("wire", "wire:e1", "radio:e1", "hostile/<x>", "hostile/<x>:e1", "task:1", "desert-front", "1", "0", "-1", "true"),
    *("accept", "reject", "correct", "merge", "split", "note", "fatalities", "date", "actor1", "places", "event_type"),
    *("2021-05-04", "2021", "Attack", "machine", "earliest", "csv", "json", "9223372036854775808", "1e999", "NaN"),
    *("\x00", "\ud800", "\u202eevil", "../../etc/passwd", "' OR 1=1 --", "<script>", "{{7*7}}", "%00", "é" * 300),
]  # fmt: skip
KEYS = (
    "kind target field new reason seen text low best high spans start end name articles coders machine events trigger"
    " nothing_here places date id"
).split()


class _State:
    client: Any = None
    close: Callable[[], None] = staticmethod(lambda: None)
    routes: list[tuple[str, str, list[str]]] = []  # noqa: RUF012
    runs = 0


def test(data: bytes) -> None:
    """Ask for a route that the bytes pick, with values that they make."""
    _ready()
    given = atheris.FuzzedDataProvider(data)
    for _ in range(given.ConsumeIntInRange(1, 3)):
        method, path, names = given.PickValueInList(_State.routes)
        for name in names:
            path = path.replace("{" + name + "}", _word(given).replace("?", "").replace("#", ""))
        query = {_key(given): _word(given) for _ in range(given.ConsumeIntInRange(0, 4))}
        body: dict[str, Any] = {}
        if method in ("POST", "PUT"):
            body = {"json": _value(given, 0)} if path.startswith("/api") else {"data": {_key(given): _word(given)}}
        with suppress(httpx2.InvalidURL, UnicodeEncodeError):  # what no client can send
            answer = _State.client.request(method, path, params=query, follow_redirects=False, **body)
            assert answer.status_code < 500, (method, path, query, body, answer.text[:300])


def _key(given: Any) -> str:
    asked = ["page", "size", "order", "from", "to", "type", "country", "contested", "place", "actor", "q", "box"]
    return str(given.PickValueInList(KEYS + asked))


def _word(given: Any) -> str:
    if given.ConsumeBool():
        return str(given.PickValueInList(WORDS)).encode("utf-8", "replace").decode()
    return str(given.ConsumeUnicodeNoSurrogates(given.ConsumeIntInRange(0, 24)))


def _value(given: Any, depth: int) -> Any:
    kind = given.ConsumeIntInRange(0, 9 if depth < 4 else 5)
    if kind < 4:
        return _word(given)
    if kind == 4:
        return given.PickValueInList([None, True, False, 0, 1, -1, 2**53, 2**63, 10**30, 0.5, 1e308])
    if kind == 5:
        return given.ConsumeInt(8)
    if kind == 6:
        return [_value(given, depth + 1) for _ in range(given.ConsumeIntInRange(0, 4))]
    made = {_key(given): _value(given, depth + 1) for _ in range(given.ConsumeIntInRange(0, 6))}
    if depth == 0:
        made |= {"kind": given.PickValueInList(["accept", "reject", "correct", "merge", "split", "note"])}
        made |= {"target": given.PickValueInList(["wire:e1", "radio:e1", "hostile/<x>:e1"])}
    return made


def _ready() -> None:
    """A workbench over a record of our own, renewed before it has grown large."""
    _State.runs += 1
    if _State.client is not None and _State.runs % _RENEWED:
        return
    _State.close()
    for old in FOLDER.glob("record.db*"):
        old.unlink()
    told.fill(FOLDER / "record.db")
    for kind in LIMITS:
        LIMITS[kind] = (10**9, 60.0)
    app = create_app(Settings(target=str(FOLDER / "record.db")))
    workbench = app.state.workbench
    workbench.linking.soon = lambda *_, **__: None
    _State.close = workbench.close
    _State.client = TestClient(app, raise_server_exceptions=True)
    page = _State.client.get("/sign-in").text
    _State.client.headers["x-form-token"] = page.partition('name="form-token" content="')[2].partition('"')[0]
    _State.routes = sorted(
        (method, route.path.replace(":path", ""), list(route.param_convertors))
        for module in (coding, judging, record, views, double, follow, judge, log, read, see)
        for route in module.router.routes
        if hasattr(route, "param_convertors") and hasattr(route, "methods")
        for method in sorted(route.methods or ())
        if method != "HEAD"
    )


def seeds() -> Iterator[bytes]:
    """Nothing to begin with but chance: the bytes only choose."""
    yield bytes(range(256))
    yield bytes(range(255, -1, -1)) * 2


if __name__ == "__main__":
    fuzz("api", test, seeds(), [word.encode("utf-8", "replace") for word in WORDS])
