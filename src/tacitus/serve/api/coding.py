"""The API's part for double coding: rounds, tasks, handing in, agreement, gold."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from tacitus.review.agreement import FieldAgreement, agreement
from tacitus.review.hand_coding import coding_of
from tacitus.serve.reading.articles import machine_coding
from tacitus.serve.security.identity import Adjudicator, Bench, Coder, may_see

router = APIRouter(prefix="/api/v1", tags=["double coding"])

Id = Annotated[int, Path(ge=1, le=2**53)]


class NewRound(BaseModel):
    """A round to make: every coder codes every article, blind to the others."""

    name: Annotated[str, Field(max_length=200)]
    articles: Annotated[list[str], Field(min_length=1, max_length=5000)]
    coders: Annotated[list[str], Field(min_length=1, max_length=50)]
    machine: bool = False


class RoundInfo(BaseModel):
    """A round, with how much of it is handed in."""

    id: int
    name: str
    machine: bool
    made: datetime.datetime
    made_by: str
    closed: datetime.datetime | None
    tasks: int
    handed_in: int


class Task(BaseModel):
    """One of one's own tasks. Nobody sees another coder's."""

    id: int
    round_id: int
    article_id: str
    handed_in: datetime.datetime | None


class HandIn(BaseModel):
    """What was coded: events with `trigger` and fields in the interchange form; none where nothing is told."""

    events: Annotated[list[dict[str, Any]], Field(max_length=300)]
    nothing_here: bool = False


class AgreementReport(BaseModel):
    """Agreement of a round by field, over all coders and for each pair (`A | B`)."""

    coders: list[str]
    articles: int
    fields: list[FieldAgreement]
    pairs: dict[str, list[FieldAgreement]]


@router.get("/rounds")
def rounds(workbench: Bench, person: Coder) -> list[RoundInfo]:
    """Return the rounds, the latest first."""
    tasks = workbench.rounds.tasks()
    return [
        RoundInfo(
            **found.__dict__,
            tasks=sum(task.round_id == found.id for task in tasks),
            handed_in=sum(task.round_id == found.id and task.handed_in is not None for task in tasks),
        )
        for found in workbench.rounds.all()
    ]


@router.post("/rounds", status_code=201)
def make_round(workbench: Bench, person: Adjudicator, wanted: NewRound) -> RoundInfo:
    """Make a round."""
    for article in wanted.articles:
        if machine_coding(workbench, article) is None:
            raise HTTPException(422, f"there is no article {article}")
    found = workbench.rounds.make(
        wanted.name, wanted.articles, wanted.coders, machine=wanted.machine, made_by=person.name
    )
    detail = {"articles": len(wanted.articles), "coders": wanted.coders, "machine": wanted.machine}
    workbench.audit.append("round made", who=person.name, target=found.name, detail=detail)
    tasks = len(workbench.rounds.tasks(round_id=found.id))
    return RoundInfo(**found.__dict__, tasks=tasks, handed_in=0)


@router.get("/tasks")
def tasks(workbench: Bench, person: Coder) -> list[Task]:
    """Return one's own tasks."""
    found = workbench.rounds.tasks(coder=person.name)
    return [Task(id=t.id, round_id=t.round_id, article_id=t.article_id, handed_in=t.handed_in) for t in found]


@router.post("/tasks/{task_id}", responses={404: {}})
def hand_in(workbench: Bench, person: Coder, task_id: Id, wanted: HandIn) -> Task:
    """Hand in a coding. To hand in none, say that there is nothing here: an empty form may be an accident."""
    task = workbench.rounds.task(task_id)
    made = machine_coding(workbench, task.article_id)
    if made is None or task.coder != person.name or not may_see(workbench, person, task.article_id):
        raise HTTPException(404, "you have no such task")
    if not wanted.events and not wanted.nothing_here:
        raise HTTPException(422, "Nothing was coded. If no event is told here, say so.")
    coding = coding_of(made.document, wanted.events, person.name)
    workbench.rounds.hand_in(task_id, coding, coder=person.name)
    workbench.drafts.drop(person.name, f"task:{task_id}")
    detail = {"round": task.round_id, "events": len(coding.events)}
    workbench.audit.append("coding handed in", who=person.name, target=task.article_id, detail=detail)
    done = workbench.rounds.task(task_id)
    return Task(id=task_id, round_id=task.round_id, article_id=task.article_id, handed_in=done.handed_in)


@router.get("/rounds/{round_id}/agreement")
def measure(workbench: Bench, person: Adjudicator, round_id: Id) -> AgreementReport:
    """Return how far the coders of a round agree."""
    found = agreement(workbench.rounds.codings(round_id))
    pairs = {f"{one} | {other}": fields for (one, other), fields in found.pairs.items()}
    return AgreementReport(coders=found.coders, articles=found.articles, fields=found.fields, pairs=pairs)


@router.get("/rounds/{round_id}/gold.jsonl")
def gold(workbench: Bench, person: Adjudicator, round_id: Id) -> StreamingResponse:
    """Return the round's outcome in the interchange form, for `tacitus evaluate` and training."""
    name = workbench.rounds.find(round_id).name
    found = workbench.rounds.gold(round_id)
    detail = {"round": round_id, "articles": len(found)}
    workbench.audit.append("export", who=person.name, target=f"gold of {name}", detail=detail)
    lines = (coded.model_dump_json() + "\n" for coded in found)
    headers = {"content-disposition": f'attachment; filename="gold-{round_id}.jsonl"'}
    return StreamingResponse(lines, media_type="application/jsonl", headers=headers)
