"""UCDP-GED-shaped CSV: the 49 columns of UCDP's public codebook, filled from this record. None of UCDP's data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from math import floor

from tacitus.codebook.vocabulary import load_people
from tacitus.publish.imprint import Imprint
from tacitus.publish.shapes.countries import country_codes, country_of_actor
from tacitus.publish.shapes.days import ucdp_days
from tacitus.publish.shapes.happening import Happening, Side, Toll
from tacitus.publish.shapes.shape import Left, ShapedRow, ShapedTable, told_as_happened
from tacitus.records import Place

_VIOLENCE = {"state-based": 1, "non-state": 2, "one-sided": 3}
_WHERE = {
    "site": 1,
    "settlement": 1,
    "near_settlement": 2,
    "admin2": 3,
    "admin1": 4,
    "linear_or_fuzzy": 5,
    "country": 6,
}
"""where_prec: 1 the place, 2 near it, 3 district, 4 province, 5 a line or vague area, 6 the country."""
_STATES = ("state_forces", "external_forces")


class UcdpShape(ShapedTable):
    """One row a happening with deaths, at its most exact place. `code_status` names the rules of day and toll."""

    name = "ucdp_ged"
    columns = (
        "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
        "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
        "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article",
        "source_office", "source_date", "source_headline", "source_original", "where_prec", "where_coordinates",
        "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country",
        "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
        "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    )  # fmt: skip

    def rows(self, happening: Happening, imprint: Imprint) -> Iterator[ShapedRow]:
        """Yield the row. Raises Left where UCDP would not count the happening."""
        told_as_happened(happening)
        if happening.ucdp_type not in _VIOLENCE:
            raise Left("no type of violence: a side is not told, or it is no violence")
        toll = happening.tolls.get("fatalities")
        numbers = [n for n in (toll.low, toll.best, toll.high) if n is not None] if toll else []
        if toll is None or max(numbers, default=0) < 1:
            raise Left("no death told in numbers")
        days = ucdp_days(happening.date)
        if days is None:
            raise Left("not dated within a year")
        place = _most_exact(happening.places)
        if place is None:
            raise Left("not located in a country")
        first, last = days.days[0], days.days[-1]
        best = toll.best if toll.best is not None else toll.low if toll.low is not None else max(numbers)
        yield (
            _key(happening)
            | _sides(happening)
            | _sources(happening)
            | _where(place, happening.places)
            | _deaths(happening, toll, best)
            | {
                "year": first.year,
                "active_year": None,
                "code_status": _rules(happening, days.rule, toll),
                "event_clarity": happening.clarity,
                "date_prec": days.precision,
                "date_start": first.isoformat(),
                "date_end": last.isoformat(),
            }
        )


def number_of(happening_id: str) -> int:
    """Return a whole number for an id, the same each time: UCDP's ids are numbers. 52 bits, exact in any program."""
    return int(hashlib.sha256(happening_id.encode()).hexdigest()[:13], 16)


def priogrid(latitude: float, longitude: float) -> int:
    """Return the cell of PRIO-GRID (0.5 by 0.5 degrees, counted from the south-west), as its codebook defines it."""
    row, column = min(floor((latitude + 90) * 2), 359), min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _key(happening: Happening) -> ShapedRow:
    return {"id": number_of(happening.id), "relid": happening.id}


def _sides(happening: Happening) -> ShapedRow:
    one, two = happening.actor1, happening.actor2
    # UCDP puts the government first.
    if happening.ucdp_type == "state-based" and not _is_state(one) and _is_state(two):
        one, two = two, one
    civilians = happening.ucdp_type == "one-sided"
    name_a, name_b = _names(one), "Civilians" if civilians else _names(two)
    together = f"{name_a} - {name_b}" if name_a and name_b else None
    return {
        "type_of_violence": _VIOLENCE[happening.ucdp_type or ""],
        "conflict_dset_id": None,
        "conflict_new_id": None,
        "conflict_name": together,
        "dyad_dset_id": None,
        "dyad_new_id": None,
        "dyad_name": together,
        "side_a_dset_id": None,
        "side_a_new_id": None,
        "side_a": name_a,
        "side_b_dset_id": None,
        "side_b_new_id": None,
        "side_b": name_b,
        "gwnoa": _state_number(one),
        "gwnob": None if civilians else _state_number(two),
    }


def _names(sides: Sequence[Side]) -> str | None:
    return ", ".join(dict.fromkeys(side.words for side in sides)) or None


def _is_state(sides: Sequence[Side]) -> bool:
    return any(side.kind in _STATES for side in sides)


def _state_number(sides: Sequence[Side]) -> str | None:
    numbers = [country_of_actor(side.actor_id).gw_number for side in sides if side.kind in _STATES]
    return next(filter(None, numbers), None)


def _sources(happening: Happening) -> ShapedRow:
    reports = happening.reports
    dates = [report.published.isoformat() if report.published else "" for report in reports]
    articles = [
        f'"{report.publisher or ""},{date},{report.title or ""}"' for report, date in zip(reports, dates, strict=True)
    ]
    claimants = dict.fromkeys(claimant for report in reports for claimant in report.claimants)
    return {
        "number_of_sources": happening.sources,
        "source_article": ";".join(articles),
        "source_office": ";".join(report.publisher or "" for report in reports),
        "source_date": ";".join(dates),
        "source_headline": ";".join(report.title or "" for report in reports),
        "source_original": ";".join(claimants) or None,
    }


def _most_exact(places: Sequence[Place]) -> Place | None:
    located = [p for p in places if p.latitude is not None and p.longitude is not None and p.precision in _WHERE]
    return min(located, key=lambda place: _WHERE[place.precision], default=None)


def _where(place: Place, places: Sequence[Place]) -> ShapedRow:
    assert place.latitude is not None
    assert place.longitude is not None
    country = country_codes(place.country)
    described = [f"{other.name or other.text} ({other.precision.replace('_', ' ')})" for other in places]
    return {
        "where_prec": _WHERE[place.precision],
        "where_coordinates": place.name or place.text,
        "where_description": "; ".join(described),
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})",
        "priogrid_gid": priogrid(place.latitude, place.longitude),
        "country": country.name or place.country,
        "country_id": country.gw_number or None,
        "region": country.ucdp_region or None,
    }


def _deaths(happening: Happening, toll: Toll, best: int) -> ShapedRow:
    by_side: ShapedRow = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0}
    by_side[_side_of_dead(happening, toll)] = best
    known = [number for number in (toll.low, toll.high, best) if number is not None]
    return by_side | {"best": best, "high": max(known), "low": min(known)}


def _side_of_dead(happening: Happening, toll: Toll) -> str:
    """Tell on whose side the dead are, from the words that count them; unknown where these do not say."""
    if happening.ucdp_type == "one-sided":
        return "deaths_civilians"
    kinds = {kind for word in toll.text.lower().split() if (kind := _kind_of(word.strip(".,;:()")))}
    if kinds == {"civilians"} and not {"people", "person", "persons"} & set(toll.text.lower().split()):
        return "deaths_civilians"
    one, two = happening.actor1, happening.actor2
    if happening.ucdp_type == "state-based" and not _is_state(one) and _is_state(two):
        one, two = two, one
    on_a, on_b = ({side.kind for side in sides} & kinds for sides in (one, two))
    if on_a and not on_b:
        return "deaths_a"
    return "deaths_b" if on_b and not on_a else "deaths_unknown"


@cache
def _kind_of(word: str) -> str | None:
    kinds = _people()
    return kinds.get(word) or kinds.get(word.removesuffix("s")) or kinds.get(word.replace("men", "man"))


@cache
def _people() -> dict[str, str]:
    people = load_people()
    return {word: kind for word, kind in people.kind_of.items() if word not in people.things}


def _rules(happening: Happening, day_rule: str, toll: Toll) -> str:
    parts = [
        f"toll: {happening.rules.get('fatalities', 'no rule')}",
        f"days: {day_rule}",
        f"status: {happening.status}",
    ]
    if toll.high is None:
        parts.append("no upper bound told")
    if happening.contested:
        parts.append(f"contested: {', '.join(happening.contested)}")
    return "; ".join(parts)
