"""The API's answers for the view: map, timeline, numbers of each filter value."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from tacitus.serve.index import Filters
from tacitus.serve.index.filters import CHOICES
from tacitus.serve.index.mapping import extent, map_features
from tacitus.serve.index.matching import timeline
from tacitus.serve.index.towns import towns_in
from tacitus.serve.pages.see import matches_of
from tacitus.serve.security.identity import Bench, Viewer

router = APIRouter(prefix="/api/v1", tags=["views"])


class Timeline(BaseModel):
    """Bars of `step` days from `first` on. `exact` counts incidents of one known day; `ranges` spreads the others."""

    first: str | None
    step: int
    exact: list[int]
    ranges: list[float]
    undated: int


class FeatureCollection(BaseModel):
    """GeoJSON: gathered points and areas, with the numbers that match in all, in the box, and without a place."""

    type: str
    features: list[dict[str, Any]]
    total: int
    shown: int
    unlocated: int


class Counts(BaseModel):
    """How many incidents match, and for each filter how many of each value under all the other filters."""

    total: int
    extent: list[float] | None
    counts: dict[str, dict[str, int]]


FILTER_PARAMETERS = [
    *({"name": name, "in": "query", "description": f"Any of these values of {name} matches; may be repeated.",
       "schema": {"type": "array", "items": {"type": "string"}}} for name in CHOICES),
    {"name": "since", "in": "query", "description": "First day.", "schema": {"type": "string", "format": "date"}},
    {"name": "until", "in": "query", "description": "Last day.", "schema": {"type": "string", "format": "date"}},
    {"name": "confidence", "in": "query", "description": "Least confidence, 0 to 1.", "schema": {"type": "number"}},
    {"name": "contested", "in": "query", "description": "1: contested only.", "schema": {"type": "string"}},
    {"name": "background", "in": "query", "description": "0: without older history.", "schema": {"type": "string"}},
    {"name": "text", "in": "query", "description": "In names of places and actors.", "schema": {"type": "string"}},
    {"name": "box", "in": "query", "description": "west,south,east,north in degrees.", "schema": {"type": "string"}},
]  # fmt: skip
"""What every filtered answer understands, for the description. What makes no sense is left out, never an error."""

FILTERED: dict[str, Any] = {"parameters": FILTER_PARAMETERS}


def filters_of(request: Request) -> Filters:
    """Read the filters of a request."""
    return Filters.of(request.query_params.multi_items())


@router.get("/map", openapi_extra=FILTERED)
def map_view(
    request: Request,
    workbench: Bench,
    person: Viewer,
    view: Annotated[str, Query(description="west,south,east,north of the screen, in degrees")] = "",
    zoom: Annotated[float, Query(ge=0, le=24)] = 2.0,
) -> FeatureCollection:
    """Return what the map shows of the matches at a zoom."""
    matches = matches_of(workbench, person, filters_of(request))
    box = Filters.of([("box", view)]).box
    return FeatureCollection.model_validate(map_features(matches, box, zoom))


@router.get("/timeline", openapi_extra=FILTERED)
def time_view(request: Request, workbench: Bench, person: Viewer) -> Timeline:
    """Return how the matches lie in time."""
    return Timeline.model_validate(timeline(matches_of(workbench, person, filters_of(request))))


@router.get("/counts", openapi_extra=FILTERED)
def counts(request: Request, workbench: Bench, person: Viewer) -> Counts:
    """Return the numbers of the commonest values of each filter."""
    matches = matches_of(workbench, person, filters_of(request))
    values = {name: dict(matches.counts(name, most=200)) for name in CHOICES}
    return Counts(total=matches.total, extent=extent(matches), counts=values)


class Town(BaseModel):
    """A town to name on the map."""

    name: str
    latitude: float
    longitude: float
    population: int


@router.get("/towns")
def towns(
    person: Viewer,
    view: Annotated[str, Query(description="west,south,east,north in degrees")] = "",
    most: Annotated[int, Query(ge=1, le=300)] = 80,
) -> list[Town]:
    """Return the largest towns in a part of the world."""
    box = Filters.of([("box", view)]).box
    return [Town(**town) for town in towns_in(box, most)]
