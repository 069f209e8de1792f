"""The report of the issue with three of ours on the same days, one a republished copy: one incident for what they share."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from tacitus.read import read_paths, read_text
from tacitus.records import Document, Incident
from tacitus.run.pipeline import Pipeline
from tacitus.store import Record

MONITOR = (
    "Russian warplanes bombed positions of Hayat Tahrir al-Sham near the village of al-Bara in southern Idlib on the "
    "morning of June 14, our observers report. Nobody was hurt.\n\n"
    "On June 13, Hayat Tahrir al-Sham clashed with a local armed group in Salqin, a town on the Turkish border. Two "
    "passers-by were wounded before reinforcements ended the fighting."
)
GAZETTE = (
    "Warplanes of the Syrian Air Force struck ISIS hideouts near Uqayribat in the east of Hama on June 14 and June 15, "
    "a military source said.\n\n"
    "In Salqin, fighters of Hayat Tahrir al-Sham fought with armed men of the town on June 13, residents said. Three "
    "people were wounded."
)


def report(text: str, publisher: str, title: str, published: str) -> Document:
    return read_text(text, title=title, published=published, publisher=publisher)


@pytest.fixture(scope="module")
def record(shared: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    seed, pack = shared / "reports" / "seed.txt", shared / "gazetteer" / "wof" / "wof_sy.tsv.gz"
    if not seed.exists() or not pack.exists():
        pytest.skip("the report or the Syrian gazetteer beside the project is missing")
    read = next(iter(read_paths([seed])))
    assert isinstance(read, Document)
    pipeline = Pipeline.load(packs=[pack], home=home)
    documents = [
        read,
        report(MONITOR, "Orontes Monitor", "Raids and a clash in Idlib", "2020-06-15"),
        report(GAZETTE, "Hama Gazette", "The day in Hama and Idlib", "2020-06-16"),
        report("From our partners. " + MONITOR, "Gulf Mirror", "Syria: bombs on the south of Idlib", "2020-06-16"),
    ]
    with Record.open(tmp_path_factory.mktemp("seed") / "record.db") as opened:
        for document in documents:
            opened.add(pipeline.code(document))
        opened.link()
        yield opened


def incident_at(record: Record, place: str, start: datetime.date) -> Incident:
    """The one incident of more than one report at a place that begins on a day."""
    found = [
        incident
        for incident in record.incidents()
        if incident.reports > 1
        and incident.date.start == start
        and any(place in (one.name or "") or place in one.text for one in incident.places)
    ]
    assert len(found) == 1, [(one.place, one.date, one.reports) for one in record.incidents() if one.reports > 1]
    return found[0]


def outlets(incident: Incident) -> set[str | None]:
    return {voice.publisher for voice in incident.voices}


def test_the_strike_is_one_incident_of_two_sources(record: Record) -> None:
    strike = incident_at(record, "Bara", datetime.date(2020, 6, 14))
    assert outlets(strike) == {"Global Research", "Orontes Monitor", "Gulf Mirror"}
    assert strike.sources == 2, "the copy is no voice of its own"
    assert [party.name for party in strike.actor1] == ["Russian Aerospace Forces"]


def test_the_clash_is_one_incident_of_three_sources(record: Record) -> None:
    clash = incident_at(record, "Salqin", datetime.date(2020, 6, 13))
    assert outlets(clash) == {"Global Research", "Orontes Monitor", "Hama Gazette", "Gulf Mirror"}
    assert clash.sources == 3


def test_the_raids_in_hama_are_one_incident(record: Record) -> None:
    raids = incident_at(record, "Uqayribat", datetime.date(2020, 6, 14))
    assert outlets(raids) == {"Global Research", "Hama Gazette"}
    assert str(raids.date.end) == "2020-06-15"


def test_the_copy_is_named_with_its_original(record: Record) -> None:
    (copy,) = record.copies()
    publishers = {document.id: document.publisher for document in record.articles()}
    assert (publishers[copy.article_id], publishers[copy.original_id]) == ("Gulf Mirror", "Orontes Monitor")
