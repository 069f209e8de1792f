"""The API: described, paginated, with stable ids; whatever its description allows, it has an answer."""

from __future__ import annotations

import random
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from signing import PASSWORD, token_of

NOT_FUZZED = {"DELETE /api/v1/session"}


def test_every_answer_is_described(client: TestClient) -> None:
    description = client.get("/api/v1/openapi.json").json()
    assert description["info"]["title"] == "Tacitus"
    for path, methods in description["paths"].items():
        assert path.startswith("/api/v1/")
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            assert operation.get("tags"), (method, path)
    page = client.get("/api").text
    assert all(path in page for path in description["paths"])


def test_lists_come_in_pages_that_join_without_gap(client: TestClient) -> None:
    whole = client.get("/api/v1/incidents?size=100&order=earliest").json()
    parts = [client.get(f"/api/v1/incidents?size=1&page={n}&order=earliest").json()["incidents"] for n in (1, 2, 3, 4)]
    assert [part[0]["id"] for part in parts if part] == [incident["id"] for incident in whole["incidents"]]
    assert whole["total"] == 3
    assert client.get("/api/v1/articles?size=2").json()["total"] == 5


def test_an_id_leads_to_its_incident_even_after_a_merge(app: FastAPI, client: TestClient) -> None:
    ids = {incident["id"]: incident for incident in client.get("/api/v1/incidents").json()["incidents"]}
    old = next(key for key, incident in ids.items() if incident["sub_event_type"] == "Attack")
    client.post("/api/v1/decisions", json={"kind": "merge", "target": "wire:e1", "new": ["hostile/<x>:e1"]})
    app.state.workbench.linking.now()
    found = client.get(f"/api/v1/incidents/{old}").json()
    assert {"wire:e1", "hostile/<x>:e1"} <= {report["event_id"] for report in found["reports"]}


def test_errors_are_json(client: TestClient) -> None:
    for path in ("/api/v1/incidents/none", "/api/v1/articles/none", "/api/v1/incidents?page=0", "/api/v1/nowhere"):
        answer = client.get(path)
        assert answer.status_code in (404, 422), path
        assert "detail" in answer.json(), path


def test_a_script_signs_in_and_decides(app: FastAPI, sign_in: Any) -> None:
    sign_in("viewer")
    script = TestClient(app)
    assert script.post("/api/v1/session", json={"name": "coder", "password": "wrong"}).status_code == 401
    token = script.get("/api/v1/session")
    assert token.status_code == 401
    fresh = TestClient(app)
    session = fresh.post("/api/v1/session", json={"name": "coder", "password": PASSWORD}).json()
    script = fresh
    decision = {"kind": "accept", "target": "wire:e1"}
    assert script.post("/api/v1/decisions", json=decision).status_code == 403
    assert (
        script.post("/api/v1/decisions", json=decision, headers={"x-form-token": session["form_token"]}).status_code
        == 201
    )


def test_whatever_the_description_allows_is_answered_without_a_fault(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schemathesis makes requests from the description, mangled ones too; none may end in a 5xx."""
    limits = __import__("tacitus.serve.security.limits", fromlist=["LIMITS"]).LIMITS
    for kind in limits:
        monkeypatch.setitem(limits, kind, (10**9, 60.0))
    client = TestClient(app, raise_server_exceptions=False)
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    seen: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        label = f"{operation.method.upper()} {operation.path}"
        if label in NOT_FUZZED:
            continue
        _ask_all(client, operation, label)
        seen.append(label)
    assert len(set(seen)) > 20


def _ask_all(client: TestClient, operation: Any, label: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=8, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        made = case.as_transport_kwargs(base_url="http://testserver")
        names = ("method", "url", "params", "json", "data", "headers")
        answer = client.request(**{name: made[name] for name in names if made.get(name) is not None})
        assert answer.status_code < 500, (label, answer.text[:200], case.path_parameters, case.query, case.body)

    ask()


def test_chance_paths_end_in_no_fault(app: FastAPI) -> None:
    client = TestClient(app, raise_server_exceptions=False)
    chance = random.Random(7)
    letters = "ab/:%.?&=#<>\"' \\\u0000\u202eé😀-_~"
    for _ in range(30):
        tail = "".join(chance.choice(letters) for _ in range(chance.randint(1, 12)))
        for start in (
            "/articles/",
            "/incidents/",
            "/judge/",
            "/actors/",
            "/api/v1/articles/",
            "/see?",
            "/api/v1/map?",
            "/tasks/",
        ):
            try:
                answer = client.get(start + tail)
            except httpx2.InvalidURL:
                continue
            assert answer.status_code < 500, (start, tail, answer.text[:200])
    assert token_of(client)
