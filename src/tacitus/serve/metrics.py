"""Metrics for Prometheus: what is asked of the workbench and how long it takes, what is coded, what the record holds.

No label names a person, an address, a search or an article: only routes as they are written in the code.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tacitus.serve.security.identity import Viewer
from tacitus.serve.workbench import Workbench
from tacitus.store import schema

router = APIRouter(prefix="/api/v1", tags=["service"])

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds. The pages' own bar is 0.3."""


class Metrics:
    """What is counted of one application. Each has a registry of its own, so that two in one process do not mix."""

    def __init__(self, workbench: Workbench) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "tacitus_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "tacitus_request_seconds", "Time until a request was answered.", ("method", "route"), buckets=_BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self.under_way = Gauge("tacitus_requests_under_way", "Requests being answered.", registry=self.registry)
        self.registry.register(_OfWorkbench(workbench))


class _OfWorkbench(Collector):
    """Looks at the jobs and the record when it is asked, so that nothing has to be kept in step."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def collect(self) -> Iterator[Metric]:
        jobs = self._workbench.jobs.all()
        articles = CounterMetricFamily(
            "tacitus_articles_added", "Articles added here since the start.", labels=["result"]
        )
        articles.add_metric(["coded"], sum(job.coded for job in jobs))
        articles.add_metric(["skipped"], sum(job.skipped for job in jobs))
        articles.add_metric(["refused"], sum(len(job.refused) for job in jobs))
        yield articles
        yield GaugeMetricFamily("tacitus_jobs_open", "Additions that are not over.", sum(not job.over for job in jobs))
        failed = sum(job.state == "failed" for job in jobs)
        yield CounterMetricFamily("tacitus_jobs_failed", "Additions that failed since the start.", failed)
        held = GaugeMetricFamily("tacitus_record_rows", "What the record holds.", labels=["kind"])
        with self._workbench.engine.connect() as connection:
            for kind in (schema.articles, schema.events, schema.incidents, schema.decisions, schema.refusals):
                held.add_metric([kind.name], connection.execute(select(func.count()).select_from(kind)).scalar_one())
        yield held


class Measured:
    """ASGI middleware: counts and times requests by route."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with self._metrics.under_way.track_inprogress():
                await self._app(scope, receive, noting)
        finally:
            # What no route answers is counted as one: else anybody could make up labels without end.
            route = getattr(scope.get("route"), "path", "none")
            method = (
                scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other"
            )
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(method, route).observe(time.perf_counter() - began)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, person: Viewer) -> Response:
    """Figures for Prometheus. On a shared workbench they need a signed-in viewer like everything else."""
    counted: Metrics = request.app.state.metrics
    return Response(generate_latest(counted.registry), media_type=CONTENT_TYPE_LATEST)
