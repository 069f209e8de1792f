"""Add: paste a text or a page, drop files; coded at once, with progress shown."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from tacitus.errors import ReadError
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Bench, Coder, Form

router = APIRouter(include_in_schema=False)

_LONGEST_PASTE = 2_000_000


@router.get("/add")
def add(request: Request, workbench: Bench, person: Coder) -> HTMLResponse:
    """Show the forms and what is being added."""
    return page(
        request, "add.html", jobs=workbench.jobs.all()[:20], problem="", watched=workbench.settings.watch, given={}
    )


@router.post("/add/text")
def add_text(request: Request, workbench: Bench, person: Coder, form: Form) -> Response:
    """Take a pasted text."""
    given = {name: str(form.get(name, "")).strip() for name in ("title", "published", "publisher", "url")}
    text = str(form.get("text", ""))
    problem = _problem(workbench, person.name, text, given["published"])
    if not problem:
        try:
            job = workbench.jobs.add_text(text, account=person.name, **given)
            return RedirectResponse(f"/add/jobs/{job.id}", 303)
        except ReadError as error:
            problem = str(error)
    values = {"jobs": workbench.jobs.all()[:20], "watched": workbench.settings.watch, "given": given | {"text": text}}
    return page(request, "add.html", problem=problem, status=422, **values)


@router.post("/add/files")
def add_files(request: Request, workbench: Bench, person: Coder, form: Form) -> Response:
    """Take files that were chosen or dropped."""
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    if not files:
        values = {"jobs": workbench.jobs.all()[:20], "watched": workbench.settings.watch, "given": {}}
        return page(request, "add.html", problem="No file was chosen.", status=422, **values)
    _wait(workbench, person.name)
    job = workbench.jobs.add_files([(file.filename or "file", _writer(file)) for file in files], account=person.name)
    return RedirectResponse(f"/add/jobs/{job.id}", 303)


@router.get("/add/jobs/{number}")
def job(request: Request, workbench: Bench, person: Coder, number: int) -> HTMLResponse:
    """Show how far an addition is."""
    found = workbench.jobs.find(number)
    if found is None:
        raise HTTPException(404, "There is no such addition; the audit log tells of earlier ones.")
    template = "job_progress.html" if request.headers.get("hx-request") else "job.html"
    return page(request, template, job=found)


def _problem(workbench: Bench, name: str, text: str, published: str) -> str:
    _wait(workbench, name)
    if not text.strip():
        return "There is no text."
    if len(text) > _LONGEST_PASTE:
        return "The text is longer than two million characters. Save it as a file and add that."
    try:
        if published:
            datetime.date.fromisoformat(published)
    except ValueError:
        return "The date is not of the form 2024-03-15."
    return ""


def _wait(workbench: Bench, name: str) -> None:
    wait = workbench.limits.wait("add", name)
    if wait:
        raise HTTPException(429, f"Too many additions at once. Wait {int(wait) + 1} seconds.")


def _writer(file: UploadFile) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)

    return write
