"""Judging through the API: what the pages' keys do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from told import WIRE, span

SignIn = Callable[[str], TestClient]


def correction(low: int, seen: int = 0) -> dict[str, Any]:
    new = {"text": "12 people", "low": low, "best": low, "high": 12, "spans": [span(WIRE, "12 people")]}
    return {
        "kind": "correct",
        "target": "wire:e1",
        "field": "fatalities",
        "new": new,
        "reason": "two sources",
        "seen": seen,
    }


def test_accept_correct_undo_and_the_log_of_it(app: FastAPI, client: TestClient) -> None:
    made = client.post("/api/v1/decisions", json=correction(5))
    assert made.status_code == 201
    assert client.get("/api/v1/articles/wire").json()["events"][0]["fatalities"]["low"] == 5
    assert client.post("/api/v1/decisions", json={"kind": "accept", "target": "wire:e1"}).status_code == 201
    assert client.post(f"/api/v1/decisions/{made.json()['id']}/undo").status_code == 200
    assert client.get("/api/v1/articles/wire").json()["events"][0]["fatalities"]["low"] == 12
    assert client.post(f"/api/v1/decisions/{made.json()['id']}/undo").status_code == 404
    acts = [(entry.action, entry.target) for entry in app.state.workbench.audit.entries()]
    assert acts == [("decision", "wire:e1"), ("decision", "wire:e1"), ("undo", "wire:e1")]
    assert app.state.workbench.audit.verify().holds


def test_two_coders_at_once(sign_in: SignIn) -> None:
    amina, jonas = sign_in("coder"), sign_in("second")
    assert amina.get("/api/v1/presence/wire:e1").json()["others"] == []
    assert jonas.get("/api/v1/presence/wire:e1").json()["others"] == ["coder"]
    jonas.put("/api/v1/drafts/wire:e1", json={"edits": {"date": {"reason": "a Tuesday"}}})
    assert (
        amina.get("/api/v1/presence/wire:e1").json()["drafts"][0]["content"]["edits"]["date"]["reason"] == "a Tuesday"
    )
    first = amina.post("/api/v1/decisions", json=correction(5)).json()
    clash = jonas.post("/api/v1/decisions", json=correction(7))
    assert clash.status_code == 409
    assert [other["coder"] for other in clash.json()["others"]] == ["coder"]
    assert jonas.post("/api/v1/decisions", json=correction(7, seen=first["id"])).status_code == 201
    both = amina.get("/api/v1/decisions?target=wire:e1").json()
    assert [decision["coder"] for decision in both] == ["coder", "second"]


def test_another_s_decision_is_undone_by_an_adjudicator_only(sign_in: SignIn) -> None:
    made = sign_in("coder").post("/api/v1/decisions", json=correction(5)).json()
    assert sign_in("second").post(f"/api/v1/decisions/{made['id']}/undo").status_code == 403
    assert sign_in("adjudicator").post(f"/api/v1/decisions/{made['id']}/undo").status_code == 200


def test_a_draft_is_one_s_own_and_survives(sign_in: SignIn, app: FastAPI) -> None:
    amina = sign_in("coder")
    amina.put("/api/v1/drafts/hostile/%3Cx%3E:e1", json={"edits": {"places": {"reason": "<b>"}}})
    again = TestClient(app, cookies=amina.cookies)
    assert again.get("/api/v1/drafts/hostile/%3Cx%3E:e1").json()["content"]["edits"]["places"]["reason"] == "<b>"
    assert sign_in("second").get("/api/v1/drafts/hostile/%3Cx%3E:e1").json() is None
    amina.delete("/api/v1/drafts/hostile/%3Cx%3E:e1")
    assert amina.get("/api/v1/drafts/hostile/%3Cx%3E:e1").json() is None


def test_merging_and_splitting_change_the_incidents(app: FastAPI, client: TestClient) -> None:
    split = {"kind": "split", "target": "wire:e1", "new": ["radio:e1"], "reason": "another bridge"}
    made = client.post("/api/v1/decisions", json=split).json()
    app.state.workbench.linking.now()
    assert app.state.workbench.record.incident_id_of("wire:e1") != app.state.workbench.record.incident_id_of("radio:e1")
    assert client.post("/api/v1/decisions", json={**split, "kind": "merge"}).status_code == 409
    client.post(f"/api/v1/decisions/{made['id']}/undo")
    app.state.workbench.linking.now()
    assert client.get("/api/v1/incidents").json()["total"] == 3


def test_known_actors_and_places_are_found(client: TestClient) -> None:
    assert "Hayat Tahrir al-Sham" in {
        found["name"] for found in client.get("/api/v1/lookup/actors?text=hayat tahrir").json()
    }
    assert "Desert Front" in {found["name"] for found in client.get("/api/v1/lookup/actors?text=desert fr").json()}
    assert "Aleppo" in {found["name"] for found in client.get("/api/v1/lookup/places?text=Aleppo").json()}
    assert client.get("/api/v1/lookup/places?text=").json() == []


def test_the_next_item_is_another(client: TestClient) -> None:
    first = client.get("/queue/next", follow_redirects=False).headers["location"]
    assert first.startswith(("/judge/", "/judge-pair"))
    after = client.get("/queue/next?after=wire:e1", follow_redirects=False).headers["location"]
    assert "wire%3Ae1" not in after


@pytest.mark.parametrize(
    "decision",
    [
        {"kind": "burn", "target": "wire:e1"},
        {"kind": "accept", "target": "none:e1"},
        {"kind": "merge", "target": "wire:e1"},
        {"kind": "correct", "target": "wire:e1", "field": "date", "new": 5, "reason": "x"},
        {"kind": "correct", "target": "wire:e1", "field": "actor1", "new": [{"text": "x" * 10}], "reason": "x"},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_with_a_reason(client: TestClient, decision: dict[str, Any]) -> None:
    answer = client.post("/api/v1/decisions", json=decision)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_double_coding_from_round_to_gold(sign_in: SignIn) -> None:
    chief, amina, jonas = sign_in("adjudicator"), sign_in("coder"), sign_in("second")
    made = chief.post(
        "/api/v1/rounds", json={"name": "Pilot", "articles": ["wire"], "coders": ["coder", "second"], "machine": True}
    ).json()
    assert (
        amina.post("/api/v1/rounds", json={"name": "x", "articles": ["wire"], "coders": ["a", "b"]}).status_code == 403
    )
    event = {"trigger": span(WIRE, "fought"), "sub_event_type": "Armed clash"}
    for person in (amina, jonas):
        task = person.get("/api/v1/tasks").json()[0]
        page = person.get(f"/tasks/{task['id']}").text
        assert "Government soldiers fought" in page
        assert "m-fatalities" not in page, "coders are blind to the machine"
        assert person.post(f"/api/v1/tasks/{task['id']}", json={"events": []}).status_code == 422
        assert person.post(f"/api/v1/tasks/{task['id']}", json={"events": [event]}).status_code == 200
    other = jonas.get("/api/v1/tasks").json()[0]["id"]
    assert amina.get(f"/tasks/{other}").status_code == 404
    report = chief.get(f"/api/v1/rounds/{made['id']}/agreement").json()
    assert report["coders"] == ["coder", "machine", "second"]
    page = chief.get(f"/rounds/{made['id']}").text
    assert "Krippendorff" in page
    settle = chief.get(f"/rounds/{made['id']}/settle/wire").text
    assert "Whose event stands" in settle
    form = {
        "form_token": chief.headers["x-form-token"],
        "article": "wire",
        "event-0": "machine",
        "fatalities-0": "coder",
    }
    assert chief.post(f"/rounds/{made['id']}/settle", data=form, follow_redirects=False).status_code == 303
    gold = chief.get(f"/api/v1/rounds/{made['id']}/gold.jsonl")
    assert '"adjudicated"' in gold.text
    assert amina.get(f"/api/v1/rounds/{made['id']}/gold.jsonl").status_code == 403
