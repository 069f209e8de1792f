"""The API's part for judging: decisions, drafts, who else is here, and what to choose from."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from tacitus.records import Decision
from tacitus.review.decisions import Overtaken
from tacitus.review.queue import REASONS, QueueFilter, Waiting, waiting_events, waiting_pairs
from tacitus.serve.linking import link_soon, link_threshold
from tacitus.serve.lookup import as_json
from tacitus.serve.security.identity import Bench, Coder, may_see

router = APIRouter(prefix="/api/v1", tags=["judging"])

_MOST_DRAFT = 200_000


class NewDecision(BaseModel):
    """What to decide. `new` has the form of the field in the interchange form; `seen` guards the work of others."""

    kind: str
    target: Annotated[str, Field(min_length=1, max_length=500)]
    field: str | None = None
    new: Any = None
    reason: Annotated[str, Field(max_length=2000)] = ""
    seen: Annotated[int | None, Field(ge=0, le=2**53)] = None


class Clash(BaseModel):
    """What others decided on the same in the meantime."""

    detail: str
    others: list[Decision]


class SavedDraft(BaseModel):
    """Somebody's unfinished work on a target."""

    account: str
    target: str
    content: dict[str, Any]
    saved: datetime.datetime


class Here(BaseModel):
    """Who else is at a target, what was decided on it, and what others have begun there."""

    others: list[str]
    decisions: list[Decision]
    drafts: list[SavedDraft]


class QueuePage(BaseModel):
    """One page of the queue, the most worthwhile first."""

    total: int
    items: list[dict[str, Any]]


Target = Annotated[str, Path(min_length=1, max_length=500)]


@router.post(
    "/decisions", status_code=201, responses={404: {}, 409: {"model": Clash}, 422: {"description": "It makes no sense"}}
)
def decide(workbench: Bench, person: Coder, wanted: NewDecision) -> Decision:
    """Decide on something. 409 where somebody else decided on the same since `seen`; nothing is lost."""
    _check_visible(workbench, person, wanted.target)
    decision = workbench.judging.decide(
        wanted.kind, wanted.target, coder=person.name, field=wanted.field, new=wanted.new, reason=wanted.reason,
        seen=wanted.seen,
    )  # fmt: skip
    if wanted.kind != "note":
        link_soon(workbench)
    workbench.index.forget()
    return decision


@router.post("/decisions/{decision_id}/undo", responses={404: {}})
def undo(workbench: Bench, person: Coder, decision_id: Annotated[int, Path(ge=1, le=2**53)]) -> Decision:
    """Undo a decision. One's own always; another's only as an adjudicator."""
    found = next((d for d in workbench.record.decisions.all() if d.id == decision_id), None)
    if found is None:
        raise HTTPException(404, f"there is no decision {decision_id}")
    _check_visible(workbench, person, found.target)
    if found.coder != person.name and not person.may("adjudicator"):
        raise HTTPException(403, f"{found.coder} decided this; an adjudicator may undo it")
    undone = workbench.judging.undo(decision_id, coder=person.name)
    link_soon(workbench)
    workbench.index.forget()
    return undone


@router.get("/decisions")
def decisions(
    workbench: Bench,
    person: Coder,
    target: str = "",
    coder: str = "",
    standing: bool = False,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    size: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[Decision]:
    """Return decisions, the first first; `after` is the id of the last one seen."""
    found = workbench.record.decisions.all(target=target or None, coder=coder or None, standing=standing)
    hidden = set() if person.may("adjudicator") else workbench.restrictions.ids()
    shown = [d for d in found if d.id > after and d.target.rpartition(":")[0] not in hidden]
    return shown[:size]


@router.get("/queue")
def queue(
    workbench: Bench,
    person: Coder,
    reason: Annotated[list[str], Query(description=", ".join(REASONS))] = [],  # noqa: B006 - FastAPI copies it
    article: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
) -> QueuePage:
    """Return what waits for a person."""
    wanted = QueueFilter(tuple(reason), article, person.may("adjudicator"))
    items, total = waiting_events(workbench.engine, wanted, start=(page - 1) * size, size=size)
    pairs: list[Waiting] = []
    if page == 1 and not article and (not reason or "same" in reason):
        pairs = waiting_pairs(workbench.engine, wanted, threshold=link_threshold(), size=size)
    found = sorted([*items, *pairs], key=lambda item: -item.worth)
    return QueuePage(total=total + len(pairs), items=[item.__dict__ for item in found])


@router.get("/presence/{target:path}")
def presence(workbench: Bench, person: Coder, target: Target) -> Here:
    """Say that one is at a target, and learn who else is, what was decided there and what others have begun."""
    _check_visible(workbench, person, target)
    others = workbench.presence.here(target, person.name)
    begun = [SavedDraft(**draft.__dict__) for draft in workbench.drafts.on(target) if draft.account != person.name]
    return Here(others=others, decisions=workbench.judging.on(target), drafts=begun)


@router.get("/drafts/{target:path}")
def draft(workbench: Bench, person: Coder, target: Target) -> SavedDraft | None:
    """Return one's own draft on a target; null where there is none."""
    found = workbench.drafts.of(person.name, target)
    return SavedDraft(**found.__dict__) if found else None


@router.put("/drafts/{target:path}")
def keep_draft(workbench: Bench, person: Coder, target: Target, content: dict[str, Any]) -> SavedDraft:
    """Keep a draft on a target in place of one's last."""
    if len(str(content)) > _MOST_DRAFT:
        raise HTTPException(413, "this is too long for a draft")
    return SavedDraft(**workbench.drafts.keep(person.name, target, content).__dict__)


@router.delete("/drafts/{target:path}", status_code=204)
def drop_draft(workbench: Bench, person: Coder, target: Target) -> None:
    """Forget one's draft on a target."""
    workbench.drafts.drop(person.name, target)


@router.get("/lookup/actors")
def find_actors(
    workbench: Bench, person: Coder, text: Annotated[str, Query(max_length=200)] = ""
) -> list[dict[str, Any]]:
    """Return known actors whose names are like the text."""
    return [as_json(actor) for actor in workbench.lookup.actors(text)]


@router.get("/lookup/places")
def find_places(
    workbench: Bench, person: Coder, text: Annotated[str, Query(max_length=200)] = ""
) -> list[dict[str, Any]]:
    """Return places that a name may mean."""
    return workbench.lookup.places(text)


def clash(error: Overtaken) -> JSONResponse:
    """Answer a decision that another one overtook."""
    return JSONResponse(Clash(detail=str(error), others=error.others).model_dump(mode="json"), 409)


def _check_visible(workbench: Bench, person: Coder, target: str) -> None:
    article_id = target.rpartition(":")[0]
    if not may_see(workbench, person, article_id) or not may_see(workbench, person, target):
        raise HTTPException(404, "there is no such thing")
