"""A short report of our own, coded by hand, in as many variants as the tests ask for."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from postgres_cluster import Cluster, cluster

from tacitus.records import CodedArticle

TEXT = (
    "On 3 May, gunmen on motorcycles attacked the village of Tamba Kora, killing at least 12 people, residents said. "
    "The army retook the village two days later. A local vigilante group has set up a checkpoint on the road to Dori. "
    "The Sons of the Valley have joined the Northern Front, the group said in a statement."
)

Coding = Callable[..., CodedArticle]


def span(words: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words), **more}


def coded_json(
    article_id: str = "a1", *, text: str = TEXT, version: str = "0.1", name: str = "tacitus"
) -> dict[str, Any]:
    first, second, third, fourth = (part.strip() for part in text.replace(". ", ".|").split("|"))
    village = span(
        "Tamba Kora", text, place_id="geo:1", name="Tamba Kora", latitude=14.1, longitude=-0.2, country="Burkina Faso",
        precision="settlement", relation="in", basis="gazetteer", runners_up=["Tamba Kora (Mali)"],
    )  # fmt: skip
    attack = {
        "id": "e1", "event_type": "Violence against civilians", "sub_event_type": "Attack",
        "trigger": span("attacked", text), "sentence": span(first, text),
        "mentions": [{"trigger": span("attacked", text), "sentence": span(first, text)}],
        "actor1": [span("gunmen", text, kind="unidentified")],
        "actor2": [span("people", text, name="Civilians", kind="civilians")],
        "places": [village],
        "date": {"text": "On 3 May", "start": "2021-05-03", "end": "2021-05-03", "precision": "day", "basis": "stated"},
        "fatalities": {"text": "at least 12", "low": 12, "best": 12, "high": None, "spans": [span("12", text)]},
        "assertion": "attributed", "attributed_to": [span("residents", text, kind="civilians")],
        "evidence": {"date": [span("On 3 May", text)]}, "note_of_a_later_version": {"kept": True},
    }  # fmt: skip
    retaken = {
        "id": "e2", "event_type": "Battles", "sub_event_type": "Government regains territory",
        "trigger": span("retook", text), "sentence": span(second, text), "actor1": [span("The army", text)],
    }  # fmt: skip
    return {
        "document": {
            "id": article_id, "text": text, "title": "Attack on Tamba Kora", "published": "2021-05-06",
            "publisher": "The Sahel Courier", "language": "en", "source": f"{article_id}.txt",
            "sha256": hashlib.sha256(f"{article_id} {text}".encode()).hexdigest(), "shelf": "B 12",
        },
        "events": [attack, retaken],
        "relations": [{
            "id": "r1", "type": "member_of", "subject": span("The Sons of the Valley", text, actor_id="sov"),
            "object": span("the Northern Front", text, name="Northern Front"), "start": "2021-05-05",
            "sentence": span(fourth, text), "assertion": "attributed",
        }],
        "facilities": [{
            "id": "f1", "kind": "checkpoint", "owner": span("A local vigilante group", text), "status": "established",
            "place": span("the road to Dori", text, precision="linear_or_fuzzy"), "sentence": span(third, text),
        }],
        "places": [village], "actors": [span("The army", text, name="Army", kind="state_forces")],
        "coder": {"name": name, "version": version, "config_sha256": "c0ffee"},
        "checked_by": "M. K.",
    }  # fmt: skip


@pytest.fixture
def coding() -> Coding:
    """Build a coded article: `coding("a1", version="0.2")`."""

    def build(*arguments: Any, **changes: Any) -> CodedArticle:
        return CodedArticle.from_json(coded_json(*arguments, **changes))

    return build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL cluster for these tests."""
    with cluster() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a record is, once on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    cluster: Cluster = request.getfixturevalue("postgresql")
    return cluster.database()
