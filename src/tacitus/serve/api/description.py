"""The API's own page: what can be asked, made from its OpenAPI description, without scripts from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Viewer

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: method, path, what it gives, and its parameters as name, kind, meaning."""

    method: str
    path: str
    said: str
    parameters: list[tuple[str, str, str]]
    tag: str


@router.get("/api")
def describe(request: Request, person: Viewer) -> HTMLResponse:
    """Show what the API offers."""
    description: dict[str, Any] = request.app.openapi()
    operations = [
        _operation(method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return page(request, "api.html", operations=operations, about=description["info"]["description"])


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    parameters = [
        (each["name"], str(each.get("schema", {}).get("type", "")), each.get("description", ""))
        for each in operation.get("parameters", [])
    ]
    tag = (operation.get("tags") or [""])[0]
    return Operation(method.upper(), path, operation.get("description", ""), parameters, tag)
