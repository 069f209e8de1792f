from tacitus.records import Place, PlacePrecision
from tacitus.resolve.places import find_anaphora, resolve_area_phrase

TEXT = (
    "Rockets fell near the town of Uqayra in eastern Hama. An operation began in the very same area. The town is empty."
)


def place(text: str, precision: PlacePrecision) -> Place:
    start = TEXT.index(text)
    return Place(text=text, start=start, end=start + len(text), precision=precision, latitude=35.0, longitude=37.0)


def test_phrases_are_found_with_their_kind() -> None:
    # "the town" before "of Uqayra" is left to whoever knows the named places.
    assert [(a.text, a.noun) for a in find_anaphora(TEXT)][1:] == [("the very same area", "area"), ("The town", "town")]
    assert [a.noun for a in find_anaphora("They were killed there. He is there to stay.")] == [None]


def test_area_is_the_place_named_most_closely() -> None:
    places = [place("Uqayra", "near_settlement"), place("eastern Hama", "linear_or_fuzzy")]
    _, area, town = find_anaphora(TEXT)
    found = resolve_area_phrase(area, places)
    assert found is not None
    assert (found.basis, found.text, found.start) == ("anaphoric: Uqayra", "the very same area", area.start)
    found = resolve_area_phrase(town, places)
    assert found is not None
    assert found.basis == "anaphoric: Uqayra"
    assert TEXT[found.start : found.end] == "The town"


def test_nothing_fits() -> None:
    _, _, town = find_anaphora(TEXT)
    assert resolve_area_phrase(town, [place("eastern Hama", "country")]) is None
