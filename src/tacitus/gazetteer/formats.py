"""Pack formats: each is read into `PlaceRow`s.

| format | known by | source |
|---|---|---|
| tacitus | a CSV header with name, latitude, longitude, country | ours, docs/gazetteer.md |
| geonames | 19 tab-separated columns, no header | GeoNames "allCountries" and country dumps |
| wof | a tab-separated header with wof_id | Who's On First extracts |
| ucdp | a CSV header with where_coordinates | places as UCDP GED codes them |
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from tacitus.errors import GazetteerError
from tacitus.gazetteer.candidate import Feature, PlaceRow
from tacitus.gazetteer.countries import code_of_country


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


Row = dict[str, str]

_FEATURES: frozenset[str] = frozenset(("settlement", "admin1", "admin2", "country", "site", "water", "road", "other"))
_WOF_FEATURES: dict[str, Feature] = {
    "locality": "settlement",
    "neighbourhood": "settlement",
    "borough": "settlement",
    "localadmin": "admin2",
    "county": "admin2",
    "region": "admin1",
    "macroregion": "other",
    "country": "country",
    "campus": "site",
}
_GEONAMES_SITES = _set(
    """
    AIRB AIRF AIRP AIRH BDG BRKS CMP CMPRF CMPLA DAM FT HSP INSM MINE OILF OILR PRN STNB
    """
)
_SCRIPT = re.compile(
    r"[\u0000-\u024f\u0259\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2032\u0300-\u036f]+|"
    r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufefc\u0020-\u002f\u200c]+|"
    r"[\u0400-\u052f\u0020-\u002f\u02bc\u2019\u0300-\u036f]+"
)
_CODE = re.compile(r"[A-Z0-9]{2,5}")
_LONGEST_LINE = 1_048_576
_MOST_UNPACKED = 500_000_000
_BOMB_RATIO = 120  # tables of places pack 3 to 10 times; deflate can reach 1030
_MOST_PEOPLE = 10**12
_UNREADABLE = (OSError, EOFError, UnicodeDecodeError, zlib.error)


def usable_spelling(spelling: str) -> bool:
    """Tell whether a spelling is worth keeping: Latin, Arabic or Cyrillic, no airport code, two letters or more."""
    return len(spelling) > 1 and _SCRIPT.fullmatch(spelling) is not None and not _CODE.fullmatch(spelling)


def read_pack(file: Path) -> tuple[str, Iterator[PlaceRow]]:
    """Return the pack's format and its places. Raises GazetteerError naming file and line."""
    first = _first_line(file)
    if "wof_id" in first.split("\t"):
        return "wof", _with_divisions(_rows(file, _wof_row, "\t", csv.QUOTE_NONE))
    columns = [column.strip().strip('"').lower() for column in first.lstrip("\ufeff").split(",")]
    if "where_coordinates" in columns:
        return "ucdp", _rows(file, _ucdp_row, ",", csv.QUOTE_MINIMAL)
    if {"name", "latitude", "longitude", "country"} <= set(columns):
        return "tacitus", _rows(file, _tacitus_row, ",", csv.QUOTE_MINIMAL)
    if first.count("\t") == 18:
        return "geonames", _geonames(file)
    if {"p-code", "admin level"} <= set(columns):
        raise GazetteerError(
            "a p-code table has no coordinates",
            where=f"{file}:1",
            remedy="Join coordinates to it in a CSV with name,latitude,longitude,country",
        )
    raise GazetteerError(
        "not a gazetteer pack of a known format",
        where=f"{file}:1",
        remedy="Give a CSV with the columns name,latitude,longitude,country or a GeoNames dump (19 tab columns)",
    )


def _open_text(file: Path) -> TextIO:
    if file.suffix == ".gz":
        packed = file.stat().st_size
        bounded = io.BufferedReader(_Bounded(gzip.open(file, "rb"), packed))  # noqa: SIM115  closed by who reads
        return io.TextIOWrapper(bounded, encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


class _Bounded(io.RawIOBase):
    """What a packed file unpacks to, cut off with an OSError where it unpacks like a bomb."""

    def __init__(self, unpacked: gzip.GzipFile, packed_bytes: int) -> None:
        self._unpacked = unpacked
        self._most = max(_MOST_UNPACKED, _BOMB_RATIO * packed_bytes)
        self._bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._unpacked.read1(len(buffer))
        self._bytes += len(data)
        if self._bytes > self._most:
            raise OSError(f"it unpacks to more than {self._most} bytes")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._unpacked.close()
        super().close()


def _lines(stream: TextIO, file: Path) -> Iterator[str]:
    """The lines of a pack; one without end would fill the memory."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            raise GazetteerError(f"the line is longer than {_LONGEST_LINE} characters", where=f"{file}:{number}")
        yield line


def _first_line(file: Path) -> str:
    try:
        with _open_text(file) as stream:
            return next(_lines(stream, file), "").rstrip("\r\n")
    except FileNotFoundError as error:
        raise GazetteerError("no such file", where=str(file), remedy="Check the path of the pack") from error
    except _UNREADABLE as error:
        raise GazetteerError(f"the pack cannot be read: {error}", where=str(file)) from error


def _rows(file: Path, read: Callable[[Row], PlaceRow | None], delimiter: str, quoting: int) -> Iterator[PlaceRow]:
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    try:
        with _open_text(file) as stream:
            reader = csv.DictReader(_lines(stream, file), delimiter=delimiter, quoting=quoting)  # type: ignore[call-overload]
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            for row in reader:
                try:
                    place = read({key: (value or "").strip() for key, value in row.items() if isinstance(key, str)})
                except (ValueError, KeyError) as error:
                    raise GazetteerError(
                        f"the place cannot be read: {error}", where=f"{file}:{reader.line_num}", remedy="Mend the line"
                    ) from error
                if place is not None:
                    yield place
    except (*_UNREADABLE, csv.Error) as error:
        raise GazetteerError(f"the pack cannot be read: {error}", where=str(file)) from error


def _with_divisions(rows: Iterator[PlaceRow]) -> Iterator[PlaceRow]:
    """Fill in the division, where it is missing, from the nearest place that tells its own."""
    places = list(rows)
    cells: dict[tuple[int, int], list[PlaceRow]] = {}
    for place in places:
        if place.admin1 and place.feature == "settlement":
            cells.setdefault((round(place.latitude * 5), round(place.longitude * 5)), []).append(place)
    for place in places:
        if place.admin1 or place.feature == "country":
            yield place
            continue
        row, column = round(place.latitude * 5), round(place.longitude * 5)
        around = [p for r in (-1, 0, 1) for c in (-1, 0, 1) for p in cells.get((row + r, column + c), ())]
        nearest = min(
            around,
            key=lambda p: (p.latitude - place.latitude) ** 2 + (p.longitude - place.longitude) ** 2,
            default=place,
        )
        yield replace(place, admin1=nearest.admin1)


def _degrees(latitude: str, longitude: str) -> tuple[float, float]:
    lat, lon = float(latitude), float(longitude)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"latitude {latitude}, longitude {longitude} are not degrees of the earth")
    return lat, lon


def _whole(number: str) -> int:
    """A number of people; those of no earth are refused, for the store holds whole numbers up to 2**63."""
    value = float(number) if number else 0.0
    if not -_MOST_PEOPLE < value < _MOST_PEOPLE:
        raise ValueError(f"{number[:40]} is no number of people")
    return int(value)


def _tacitus_row(row: Row) -> PlaceRow:
    if not row["name"]:
        raise ValueError("the name is empty")
    lat, lon = _degrees(row["latitude"], row["longitude"])
    feature = row.get("feature") or "settlement"
    if feature not in _FEATURES:
        raise ValueError(f"feature {feature!r} is not one of {', '.join(sorted(_FEATURES))}")
    code = code_of_country(row["country"])
    if code is None:
        raise ValueError(f"country {row['country']!r} is neither an ISO code nor an English name")
    return PlaceRow(
        id=row.get("id") or f"{code}:{row['name']}:{lat:.3f}:{lon:.3f}",
        name=row["name"],
        latitude=lat,
        longitude=lon,
        country_code=code,
        admin1=row.get("admin1") or None,
        admin2=row.get("admin2") or None,
        feature=feature,  # type: ignore[arg-type]
        population=_whole(row.get("population", "")),
        variants=tuple(v.strip() for v in row.get("variants", "").split("|") if v.strip()),
    )


def _wof_row(row: Row) -> PlaceRow | None:
    lat, lon = _degrees(row["lat"], row["lon"])
    names = [pair.partition("=") for pair in row["names"].split("|") if pair]
    spellings = [(language, spelling) for language, _, spelling in names if usable_spelling(spelling)]
    name = row["name"]
    if not name:
        return None
    if not name.isascii():
        # The column `name` can be in the local script; researchers read the English or the Latin one.
        latin = [s for language, s in spellings if language == "eng"] + [s for _, s in spellings if s[0] < "\u0250"]
        name = latin[0] if latin else name
    variants = dict.fromkeys([row["name"], *(spelling for _, spelling in spellings)])
    # Small GeoNames numbers in this source are other tables' row numbers.
    geoname = row["geonameid"] if len(row["geonameid"]) > 4 else ""
    return PlaceRow(
        id=f"geonames:{geoname}" if geoname else f"wof:{row['wof_id']}",
        name=name,
        latitude=lat,
        longitude=lon,
        country_code=row.get("country_code", ""),
        admin1=row["adm1"] or None,
        admin2=row["adm2"] or None,
        feature=_WOF_FEATURES.get(row["placetype"], "other"),
        population=_whole(row["population"]),
        variants=tuple(variants),
    )


def _ucdp_row(row: Row) -> PlaceRow:
    lat, lon = _degrees(row["lat"], row["lon"])
    name = re.sub(r"\s+(town|village|city)$", "", row["where_coordinates"])
    feature: Feature = "settlement"
    if row["where_coordinates"].endswith(("Governorate", "governorate", "province")):
        feature = "admin1"
    elif row["where_coordinates"].endswith("district"):
        feature = "admin2"
    return PlaceRow(
        id=f"ucdp:{row['where_coordinates']}",
        name=name,
        latitude=lat,
        longitude=lon,
        country_code=row.get("country_code", ""),
        admin1=row["adm1"] or None,
        admin2=row["adm2"] or None,
        feature=feature,
    )


def _geonames_feature(cls: str, code: str) -> Feature | None:
    if cls == "P":
        return "settlement"
    if cls == "A":
        named: dict[str, Feature] = {"ADM1": "admin1", "ADM2": "admin2"}
        return "country" if code.startswith("PCL") else named.get(code, "admin2" if code.startswith("ADM") else "other")
    if cls == "H":
        return "water"
    if cls == "R":
        return "road"
    if cls == "S":
        return "site" if code in _GEONAMES_SITES else None
    return "site" if cls == "T" else "other"


def _geonames(file: Path) -> Iterator[PlaceRow]:
    try:
        with _open_text(file) as stream:
            for number, line in enumerate(_lines(stream, file), start=1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != 19:
                    raise GazetteerError(f"{len(cells)} columns where 19 belong", where=f"{file}:{number}")
                feature = _geonames_feature(cells[6], cells[7])
                if feature is None or not cells[1]:
                    continue
                try:
                    lat, lon = _degrees(cells[4], cells[5])
                    population = _whole(cells[14])
                except ValueError as error:
                    raise GazetteerError(f"the place cannot be read: {error}", where=f"{file}:{number}") from error
                spellings = [cells[2], *cells[3].split(",")]
                yield PlaceRow(
                    id=f"geonames:{cells[0]}",
                    name=cells[1],
                    latitude=lat,
                    longitude=lon,
                    country_code=cells[8],
                    admin1=cells[10] or None,
                    admin2=cells[11] or None,
                    feature=feature,
                    population=population,
                    variants=tuple(s for s in spellings if usable_spelling(s)),
                )
    except _UNREADABLE as error:
        raise GazetteerError(f"the pack cannot be read: {error}", where=str(file)) from error
