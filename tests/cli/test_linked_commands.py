"""The commands about many reports: link, incidents, incident, contradictions, actors, actor, network, facilities."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from tacitus.evaluate.histories import read_histories
from tacitus.evaluate.incident_gold import read_families
from tacitus.store import Record

Run = Callable[..., tuple[int, str, str]]
GOLD = Path(__file__).parents[2] / "gold"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of one family of reports and one history of coalitions, not linked yet."""
    path = tmp_path_factory.mktemp("linked") / "record.db"
    families, _ = read_families(GOLD / "incidents")
    histories, _ = read_histories(GOLD / "histories")
    with Record.open(path) as record:
        for article in next(one for one in families if one.name == "kharkiv-shells").articles:
            record.add(article)
        for article in next(one for one in histories if one.name == "syria-idlib").articles:
            record.add(article)
    return path


@pytest.fixture
def store(made: Path, run: Run) -> Path:
    assert run("link", "--store", made)[0] == 0
    return made


def test_linking_says_what_it_did_and_is_in_the_audit_log(store: Path, run: Run) -> None:
    code, _, err = run("link", "--store", store)
    assert code == 0
    assert "4 incidents" in err
    assert "0 events new or changed" in err
    with Record.open(store, read_only=True) as record:
        assert record.runs.all()[-1].command == "link"


def test_incidents_are_listed_selected_and_given_as_json(store: Path, run: Run) -> None:
    code, out, _ = run("incidents", "--store", store, "--where", "place~kupiansk", "--where", "sources>=2")
    assert code == 0
    assert out.count("Kupiansk") == 2
    _, out, _ = run("incidents", "--store", store, "--from", "2023-02-14", "--to", "2023-02-14", "--json")
    (incident,) = [json.loads(line) for line in out.splitlines()]
    assert len(incident["voices"]) == 2
    code, _, err = run("incidents", "--store", store, "--where", "mood=bad")
    assert code == 2
    assert "Columns are" in err
    code, _, err = run("incidents", "--store", store, "--where", "sources>=two")
    assert code == 2
    assert "not a number" in err
    assert run("incidents", "--store", store, "--from", "yesterday")[0] == 2


def test_an_incident_shows_its_voices_side_by_side_and_says_why(store: Path, run: Run) -> None:
    code, out, err = run("incident", "kharkiv-shells-a:e1", "--store", store, "--why")
    assert code == 0, err
    assert "Slobozhan News" in out
    assert "(copy of" in out
    assert "Armed Forces of Russia?" in out, "who is blamed by some and not by others bears a question mark"
    assert "kharkiv-shells-a:e1 and kharkiv-shells-b:e1: Linked:" in out
    assert "Nearest that were not linked" in out
    assert "they name different places near each other" in " ".join(out.split())
    code, _, err = run("incident", "nothing", "--store", store)
    assert code == 3
    assert "no incident has the id nothing" in err


def test_another_rule_is_named(store: Path, run: Run, tmp_path: Path) -> None:
    _, out, _ = run("incident", "kharkiv-shells-a:e1", "--store", store, "--rule", "most_conservative")
    assert "most_conservative@1" in out
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: {actor1: source_hierarchy}\nsources: [Steppe Agency]\n")
    _, out, _ = run("incident", "kharkiv-shells-a:e1", "--store", store, "--rules", rules)
    assert "source_hierarchy@1" in out
    rules.write_text("rules: {weather: range}\n")
    code, _, err = run("incident", "kharkiv-shells-a:e1", "--store", store, "--rules", rules)
    assert code == 3
    assert "no field 'weather'" in err


def test_contradictions_of_incidents_and_of_ties(store: Path, run: Run) -> None:
    _, out, _ = run("contradictions", "--store", store)
    assert "Armed Forces of Ukraine" in out
    assert "occurrence" in out


def test_a_coalition_as_of_a_day_with_who_says_so(store: Path, run: Run) -> None:
    code, out, _ = run("actor", "Fa Ithbatu", "--as-of", "2020-06-15", "--store", store)
    assert code == 0
    for member in ("Hurras al-Din", "Ansar al-Din", "Ansar al-Islam", "Tansiqiyat al-Jihad", "Liwa al-Muqatilin"):
        assert member in out
    assert "Statement of the operations room" in " ".join(out.split())
    _, out, _ = run("actor", "Jabhat al-Nusra", "--as-of", "2016-09-01", "--store", store)
    assert "On 2016-09-01 it went by the name Jabhat Fatah al-Sham." in out
    assert "merged into" in out
    code, _, err = run("actor", "Ansar", "--store", store)
    assert code == 3
    assert "may be" in err
    code, _, err = run("actor", "The Moon", "--store", store)
    assert "names no actor" in err


def test_actors_and_the_merge_queue(store: Path, run: Run) -> None:
    _, out, _ = run("actors", "--store", store)
    assert "Hayat Tahrir al-Sham" in out
    code, _, _ = run("actors", "--queue", "--store", store)
    assert code == 0


@pytest.mark.parametrize("suffix", ["gexf", "graphml", "html"])
def test_the_network_of_a_period_is_a_file_that_others_read(store: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"network.{suffix}"
    code, _, err = run("network", "--from", "2020-06-01", "--to", "2020-06-30", "--out", out, "--store", store)
    assert code == 0, err
    text = out.read_text(encoding="utf-8")
    assert "Fathbutu" in text
    assert "Harakat Nour" not in text, "who had left before the period is not in it"
    if suffix != "html":
        ElementTree.fromstring(text)
    code, _, err = run("network", "--out", tmp_path / "network.png", "--store", store)
    assert code == 2


def test_facilities_of_a_record_without_any(store: Path, run: Run) -> None:
    assert run("facilities", "--store", store)[0] == 0
