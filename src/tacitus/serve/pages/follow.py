"""Follow: actors, who is tied to whom as of a day, what became of them, their posts, and names that may be one."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tacitus.coalition.inventory import FacilityLife
from tacitus.review.accounts import Account
from tacitus.serve.index import Filters
from tacitus.serve.linking import link_soon
from tacitus.serve.pages.see import matches_of
from tacitus.serve.reading.actors import actor_lines, days_of, network_data, seen_derived, seen_ties
from tacitus.serve.reading.incidents import incident_lines
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Bench, Coder, Form, Viewer
from tacitus.serve.workbench import Workbench

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 60
KINDS = (
    "state_forces", "rebel_group", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "unidentified",
)  # fmt: skip


def hidden_from(workbench: Workbench, person: Account) -> set[str]:
    """Return the articles that somebody may not see."""
    return set() if person.may("adjudicator") else workbench.restrictions.ids()


def day_of(text: str, otherwise: datetime.date) -> datetime.date:
    """Read a day of an address; what makes no sense there is the other day."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return otherwise


@router.get("/actors")
def actors(
    request: Request, workbench: Bench, person: Viewer, text: str = "", kind: str = "", page_number: int = 1
) -> HTMLResponse:
    """List the actors."""
    found = workbench.actors.actors()
    lines = actor_lines(found, hidden_from(workbench, person), text=text[:200], kind=kind if kind in KINDS else "")
    number = min(max(1, page_number), 1_000_000)
    return page(
        request, "actors.html", lines=lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], total=len(lines), text=text,
        kind=kind, kinds=KINDS, page_number=number, pages=max(1, -(-len(lines) // PAGE_SIZE)),
        proposals=len(found.proposals()) if person.may("coder") else 0,
    )  # fmt: skip


@router.get("/actors/{key:path}")
def actor(request: Request, workbench: Bench, person: Viewer, key: str, day: str = "") -> HTMLResponse:
    """Show one actor as of a day."""
    found = workbench.actors.actors()
    hidden = hidden_from(workbench, person)
    _, last = days_of(found)
    key = found.key(key)
    use = found.uses.get(key)
    if use is not None and not use.articles - hidden:
        raise HTTPException(404, "the record names no such actor")
    shown = found.page(key, day_of(day, last), workbench.actors.incidents_of(key))
    shown = replace(
        shown,
        derived=seen_derived(shown.derived, workbench.index.columns(), hidden),
        came_from=[step for step in shown.came_from if seen_ties([step.tie], hidden)],
        became=[step for step in shown.became if seen_ties([step.tie], hidden)],
    )
    matches = matches_of(workbench, person, Filters(actor=(shown.name,)))
    rows = matches.page("latest", 0, 15)
    return page(
        request,
        "actor.html",
        shown=shown,
        ties=seen_ties(shown.ties, hidden),
        members=[one for one in shown.members if seen_ties([one.tie], hidden)],
        memberships=[one for one in shown.memberships if seen_ties([one.tie], hidden)],
        called=found.ties.name,
        total=matches.total,
        lines=incident_lines(workbench.engine, [matches.columns.ids[row] for row in rows]),
        facilities=[one for one in _facilities(workbench, hidden) if one.owner == key],
        # A contradiction tells what both sides say; who may not see all articles is not told of it.
        conflicts=[] if hidden else [one for one in found.conflicts() if key in (one.one, one.other)],
    )


@router.get("/network")
def network(request: Request, workbench: Bench, person: Viewer) -> HTMLResponse:
    """Show the network as of a day."""
    return page(request, "network.html", **_network(workbench, person, request))


@router.get("/network/part")
def network_part(request: Request, workbench: Bench, person: Viewer) -> HTMLResponse:
    """Show the picture's data and the table, for a page that is open."""
    return page(request, "network_part.html", **_network(workbench, person, request))


def _network(workbench: Workbench, person: Account, request: Request) -> dict[str, Any]:
    query = request.query_params
    found = workbench.actors.actors()
    first, last = days_of(found)
    day = day_of(query.get("day", ""), last)
    # A form that was sent without a box has it unticked; an address without a form shows both.
    sent = "day" in query
    stated, derived = not sent or "stated" in query, not sent or "derived" in query
    data = network_data(
        found,
        seen_derived(workbench.actors.derived(), workbench.index.columns(), hidden_from(workbench, person))
        if derived
        else [],
        day,
        stated=stated,
        hidden=hidden_from(workbench, person),
    )
    epoch = datetime.date(1970, 1, 1)
    return {"network": data, "day": day, "first": first, "last": last, "stated": stated, "derived": derived,
            "first_number": (first - epoch).days, "last_number": (max(last, day) - epoch).days,
            "day_number": (day - epoch).days}  # fmt: skip


@router.get("/facilities")
def facilities(request: Request, workbench: Bench, person: Viewer, owner: str = "", day: str = "") -> HTMLResponse:
    """Show the inventory of posts, bases and camps."""
    found = _facilities(workbench, hidden_from(workbench, person))
    if owner:
        found = [one for one in found if owner.casefold() in (one.owner_name or "").casefold()]
    if day:
        as_of = day_of(day, datetime.datetime.now(datetime.UTC).date())
        found = [one for one in found if one.stands_on(as_of)]
    found.sort(key=lambda one: (one.owner_name or "\uffff", one.place.name or one.place.text))
    return page(request, "facilities.html", found=found, owner=owner, day=day)


def _facilities(workbench: Workbench, hidden: set[str]) -> list[FacilityLife]:
    return [
        one for one in workbench.actors.facilities() if any(report.article_id not in hidden for report in one.reports)
    ]


@router.get("/same-actors")
def proposals(request: Request, workbench: Bench, person: Coder) -> HTMLResponse:
    """List names that may stand for one actor."""
    found = workbench.actors.actors()
    return page(request, "same_actors.html", proposals=found.proposals()[:100], uses=found.uses)


@router.post("/same-actors")
def settle(workbench: Bench, person: Coder, form: Form) -> RedirectResponse:
    """Decide whether two names are one actor."""
    kind = "merge_actors" if form.get("same") else "keep_actors_apart"
    keep, other = str(form.get("keep", "")), str(form.get("other", ""))
    workbench.judging.decide(kind, keep, coder=person.name, new=[other], reason=str(form.get("reason", "")))
    link_soon(workbench)
    return RedirectResponse("/same-actors", 303)
