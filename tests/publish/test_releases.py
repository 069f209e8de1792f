"""Releases: frozen, with ids that survive and are never used again, and changes that say why."""

from __future__ import annotations

import csv
import datetime
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish.formats import FORMATS
from tacitus.publish.imprint import Imprint, licence_of
from tacitus.publish.publication import source_of_record
from tacitus.publish.redact import load_profile
from tacitus.publish.release import Comparison, ReleaseError, check_release, make_release, newest_release, read_manifest
from tacitus.publish.release.freeze import version_key
from tacitus.publish.release.ids import Anchor, assigned
from tacitus.records import CodedArticle, Coder
from tacitus.store import Record

KEY = b"k" * 32
DAY = datetime.date(2021, 12, 1)


def freeze(record: Record, folder: Path, version: str, profile: str | None = None, **values: Any) -> Path:
    chosen = load_profile(profile) if profile else None
    imprint = Imprint(title="Valley", version=version, made=DAY, licence=licence_of("CC-BY-4.0"))
    source = source_of_record(record, profile=chosen, as_of=DAY, key=KEY)
    return make_release(source, folder, imprint, formats=values.pop("formats", ("datapackage",)), key=KEY, **values)


def ledger(release: Path) -> dict[str, str]:
    with (release / "ids.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row["status"] for row in csv.DictReader(stream)}


def renumbered(coded: CodedArticle) -> CodedArticle:
    """The same coding by a new version that found one more event first, and gives new numbers."""
    strike, abduction = coded.events
    other = abduction.model_copy(update={"id": "e1", "trigger": coded.relations[0].sentence, "event_type": "Protests"})
    other = other.model_copy(update={"sentence": coded.relations[0].sentence, "mentions": []})
    events = [other, strike.model_copy(update={"id": "e2"}), abduction.model_copy(update={"id": "e3"})]
    return coded.model_copy(update={"events": events, "coder": Coder(name="tacitus", version="0.2.0")})


def test_a_release_is_frozen_and_checked(record: Record, tmp_path: Path) -> None:
    release = freeze(record, tmp_path, "1.0", "public", note="The first.")
    names = {path.name for path in release.iterdir()}
    assert {
        "datapackage.json",
        "CITATION.cff",
        "ids.csv",
        "release.json",
        "SHA256SUMS",
        "redaction-profile.yaml",
    } <= names
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=release, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    check_release(release)
    manifest = read_manifest(release)
    assert (manifest["version"], manifest["redaction_profile"], manifest["note"]) == ("1.0", "public", "The first.")
    assert all(path.stat().st_mode & 0o222 == 0 for path in release.iterdir())
    with pytest.raises(ReleaseError, match="frozen already"):
        freeze(record, tmp_path, "1.0")
    (release / "events.csv").chmod(0o644)
    (release / "events.csv").write_text("id\n")
    with pytest.raises(ReleaseError, match=r"events\.csv was altered"):
        check_release(release)


def test_a_failure_leaves_no_half_of_a_release(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the record broke off")

    monkeypatch.setattr("tacitus.publish.tables.builder.RowBuilder.at_end", broken)
    with pytest.raises(RuntimeError):
        freeze(record, tmp_path / "releases", "1.0")
    assert list((tmp_path / "releases").iterdir()) == []


@pytest.mark.parametrize("version", ["", "one", "../1.0", "1.0/2", ".1"])
def test_a_version_is_a_version(record: Record, version: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no version"):
        freeze(record, tmp_path, version)


def test_versions_are_sorted_as_people_count(tmp_path: Path) -> None:
    versions = ["1.0-rc1", "1.0", "1.2", "1.9.1", "1.10", "2", "10.0"]
    assert sorted(versions, key=version_key) == versions
    for version in versions[:-1]:
        (tmp_path / version).mkdir()
        (tmp_path / version / "release.json").write_text("{}")
    newest = newest_release(tmp_path)
    assert newest is not None
    assert newest.name == "2"


def test_the_same_record_has_no_changes(record: Record, tmp_path: Path) -> None:
    old, new = freeze(record, tmp_path, "1.0"), freeze(record, tmp_path, "1.1")
    with Comparison.open(old, new) as comparison:
        assert list(comparison.changes()) == []
        assert comparison.counts()["events"] == {"added": 0, "changed": 0, "withdrawn": 0, "same": 5}


def test_ids_survive_a_coding_that_numbers_anew(record: Record, coded: CodedArticle, tmp_path: Path) -> None:
    old = freeze(record, tmp_path, "1.0")
    record.add(renumbered(coded))
    record.link(anew=True)
    new = freeze(record, tmp_path, "1.1")
    assert ledger(new) == ledger(old) | {"a1:e4": "live"} | {_new_incident(old, new): "live"}
    with (new / "events.csv").open(encoding="utf-8", newline="") as stream:
        types = {row["id"]: (row["sub_event_type"], row["trigger"]) for row in csv.DictReader(stream)}
    assert types["a1:e1"] == ("Air/drone strike", "bombed")
    assert types["a1:e2"] == ("Abduction/forced disappearance", "abducted")
    assert types["a1:e4"][1].startswith("The Free Valley Brigade")
    strikes = [_strike(release) for release in (old, new)]
    assert strikes[0]["id"] == strikes[1]["id"]
    assert strikes[1]["event_ids"] == "a1:e1; c1:e1"


def test_withdrawn_ids_are_never_used_again(record: Record, coded: CodedArticle, tmp_path: Path) -> None:
    freeze(record, tmp_path, "1.0")
    strike = coded.events[0]
    decision = record.decisions.make("reject", "a1:e2", coder="Amina", reason="told of another year")
    record.link()
    second = freeze(record, tmp_path, "1.1")
    assert ledger(second)["a1:e2"] == "withdrawn"
    # A new version finds another event and gives it the number of the withdrawn one.
    other = coded.events[1].model_copy(update={"id": "e2", "trigger": coded.facilities[0].sentence, "mentions": []})
    other = other.model_copy(update={"sentence": coded.facilities[0].sentence, "event_type": "Protests"})
    record.decisions.undo(decision.id, coder="Amina")
    newer = coded.model_copy(update={"events": [strike, other], "coder": Coder(name="tacitus", version="0.3")})
    record.add(newer)
    record.link(anew=True)
    third = freeze(record, tmp_path, "1.2")
    assert ledger(third)["a1:e2"] == "withdrawn"
    assert ledger(third)["a1:e3"] == "live"
    published = {**ledger(second), **ledger(third)}
    assert set(ledger(second)) <= set(published)


def test_a_diff_says_what_and_why(record: Record, awkward: CodedArticle, tmp_path: Path) -> None:
    old = freeze(record, tmp_path, "1.0")
    toll = {"text": "nine", "low": 9, "best": 9, "high": 9, "spans": []}
    record.decisions.make(
        "correct", "a1:e1", coder="Amina", reason="counted twice", field="fatalities", old=None, new=toll
    )
    record.decisions.make("reject", "b1:e2", coder="Amina", reason="retracted by the outlet")
    record.add(
        awkward.model_copy(update={"document": awkward.document.model_copy(update={"id": "d1", "sha256": "e" * 64})})
    )
    record.link()
    new = freeze(record, tmp_path, "1.1")
    with Comparison.open(old, new) as comparison:
        changes = list(comparison.changes())
        counts = comparison.counts()
    found = {(c.table, c.id, c.column): c for c in changes}
    toll_change = found["events", "a1:e1", "fatalities_best"]
    assert (toll_change.what, toll_change.old, toll_change.new) == ("changed", "4", "9")
    assert toll_change.why == "decision 1 (correct) by Amina: counted twice"
    withdrawn = found["events", "b1:e2", ""]
    assert (withdrawn.what, withdrawn.why) == ("withdrawn", "decision 2 (reject) by Amina: retracted by the outlet")
    added = found["events", "d1:e1", ""]
    assert (added.what, added.why) == ("added", "new article d1")
    assert counts["events"]["withdrawn"] == 1
    incident = next(c for c in changes if c.table == "incidents" and c.column == "fatalities_best")
    assert "decision 1 (correct) by Amina: counted twice" in incident.why
    with (new / "changes.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == len(changes)
    page = (new / "CHANGES.md").read_text(encoding="utf-8")
    assert page.startswith("# Changes from 1.0 to 1.1\n")
    assert "counted twice" in page


def test_a_diff_names_a_new_coder_and_another_profile(record: Record, coded: CodedArticle, tmp_path: Path) -> None:
    old = freeze(record, tmp_path, "1.0", "partners")
    strike = coded.events[0].model_copy(update={"sub_event_type": "Grenade"})
    newer = coded.model_copy(update={"events": [strike, coded.events[1]], "coder": Coder(name="Berta", version="1")})
    record.add(newer, imported=True)
    record.link()
    new = freeze(record, tmp_path, "1.1", "public")
    with Comparison.open(old, new) as comparison:
        why = {(c.id, c.column): c.why for c in comparison.changes() if c.table == "events"}
    assert why["a1:e1", "sub_event_type"].startswith("coded anew by Coder ")
    assert why["b1:e2", "place"] == "redaction profile public"


def test_a_released_profile_tells_no_names(record: Record, tmp_path: Path) -> None:
    profile = load_profile("public")
    persons = profile.persons.model_copy(update={"hide": ("Secret Witness",), "keep": ("Known Figure",)})
    articles = profile.articles.model_copy(update={"ids": ("secret-article",)})
    hiding = profile.model_copy(update={"persons": persons, "articles": articles})
    source = source_of_record(record, profile=hiding, as_of=DAY, key=KEY)
    release = make_release(source, tmp_path, Imprint(version="1.0", made=DAY), formats=list(FORMATS), key=KEY)
    text = "".join(path.read_bytes().decode(errors="replace") for path in release.iterdir())
    assert [name for name in ("Secret Witness", "Known Figure", "secret-article") if name in text] == []
    assert hiding.sha256 in (release / "redaction-profile.yaml").read_text(encoding="utf-8")


def test_ids_go_to_what_is_most_alike() -> None:
    old = {"e1": Anchor(((5, 9),), (0, 40), "Battles"), "e2": Anchor(((50, 60),), (45, 90), "Protests")}
    new = {
        "e1": Anchor(((70, 75),), (45, 90), "Riots"),
        "e2": Anchor(((5, 9),), (0, 40), "Battles"),
        "e3": Anchor(((50, 60),), (45, 90), "Protests"),
    }
    assert assigned(new, old) == {"e1": "e4", "e2": "e1", "e3": "e2"}
    assert Anchor.parse(str(old["e1"])) == old["e1"]


def _new_incident(old: Path, new: Path) -> str:
    (added,) = [key for key in ledger(new) if key not in ledger(old) and ":" not in key]
    return added


def _strike(release: Path) -> dict[str, str]:
    with (release / "incidents.csv").open(encoding="utf-8", newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row["sub_event_type"] == "Air/drone strike")
