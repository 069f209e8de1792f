"""The gate in front of every request: strict headers, no foreign sites, no floods."""

from __future__ import annotations

import hashlib
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tacitus.serve.security.limits import RateLimits

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from elsewhere: an article's text could not run even if it were not escaped."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
_FORM_COOKIE = "tacitus_form"
_LARGEST_BODY = 64 * 1024 * 1024


def form_token(request: Request) -> str:
    """Return what forms and scripts of these pages send along, and no other site can know."""
    return hashlib.sha256(f"form:{request.state.form_cookie}".encode()).hexdigest()


class Gate:
    """ASGI middleware: sets headers and the form cookie, refuses requests made by other sites, and floods."""

    def __init__(self, app: ASGIApp, *, limits: RateLimits, secure: bool) -> None:
        self._app = app
        self._limits = limits
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        cookie = request.cookies.get(_FORM_COOKIE, "")
        fresh = len(cookie) < 20
        request.state.form_cookie = secrets.token_urlsafe(24) if fresh else cookie
        asset = scope["path"].startswith("/assets/")
        # A script that asks the API alone needs no cookie, until it signs in.
        bare = asset or (scope["path"].startswith("/api/") and scope["path"] != "/api/v1/session")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-cache" if asset else "no-store")
                if self._secure:
                    headers["strict-transport-security"] = "max-age=31536000"
                if fresh and not bare:
                    secure = "; Secure" if self._secure else ""
                    headers.append(
                        "set-cookie",
                        f"{_FORM_COOKIE}={request.state.form_cookie}; Path=/; HttpOnly; SameSite=Strict{secure}",
                    )
            await send(message)

        answer = None if asset else self._refusal(request)
        await (answer or self._app)(scope, receive, with_headers)

    def _refusal(self, request: Request) -> Response | None:
        unsafe = request.method in _UNSAFE
        address = request.client.host if request.client else "?"
        wait = self._limits.wait("change" if unsafe else "read", address)
        if wait:
            return _refused(request, 429, "Too many requests. Wait a little and try again.", retry=int(wait) + 1)
        if not unsafe:
            return None
        if not _from_here(request):
            return _refused(request, 403, "This request came from another site, so nothing was done.")
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _LARGEST_BODY:
            return _refused(request, 413, "This is larger than 64 MiB. Use `tacitus code` on the command line.")
        # A script without cookies cannot be a browser that another site misuses. A page's own form carries its token in
        # a field, which the page's route checks.
        by_form = not request.url.path.startswith("/api/") and request.headers.get("content-type", "").startswith(
            ("application/x-www-form-urlencoded", "multipart/form-data")
        )
        token = request.headers.get("x-form-token")
        if request.headers.get("cookie") and not by_form and not token_fits(request, token):
            return _refused(request, 403, "The page is out of date. Load it again; your draft is kept.")
        return None


def token_fits(request: Request, token: object) -> bool:
    """Tell whether a token is the one of the cookie's owner."""
    return isinstance(token, str) and secrets.compare_digest(token.encode(), form_token(request).encode())


def _from_here(request: Request) -> bool:
    headers: Headers = request.headers
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == headers.get("host", ""))


def _refused(request: Request, status: int, detail: str, retry: int | None = None) -> Response:
    headers = {"retry-after": str(retry)} if retry else None
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": detail}, status, headers)
    return PlainTextResponse(detail, status, headers)
