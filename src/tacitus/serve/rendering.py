"""Templates: every value is escaped; what a text brings along cannot become markup."""

from __future__ import annotations

import datetime
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tacitus import __version__
from tacitus.harmless import harmless
from tacitus.publish.map_page.payload import web_address
from tacitus.publish.passages import FIELD_WORDS
from tacitus.publish.words import (
    DATE_BASIS_WORDS,
    DATE_PRECISION_WORDS,
    PLACE_PRECISION_WORDS,
    STATUS_WORDS,
    actors_words,
    date_words,
    place_words,
    tolls_words,
)
from tacitus.records import SUB_EVENT_TYPES
from tacitus.serve.security.gate import form_token
from tacitus.serve.security.identity import SESSION_COOKIE, workbench_of

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets"
_TYPES = list(SUB_EVENT_TYPES)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "plain": lambda text: harmless(str(text)),
        "number": lambda number: f"{number:,}".replace(",", "\u2009"),
        "moment": _moment,
        "web": web_address,
        "json_data": json_data,
        "words": lambda text: str(text).replace("_", " "),
    }
    environment.globals |= {
        "FIELD_WORDS": FIELD_WORDS,
        "STATUS_WORDS": STATUS_WORDS,
        "PLACE_PRECISION_WORDS": PLACE_PRECISION_WORDS,
        "DATE_PRECISION_WORDS": DATE_PRECISION_WORDS,
        "DATE_BASIS_WORDS": DATE_BASIS_WORDS,
        "SUB_EVENT_TYPES": SUB_EVENT_TYPES,
        "preloads": preloads,
        "VERSION": __version__,
        "type_number": lambda name: _TYPES.index(name) if name in _TYPES else 6,
        "actors_words": actors_words,
        "date_words": date_words,
        "place_words": place_words,
        "tolls_words": tolls_words,
    }
    return environment


@lru_cache(maxsize=1)
def preloads() -> list[str]:
    """Return the scripts that the map's page needs beside its own; none where the assets are not built."""
    built = ASSETS / "built.json"
    found: list[str] = json.loads(built.read_text(encoding="utf-8")).get("preload", []) if built.exists() else []
    return found


def json_data(value: Any) -> Markup:
    """Return JSON for a data block of a page: ASCII, without anything that could end the element."""
    text = json.dumps(value, ensure_ascii=True, default=str, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _moment(value: datetime.datetime | str | None) -> str:
    if value is None:
        return ""
    moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.strftime("%Y-%m-%d %H:%M")


ENVIRONMENT = _environment()


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page, or a part of one, made from a template."""
    workbench = workbench_of(request)
    shared = {
        "request": request,
        "path": request.url.path,
        "person": getattr(request.state, "person", None),
        "signed_in": bool(request.cookies.get(SESSION_COOKIE)),
        "record_name": workbench.name,
        "form_token": form_token(request),
        "theme": request.cookies.get("tacitus_theme", ""),
        "veil": request.cookies.get("tacitus_veil", "on") != "off",
    }
    return HTMLResponse(ENVIRONMENT.get_template(template).render({**shared, **values}), status)
