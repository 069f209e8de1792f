"""Metrics: figures that add up, under the access rules of everything else, with nothing in them that names anybody."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from signing import PASSWORD

SignIn = Callable[[str], TestClient]


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    text = client.get("/api/v1/metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_the_record_by_kind(client: TestClient) -> None:
    incident = client.get("/api/v1/incidents").json()["incidents"][0]["id"]
    client.get(f"/api/v1/incidents/{incident}")
    client.get("/api/v1/incidents/no-such-one")
    client.get("/nowhere/secret-name?q=somebody")
    found = figures(client)
    route = "/api/v1/incidents/{incident_id}"
    counted = {key[1:]: value for key, value in found.items() if key[0] == "tacitus_requests_total"}
    assert counted["GET", "/api/v1/incidents", "200"] == 1
    assert {(status, value) for (_, path, status), value in counted.items() if path.startswith(route[:18])} >= {
        ("200", 1.0),
        ("404", 1.0),
    }
    assert found["tacitus_record_rows", "articles"] > 0
    assert found["tacitus_record_rows", "events"] > 0
    assert found["tacitus_jobs_open",] == 0
    assert not [key for key in found if "secret" in str(key) or "somebody" in str(key) or incident in str(key)]


def test_metrics_are_behind_the_same_door(app: FastAPI, client: TestClient, sign_in: SignIn) -> None:
    app.state.workbench.accounts.add("root", PASSWORD, "admin")
    assert client.get("/api/v1/metrics").status_code == 401
    assert sign_in("viewer").get("/api/v1/metrics").status_code == 200
