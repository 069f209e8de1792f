"""The API's door: signing in and out, and who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel, Field

from tacitus.review.accounts import SESSION_HOURS, Role
from tacitus.serve.security.gate import form_token
from tacitus.serve.security.identity import SESSION_COOKIE, Bench, Viewer

router = APIRouter(prefix="/api/v1", tags=["session"])


class Credentials(BaseModel):
    """Name and password of an account."""

    name: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=2000)]


class Session(BaseModel):
    """Who one is. Send `form_token` as the header `x-form-token` with every change, beside the cookies."""

    name: str
    role: Role
    form_token: str


@router.post("/session", responses={401: {}, 429: {}})
def sign_in(request: Request, response: Response, workbench: Bench, given: Credentials) -> Session:
    """Begin a session; the answer sets its cookie."""
    address = request.client.host if request.client else "?"
    wait = max(workbench.limits.wait("sign-in", address), workbench.limits.wait("sign-in", f"name:{given.name}"))
    if wait:
        raise HTTPException(429, f"Too many tries. Wait {int(wait) + 1} seconds.")
    account = workbench.accounts.check(given.name, given.password)
    if account is None:
        workbench.audit.append("sign-in refused", who=given.name or "?", detail={"address": address})
        raise HTTPException(401, "Name and password do not fit.")
    workbench.audit.append("sign-in", who=account.name, detail={"address": address})
    response.set_cookie(
        SESSION_COOKIE,
        workbench.accounts.begin_session(account.name),
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=workbench.settings.secure,
    )
    return Session(name=account.name, role=account.role, form_token=form_token(request))


@router.get("/session", responses={401: {}})
def session(request: Request, person: Viewer) -> Session:
    """Return who one is."""
    return Session(name=person.name, role=person.role, form_token=form_token(request))


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, workbench: Bench, person: Viewer) -> None:
    """End the session."""
    workbench.accounts.end_session(request.cookies.get(SESSION_COOKIE, ""))
    workbench.audit.append("sign-out", who=person.name)
    response.delete_cookie(SESSION_COOKIE)
