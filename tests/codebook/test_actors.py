"""The actor lexicon: its files, its checks, and looking a name up."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tacitus.codebook.actors import FILES, ActorLexicon
from tacitus.errors import CodebookError

HEADER = "actor_id,name,kind,countries,from,to,aliases,parent,role,notes\n"


@pytest.fixture(scope="module")
def lexicon() -> ActorLexicon:
    return ActorLexicon.load()


def load_with(folder: Path, rows: str) -> ActorLexicon:
    for name in ("countries.csv", "force_words.csv"):
        shutil.copy(FILES / name, folder / name)
    (folder / "actors").mkdir()
    (folder / "actors" / "own.csv").write_text(HEADER + rows, encoding="utf-8")
    return ActorLexicon.load(folder)


def test_lexicon_is_large(lexicon: ActorLexicon) -> None:
    assert len(lexicon) >= 1000
    assert len(lexicon.countries) >= 200


def test_every_region_and_kind_is_there(lexicon: ActorLexicon) -> None:
    kinds = Counter(entry.kind for entry in lexicon)
    assert kinds["rebel_group"] > 500
    assert (
        min(kinds[kind] for kind in ("state_forces", "political_militia", "identity_militia", "external_forces")) > 60
    )
    assert lexicon.get("amnesty-international").is_source
    assert len(list((FILES / "actors").glob("*.csv"))) == 11


def test_canonical_names_stand_in_for_derived_forces(lexicon: ActorLexicon) -> None:
    assert lexicon.force_actor("SY", "military").name == "Syrian Arab Army"
    assert lexicon.force_actor("RU", "air_force").name == "Russian Aerospace Forces"
    assert lexicon.force_actor("IL", "military").name == "Israel Defense Forces"
    assert lexicon.force_actor("GA", "military").name == "Gabonese Armed Forces"
    assert lexicon.force_actor("US", "police").name == "US Police"
    assert lexicon.get("bf-government").name == "Government of Burkina Faso"


def test_unknown_id_says_what_to_do(lexicon: ActorLexicon) -> None:
    with pytest.raises(CodebookError, match=r"no-such-group.*Add it"):
        lexicon.get("no-such-group")


def test_entry_knows_its_years(lexicon: ActorLexicon) -> None:
    ira = lexicon.get("provisional-ira")
    assert ira.active_in(1985)
    assert not ira.active_in(2015)


def test_kind_follows_the_year(lexicon: ActorLexicon) -> None:
    assert lexicon.get("taliban").kind_in(2010) == "rebel_group"
    assert lexicon.get("taliban").kind_in(2022) == "state_forces"
    assert lexicon.get("rsf-sd").kind_in(2019) == "state_forces"
    assert lexicon.get("rsf-sd").kind_in(2024) == lexicon.get("rsf-sd").kind == "rebel_group"


@pytest.mark.parametrize(
    ("name", "theatre", "expected"),
    [
        ("Jaish al-Izza", [], "jaysh-al-izza"),
        ("Ansar al-Din", ["SY"], "ansar-al-din-sy"),
        ("Ansar al-Din", ["ML"], "ansar-dine"),
        ("al-Shabab", ["MZ", "TZ"], "ansar-al-sunna-mz"),
        ("al-Shabab", ["KE", "SO"], "al-shabaab"),
        ("the Taliban", ["AF"], "taliban"),
        ("Pakistani Taliban", ["AF"], "ttp"),
        ("SNA", ["SO"], "so-military"),
        ("Turkish troops", ["SY"], "tr-military"),
    ],
)
def test_lookup_prefers_the_theatre(lexicon: ActorLexicon, name: str, theatre: list[str], expected: str) -> None:
    assert lexicon.lookup(name, theatre=theatre)[0].actor_id == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ansar al-Din", "Ansar al-Islam"),
        ("Ansar al-Islam", "Ansar al-Tawhid"),
        ("Jaysh al-Islam", "Jaysh al-Ahrar"),
        ("Jaish al-Nasr", "Jaish al-Fatah"),
        ("Liwa al-Quds", "Saraya al-Quds"),
        ("Ahrar al-Sham", "Ahrar al-Sharqiya"),
        ("Lashkar-e-Taiba", "Lashkar-e-Jhangvi"),
        ("National Liberation Army", "National Liberation Front"),
    ],
)
def test_lookup_keeps_like_names_apart(lexicon: ActorLexicon, one: str, other: str) -> None:
    first = {entry.actor_id for entry in lexicon.lookup(one)}
    second = {entry.actor_id for entry in lexicon.lookup(other)}
    assert first
    assert second
    assert not first & second


def test_acronyms_need_their_case(lexicon: ActorLexicon) -> None:
    assert lexicon.lookup("ETA")[0].actor_id == "eta"
    assert not lexicon.lookup("eta")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("red-band,Red Band,guerrillas,SY,,,,,,\n", r"own\.csv:2: unknown kind 'guerrillas'"),
        ("red-band,Red Band,rebel_group|2010:state_forces,SY,,,,,,\n", r"own\.csv:2: bad years of a kind"),
        ("red-band,Red Band,rebel_group,ZZ,,,,,,\n", r"own\.csv:2: unknown country 'ZZ'"),
        ("red-band,Red Band,rebel_group,SY,2012,2009,,,,\n", r"own\.csv:2: the years 2012-2009 run backwards"),
        ("red-band,Red Band,rebel_group,SY,212,,,,,\n", r"own\.csv:2: bad year '212'"),
        ("red-band,Red Band,rebel_group,SY,,,,blue-band,,\n", r"own\.csv:2: unknown parent 'blue-band'"),
        ("Red Band,Red Band,rebel_group,SY,,,,,,\n", r"own\.csv:2: bad actor_id"),
        ("red-band,Red Band,rebel_group,SY\n", r"own\.csv:2: wrong number of cells"),
        (
            "red-band,Red Band,rebel_group,SY,,,,,,\nred-band,Other,rebel_group,SY,,,,,,\n",
            r"own\.csv:3: actor_id 'red-band' is given twice, first at own\.csv:2",
        ),
        (
            "red-band,Red Band,rebel_group,SY,,,,,,\nreds,Reds,rebel_group,SY,,,the Red-Band|Red Band,,,\n",
            r"own\.csv:3: 'red band' is also a name of 'red-band'",
        ),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, rows: str, problem: str) -> None:
    with pytest.raises(CodebookError, match=problem):
        load_with(tmp_path, rows)


def test_a_name_may_be_shared_across_countries_or_years(tmp_path: Path) -> None:
    rows = (
        "band-sy,Red Band,rebel_group,SY,,,,,,\n"
        "band-ml,Red Band,rebel_group,ML,,,,,,\n"
        "old-band,Red Band,rebel_group,SY,1970,1979,,band-sy,,\n"
    )
    lexicon = load_with(tmp_path, rows)
    assert lexicon.lookup("Red Band", theatre=["ML"])[0].actor_id == "band-ml"
    assert len(lexicon.lookup("Red Band")) == 3
