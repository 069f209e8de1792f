"""HXL 1.1: a CSV whose second row has the hashtags of the Humanitarian Exchange Language."""

from __future__ import annotations

import csv

from tacitus.publish.shapes.countries import country_codes
from tacitus.publish.shapes.happening import Happening, happening_of_event, happening_of_incident
from tacitus.publish.tables.csv_files import cell
from tacitus.publish.tables.rows import Row
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

TAGS: dict[str, str] = {
    "id": "#event+id",
    "event_type": "#event+type",
    "sub_event_type": "#event+subtype",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#date+precision",
    "actor1": "#group+actor1+list",
    "actor2": "#group+actor2+list",
    "country": "#country+name",
    "iso3": "#country+code+v_iso3",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "place": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "place_precision": "#geo+precision",
    "killed_low": "#affected+killed+min",
    "killed": "#affected+killed",
    "killed_high": "#affected+killed+max",
    "injured": "#affected+injured",
    "abducted": "#affected+abducted",
    "arrested": "#affected+arrested",
    "displaced": "#affected+displaced",
    "status": "#status",
    "sources": "#meta+source+list",
    "independent_sources": "#meta+source+num",
    "description": "#description",
}
"""Column to hashtag. +min, +max, +list, +precision and the like are attributes of our own, as HXL allows."""


class Hxl(Writer):
    """Writes hxl.csv: incidents where the record has them, else events; a row a happening, at its first place."""

    def begin(self) -> None:
        """Write the header and the hashtags."""
        self._table = csv.writer(self.open_text("hxl.csv"), lineterminator="\n")
        self._table.writerow(TAGS)
        self._table.writerow(TAGS.values())

    def article(self, coded: CodedArticle) -> None:
        """Write the article's events, unless incidents will come."""
        if not self.imprint.has_incidents:
            for event in coded.events:
                self._write(happening_of_event(coded, event))

    def incident(self, incident: Incident) -> None:
        """Write the incident."""
        self._write(happening_of_incident(incident))

    def _write(self, happening: Happening) -> None:
        row = hxl_row(happening)
        self._table.writerow([cell(row[name]) for name in TAGS])


def hxl_row(happening: Happening) -> Row:
    """Return the happening by the columns of `TAGS`."""
    place = happening.places[0] if happening.places else None
    date, killed = happening.date, happening.tolls.get("fatalities")
    row: Row = {
        "id": happening.id,
        "event_type": happening.event_type,
        "sub_event_type": happening.sub_event_type,
        "date_start": date.start.isoformat() if date.start else None,
        "date_end": date.end.isoformat() if date.end else None,
        "date_precision": date.precision,
        "actor1": [side.words for side in happening.actor1],
        "actor2": [side.words for side in happening.actor2],
        "country": place.country if place else None,
        "iso3": (country_codes(place.country).iso3 or None) if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "place": (place.name or place.text) if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": place.precision if place else None,
        "killed_low": killed.low if killed else None,
        "killed": killed.best if killed else None,
        "killed_high": killed.high if killed else None,
        "status": happening.status,
        "sources": list(dict.fromkeys(report.publisher for report in happening.reports if report.publisher)),
        "independent_sources": happening.sources,
        "description": happening.reports[0].sentence if happening.reports else None,
    }
    for name in ("injured", "abducted", "arrested", "displaced"):
        row[name] = happening.tolls[name].best if name in happening.tolls else None
    return row
