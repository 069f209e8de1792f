"""PLOVER: JSON Lines after the manual's record, and the 40-column TSV in which POLECAT is published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tacitus import __version__
from tacitus.codebook.event_types import plover_of
from tacitus.publish.imprint import Imprint
from tacitus.publish.shapes.countries import country_codes, country_of_actor
from tacitus.publish.shapes.days import acled_days
from tacitus.publish.shapes.happening import Happening, Side, happening_of_event
from tacitus.publish.shapes.shape import Left, ShapedRow, ShapedTable
from tacitus.publish.terminal import harmless
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Place

QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "SANCTION": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""PLOVER's quad categories (manual, "Quad categories")."""
QUAD_NAMES = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}

SCORES = {
    "AGREE": 2.5, "RETREAT": 6.5, "MOBILIZE": -5.5, "PROTEST": -5.0, "PROTEST demo": -5.0, "PROTEST riot": -7.0,
    "COERCE": -7.0, "COERCE seize": -7.0, "COERCE arrest": -7.0, "ASSAULT": -9.0, "ASSAULT abduct": -8.5,
    "ASSAULT sexual": -8.5, "ASSAULT firearms": -9.0, "ASSAULT explosives": -9.0, "ASSAULT suicide-attack": -9.5,
    "ASSAULT aerial": -9.5, "ASSAULT drone": -9.5, "ASSAULT heavy-weapons": -9.5, "ASSAULT unconventional": -10.0,
}  # fmt: skip
"""PLOVER's conflict-cooperation scores (manual, of 2021) for the types and modes that Tacitus codes."""

SECTORS = {
    "state_forces": "MIL",
    "external_forces": "MIL",
    "rebel_group": "REB",
    "political_militia": "PRM",
    "identity_militia": "PRM",
    "rioters": "CVL",
    "protesters": "CVL",
    "civilians": "CVL",
    "unidentified": "UAF",
}
_STATUS_CONTEXTS = {"denied": "negation", "planned": "future", "hypothetical": "hypothetical"}
_RESOLUTION = {"site": 5, "settlement": 4, "near_settlement": 4, "admin2": 3, "admin1": 2, "country": 1}
_FEATURES = {
    "site": "S", "settlement": "PPL", "near_settlement": "PPL", "admin2": "ADM2", "admin1": "ADM1", "country": "PCLI",
    "linear_or_fuzzy": "RGN",
}  # fmt: skip


class PloverJson(Writer):
    """Writes plover.jsonl: one object an event, with the field names of the PLOVER manual."""

    def begin(self) -> None:
        """Open the file."""
        self._lines = self.open_text("plover.jsonl")

    def article(self, coded: CodedArticle) -> None:
        """Write the article's events."""
        for event in coded.events:
            record = plover_record(coded, happening_of_event(coded, event))
            self._lines.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def plover_record(coded: CodedArticle, happening: Happening) -> dict[str, Any]:
    """Return the event as a PLOVER record. Status and age are PLOVER's auxiliary contexts."""
    plover_type, mode = plover_of(happening.sub_event_type)
    place = happening.places[0] if happening.places else None
    start = happening.date.start or happening.date.end
    tolls = {"dead": "fatalities", "injured": "injured", "arrested": "arrested"}
    return {
        "id": happening.id,
        "date": start.isoformat() if start else None,
        "enddate": happening.date.end.isoformat() if happening.date.end else None,
        "actor": [_entity(side) for side in (*happening.actor1, *happening.associated)],
        "recipient": [_entity(side) for side in happening.actor2],
        "event": [plover_type],
        "mode": [mode] if mode else [],
        "context": contexts_of(happening),
        "quad_code": QUAD[plover_type],
        "event_scale": score_of(plover_type, mode),
        "event_loc": _location(place) if place else None,
        "event_text": [happening.reports[0].sentence],
        "size": {name: happening.tolls[field].best for name, field in tolls.items() if field in happening.tolls},
        "cite_info": {
            "publication": happening.reports[0].publisher,
            "title": happening.reports[0].title,
            "url": happening.reports[0].url,
            "language": coded.document.language,
            "coder": f"{coded.coder.name} {coded.coder.version}",
            "codebook": "plover-2021",
        },
        "coder": coded.coder.name,
        "comment": f"assertion: {happening.status}; date: {happening.date.precision}, {happening.date.basis}",
    }


def contexts_of(happening: Happening) -> list[str]:
    """Return PLOVER's auxiliary contexts: negation, future, hypothetical, historical."""
    contexts = [_STATUS_CONTEXTS[happening.status]] if happening.status in _STATUS_CONTEXTS else []
    return contexts + (["historical"] if happening.background else [])


def score_of(plover_type: str, mode: str | None) -> float:
    """Return the conflict-cooperation score of a type and mode."""
    return SCORES.get(f"{plover_type} {mode}", SCORES[plover_type])


class PolecatShape(ShapedTable):
    """Writes polecat.txt: tab-separated, one row an event, POLECAT's 40 columns."""

    name = "polecat"
    delimiter = "\t"
    suffix = "txt"
    takes_incidents = False
    columns = (
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
        "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
        "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
        "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
        "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
        "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
    )  # fmt: skip

    def article(self, coded: CodedArticle) -> None:
        """Write the article's events."""
        self._organisations = _joined(a.name for a in coded.actors if a.name and a.actor_id)
        self._locations = _joined(place.name or place.text for place in coded.places)
        self._language = "English" if coded.document.language in (None, "en") else coded.document.language
        super().article(coded)

    def rows(self, happening: Happening, imprint: Imprint) -> Iterator[ShapedRow]:
        """Yield the row. Raises Left where no day is known."""
        days = acled_days(happening.date)
        if days is None:
            raise Left("no day, week or month is known")
        plover_type, mode = plover_of(happening.sub_event_type)
        report = happening.reports[0]
        yield (
            {
                "Event ID": happening.id,
                "Event Date": days.days[0].isoformat(),
                "Event Type": plover_type,
                "Event Mode": mode,
                "Intensity": score_of(plover_type, mode),
                "Quad Code": QUAD_NAMES[QUAD[plover_type]],
                "Contexts": _joined(contexts_of(happening)),
                "Source": report.publisher,
                "Publication Date": report.published.isoformat() if report.published else None,
                "Story People": None,
                "Story Organizations": self._organisations,
                "Story Locations": self._locations,
                "Language": self._language,
                "Version": f"tacitus {__version__}",
            }
            | _party("Actor", happening.actor1)
            | _party("Recipient", happening.actor2)
            | _place(happening.places[0] if happening.places else None)
        )


def _party(role: str, sides: Sequence[Side]) -> ShapedRow:
    countries = [country_of_actor(side.actor_id) for side in sides]
    sectors = [SECTORS[side.kind] for side in sides]
    return {
        f"{role} Name": _joined(side.words for side in sides),
        f"{role} Country": _joined(country.iso3 for country in countries),
        f"{role} COW": _joined(country.gw_number for country in countries),
        f"Primary {role} Sector": sectors[0] if sectors else None,
        f"{role} Sectors": _joined(sectors),
        f"{role} Title": None,
        f"{role} Name Raw": _joined(side.text for side in sides),
        f"Wikipedia {role} ID": None,
    }


def _place(place: Place | None) -> ShapedRow:
    town = place is not None and place.precision in ("site", "settlement", "near_settlement")
    number = place.place_id.rpartition(":")[2] if place and place.place_id else ""
    return {
        "Placename": (place.name or place.text) if place else None,
        "City": place.name if place and town else None,
        "District": place.admin2 if place else None,
        "Province": place.admin1 if place else None,
        "Country": (country_codes(place.country).iso3 or place.country) if place else None,
        "Latitude": place.latitude if place else None,
        "Longitude": place.longitude if place else None,
        "GeoNames ID": number if number.isdigit() else None,
        "Raw Placename": place.text if place else None,
        "Feature Type": _FEATURES.get(place.precision) if place else None,
    }


def _entity(side: Side) -> dict[str, Any]:
    return {
        "code": country_of_actor(side.actor_id).iso3 or None,
        "sector": SECTORS[side.kind],
        "entity_text": side.text,
        "identifier_id": side.actor_id,
        "identifier_text": side.name,
    }


def _location(place: Place) -> dict[str, Any]:
    codes = country_codes(place.country)
    number = (place.place_id or "").rpartition(":")[2]
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": int(number) if number.isdigit() else None,
        "lat": place.latitude,
        "lon": place.longitude,
        "district": place.admin2,
        "province": place.admin1,
        "country": place.country,
        "country_code": codes.iso3 or None,
        "feature_code": _FEATURES.get(place.precision),
        "resolution": _RESOLUTION.get(place.precision),
        "precision": place.precision,
        "basis": place.basis,
    }


def _joined(values: Any) -> str | None:
    return "; ".join(dict.fromkeys(harmless(value) for value in values if value)) or None
