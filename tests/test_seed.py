"""A real report of the kind Tacitus is for, read and coded from its file, with a theatre pack for its villages."""

from __future__ import annotations

import csv
import datetime
import math
from collections.abc import Iterable
from pathlib import Path

import pytest

from tacitus.read import read_paths
from tacitus.records import Actor, CodedArticle, Document, Event, Facility, Place
from tacitus.run.pipeline import Pipeline

JUNE = {day: datetime.date(2020, 6, day) for day in range(11, 17)}
POSTS = ("Farkia", "Bsanqul", "Kafer Shalaya", "Urum al-Jawz", "Mareian")
FACTIONS = (
    "Horas al-Din",
    "Ansar al-Din",
    "Ansar al-Islam",
    "Liwa al-Muqatlin al-Ansar",
    "Tansiqiyat al-Jihad",
)
UCDP_NAMES = {
    "al-Bara": "Barah town",
    "Deir Sunbul": "Dayr Sunbul town",
    "Urum al-Jawz": "Urum al Jawz village",
    "Salqin": "Salqin town",
    "Uqayribat": "Uqayribat town",
}
"""Whose coordinates UCDP publishes under another spelling."""


@pytest.fixture(scope="module")
def document(shared: Path) -> Document:
    report = shared / "reports" / "seed.txt"
    if not report.exists():
        pytest.skip("the report beside the project is missing")
    read = next(iter(read_paths([report])))
    assert isinstance(read, Document)
    return read


@pytest.fixture(scope="module")
def coded(document: Document, shared: Path, home: Path) -> CodedArticle:
    pack = shared / "gazetteer" / "wof" / "wof_sy.tsv.gz"
    if not pack.exists():
        pytest.skip("the Syrian gazetteer beside the project is missing")
    return Pipeline.load(packs=[pack], home=home).code(document)


def named(actors: Iterable[Actor], *words: str) -> bool:
    """Whether the actors are just these, by their words or canonical names."""
    told = [{actor.text, actor.name} for actor in actors]
    return len(told) == len(words) and all(any(word in names for names in told) for word in words)


def texts(items: Iterable[Place]) -> list[str]:
    return [item.text for item in items]


def event_of(coded: CodedArticle, sub_event: str, start: datetime.date, end: datetime.date) -> Event:
    found = [e for e in coded.events if e.sub_event_type == sub_event and (e.date.start, e.date.end) == (start, end)]
    assert len(found) == 1, [(e.sub_event_type, e.date.start, e.date.end) for e in coded.events]
    return found[0]


def posts_of(coded: CodedArticle) -> list[Facility]:
    return [facility for facility in coded.facilities if facility.place.text in POSTS]


def kilometres(place: Place, latitude: float, longitude: float) -> float:
    assert place.latitude is not None
    assert place.longitude is not None
    north = (place.latitude - latitude) * 111.2
    east = (place.longitude - longitude) * 111.2 * math.cos(math.radians(latitude))
    return math.hypot(north, east)


def test_original_and_republication_are_told_apart(document: Document) -> None:
    assert (document.published, document.republished) == (JUNE[15], JUNE[16])
    assert (document.publisher, document.republished_from) == ("Global Research", "South Front")


def test_air_strikes_of_14_june_are_one_hedged_event(coded: CodedArticle) -> None:
    event = event_of(coded, "Air/drone strike", JUNE[14], JUNE[14])
    assert named(event.actor1, "Russian Aerospace Forces")
    assert named(event.actor2, "Hayat Tahrir al-Sham")
    assert texts(event.places) == ["al-Bara", "Deir Sunbul"]
    assert {place.precision for place in event.places} == {"near_settlement"}
    assert event.assertion == "hedged"
    assert "reportedly" in [cue.text for cue in event.cues]
    assert not event.background


def test_agreement_of_march_is_background(coded: CodedArticle) -> None:
    day = datetime.date(2020, 3, 5)
    assert event_of(coded, "Agreement", day, day).background


def test_every_faction_is_linked_to_al_qaeda(coded: CodedArticle) -> None:
    links = [r for r in coded.relations if r.type == "linked_to" and r.object and r.object.name == "Al-Qaeda"]
    assert {relation.subject.text for relation in links} >= set(FACTIONS)
    assert any(relation.subject.text.startswith("Ghurfat Eamaliat") for relation in links)


def test_coalition_has_its_five_members(coded: CodedArticle) -> None:
    members = [r for r in coded.relations if r.type == "member_of" and r.object and r.object.text == "Fa Ithbatu"]
    assert sorted(relation.subject.text for relation in members) == sorted(FACTIONS)


def attack_on_army(coded: CodedArticle) -> Event:
    return next(event for event in coded.events if "Fattirah" in texts(event.places))


def test_attack_on_army_positions_has_places_and_toll(coded: CodedArticle) -> None:
    event = attack_on_army(coded)
    assert event.sub_event_type == "Armed clash"
    assert texts(event.places) == ["Tanjarah", "Fattirah"]
    assert event.fatalities is not None
    assert (event.fatalities.text, event.fatalities.low) == ("several soldiers", None)
    assert [loss.count.low for loss in event.losses] == [1]
    assert "BMP" in event.losses[0].what


def test_attack_on_army_positions_is_by_the_faction_named_before(coded: CodedArticle) -> None:
    event = attack_on_army(coded)
    assert [actor.text for actor in event.actor1] == ["This very faction"]
    assert event.actor1[0].name is not None
    assert named(event.actor2, "Syrian Army")


def test_unknown_village_is_kept_and_placed_by_its_neighbour(coded: CodedArticle) -> None:
    unknown, neighbour = attack_on_army(coded).places
    assert neighbour.latitude is not None
    assert neighbour.longitude is not None
    assert kilometres(unknown, neighbour.latitude, neighbour.longitude) < 1
    assert unknown.basis is not None
    assert "Fattirah" in unknown.basis


def test_five_observation_posts_stand_near_five_villages(coded: CodedArticle) -> None:
    posts = posts_of(coded)
    assert texts(post.place for post in posts) == list(POSTS)
    assert {(post.kind, post.status) for post in posts} == {("observation post", "established")}
    assert all(post.owner is not None and "Turk" in (post.owner.name or "") + post.owner.text for post in posts)


def test_villages_stand_where_ucdp_has_them(coded: CodedArticle, shared: Path) -> None:
    table = shared / "gazetteer" / "ucdp_places_syria.csv"
    if not table.exists():
        pytest.skip("UCDP's places beside the project are missing")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = {place.text: place for place in coded.places}
    for text, name in UCDP_NAMES.items():
        row = next(row for row in rows if row["where_coordinates"] == name)
        assert kilometres(found[text], float(row["lat"]), float(row["lon"])) < 5, text


def test_clash_in_salqin(coded: CodedArticle) -> None:
    event = event_of(coded, "Armed clash", JUNE[13], JUNE[13])
    assert texts(event.places) == ["Salqin"]
    sides = [*event.actor1, *event.actor2]
    assert {actor.name or actor.text for actor in sides} == {"Hayat Tahrir al-Sham", "local armed group"}


def test_assault_on_a_civilian_set_the_clash_off(coded: CodedArticle) -> None:
    clash = event_of(coded, "Armed clash", JUNE[13], JUNE[13])
    assault = next(event for event in coded.events if event.trigger.text == "assaulted")
    assert assault.sub_event_type == "Attack"
    assert named(assault.actor1, "Hayat Tahrir al-Sham")
    assert "displaced civilian" in assault.actor2[0].text
    assert clash.because_of == [assault.id]


def test_bombing_of_hideouts_near_uqayribat(coded: CodedArticle) -> None:
    event = event_of(coded, "Air/drone strike", JUNE[14], JUNE[15])
    assert named(event.actor1, "Syrian Air Force")
    assert named(event.actor2, "ISIS")
    assert texts(event.places) == ["Uqayribat"]


def operation(coded: CodedArticle) -> Event:
    found = [e for e in coded.events if (e.date.start, e.date.end) == (JUNE[13], JUNE[14])]
    assert len(found) == 1
    return found[0]


def attacks_answered(coded: CodedArticle) -> Event:
    found = [e for e in coded.events if (e.date.start, e.date.end) == (JUNE[11], JUNE[12])]
    assert len(found) == 1
    return found[0]


def test_operation_of_the_weekend_is_by_three_forces_in_the_same_area(coded: CodedArticle) -> None:
    event = operation(coded)
    forces = {actor.name for actor in [*event.actor1, *event.associated]}
    assert len(forces) == 3
    assert "Syrian Arab Army" in forces
    assert [place.name for place in event.places] == [attacks_answered(coded).places[0].name]


def test_operation_answered_attacks_by_isis(coded: CodedArticle) -> None:
    attacks = attacks_answered(coded)
    assert named(attacks.actor1, "ISIS")
    assert operation(coded).because_of == [attacks.id]


def test_nothing_is_coded_from_forecast_note_and_copyright(coded: CodedArticle, document: Document) -> None:
    tail = document.text.index("Note to readers")
    forecasts = [document.text.index(words) for words in ("Therefore, despite", "it is unlikely that")]
    told = [mention for event in coded.events for mention in event.mentions]
    assert all(mention.trigger.end <= tail for mention in told)
    for forecast in forecasts:
        end = document.text.index(".", forecast)
        assert not any(forecast <= event.trigger.start < end for event in coded.events)


def test_nothing_is_named_from_note_and_copyright(coded: CodedArticle, document: Document) -> None:
    tail = document.text.index("Note to readers")
    assert all(item.end <= tail for item in [*coded.actors, *coded.places])
    assert all(item.sentence.end <= tail for item in [*coded.relations, *coded.facilities])
