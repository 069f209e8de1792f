from pathlib import Path

import pytest

from tacitus.gazetteer import Gazetteer
from tacitus.parse.place_names import find_place_names
from tacitus.records import Place
from tacitus.resolve.places import resolve_places
from tacitus.resolve.places.earth import distance_km

EXAMPLES = Path(__file__).parents[3] / "examples" / "places.csv"


@pytest.fixture(scope="module")
def gazetteer(home: Path) -> Gazetteer:
    return Gazetteer.open([EXAMPLES], home=home)


def resolved(gazetteer: Gazetteer, text: str, theatre: tuple[str, ...] = ()) -> dict[str, Place]:
    names = find_place_names(text, is_known=gazetteer.is_known)
    places = resolve_places(names, text, gazetteer, theatre=theatre)
    assert [p.text for p in places] == [n.text for n in names]
    return {place.text: place for place in places}


def test_villages_of_a_list_are_each_placed(gazetteer: Gazetteer) -> None:
    text = "Jets struck near the villages of al-Bara and Dayr Sounbol in southern Idlib."
    places = resolved(gazetteer, text)
    for village in ("al-Bara", "Dayr Sounbol"):
        place = places[village]
        assert (place.country, place.admin1, place.precision) == ("Syria", "Idlib", "near_settlement")
        assert place.relation == "near"
    assert places["southern Idlib"].precision == "linear_or_fuzzy"


def test_unknown_village_takes_its_neighbours_place_and_says_so(gazetteer: Gazetteer) -> None:
    places = resolved(gazetteer, "Militants rushed trenches near Qabrashta and Fattirah in Idlib province.")
    stray = places["Qabrashta"]
    assert (stray.basis, stray.precision, stray.place_id) == ("neighbour: Fattirah", "near_settlement", None)
    assert (stray.latitude, stray.longitude) == (places["Fattirah"].latitude, places["Fattirah"].longitude)


def test_unknown_village_falls_back_to_the_area_told(gazetteer: Gazetteer) -> None:
    places = resolved(gazetteer, "A drone fell in the village of Qabrashta in southern Idlib. Qabrashta has no clinic.")
    assert places["Qabrashta"].basis == "area: southern Idlib"
    assert places["Qabrashta"].precision == "linear_or_fuzzy"


def test_unknown_name_alone_stays_by_name_and_harms_no_other(gazetteer: Gazetteer) -> None:
    places = resolved(gazetteer, "Shots rang out near Qabrashtan. In Saraqib, Syria, the market closed.")
    stray = places["Qabrashtan"]
    assert (stray.name, stray.latitude, stray.precision, stray.basis) == (
        "Qabrashtan",
        None,
        "unlocated",
        "not in gazetteer",
    )
    assert places["Saraqib"].latitude == pytest.approx(35.86, abs=0.02)


def test_distance_and_direction_shift_the_point(gazetteer: Gazetteer) -> None:
    mopti = resolved(gazetteer, "A cart hit a mine 15 km north of Mopti in Mali.")["Mopti"]
    assert (mopti.precision, mopti.relation) == ("near_settlement", "direction")
    assert mopti.latitude is not None
    assert mopti.longitude is not None
    assert distance_km(mopti.latitude, mopti.longitude, 14.4843, -4.183) == pytest.approx(15, abs=1)
    assert mopti.latitude > 14.6
    far = resolved(gazetteer, "A cart hit a mine 60 km north of Mopti in Mali.")["Mopti"]
    assert far.precision == "linear_or_fuzzy"


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Four men died in Idlib on Sunday.", "Idlib", "admin1"),
        ("Four men died in the town of Idlib on Sunday.", "Idlib", "settlement"),
        ("Four men died near Idlib on Sunday.", "Idlib", "near_settlement"),
        ("Four men died in Saraqib, Idlib and Ariha on Sunday.", "Idlib", "settlement"),
        ("Four men died in Idlib province on Sunday.", "Idlib", "admin1"),
        ("A bus was stopped on the road between Mopti and Konna.", "Konna", "linear_or_fuzzy"),
        ("The army holds northern Mali.", "northern Mali", "linear_or_fuzzy"),
        ("The army left Mali.", "Mali", "country"),
    ],
)
def test_precision_follows_level_and_relation(gazetteer: Gazetteer, text: str, name: str, precision: str) -> None:
    assert resolved(gazetteer, text)[name].precision == precision


def test_small_homonym_of_a_far_country_is_not_chosen(gazetteer: Gazetteer) -> None:
    places = resolved(gazetteer, "Troops shelled Idlib and Hama in Syria, and a patrol was seen near Rossville.")
    assert places["Rossville"].latitude is None


def test_runners_up_are_kept(gazetteer: Gazetteer) -> None:
    place = resolved(gazetteer, "Two militias fought in Tripoli, Libya.")["Tripoli"]
    assert place.country == "Libya"
    assert any(other["country"] == "Lebanon" for other in place.to_json()["runners_up"])


def test_theatre_decides_where_the_text_does_not(gazetteer: Gazetteer) -> None:
    text = "Two militias fought in Tripoli."
    assert resolved(gazetteer, text, ("LB",))["Tripoli"].country == "Lebanon"
    assert resolved(gazetteer, text, ("LY",))["Tripoli"].country == "Libya"
