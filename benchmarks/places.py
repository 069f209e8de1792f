"""How many of UCDP's Syrian places the gazetteer finds, and how fast: `python benchmarks/places.py SHARED_FOLDER`.

Each place name of UCDP's list is looked up in the base gazetteer with the Syrian theatre pack: once with nothing but
the theatre, once with its governorate told as well, as an article would. Right is within 5 km of UCDP's coordinates.
Shares are given by name and by event, since UCDP names some villages once and some a hundred times.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tacitus.gazetteer import Gazetteer
from tacitus.parse.place_names import PlaceName
from tacitus.resolve.places import resolve_places
from tacitus.resolve.places.earth import distance_km

_NO_SETTLEMENT = re.compile(
    r"\d|brigade|governorate|district|base|airport|border|road|front|valley|desert|mountain|field|camp|river|dam\b|"
    r"checkpoint|crossing|hospital|prison|station|neighbou?rhood|airfield|division|regiment|lake|bridge|plant|between|hill|"
    r"province|facility|island|highway|countryside|academy|square|centre|center|castle|region|area|suburb|farm|plain|"
    r"ruin|jabal|mount\b|junction|outside|factory|tower|stream|springs|complex|project|compan|pan\b|park\b|locality",
    re.IGNORECASE,
)
_RIGHT_KM = 5.0


def places_of(file: Path) -> list[dict[str, str]]:
    """Return the towns and villages of UCDP's list, the type word taken off their names."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if not _NO_SETTLEMENT.search(row["where_coordinates"])]
    for row in rows:
        # "A/B" and "A (B)" are two names of one place; an article uses one of them.
        row["name"] = re.split(r"\s*[/(]", row["where_coordinates"])[0]
        row["name"] = re.sub(r"\s+(town|village|city)$", "", row["name"])
    return rows


def judge(gazetteer: Gazetteer, row: dict[str, str], with_area: bool) -> str:
    """Resolve one name and say how it went: right, wrong or none."""
    name = row["name"]
    names = [PlaceName(0, len(name), name, type_word="town", relation="in")]
    text = name
    if with_area and row["adm1"]:
        area = row["adm1"].removesuffix(" Governorate")
        text = f"{name}, {area}"
        names[0].area = 1
        names.append(PlaceName(len(name) + 2, len(text), area, type_word="governorate", relation="in"))
    place = resolve_places(names, text, gazetteer, theatre=["SY"])[0]
    if place.latitude is None or place.longitude is None or not (place.basis or "").startswith("gazetteer"):
        return "none"
    distance = distance_km(place.latitude, place.longitude, float(row["lat"]), float(row["lon"]))
    return "right" if distance <= _RIGHT_KM else "wrong"


def report(gazetteer: Gazetteer, rows: list[dict[str, str]], verbose: bool) -> None:
    """Print the shares of names found, rightly and wrongly placed, and the time a look-up takes."""
    total = sum(int(row["n"]) for row in rows)
    for fuzzy in (False, True):
        started, found, events = time.perf_counter(), 0, 0
        for row in rows:
            hit = any(
                distance_km(c.latitude, c.longitude, float(row["lat"]), float(row["lon"])) <= _RIGHT_KM
                for c in gazetteer.candidates(row["name"], fuzzy=fuzzy)
            )
            found, events = found + hit, events + hit * int(row["n"])
        each = (time.perf_counter() - started) / len(rows) * 1000
        shares = f"{found / len(rows):.1%} of {len(rows)} names, {events / total:.1%} of {total} events"
        print(f"among candidates, fuzzy={fuzzy}: {shares}; {each:.2f} ms a name, cold")
    for with_area in (False, True):
        verdicts = {row["name"]: judge(gazetteer, row, with_area) for row in rows}
        for weighted in (False, True):
            counts: Counter[str] = Counter()
            for row in rows:
                counts[verdicts[row["name"]]] += int(row["n"]) if weighted else 1
            shares = ", ".join(f"{kind} {counts[kind] / counts.total():.1%}" for kind in ("right", "wrong", "none"))
            told = "governorate told" if with_area else "theatre only"
            print(f"chosen, {told}, by {'event' if weighted else 'name'}: {shares}")
        if verbose:
            for kind in ("none", "wrong"):
                print(kind, sorted(name for name, verdict in verdicts.items() if verdict == kind))


def main() -> None:
    """Measure against the data folder given on the command line."""
    shared = Path(sys.argv[1])
    rows = places_of(shared / "gazetteer" / "ucdp_places_syria.csv")
    with tempfile.TemporaryDirectory() as home:
        gazetteer = Gazetteer.open([shared / "gazetteer" / "wof" / "wof_sy.tsv.gz"], home=Path(home))
        report(gazetteer, rows, "-v" in sys.argv)
        gazetteer.close()


if __name__ == "__main__":
    main()
