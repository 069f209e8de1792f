"""What tests sign in with, under a name that no other folder's tests have."""

from __future__ import annotations

from fastapi.testclient import TestClient

PASSWORD = "a lantern under the bridge"


def token_of(client: TestClient) -> str:
    """The token that a page of the workbench gives its forms and scripts."""
    page = client.get("/sign-in").text
    return page.partition('name="form-token" content="')[2].partition('"')[0]
