"""Who may do what, and what other sites, foreign names and guessed passwords come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from signing import PASSWORD, token_of

from tacitus.serve import Settings, create_app

SignIn = Callable[[str], TestClient]
UNSAFE = {"POST", "PUT", "DELETE", "PATCH"}


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path, with something in place of parameters."""
    found = []
    for path, operations in app.openapi()["paths"].items():
        found += [(method.upper(), path) for method in operations]
    for route in every_route(app):
        found += [(method, route.path) for method in route.methods or ()]
    return sorted({(method, path.replace(":path", "").replace("{", "").replace("}", "")) for method, path in found})


def every_route(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found.append(route)
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        waiting += getattr(inner, "routes", [])
    return found


def test_a_laptop_needs_no_ceremony(client: TestClient) -> None:
    assert client.get("/see").status_code == 200
    assert client.get("/accounts").status_code == 200


def test_once_there_is_an_account_everybody_signs_in(app: FastAPI, client: TestClient) -> None:
    app.state.workbench.accounts.add("admin", PASSWORD, "admin")
    answer = client.get("/see?type=Battles", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/see%3Ftype%3DBattles")
    assert client.get("/api/v1/incidents").status_code == 401


def test_other_machines_reach_only_a_record_with_accounts(path: Path) -> None:
    app = create_app(Settings(target=str(path), host="0.0.0.0", hosts=("team.example",)))
    client = TestClient(app, base_url="http://team.example")
    assert client.get("/see", follow_redirects=False).headers["location"].startswith("/sign-in")
    app.state.workbench.close()


def test_a_name_that_is_not_ours_is_refused(app: FastAPI) -> None:
    assert TestClient(app, base_url="http://rebound.example").get("/see").status_code == 400


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        (
            "viewer",
            ["/see", "/articles/wire", "/actors", "/network", "/facilities"],
            ["/queue", "/add", "/audit", "/accounts"],
        ),
        ("coder", ["/queue", "/judge/wire:e1", "/add", "/same-actors", "/decisions"], ["/audit", "/accounts"]),
        ("adjudicator", ["/audit", "/audit.csv"], ["/accounts"]),
        ("admin", ["/accounts", "/audit"], []),
    ],
)
def test_each_role_sees_its_own(sign_in: SignIn, name: str, allowed: list[str], refused: list[str]) -> None:
    client = sign_in(name)
    assert {page: client.get(page).status_code for page in allowed} == dict.fromkeys(allowed, 200)
    assert {page: client.get(page).status_code for page in refused} == dict.fromkeys(refused, 403)


def test_nothing_is_changed_by_who_only_reads(app: FastAPI, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    harmless = {"/sign-in", "/sign-out", "/theme", "/api/v1/session"}
    for method, path in routes_of(app):
        if method in UNSAFE and path not in harmless:
            answer = viewer.request(method, path, json={}, follow_redirects=False)
            assert answer.status_code in (403, 405), (method, path, answer.text)


def test_every_change_needs_the_page_s_token(app: FastAPI, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    del admin.headers["x-form-token"]
    unsafe = [(method, path) for method, path in routes_of(app) if method in UNSAFE]
    assert len(unsafe) > 12
    for method, path in unsafe:
        for body in ({"json": {}}, {"data": {"form_token": "guessed"}}):
            answer = admin.request(method, path, **body, follow_redirects=False)
            assert answer.status_code in (403, 405, 422), (method, path, body)
            assert answer.status_code != 422 or "data" in body, (method, path)


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_other_sites_can_do_nothing(client: TestClient, headers: dict[str, str]) -> None:
    decision = {"kind": "accept", "target": "wire:e1"}
    assert client.post("/api/v1/decisions", json=decision, headers=headers).status_code == 403


def test_pages_let_no_script_in_but_their_own(client: TestClient) -> None:
    for path in ("/see", "/articles/wire", "/queue", "/api/v1/incidents", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_within(client: TestClient) -> None:
    for path in (
        "/see",
        "/articles",
        "/articles/wire",
        "/queue",
        "/judge/wire:e1",
        "/audit",
        "/add",
        "/actors",
        "/network",
    ):
        page = client.get(path).text
        assert "<style" not in page
        assert ' style="' not in page
        assert " onclick" not in page
        scripts = [part.partition(">")[0] for part in page.split("<script")[1:]]
        assert all("src=" in script or 'type="application/json"' in script for script in scripts)


def test_passwords_cannot_be_guessed_for_long(app: FastAPI, sign_in: SignIn) -> None:
    client = TestClient(app)
    token = token_of(client)
    answers = [
        client.post("/sign-in", data={"form_token": token, "name": "admin", "password": f"guess {n}"}).status_code
        for n in range(10)
    ]
    assert answers[:4] == [401] * 4
    assert answers[-1] == 429


def test_a_session_ends_when_its_owner_leaves_or_is_shut_out(app: FastAPI, sign_in: SignIn) -> None:
    leaving, shut = sign_in("coder"), sign_in("second")
    cookie = leaving.cookies["tacitus_session"]
    leaving.post("/sign-out", data={"form_token": token_of(leaving)})
    leaving.cookies.set("tacitus_session", cookie)
    assert leaving.get("/see", follow_redirects=False).status_code == 303
    app.state.workbench.accounts.change("second", active=False)
    assert shut.get("/see", follow_redirects=False).status_code == 303


def test_signing_in_leads_to_no_other_site(sign_in: SignIn, app: FastAPI) -> None:
    client = TestClient(app)
    sign_in("viewer")
    for target in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        data = {"form_token": token_of(client), "name": "viewer", "password": PASSWORD, "next": target}
        app.state.workbench.limits = type(app.state.workbench.limits)()
        assert client.post("/sign-in", data=data, follow_redirects=False).headers["location"] == "/see"


def test_floods_are_held_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("tacitus.serve.security.limits", fromlist=["LIMITS"]).LIMITS, "read", (5, 60.0))
    answers = [client.get("/api/v1/incidents").status_code for _ in range(7)]
    assert answers.count(200) < 6
    assert answers[-2:] == [429, 429]


def test_the_first_account_is_an_admin(client: TestClient) -> None:
    form = {"form_token": token_of(client), "act": "add", "name": "first", "role": "viewer", "password": PASSWORD}
    assert "must be an admin" in client.post("/accounts", data=form).text
    weak = {**form, "role": "admin", "password": "short"}
    assert "too easy" in client.post("/accounts", data=weak).text


def test_restricted_articles_are_hidden_on_every_way(app: FastAPI, sign_in: SignIn) -> None:
    adjudicator, coder = sign_in("adjudicator"), sign_in("coder")
    for article in ("hostile/<x>", "wire", "copy"):
        adjudicator.post(
            "/restrict", data={"form_token": token_of(adjudicator), "article": article, "reason": "a witness"}
        )
    secret = "Tell Rafid"
    ways = [
        "/see", "/see/results", "/articles", "/articles/hostile/%3Cx%3E", "/incidents/hostile/%3Cx%3E:e1", "/queue",
        "/judge/hostile/%3Cx%3E:e1", "/judge-pair?a=hostile/%3Cx%3E:e1&b=radio:e1", "/decisions", "/actors",
        "/api/v1/incidents", "/api/v1/articles", "/api/v1/articles/hostile/%3Cx%3E", "/api/v1/incidents/hostile/%3Cx%3E:e1",
        "/api/v1/incidents/hostile/%3Cx%3E:e1/place", "/api/v1/queue", "/api/v1/decisions", "/api/v1/counts",
        "/api/v1/presence/hostile/%3Cx%3E:e1", "/api/v1/map", "/api/v1/facilities.geojson", "/facilities", "/network",
    ]  # fmt: skip
    for way in ways:
        answer = coder.get(way)
        assert secret not in answer.text, way
        assert "Jubb" not in answer.text, way
        assert "Southern Alliance" not in answer.text, way
    adjudicator.post("/restrict", data={"form_token": token_of(adjudicator), "article": "radio", "reason": "a witness"})
    for way in ("/network", "/actors/desert-front", "/actors"):
        assert "fought" not in coder.get(way).text, way
        assert "Syrian Arab Army" not in coder.get(way).text, way
    assert "Syrian Arab Army" in adjudicator.get("/network").text
    adjudicator.post("/restrict", data={"form_token": token_of(adjudicator), "article": "radio", "lift": "1"})
    assert secret in adjudicator.get("/articles/hostile/%3Cx%3E").text
    assert "At least four" in coder.get("/articles/radio").text
