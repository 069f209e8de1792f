"""Signing in and out, and accounts."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tacitus.errors import ReviewError
from tacitus.review.accounts import ROLES, SESSION_HOURS, Role
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import SESSION_COOKIE, Admin, Bench, Form, Viewer

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/see") -> HTMLResponse:
    """Show the form."""
    return page(request, "sign_in.html", next=_own_path(next), problem="", name="")


@router.post("/sign-in")
def sign_in(request: Request, workbench: Bench, form: Form) -> Response:
    """Check name and password, and begin a session."""
    name, password = str(form.get("name", ""))[:200], str(form.get("password", ""))[:2000]
    address = request.client.host if request.client else "?"
    wait = max(workbench.limits.wait("sign-in", address), workbench.limits.wait("sign-in", f"name:{name}"))
    target = _own_path(str(form.get("next", "/see")))
    if wait:
        problem = f"Too many tries. Wait {int(wait) + 1} seconds and try again."
        return page(request, "sign_in.html", next=target, problem=problem, name=name, status=429)
    account = workbench.accounts.check(name, password)
    if account is None:
        workbench.audit.append("sign-in refused", who=name or "?", detail={"address": address})
        problem = "Name and password do not fit."
        return page(request, "sign_in.html", next=target, problem=problem, name=name, status=401)
    workbench.audit.append("sign-in", who=account.name, detail={"address": address})
    answer = RedirectResponse(target, 303)
    answer.set_cookie(
        SESSION_COOKIE,
        workbench.accounts.begin_session(account.name),
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=workbench.settings.secure,
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, workbench: Bench, person: Viewer, form: Form) -> Response:
    """End the session."""
    workbench.accounts.end_session(request.cookies.get(SESSION_COOKIE, ""))
    workbench.audit.append("sign-out", who=person.name)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@router.post("/theme")
def choose_theme(form: Form) -> Response:
    """Keep how the pages look and whether graphic descriptions are veiled, in cookies of this browser."""
    answer = RedirectResponse(_own_path(str(form.get("next", "/see"))), 303)
    for name, cookie, allowed in (
        ("theme", "tacitus_theme", ("light", "dark", "")),
        ("veil", "tacitus_veil", ("on", "off")),
    ):
        value = form.get(name)
        if isinstance(value, str) and value in allowed:
            answer.set_cookie(cookie, value, max_age=31_536_000, samesite="strict", httponly=True)
    return answer


@router.get("/accounts")
def accounts(request: Request, workbench: Bench, person: Admin, problem: str = "") -> HTMLResponse:
    """List the accounts."""
    return page(request, "accounts.html", accounts=workbench.accounts.all(), roles=ROLES, problem=problem[:300],
                local=workbench.local_person() is not None)  # fmt: skip


@router.post("/accounts")
def change_accounts(request: Request, workbench: Bench, person: Admin, form: Form) -> Response:
    """Make an account, or change one."""
    name = str(form.get("name", "")).strip()
    wanted = cast(Role, str(form.get("role", "viewer")))
    password = str(form.get("password", ""))
    try:
        if form.get("act") == "add":
            if not workbench.accounts.any() and wanted != "admin":
                raise ReviewError("the first account must be an admin", remedy="Choose the role admin")
            workbench.accounts.add(name, password, wanted)
            workbench.audit.append("account made", who=person.name, target=name, detail={"role": wanted})
        else:
            active = None if form.get("active") is None else form.get("active") == "1"
            workbench.accounts.change(
                name, role=wanted if form.get("role") in ROLES else None, active=active, password=password or None
            )
            detail = {"role": form.get("role"), "active": active, "password": bool(password)}
            workbench.audit.append("account changed", who=person.name, target=name, detail=detail)
    except ReviewError as error:
        return page(request, "accounts.html", accounts=workbench.accounts.all(), roles=ROLES, problem=str(error),
                    local=workbench.local_person() is not None, status=422)  # fmt: skip
    return RedirectResponse("/accounts", 303)


def _own_path(target: str) -> str:
    """Return a path of this workbench: never another site, whatever the address said."""
    if target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target:
        return "".join(c for c in target if c.isprintable())
    return "/see"
