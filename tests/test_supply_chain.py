"""What Tacitus stands on: every package that it needs has a licence that allows it, and is locked by the digests of its files."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
COMPATIBLE = re.compile(
    r"mit|bsd|apache|isc|psf|python software foundation|mpl|mozilla|zlib|unlicense|public domain|cc0|hpnd|ofl|"
    r"lgpl|lesser general public|zpl|0bsd|wtfpl|cc-by|cc by|expat|blueoak|eclipse",
    re.IGNORECASE,
)
"""Licences under which a package may be used beside code under Apache-2.0. The lesser GPL is one: nothing is linked
into Tacitus, and whoever receives it can replace the package."""
INCOMPATIBLE = re.compile(
    r"(?<!lesser )(?<![la])\bgpl|(?<!lesser )general public license|agpl|affero|sspl|busl|commons clause|non-?commercial|proprietary",
    re.I,
)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extra: str, found: dict[str, importlib.metadata.Distribution]) -> None:
    """Collect a package's requirements, and theirs."""
    for line in importlib.metadata.distribution(name).requires or ():
        requirement, _, marker = line.partition(";")
        if "extra ==" in marker and not (extra and re.search(rf"extra == ['\"]{extra}['\"]", marker)):
            continue
        matched = NAME.match(requirement)
        assert matched
        key = canonical(matched.group())
        try:
            distribution = importlib.metadata.distribution(key)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or another Python
        if key not in found:
            found[key] = distribution
            needed(key, "", found)


@pytest.fixture(scope="module")
def packages() -> dict[str, importlib.metadata.Distribution]:
    found: dict[str, importlib.metadata.Distribution] = {}
    needed("tacitus", "publish", found)
    assert len(found) > 50
    return found


def licence(distribution: importlib.metadata.Distribution) -> str:
    """The licence as a package states it: its expression, its classifiers, or the first line of the licence's text."""
    metadata = distribution.metadata
    stated = [metadata.get("License-Expression") or ""]
    stated += [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    if not any(stated):
        stated.append((metadata.get("License") or "").strip().partition("\n")[0])
    if not any(stated):
        for file in distribution.files or ():
            if re.match(r"(?:licen[sc]e|copying)", file.name, re.I):
                stated.append(file.read_text(encoding="utf-8")[:400])
                break
    return " ".join(" | ".join(one for one in stated if one).split())


def test_every_licence_is_known_and_compatible(packages: dict[str, importlib.metadata.Distribution]) -> None:
    wrong = {}
    for name, distribution in sorted(packages.items()):
        said = licence(distribution)
        either = [
            part
            for part in re.split(r"\bor\b|\|", said, flags=re.I)
            if COMPATIBLE.search(part) and not INCOMPATIBLE.search(part)
        ]
        if not either:
            wrong[name] = said or "none stated"
    assert wrong == {}


def test_every_package_is_locked_by_digest(packages: dict[str, importlib.metadata.Distribution]) -> None:
    text = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + text)[1:]
    locked = {canonical(re.split(r"==", entry)[0].split("[")[0]): entry for entry in entries}
    assert set(packages) - set(locked) - {"setuptools", "pip"} == set()
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|file:", text)


def test_what_pyproject_asks_for_is_in_the_lock() -> None:
    asked = importlib.metadata.requires("tacitus") or []
    text = LOCK.read_text(encoding="utf-8")
    for line in asked:
        if "extra ==" in line and not re.search(r"extra == .publish.", line):
            continue
        matched = NAME.match(line)
        assert matched
        assert re.search(rf"^{re.escape(canonical(matched.group()))}(?:\[.*?\])?==", text, re.M), f"make lock: {line}"
