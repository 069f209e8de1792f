"""Judge: the queue, one event or pair at a time, and what was decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tacitus.publish.detail import Line, event_detail
from tacitus.publish.passages import FIELD_WORDS
from tacitus.records import SUB_EVENT_TYPES, Event
from tacitus.review.decisions import EVENT_FIELDS
from tacitus.review.queue import REASONS, QueueFilter, Waiting, waiting_events, waiting_pairs
from tacitus.serve.linking import link_threshold
from tacitus.serve.reading.articles import current_coding, incidents_of, machine_coding
from tacitus.serve.reading.marks import paragraphs_of
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Bench, Coder, may_see

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 40
FIELD_NAMES = {
    **FIELD_WORDS, "sub_event_type": "type", "places": "place", "assertion": "status", "background": "older history",
    "attributed_to": "who says so", "denied_by": "denied by",
}  # fmt: skip


def _queue(workbench: Bench, person: Coder, wanted: QueueFilter, start: int, size: int) -> tuple[list[Waiting], int]:
    events, total = waiting_events(workbench.engine, wanted, start=start, size=size)
    pairs: list[Waiting] = []
    if not wanted.article_id and (not wanted.reasons or "same" in wanted.reasons):
        pairs = waiting_pairs(workbench.engine, wanted, threshold=link_threshold(), size=size)
    if wanted.reasons == ("same",):
        return pairs, len(pairs)
    first = pairs if start == 0 else []
    return sorted([*events, *first], key=lambda item: -item.worth), total + len(pairs)


def _wanted(request: Request, person: Coder) -> QueueFilter:
    query = request.query_params
    reasons = tuple(reason for reason in query.getlist("reason") if reason in REASONS)
    return QueueFilter(reasons, query.get("article", ""), person.may("adjudicator"))


@router.get("/queue")
def queue(request: Request, workbench: Bench, person: Coder, page_number: int = 1) -> HTMLResponse:
    """List what waits."""
    wanted = _wanted(request, person)
    number = min(max(1, page_number), 1_000_000)
    items, total = _queue(workbench, person, wanted, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return page(
        request, "queue.html", items=items, total=total, reasons=REASONS, wanted=wanted, page_number=number,
        pages=max(1, -(-total // PAGE_SIZE)), mine=workbench.record.decisions.all(coder=person.name)[-12:],
        query="&".join(f"reason={quote(reason)}" for reason in wanted.reasons),
    )  # fmt: skip


@router.get("/queue/next")
def next_item(request: Request, workbench: Bench, person: Coder, after: str = "") -> RedirectResponse:
    """Lead to the item that is worth most, other than the one just seen."""
    wanted = _wanted(request, person)
    items, _ = _queue(workbench, person, wanted, 0, PAGE_SIZE)
    query = f"?{request.url.query}" if wanted.reasons else ""
    places = [place for place, item in enumerate(items) if item.target == after]
    ordered = items[places[0] + 1 :] if places else items
    chosen = next((item for item in ordered if item.target != after), None)
    if chosen is None:
        return RedirectResponse("/queue", 303)
    if chosen.kind == "pair":
        return RedirectResponse(f"/judge-pair?a={quote(chosen.target)}&b={quote(chosen.other)}", 303)
    return RedirectResponse(f"/judge/{quote(chosen.target)}{query}", 303)


@router.get("/judge/{target:path}")
def judge(request: Request, workbench: Bench, person: Coder, target: str) -> HTMLResponse:
    """Show one event with its article, ready to be accepted, corrected or rejected."""
    article_id, _, own = target.rpartition(":")
    if not may_see(workbench, person, article_id):
        raise HTTPException(404, "there is no such event")
    made = machine_coding(workbench, article_id)
    before = next((event for event in made.events if event.id == own), None) if made else None
    if made is None or before is None:
        raise HTTPException(404, "there is no such event")
    coded = current_coding(workbench, article_id)
    event = next((event for event in coded.events if event.id == own), before)
    decisions = workbench.judging.on(target)
    shown = coded.model_copy(update={"events": [event], "relations": [], "facilities": []})
    return page(
        request,
        "judge.html",
        target=target,
        document=coded.document,
        event=event,
        paragraphs=paragraphs_of(shown),
        fields=[(field, FIELD_NAMES.get(field, field), field_lines(event, field)) for field in EVENT_FIELDS],
        decisions=decisions,
        rejected=any(d.stands and d.kind == "reject" for d in decisions),
        incident=incidents_of(workbench.engine, article_id).get(own),
        data={
            "target": target,
            "event": event.to_json(),
            "text": coded.document.text,
            "seen": max((d.id for d in decisions), default=0),
            "person": person.name,
            "fields": list(EVENT_FIELDS),
            "names": FIELD_NAMES,
            "types": {kind: list(subs) for kind, subs in SUB_EVENT_TYPES.items()},
            "published": coded.document.published,
            "query": request.url.query,
        },
    )


@router.get("/judge-pair")
def judge_pair(request: Request, workbench: Bench, person: Coder, a: str, b: str) -> HTMLResponse:
    """Show two events that may be one incident, with why they are linked or not."""
    sides = []
    for target in (a, b):
        article_id, _, own = target.rpartition(":")
        if not may_see(workbench, person, article_id):
            raise HTTPException(404, "there is no such event")
        coded = current_coding(workbench, article_id)
        event = next((event for event in coded.events if event.id == own), None)
        if event is None:
            raise HTTPException(404, "there is no such event")
        sides.append((target, coded, event, {row.label: row for row in event_detail(event)}))
    labels = list(dict.fromkeys(label for side in sides for label in side[3]))
    why = workbench.record.why(a, b)
    together = workbench.record.incident_id_of(a) == workbench.record.incident_id_of(b) is not None
    return page(
        request, "judge_pair.html", sides=sides, labels=labels, why=why, together=together,
        decisions=[d for d in workbench.judging.on(a) if b in (d.new or [])],
        data={"a": a, "b": b, "seen": max((d.id for d in workbench.judging.on(a)), default=0)},
    )  # fmt: skip


@router.get("/decisions")
def decisions(request: Request, workbench: Bench, person: Coder, coder: str = "", page_number: int = 1) -> HTMLResponse:
    """List what was decided, the latest first, each to be undone."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    found = [
        decision
        for decision in reversed(workbench.record.decisions.all(coder=coder or None))
        if decision.target.rpartition(":")[0] not in hidden
    ]
    number = min(max(1, page_number), 1_000_000)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return page(request, "decisions.html", decisions=shown, total=len(found), coder=coder, page_number=number,
                pages=max(1, -(-len(found) // PAGE_SIZE)))  # fmt: skip


def field_lines(event: Event, field: str) -> list[Line]:
    """Return a field in words, with the runners-up of places."""
    if field == "sub_event_type":
        return [Line(event.sub_event_type, event.event_type)]
    if field == "background":
        return [Line("yes" if event.background else "no")]
    label = {"assertion": "status"}.get(field, FIELD_WORDS.get(field, field))
    row: Any = next((row for row in event_detail(event) if row.label == label), None)
    lines = list(row.lines) if row else []
    return [line for line in lines if line.value or line.note != "not said"]
