"""The API's answers from the record: incidents, articles, facilities."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel

from tacitus.records import CodedArticle, Incident
from tacitus.serve.api.views import FILTERED, filters_of
from tacitus.serve.pages.see import ORDERS, matches_of
from tacitus.serve.reading.articles import article_lines, current_coding
from tacitus.serve.reading.facilities import facility_features
from tacitus.serve.reading.incidents import IncidentLine, find_incident, incident_lines, side_by_side
from tacitus.serve.security.identity import Bench, Viewer, may_see

router = APIRouter(prefix="/api/v1", tags=["record"])

MOST = 500
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Size = Annotated[int, Query(ge=1, le=MOST)]


class ShortIncident(BaseModel):
    """An incident in short; `status`, `contested` and the counts are under the usual rules."""

    id: str
    event_type: str
    sub_event_type: str
    actor1: str
    actor2: str
    place: str
    date: str
    fatalities: int | None
    status: str
    contested: str
    reports: int
    sources: int
    confidence: float
    background: bool

    @classmethod
    def of(cls, line: IncidentLine) -> ShortIncident:
        """Take over a line of the list."""
        return cls(
            id=line.id, event_type=line.event_type, sub_event_type=line.sub_event_type, actor1=line.who,
            actor2=line.whom, place=line.where, date=line.date, fatalities=line.toll, status=line.status,
            contested=line.contested, reports=line.reports, sources=line.sources, confidence=line.confidence,
            background=line.background,
        )  # fmt: skip


class IncidentPage(BaseModel):
    """One page of the incidents that match."""

    total: int
    page: int
    size: int
    incidents: list[ShortIncident]


class WhereAt(BaseModel):
    """Where an incident lies: degrees (WGS 84) and kilometres around; nulls where it has no place."""

    longitude: float | None
    latitude: float | None
    radius_km: float | None


class WholeIncident(BaseModel):
    """An incident with its reports; `incident` is null for an event that is in no incident yet."""

    id: str
    incident: Incident | None
    reports: list[dict[str, Any]]
    total: int


class ShortArticle(BaseModel):
    """An article in short."""

    id: str
    title: str | None
    publisher: str | None
    republished_from: str | None
    published: str | None
    language: str | None
    events: int


class ArticlePage(BaseModel):
    """One page of the articles."""

    total: int
    page: int
    size: int
    articles: list[ShortArticle]


@router.get("/incidents", openapi_extra=FILTERED)
def incidents(
    request: Request, workbench: Bench, person: Viewer, page: Page = 1, size: Size = 50,
    order: Annotated[str, Query(description=", ".join(ORDERS))] = "latest",
) -> IncidentPage:  # fmt: skip
    """Return the incidents that match, a page at a time."""
    matches = matches_of(workbench, person, filters_of(request))
    rows = matches.page(order, (page - 1) * size, size)
    lines = incident_lines(workbench.engine, [matches.columns.ids[row] for row in rows])
    return IncidentPage(total=matches.total, page=page, size=size, incidents=[ShortIncident.of(line) for line in lines])


@router.get("/incidents/{key:path}/place")
def incident_place(workbench: Bench, person: Viewer, key: str) -> WhereAt:
    """Return where one incident lies."""
    columns = workbench.index.columns()
    row = columns.rows.get(key)
    if row is None or (columns.restricted[row] and not person.may("adjudicator")):
        raise HTTPException(404, "there is no such incident")
    at = [float(values[row]) for values in (columns.longitude, columns.latitude, columns.radius)]
    known = [None if np.isnan(number) else number for number in at]
    return WhereAt(longitude=known[0], latitude=known[1], radius_km=known[2])


@router.get("/incidents/{key:path}")
def incident(workbench: Bench, person: Viewer, key: str) -> WholeIncident:
    """Return one incident with its first reports, as people corrected them."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    shown = side_by_side(workbench, key, hidden=hidden)
    reports = [
        {"event_id": report.event_id, "article_id": report.coded.document.id, "copy_of": report.copy_of,
         "source": report.source, "event": report.event.to_json()}
        for report in shown.reports
    ]  # fmt: skip
    found = find_incident(workbench.engine, key)
    if found is not None and hidden:
        found = _without_hidden(found, hidden)
    return WholeIncident(id=shown.id, incident=found, reports=reports, total=shown.total)


def _without_hidden(incident: Incident, hidden: set[str]) -> Incident:
    """Leave out what restricted articles say."""
    events = {voice.event_id for voice in incident.voices if voice.article_id in hidden}
    if not events:
        return incident
    voices = [voice for voice in incident.voices if voice.event_id not in events]
    claims = {
        field: [value for value in values if not events.issuperset(value.events)]
        for field, values in incident.claims.items()
    }
    return incident.model_copy(update={"voices": voices, "claims": claims})


@router.get("/articles")
def articles(
    workbench: Bench, person: Viewer, text: Annotated[str, Query(max_length=200)] = "", outlet: str = "",
    page: Page = 1, size: Size = 50,
) -> ArticlePage:  # fmt: skip
    """Return the articles, the latest first, a page at a time."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    lines, total = article_lines(
        workbench.engine, text=text, outlet=outlet, hidden=hidden, start=(page - 1) * size, size=size
    )
    found = [
        ShortArticle(
            id=line.id, title=line.title, publisher=line.publisher, republished_from=line.republished_from,
            published=line.published.isoformat() if line.published else None, language=line.language,
            events=line.events,
        )
        for line in lines
    ]  # fmt: skip
    return ArticlePage(total=total, page=page, size=size, articles=found)


@router.get("/articles/{article_id:path}")
def article(workbench: Bench, person: Viewer, article_id: str) -> CodedArticle:
    """Return an article with all that was coded from it, in the interchange form, as people corrected it."""
    if not may_see(workbench, person, article_id):
        raise HTTPException(404, "there is no such article")
    return current_coding(workbench, article_id)


@router.get("/facilities.geojson")
def facilities(workbench: Bench, person: Viewer) -> dict[str, Any]:
    """Return posts, bases and camps as GeoJSON, each with what is said of it."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    return facility_features(workbench.engine, hidden)
