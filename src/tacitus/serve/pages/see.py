"""See: the map, the timeline and the list of incidents, under one set of filters that is the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tacitus.publish.words import PLACE_PRECISION_WORDS, STATUS_WORDS
from tacitus.review.accounts import Account
from tacitus.serve.index import Filters, Matches, match
from tacitus.serve.index.mapping import extent
from tacitus.serve.index.matching import timeline
from tacitus.serve.reading.incidents import incident_lines
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Bench, Viewer
from tacitus.serve.workbench import Workbench

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 50
ORDERS = {
    "latest": "latest first",
    "earliest": "earliest first",
    "toll": "most killed first",
    "reports": "most reports first",
    "confidence": "least certain first",
}
_TITLES = {
    "type": "Type",
    "sub": "Sub-type",
    "status": "Status",
    "actor": "Actor",
    "country": "Country",
    "province": "Province",
    "outlet": "Outlet",
    "precision": "Place known to",
    "dated": "Date known to",
}
_HINTS = {"status": STATUS_WORDS, "precision": PLACE_PRECISION_WORDS}


@dataclass(frozen=True)
class Facet:
    """A filter with its values: name, number of matches, whether it is chosen, what it means."""

    name: str
    title: str
    values: list[tuple[str, int, bool, str]]
    chosen: int


@router.get("/")
def start() -> RedirectResponse:
    """Lead to the first page."""
    return RedirectResponse("/see", 303)


@router.get("/see")
def see(request: Request, workbench: Bench, person: Viewer) -> HTMLResponse:
    """Show the whole view."""
    return page(request, "see.html", **view(workbench, person, request))


@router.get("/see/results")
def results(request: Request, workbench: Bench, person: Viewer) -> HTMLResponse:
    """Show the filters with their numbers, and the list, for a page that is open."""
    return page(request, "see_results.html", **view(workbench, person, request))


def matches_of(workbench: Workbench, person: Account, filters: Filters) -> Matches:
    """Return what matches, as far as the person may see it."""
    return match(workbench.index.columns(), filters, restricted=person.may("adjudicator"))


def view(workbench: Workbench, person: Account, request: Request) -> dict[str, Any]:
    """Return what the templates of this page show."""
    query = request.query_params
    filters = Filters.of(query.multi_items())
    order = query.get("order", "latest")
    order = order if order in ORDERS else "latest"
    matches = matches_of(workbench, person, filters)
    number = max(1, int(query["page"])) if query.get("page", "").isdecimal() and len(query["page"]) < 7 else 1
    rows = matches.page(order, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    columns = matches.columns
    whole = match(columns, Filters(), restricted=person.may("adjudicator"))
    return {
        "filters": filters,
        "facets": [_facet(matches, filters, name) for name in _TITLES],
        "total": matches.total,
        "all": whole.total,
        "lines": incident_lines(workbench.engine, [columns.ids[row] for row in rows]),
        "page_number": number,
        "pages": max(1, -(-matches.total // PAGE_SIZE)),
        "order": order,
        "orders": ORDERS,
        "extent": extent(matches),
        "timeline": timeline(matches),
        "query": filters.query(),
    }


def _facet(matches: Matches, filters: Filters, name: str) -> Facet:
    chosen: tuple[str, ...] = getattr(filters, name)
    most = 40 if name in ("actor", "outlet", "province", "country") else 30
    hints = _HINTS.get(name, {})
    counts = matches.counts(name, most=most, always=chosen)
    values = [(value, count, value in chosen, str(hints.get(value, ""))) for value, count in counts]
    return Facet(name, _TITLES[name], values, len(chosen))
