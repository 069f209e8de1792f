"""Country codes that the shaped exports need: ISO 3166 numbers, Gleditsch-Ward numbers, ACLED's and UCDP's regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tacitus.gazetteer.countries import code_of_country, name_of_country


@dataclass(frozen=True)
class CountryCodes:
    """The codes of one country; texts, empty where a scheme has none.

    `gw_number` is that of Gleditsch and Ward's list of states as UCDP uses it; regions are named as in the codebooks.
    """

    code: str
    name: str
    iso3: str
    iso_numeric: str
    gw_number: str
    acled_region: str
    ucdp_region: str


NOWHERE = CountryCodes("", "", "", "", "", "", "")


@cache
def _table() -> dict[str, CountryCodes]:
    path = Path(__file__).with_name("countries.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: CountryCodes(name=name_of_country(row["code"]), **row) for row in csv.DictReader(stream)}


def country_codes(name: str | None) -> CountryCodes:
    """Return the codes of a country given by name or code; empty ones for what is none."""
    code = code_of_country(name) if name else None
    return _table().get(code or "", NOWHERE)


def country_of_actor(actor_id: str | None) -> CountryCodes:
    """Return the country that an id of the actor lexicon begins with (`sy-military`); empty codes where it has none."""
    prefix = (actor_id or "").partition("-")[0].upper()
    return _table().get(prefix, NOWHERE) if len(prefix) == 2 else NOWHERE
