"""The application: routes, the gate in front of them, and what becomes of errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from tacitus import __version__
from tacitus.errors import ReviewError, StoreError, StoreLocked, TacitusError
from tacitus.review.decisions import Overtaken
from tacitus.serve.api import coding, description, judging, record, views
from tacitus.serve.api import session as api_session
from tacitus.serve.metrics import Measured, Metrics
from tacitus.serve.metrics import router as metrics_router
from tacitus.serve.pages import add, double, follow, judge, log, read, see, session
from tacitus.serve.rendering import ASSETS, page
from tacitus.serve.security.gate import Gate
from tacitus.serve.security.identity import SignInNeeded, person_of
from tacitus.serve.settings import Settings
from tacitus.serve.watching import Watcher
from tacitus.serve.workbench import Workbench
from tacitus.store import ContradictoryDecision
from tacitus.store.failures import StoreUnreachable

_STATUS: tuple[tuple[type[TacitusError], int], ...] = (
    (StoreLocked, 503),
    (StoreUnreachable, 503),
    (ContradictoryDecision, 409),
    (StoreError, 404),
    (ReviewError, 422),
)
"""What becomes of errors that are nobody's fault; others are the request's."""

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")

DESCRIPTION = """Everything that the workbench shows, for programs. Ids are stable: an incident that is merged or
withdrawn keeps its id, which leads to what took its place. Lists are paginated (`page`, `size`) and filtered by the
same parameters as the pages. On a shared workbench sign in first (`POST /api/v1/session`)."""


def create_app(settings: Settings) -> FastAPI:
    """Return the application that serves a record. Raises StoreError where the record cannot be opened."""
    workbench = Workbench(settings)
    watcher = Watcher(workbench)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Read the index before the first page asks for it.
        Thread(target=workbench.index.columns, name="tacitus-index", daemon=True).start()
        workbench.linking.soon()
        watcher.start()
        yield
        watcher.stop()
        workbench.close()

    app = FastAPI(
        title="Tacitus", version=__version__, description=DESCRIPTION, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.workbench = workbench
    app.state.metrics = Metrics(workbench)
    app.include_router(metrics_router)
    for module in (
        see,
        read,
        follow,
        judge,
        double,
        session,
        log,
        add,
        views,
        record,
        judging,
        coding,
        api_session,
        description,
    ):
        app.include_router(module.router)
    ASSETS.mkdir(exist_ok=True)
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    _handle_errors(app)
    app.add_middleware(Gate, limits=workbench.limits, secure=settings.secure)
    app.add_middleware(GZipMiddleware, minimum_size=1500, compresslevel=5)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOCAL_HOSTS, *settings.hosts])
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(SignInNeeded)
    def _sign_in(request: Request, _error: SignInNeeded) -> Response:
        if _for_programs(request):
            return JSONResponse({"detail": "Sign in first: POST /api/v1/session"}, 401)
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        where = f"/sign-in?next={quote(target)}" if request.method == "GET" else "/sign-in"
        return RedirectResponse(where, 303)

    @app.exception_handler(Overtaken)
    def _overtaken(_request: Request, error: Overtaken) -> Response:
        return judging.clash(error)

    @app.exception_handler(TacitusError)
    def _known(request: Request, error: TacitusError) -> Response:
        return _answer(request, next((code for kind, code in _STATUS if isinstance(error, kind)), 422), str(error))

    @app.exception_handler(AnyHTTPException)
    def _refused(request: Request, error: HTTPException) -> Response:
        return _answer(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def _malformed(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return _answer(request, 422, f"{where}: {first['msg']}")

    @app.exception_handler(Exception)
    def _fault(request: Request, error: Exception) -> Response:
        return _answer(request, 500, f"This is a fault of Tacitus ({type(error).__name__}). Please report it.")


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _answer(request: Request, status: int, detail: str) -> Response:
    if _for_programs(request):
        return JSONResponse({"detail": detail}, status)
    with suppress(SignInNeeded):
        person_of(request)
    return page(request, "error.html", code=status, detail=detail, status=status)
