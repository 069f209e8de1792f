"""ACLED-shaped CSV: the 31 columns of ACLED's public codebook, filled from this record. None of ACLED's data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import product

from tacitus.publish.imprint import Imprint
from tacitus.publish.shapes.countries import CountryCodes, country_codes
from tacitus.publish.shapes.days import acled_days
from tacitus.publish.shapes.happening import Happening, Side
from tacitus.publish.shapes.shape import Left, ShapedRow, ShapedTable, shares, told_as_happened
from tacitus.records import Place

_INTER = {
    "state_forces": "State forces",
    "rebel_group": "Rebel group",
    "political_militia": "Political militia",
    "identity_militia": "Identity militia",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilians": "Civilians",
    "external_forces": "External/Other forces",
    "unidentified": "Political militia",
}
"""ACLED's actor types, in the order of its codes 1 to 8; it counts unidentified armed groups as political militias."""

_GENERIC = {
    "civilians": "Civilians",
    "protesters": "Protesters",
    "rioters": "Rioters",
    "unidentified": "Unidentified Armed Group",
}
_GEO_PRECISION = {"site": 1, "settlement": 1, "near_settlement": 2, "linear_or_fuzzy": 2, "admin2": 2, "admin1": 3}
_DISORDER = {
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_BOTH = {
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Mob violence": "Political violence",
}


class AcledShape(ShapedTable):
    """One row a place and day. `tags` names how places, days and tolls were split, and the rule of the toll."""

    name = "acled"
    columns = (
        "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
        "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
        "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
        "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    )  # fmt: skip

    def rows(self, happening: Happening, imprint: Imprint) -> Iterator[ShapedRow]:
        """Yield the rows. Raises Left where ACLED has no place for the happening."""
        told_as_happened(happening)
        days = acled_days(happening.date)
        if days is None:
            raise Left("no day, week or month is known")
        places = [place for place in happening.places if place.precision in _GEO_PRECISION and _has_point(place)]
        if not places:
            raise Left("no place within a country is located")
        cells = list(product(places, days.days))
        toll = happening.tolls.get("fatalities")
        tolls = shares(toll.best if toll and toll.best is not None else toll.low if toll else None, len(cells))
        shared = _shared(happening, imprint)
        for number, ((place, day), deaths) in enumerate(zip(cells, tolls, strict=True), start=1):
            suffix = f"/{number}" if len(cells) > 1 else ""
            yield (
                shared
                | _where(place)
                | _who(happening, country_codes(place.country))
                | {
                    "event_id_cnty": f"{happening.id}{suffix}",
                    "event_date": day.isoformat(),
                    "year": day.year,
                    "time_precision": days.precision,
                    "fatalities": deaths or 0,
                    "tags": _tags(happening, days.rule, len(places), len(days.days)),
                }
            )


def _shared(happening: Happening, imprint: Imprint) -> ShapedRow:
    sentences = dict.fromkeys(report.sentence for report in happening.reports if report.sentence)
    publishers = dict.fromkeys(report.publisher for report in happening.reports if report.publisher)
    violence = _DISORDER.get(happening.event_type, "Political violence")
    moment = datetime.datetime.combine(imprint.made, datetime.time(), datetime.UTC) if imprint.made else None
    return {
        "disorder_type": _BOTH.get(happening.sub_event_type, violence),
        "event_type": happening.event_type,
        "sub_event_type": happening.sub_event_type,
        "source": "; ".join(publishers),
        "source_scale": None,
        "notes": " | ".join(sentences),
        "timestamp": int(moment.timestamp()) if moment else None,
    }


def _who(happening: Happening, country: CountryCodes) -> ShapedRow:
    first, second = happening.actor1, happening.actor2
    inter = [_INTER[side[0].kind] if side else "" for side in (first, second)]
    known = sorted(filter(None, inter), key=list(_INTER.values()).index)
    targets = bool(second) and all(side.kind == "civilians" for side in second)
    return {
        "actor1": _name(first[0], country) if first else None,
        "assoc_actor_1": _others(first, happening.associated, country),
        "inter1": inter[0] or None,
        "actor2": _name(second[0], country) if second else None,
        "assoc_actor_2": _others(second, (), country),
        "inter2": inter[1] or None,
        "interaction": "-".join(known) if len(known) == 2 else f"{known[0]} only" if known else None,
        "civilian_targeting": "Civilian targeting" if targets else None,
    }


def _name(side: Side, country: CountryCodes) -> str:
    generic = _GENERIC.get(side.kind)
    if generic and not side.actor_id:
        return f"{generic} ({country.name})" if country.name else generic
    return side.words


def _others(side: Sequence[Side], more: Sequence[Side], country: CountryCodes) -> str | None:
    named = [one.words for one in side[:1] if one.words != _name(one, country) and one.name]
    return "; ".join(dict.fromkeys([*named, *(one.words for one in side[1:]), *(one.words for one in more)])) or None


def _where(place: Place) -> ShapedRow:
    country = country_codes(place.country)
    return {
        "iso": country.iso_numeric or None,
        "region": country.acled_region or None,
        "country": country.name or place.country,
        "admin1": place.admin1 or (place.name if place.precision == "admin1" else None),
        "admin2": place.admin2 or (place.name if place.precision == "admin2" else None),
        "admin3": None,
        "location": place.name or place.text,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": _GEO_PRECISION[place.precision],
    }


def _tags(happening: Happening, day_rule: str, places: int, days: int) -> str:
    toll = happening.tolls.get("fatalities")
    if toll is None:
        said = "fatalities=none told"
    elif toll.best is None and toll.low is None:
        said = f'fatalities=no number told ("{toll.text}")' if toll.text else "fatalities=no number told"
    else:
        split = f", shared evenly over {places * days} rows" if places * days > 1 else ""
        said = f"fatalities=best by {happening.rules.get('fatalities', 'no rule')}{split}"
    tags = [f"split=one row a place and day ({places} x {days})", f"day={day_rule}", said, f"status={happening.status}"]
    if happening.contested:
        tags.append(f"contested={', '.join(happening.contested)}")
    return "; ".join(tags)


def _has_point(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None
