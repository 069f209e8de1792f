"""Who is asking, and what they may do: dependencies of pages and API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from tacitus.review.accounts import Account, Role
from tacitus.serve.security.gate import token_fits
from tacitus.serve.workbench import Workbench

SESSION_COOKIE = "tacitus_session"


class SignInNeeded(Exception):
    """Nobody is signed in; pages lead to the sign-in page, the API answers 401."""


def workbench_of(request: Request) -> Workbench:
    """Return the workbench that serves the request."""
    found: Workbench = request.app.state.workbench
    return found


def person_of(request: Request) -> Account:
    """Return who is asking: the session's account, or whoever sits at this machine. Raises SignInNeeded."""
    known: Account | None = getattr(request.state, "person", None)
    if known is not None:
        return known
    workbench = workbench_of(request)
    token = request.cookies.get(SESSION_COOKIE, "")
    person = (workbench.accounts.session(token) if token else None) or workbench.local_person()
    if person is None:
        raise SignInNeeded
    request.state.person = person
    return person


def role(needed: Role) -> Callable[[Request], Account]:
    """Return a dependency that lets through who has the role or a higher one."""

    def check(request: Request) -> Account:
        person = person_of(request)
        if not person.may(needed):
            raise HTTPException(403, f"This needs the role {needed}; you are {person.role}.")
        return person

    return check


async def checked_form(request: Request) -> AsyncIterator[FormData]:
    """Give the form that was sent, once its token has shown that one of these pages sent it."""
    async with request.form(max_files=500, max_fields=3000) as form:
        given = (form.get("form_token"), request.headers.get("x-form-token"))
        if not any(token_fits(request, token) for token in given):
            raise HTTPException(403, "The page is out of date. Load it again; your draft is kept.")
        yield form


Bench = Annotated[Workbench, Depends(workbench_of)]
Viewer = Annotated[Account, Depends(role("viewer"))]
Coder = Annotated[Account, Depends(role("coder"))]
Adjudicator = Annotated[Account, Depends(role("adjudicator"))]
Admin = Annotated[Account, Depends(role("admin"))]
Form = Annotated[FormData, Depends(checked_form)]


def may_see(workbench: Workbench, person: Account, article_id: str) -> bool:
    """Tell whether somebody may see an article."""
    return person.may("adjudicator") or article_id not in workbench.restrictions.ids()
