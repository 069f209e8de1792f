"""Record: the audit log, to read, filter, check and take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from tacitus.review.audit import AuditEntry, AuditFilter
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Adjudicator, Bench

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 100


def _wanted(request: Request) -> AuditFilter:
    query = request.query_params
    return AuditFilter(**{name: query.get(name, "")[:200] for name in ("who", "action", "target", "since", "until")})


@router.get("/audit")
def audit(
    request: Request, workbench: Bench, person: Adjudicator, before: Annotated[int, Query(le=2**53)] = 0
) -> HTMLResponse:
    """Show the log, the latest first, and whether its chain holds."""
    wanted = _wanted(request)
    workbench.audit.catch_up(who=person.name)
    entries = list(workbench.audit.entries(wanted, after=max(0, before), limit=PAGE_SIZE + 1, newest_first=True))
    return page(
        request, "audit.html", entries=entries[:PAGE_SIZE], more=len(entries) > PAGE_SIZE, wanted=wanted,
        actions=workbench.audit.actions(), total=workbench.audit.count(wanted), verified=workbench.audit.verify(),
        names=sorted({entry.who for entry in entries}),
    )  # fmt: skip


@router.get("/audit.{form}")
def export(request: Request, workbench: Bench, person: Adjudicator, form: str) -> StreamingResponse:
    """Give the log as JSON Lines or CSV; giving it is itself noted."""
    if form not in ("jsonl", "csv"):
        raise HTTPException(404, "The log is given as audit.jsonl or audit.csv.")
    wanted = _wanted(request)
    workbench.audit.append("export", who=person.name, target=f"audit.{form}", detail=wanted.__dict__)
    entries = workbench.audit.entries(wanted)
    kind = "application/jsonl" if form == "jsonl" else "text/csv"
    headers = {"content-disposition": f'attachment; filename="audit.{form}"'}
    return StreamingResponse(
        _json_lines(entries) if form == "jsonl" else _csv(entries), media_type=kind, headers=headers
    )


def _json_lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(entry.to_json(), ensure_ascii=False) + "\n"


def _csv(entries: Iterator[AuditEntry]) -> Iterator[str]:
    columns = ("number", "at", "who", "action", "target", "detail", "before", "sha256")
    yield ",".join(columns) + "\n"
    for entry in entries:
        line = io.StringIO()
        row = entry.to_json() | {"detail": json.dumps(entry.detail, ensure_ascii=False)}
        # A spreadsheet runs what begins like a formula.
        cells = [f"'{cell}" if str(cell)[:1] in "=+-@\t\r" else cell for cell in (row[name] for name in columns)]
        csv.writer(line, lineterminator="\n").writerow(cells)
        yield line.getvalue()
