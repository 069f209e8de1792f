from pathlib import Path

import pytest

from tacitus.errors import GazetteerError
from tacitus.gazetteer import Gazetteer, add_pack
from tacitus.gazetteer.divisions import usual_division_name


@pytest.fixture(scope="module")
def world(home: Path) -> Gazetteer:
    return Gazetteer.open(home=home)


@pytest.mark.parametrize(
    "name", ["Kharkiv", "Kharkov", "Харків", "Kyiv", "Kiev", "دمشق", "Deir ez-Zor", "Mogadishu", "DRC"]
)
def test_known_spellings_and_scripts(world: Gazetteer, name: str) -> None:
    assert world.is_known(name)
    assert world.candidates(name, fuzzy=False)


def test_unknown_name(world: Gazetteer) -> None:
    assert not world.is_known("Qwxzandria")
    assert world.candidates("Qwxzandria", fuzzy=False) == []
    assert not world.is_known("")
    assert world.candidates("") == []


def test_levels_of_a_shared_name(world: Gazetteer) -> None:
    features = {c.feature for c in world.candidates("Idlib", fuzzy=False) if c.country_code == "SY"}
    assert {"admin1", "settlement"} <= features
    (country,) = [c for c in world.candidates("Mali", fuzzy=False) if c.feature == "country"]
    assert (country.country, country.country_code) == ("Mali", "ML")


def test_cities_carry_their_division(world: Gazetteer) -> None:
    goma = next(c for c in world.candidates("Goma") if c.country_code == "CD" and c.feature == "settlement")
    assert goma.admin1 == "North Kivu"


def test_pack_adds_villages_by_every_spelling(pack: Path, tmp_path: Path, world: Gazetteer) -> None:
    # The compiled base is shared, so that only the pack is compiled here.
    gazetteer = Gazetteer.open([pack])
    for name, match in (
        ("Kafr Nabl", "exact"),
        ("Kafranbel", "variant"),
        ("كفر نبل", "variant"),
        ("Kafer Nabil", "fuzzy"),
    ):
        found = next(c for c in gazetteer.candidates(name) if c.id == "v1")
        assert found.match == match, name
        assert 0.5 < found.score <= 1
    assert gazetteer.pack_countries == {"SY", "UA"}
    gazetteer.close()


def test_damaged_compiled_file_says_what_to_do(pack: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_pack(pack, home).path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.open(home=home)
    assert "pack-northwest" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "spelling", "usual"),
    [("SY", "H'alab", "Aleppo"), ("SY", "Homs (Hims)", "Homs"), ("SY", "Deir ez Zor Governorate", "Deir ez-Zor"),
     ("CD", "Nord-Kivu", "North Kivu"), ("SY", "Nowhere", "Nowhere")],
)  # fmt: skip
def test_divisions_have_one_usual_name(code: str, spelling: str, usual: str) -> None:
    assert usual_division_name(code, spelling) == usual
