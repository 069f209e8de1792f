"""Serving under a profile: what it hides cannot be had by any page or question, and nothing can be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tacitus.review.audit import AuditLog
from tacitus.serve import Settings, create_app
from tacitus.serve.redacted import redacted_copy
from tacitus.store.opening import open_engine

WAYS = ["/see", "/see/results", "/articles", "/articles/radio", "/actors", "/network", "/facilities", "/api/v1/incidents",
        "/api/v1/articles", "/api/v1/articles/radio", "/api/v1/articles/wire", "/api/v1/map", "/api/v1/counts",
        "/api/v1/facilities.geojson", "/api/v1/timeline"]  # fmt: skip


@pytest.fixture
def hiding(tmp_path: Path) -> str:
    """A profile that leaves the radio's articles out."""
    file = tmp_path / "hiding.yaml"
    file.write_text("name: hiding\narticles:\n  publishers: [Qarah Radio]\n  restricted: drop\n", encoding="utf-8")
    return str(file)


def test_what_a_profile_hides_is_on_no_way_out(path: Path, hiding: str) -> None:
    with redacted_copy(str(path), hiding, who="amina") as copy:
        app = create_app(Settings(target=str(copy), reading=True))
        client = TestClient(app)
        for way in WAYS:
            text = client.get(way).text
            assert "Qarah Radio" not in text, way
            assert "charred" not in text, way
        assert "Delta Wire" in client.get("/articles").text
        for way in ("/queue", "/add", "/audit", "/accounts", "/api/v1/decisions"):
            assert client.get(way).status_code == 403, way
        app.state.workbench.close()
    assert not copy.exists()
    engine = open_engine(path, create=False, read_only=False, busy_timeout=1)
    assert [(entry.who, entry.action) for entry in AuditLog(engine, "").entries()] == [("amina", "export")]
    engine.dispose()
