"""Double coding: rounds, one's own tasks, agreement, and settling what coders do not agree on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tacitus.errors import ReviewError
from tacitus.publish.detail import Line
from tacitus.records import SUB_EVENT_TYPES
from tacitus.review.agreement import agreement, matched
from tacitus.review.decisions import EVENT_FIELDS
from tacitus.review.hand_coding import settled
from tacitus.serve.api.coding import Id
from tacitus.serve.pages.judge import FIELD_NAMES, field_lines
from tacitus.serve.reading.articles import article_lines, machine_coding
from tacitus.serve.reading.marks import paragraphs_of
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Adjudicator, Bench, Coder, Form, may_see

router = APIRouter(include_in_schema=False)

_MOST_ARTICLES = 300


@router.get("/rounds")
def rounds(request: Request, workbench: Bench, person: Coder) -> HTMLResponse:
    """List one's tasks, the rounds, and for adjudicators the form for a new one."""
    return page(request, "rounds.html", **_rounds(workbench, person))


def _rounds(workbench: Bench, person: Coder, problem: str = "") -> dict[str, Any]:
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    lines, _ = article_lines(workbench.engine, text="", outlet="", hidden=hidden, start=0, size=_MOST_ARTICLES)
    tasks = workbench.rounds.tasks()
    return {
        "rounds": workbench.rounds.all(),
        "tasks": tasks,
        "mine": [task for task in tasks if task.coder == person.name],
        "articles": lines,
        "titles": {line.id: line.title or line.id for line in lines},
        "accounts": [account.name for account in workbench.accounts.all() if account.active and account.may("coder")]
        or [person.name],
        "problem": problem,
    }


@router.post("/rounds")
def make_round(request: Request, workbench: Bench, person: Adjudicator, form: Form) -> Response:
    """Make a round."""
    articles = [str(value) for value in form.getlist("article")]
    typed = str(form.get("others", "")).replace(",", "\n").split("\n")
    coders = [str(value) for value in form.getlist("coder")] + [name.strip() for name in typed]
    try:
        found = workbench.rounds.make(
            str(form.get("name", "")), articles, coders, machine=bool(form.get("machine")), made_by=person.name
        )
    except ReviewError as error:
        return page(request, "rounds.html", status=422, **_rounds(workbench, person, str(error)))
    detail = {"articles": len(articles), "coders": coders, "machine": found.machine}
    workbench.audit.append("round made", who=person.name, target=found.name, detail=detail)
    return RedirectResponse(f"/rounds/{found.id}", 303)


@router.get("/tasks/{task_id}")
def task(request: Request, workbench: Bench, person: Coder, task_id: Id) -> HTMLResponse:
    """Show an article to be coded by hand, without anybody's coding."""
    found = workbench.rounds.task(task_id)
    made = machine_coding(workbench, found.article_id)
    if made is None or found.coder != person.name or not may_see(workbench, person, found.article_id):
        raise HTTPException(404, "you have no such task")
    blind = made.model_copy(update={"events": [], "relations": [], "facilities": []})
    waiting = [t for t in workbench.rounds.tasks(coder=person.name) if t.handed_in is None and t.id != task_id]
    return page(
        request,
        "task.html",
        task=found,
        document=made.document,
        paragraphs=paragraphs_of(blind),
        data={
            "task": task_id,
            "target": f"task:{task_id}",
            "text": made.document.text,
            "published": made.document.published,
            "person": person.name,
            "fields": list(EVENT_FIELDS),
            "names": FIELD_NAMES,
            "types": {kind: list(subs) for kind, subs in SUB_EVENT_TYPES.items()},
            "next": f"/tasks/{waiting[0].id}" if waiting else "/rounds",
        },
    )


@router.get("/rounds/{round_id}")
def one_round(request: Request, workbench: Bench, person: Adjudicator, round_id: Id) -> HTMLResponse:
    """Show how far a round is, how far its coders agree, and what is to be settled."""
    found = workbench.rounds.find(round_id)
    codings = workbench.rounds.codings(round_id)
    lines, _ = article_lines(workbench.engine, text="", outlet="", hidden=set(), start=0, size=_MOST_ARTICLES)
    return page(
        request, "round.html", round=found, tasks=workbench.rounds.tasks(round_id=round_id), codings=codings,
        measured=agreement(codings), settled=workbench.rounds.adjudicated(round_id),
        titles={line.id: line.title or line.id for line in lines}, gold=len(workbench.rounds.gold(round_id)),
    )  # fmt: skip


@router.post("/rounds/{round_id}/close")
def close_round(workbench: Bench, person: Adjudicator, round_id: Id, form: Form) -> RedirectResponse:
    """Close a round."""
    found = workbench.rounds.find(round_id)
    workbench.rounds.close(round_id)
    workbench.audit.append("round closed", who=person.name, target=found.name)
    return RedirectResponse(f"/rounds/{round_id}", 303)


@router.get("/rounds/{round_id}/settle/{article_id:path}")
def settle_page(request: Request, workbench: Bench, person: Adjudicator, round_id: Id, article_id: str) -> HTMLResponse:
    """Show the coders' events side by side, to pick what stands."""
    codings = workbench.rounds.codings(round_id).get(article_id)
    if not codings:
        raise HTTPException(404, "nothing was handed in for this article")
    groups = matched(codings)
    rows = [
        [(field, FIELD_NAMES.get(field, field), {coder: field_lines(event, field) for coder, event in group.items()})
         for field in EVENT_FIELDS]
        for group in groups
    ]  # fmt: skip
    return page(
        request, "settle.html", round=workbench.rounds.find(round_id), article_id=article_id, groups=groups,
        coders=sorted(codings), rows=[_telling(fields) for fields in rows],
        document=next(iter(codings.values())).document,
        done=article_id in workbench.rounds.adjudicated(round_id),
    )  # fmt: skip


def _telling(
    fields: list[tuple[str, str, dict[str, list[Line]]]],
) -> list[tuple[str, str, dict[str, list[Line]], bool]]:
    """Leave out fields that no coder fills, and say which differ."""
    return [
        (field, label, lines, len({tuple(line.value for line in each) for each in lines.values()}) > 1)
        for field, label, lines in fields
        if any(lines.values())
    ]


@router.post("/rounds/{round_id}/settle")
def settle(workbench: Bench, person: Adjudicator, round_id: Id, form: Form) -> RedirectResponse:
    """Keep what the adjudicator picked."""
    article_id = str(form.get("article", ""))
    codings = workbench.rounds.codings(round_id).get(article_id)
    if not codings:
        raise HTTPException(404, "nothing was handed in for this article")
    groups = matched(codings)
    picks = [
        {"event": str(form.get(f"event-{number}", "")),
         **{field: str(form[f"{field}-{number}"]) for field in EVENT_FIELDS if f"{field}-{number}" in form}}
        for number in range(len(groups))
    ]  # fmt: skip
    coding = settled(next(iter(codings.values())).document, groups, picks, person.name)
    workbench.rounds.adjudicate(round_id, coding, adjudicator=person.name)
    detail = {"round": round_id, "events": len(coding.events), "picks": picks}
    workbench.audit.append("adjudicated", who=person.name, target=article_id, detail=detail)
    return RedirectResponse(f"/rounds/{round_id}", 303)
