"""First-level divisions: our table of them, and one usual English name for the spellings that packs use."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tacitus.gazetteer.folding import fold, skeleton

FILES = Path(__file__).parent / "files"


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Read one of the tables in `files`, row by row."""
    with (FILES / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


@cache
def _names() -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for keys in (_exact_keys, _loose_keys):
        for line in read_table("divisions.csv"):
            for spelling in (line["name"], line["seat"], *line["variants"].split("|")):
                for key in keys(spelling):
                    names.setdefault((line["country"], key), line["name"])
    return names


def _exact_keys(spelling: str) -> list[str]:
    return [key] if (key := fold(spelling)) else []


def _loose_keys(spelling: str) -> list[str]:
    return [f"~{bones}"] if (bones := skeleton(fold(spelling))) else []


@cache
def usual_division_name(country_code: str, spelling: str) -> str:
    """Return the name that our table has for a division: "Dayr az Zawr" -> "Deir ez-Zor"; else the spelling itself."""
    bare = re.sub(r"\s+(?:Governorate|Province|State|Region|Oblast|District|Wilaya)$", "", spelling, flags=re.I)
    inside = re.findall(r"\(([^)]+)\)", bare)
    outside = re.sub(r"\s*\([^)]*\)", "", bare)
    for keys in (_exact_keys, _loose_keys):
        for form in (spelling, bare, outside, *inside):
            for key in keys(form):
                if name := _names().get((country_code, key)):
                    return name
    return spelling
