import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.parse.place_names import PlaceName, find_place_names

KNOWN = {
    *("idlib", "hama", "homs", "aleppo", "damascus", "salqin", "saraqib", "ariha", "afrin", "beirut", "turkey"),
    *("mali", "bamako", "mopti", "konna", "kidal", "niger", "djibo", "soum", "goma", "beni", "kenya"),
    *("north kivu", "democratic republic of congo", "south sudan", "saudi arabia", "juba", "malakal"),
    *("march", "reading", "police", "salva", "isis"),
}


def known(name: str) -> bool:
    return name.lower() in KNOWN


def found(text: str, **spans: list[tuple[int, int]]) -> list[PlaceName]:
    names = find_place_names(text, is_known=known, **spans)  # type: ignore[arg-type]
    assert all(text[n.start : n.end] == n.text for n in names)
    return names


def texts(text: str, **spans: list[tuple[int, int]]) -> list[str]:
    return [name.text for name in found(text, **spans)]


def test_list_of_villages_in_part_of_a_province() -> None:
    names = found("Guns opened up near the villages of al-Qusayba, Deir Rumma and Umm al-Zaytun in southern Idlib.")
    assert [n.text for n in names] == ["al-Qusayba", "Deir Rumma", "Umm al-Zaytun", "southern Idlib"]
    for village in names[:3]:
        assert (village.type_word, village.relation, village.area) == ("village", "near", 3)
    assert len({n.group for n in names[:3]}) == 1
    assert names[0].group is not None
    assert names[3].fuzzy_area
    assert names[3].area_modifier == "southern"


def test_unknown_names_after_near() -> None:
    first, second = found("The rebels rushed army positions near Tellmara and Qabrisha at dusk.")
    assert (first.text, second.text) == ("Tellmara", "Qabrisha")
    assert first.relation == second.relation == "near"
    assert first.group == second.group


def test_distance_and_direction() -> None:
    (name,) = found("The truck hit a mine about 15 km north-east of Mopti on Monday.")
    assert (name.relation, name.direction, name.distance_km) == ("direction", "north-east", 15.0)
    (name,) = found("Ten men were seized 10 miles from Ariha.")
    assert (name.relation, name.distance_km) == ("near", 16.1)


def test_roads() -> None:
    assert [(n.text, n.relation) for n in found("The road between Mopti and Konna was cut.")] == [
        ("Mopti", "between"),
        ("Konna", "between"),
    ]
    assert [(n.text, n.relation) for n in found("A bus burned on the Homs-Damascus highway.")] == [
        ("Homs", "along"),
        ("Damascus", "along"),
    ]
    road, area = found("New posts went up along the M4 highway in southern Idlib.")
    assert (road.text, road.relation, road.area) == ("M4 highway", "along", 1)
    assert area.text == "southern Idlib"


@pytest.mark.parametrize(
    ("text", "name", "modifier"),
    [
        ("Shells fell in Idlib's southern countryside.", "Idlib", "southern"),
        ("Shells fell in the northern countryside of Hama.", "Hama", "northern"),
        ("Shells fell in the south of Idlib province.", "Idlib", "south"),
        ("Shells fell in northern Mali.", "northern Mali", "northern"),
    ],
)
def test_parts_of_areas(text: str, name: str, modifier: str) -> None:
    (place,) = found(text)
    assert (place.text, place.area_modifier, place.fuzzy_area) == (name, modifier, True)


def test_whole_names_that_begin_with_a_direction_are_no_parts() -> None:
    names = found("Aid reached North Kivu and South Sudan.")
    assert [(n.text, n.area_modifier) for n in names] == [("North Kivu", None), ("South Sudan", None)]


def test_areas_by_comma_possessive_and_of() -> None:
    names = found("He was held in Afrin, Aleppo province.")
    assert (names[0].area, names[1].type_word) == (1, "province")
    names = found("Mali's northern city of Kidal was calm.")
    assert (names[1].text, names[1].area, names[1].type_word) == ("Kidal", 0, "city")
    names = found("Raids shook the Djibo area of Soum province.")
    assert (names[0].type_word, names[0].area, names[1].type_word) == ("area", 1, "province")


def test_dateline_is_marked() -> None:
    names = found("BAMAKO, Mali (Agency) - Gunmen killed two traders near Mopti.")
    assert [(n.text, n.dateline) for n in names] == [("BAMAKO", True), ("Mali", True), ("Mopti", False)]


def test_persons_are_no_places() -> None:
    assert texts("President Salva Kiir met Mr Kenya in Juba. Kiir said Malakal would be spared.") == ["Juba", "Malakal"]


def test_organisations_nationalities_and_days_are_no_places() -> None:
    assert texts("On Friday the Mali Front and Syrian troops in March fought ISIS.") == []
    assert texts("Damascus said it would answer.") == []
    assert texts("Police fired. Reading the list took an hour.") == []


def test_squares_are_places_of_their_own() -> None:
    square, city = found("A blast shook Palestine Square in Damascus.")
    assert (square.text, square.type_word, square.area) == ("Palestine Square", "square", 1)
    assert city.text == "Damascus"


def test_blocked_and_skipped_spans_are_left_alone() -> None:
    text = "Turkey shelled Afrin. Contact us in Beirut."
    assert texts(text, blocked=[(0, 6)], skip=[(22, len(text))]) == ["Afrin"]


def test_border() -> None:
    (name,) = found("Smugglers were shot at the border with Turkey.")
    assert (name.type_word, name.relation, name.fuzzy_area) == ("border", "near", True)


def test_republic_with_a_part() -> None:
    names = found(
        "They took the towns of Kalanga and Burai in North Kivu province, eastern Democratic Republic of Congo."
    )
    assert [n.text for n in names][2:] == ["North Kivu", "eastern Democratic Republic of Congo"]
    assert [n.area for n in names] == [2, 2, 3, None]


@given(st.text(alphabet=st.sampled_from("Idlib near of the village ,.'-’ al-M4 North\n"), max_size=120))
def test_offsets_always_hold(text: str) -> None:
    names = find_place_names(text, is_known=known)
    assert all(text[n.start : n.end] == n.text and n.text for n in names)
    assert all(n.area is None or 0 <= n.area < len(names) for n in names)
