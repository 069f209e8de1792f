import pytest

from tacitus.evaluate.matching import actor_likeness, dates_overlap, fold, kilometres, place_likeness, same_place_in_row
from tacitus.records import Actor, EventDate, Place


def actor(text, start, name=None, kind="state_forces"):
    return Actor(text=text, start=start, end=start + len(text), name=name, kind=kind)


def place(text, start, latitude=None, precision="settlement"):
    longitude = None if latitude is None else 44.0
    span = {"text": text, "start": start, "end": start + len(text)}
    return Place(**span, name=text, latitude=latitude, longitude=longitude, precision=precision)


def test_names_fold():
    assert fold("The Asa'ib Ahl al-Haqq") == fold("asa’ib ahl al haqq")
    assert fold("Jamā‘at") == fold("Jama'at") == fold("Jamaat's") == fold("Jamaat")
    assert fold("soldiers’") == "soldiers"
    assert fold("A") == "a"


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (actor("the army", 0), actor("army", 4, "Malian Armed Forces"), True),
        (actor("its fighters", 0, "JNIM", "rebel_group"), actor("JNIM", 50, "JNIM", "rebel_group"), True),
        (actor("JNIM", 0, "JNIM", "rebel_group"), actor("JNIM", 50, None, "unidentified"), True),
        (actor("Malian army", 0, "Malian Armed Forces"), actor("army", 50, "Military Forces of Mali"), True),
        (actor("army", 0), actor("army captain", 50, None, "civilians"), False),
        (actor("army", 0), actor("police", 50), False),
    ],
)
def test_actors(gold, predicted, same):
    assert bool(actor_likeness(gold, predicted)) is same
    assert bool(actor_likeness(predicted, gold)) is same


def test_places_by_name_and_by_distance():
    town, other_mention = place("Ma'rib", 0, 15.46), place("Mareb", 80, 15.47)
    assert place_likeness(town, other_mention) == 0, "other letters: it is the coordinates that tell"
    assert same_place_in_row(town, other_mention)
    homonym = place("Ma'rib", 90, 13.0)
    assert place_likeness(town, homonym)
    assert not same_place_in_row(town, homonym)
    province = place("Ma'rib", 0, 15.5, "admin1")
    assert same_place_in_row(province, homonym), "the middle of a province is a convention"
    assert same_place_in_row(town, place("Ma'rib", 30)), "without coordinates the name decides"
    assert kilometres(place("A", 0, 15.0), place("B", 0, 16.0)) == pytest.approx(111.2, abs=0.1)


def test_an_open_start_overlaps_only_an_open_start():
    day = EventDate(start="2021-03-01", end="2021-03-01")
    bound = EventDate(end="2021-03-04")
    assert not dates_overlap(day, bound)
    assert not dates_overlap(bound, day)
    assert dates_overlap(bound, EventDate(end="2021-03-04"))
    assert dates_overlap(day, EventDate(start="2021-02-20", end="2021-03-01"))
