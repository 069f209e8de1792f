from pathlib import Path

import pytest

from tacitus.gazetteer import Gazetteer
from tacitus.parse.place_names import find_place_names
from tacitus.resolve.places import resolve_places
from tacitus.resolve.places.earth import distance_km

SHARED = Path(__file__).parents[3] / ".." / "shared" / "gazetteer"
PACK = SHARED / "wof" / "wof_sy.tsv.gz"

# Where UCDP or Who's On First put the villages, rounded.
VILLAGES = {
    "al-Bara": (35.686, 36.542),
    "Deir Sunbul": (35.698, 36.603),
    "Fattirah": (35.610, 36.486),
    "Farkia": (35.724, 36.600),
    "Bsanqul": (35.808, 36.499),
    "Kafer Shalaya": (35.769, 36.537),
    "Urum al-Jawz": (35.792, 36.567),
    "Mareian": (35.740, 36.564),
    "Salqin": (36.140, 36.454),
    "Uqayribat": (35.043, 37.464),
    "Ma`arat al-Nu`man": (35.648, 36.677),
}
TEXT = (
    "Aircraft hit dugouts near the villages of al-Bara and Deir Sunbul in southern Idlib. Men of the faction had overrun "
    "trenches near Tanjarah and Fattirah two days before. New posts stand near the villages of Farkia, Bsanqul, Kafer "
    "Shalaya, Urum al-Jawz and Mareian. A quarrel in the village of Salqin left one dead; the dead man came from Ma`arat "
    "al-Nu`man. Far off, caves near the town of Uqayribat in southeastern Hama were bombed."
)


@pytest.mark.skipif(not PACK.exists(), reason="the theatre packs lie beside the project")
@pytest.mark.parametrize("theatre", [(), ("SY",)])
def test_syrian_villages_are_within_five_kilometres(home: Path, theatre: tuple[str, ...]) -> None:
    gazetteer = Gazetteer.open([PACK], home=home)
    names = find_place_names(TEXT, is_known=gazetteer.is_known)
    places = {p.text: p for p in resolve_places(names, TEXT, gazetteer, theatre=theatre)}
    for village, (latitude, longitude) in VILLAGES.items():
        place = places[village]
        assert place.latitude is not None, village
        assert place.longitude is not None, village
        assert distance_km(place.latitude, place.longitude, latitude, longitude) < 5, village
        assert place.country == "Syria"
    # No gazetteer has this one: it is kept, beside the village that it is named with.
    stray = places["Tanjarah"]
    assert stray.basis == "neighbour: Fattirah"
    assert stray.precision == "near_settlement"
