"""Pairs: the weights of the issue's examples; symmetry; and that no pair that could link is never looked at."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import CodebookError
from tacitus.link.candidates import candidate_pairs
from tacitus.link.clusters import group_events
from tacitus.link.compare import Comparer
from tacitus.link.settings import FILE, LinkSettings
from tacitus.link.traits import TraitReader, Traits
from tacitus.store.linked_record import known_family

WEIGHTS = LinkSettings.load()
COMPARER = Comparer(WEIGHTS)
READER = TraitReader(WEIGHTS, known_family())


def actor(text: str, actor_id: str | None = None, kind: str = "rebel_group") -> dict[str, Any]:
    return {"text": text, "name": text if actor_id else None, "actor_id": actor_id, "kind": kind}


def place(
    name: str, latitude: float, longitude: float, precision: str = "settlement", admin1: str = "Idlib"
) -> dict[str, Any]:
    return {"text": name, "name": name, "latitude": latitude, "longitude": longitude, "precision": precision,
            "country": "Syria", "admin1": admin1}  # fmt: skip


BARA = place("al-Bara", 35.685, 36.537)
KANSAFRA = place("Kansafra", 35.66, 36.50)
RUSSIAN = actor("Russian warplanes", "ru-air-force", "external_forces")
HTS = actor("Hayat Tahrir al-Sham", "hayat-tahrir-al-sham")


SENTENCES = {
    "a": "Warplanes struck the village before dawn.",
    "b": "Four raids shook our houses, residents told a reporter.",
}


def traits(article: str, sentence: str | None = None, **more: Any) -> Traits:
    sentence = sentence or SENTENCES.get(article, SENTENCES["a"])
    day = more.pop("day", "2020-06-14")
    start, _, end = day.partition("/")
    event = {
        "id": "e1", "sub_event_type": "Air/drone strike", "trigger": {"text": "", "start": 0, "end": 0},
        "sentence": {"text": sentence, "start": 0, "end": len(sentence)}, "actor1": [RUSSIAN], "actor2": [HTS],
        "places": [BARA], "assertion": "asserted",
        "date": {"start": start or None, "end": end or start, "basis": "stated"}, **more,
    }  # fmt: skip
    return READER.read(event, article, ("2020", article, 0))


def toll(number: int) -> dict[str, Any]:
    return {"text": str(number), "low": number, "best": number, "high": number}


def links(one: Traits, other: Traits) -> bool:
    return COMPARER.score(one, other) >= WEIGHTS.threshold


def test_one_force_under_two_names() -> None:
    aerospace = actor("Russian military", "ru-military", "external_forces")
    (doer,) = [p for p in COMPARER.compare(traits("a"), traits("b", actor1=[aerospace])).parts if p.aspect == "doer"]
    assert doer.finding == "kin"


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("the next village", {"places": [KANSAFRA]}),
        ("the next day", {"day": "2020-06-15"}),
        ("another strike", {"sentence": "Another strike hit it an hour later.", "actor1": [], "actor2": []}),
        ("a year before", {"day": "2019-06-14"}),
        ("only planned", {"assertion": "planned", "actor2": []}),
        ("an arrest", {"sub_event_type": "Arrests"}),
        ("the sides turned", {"actor1": [HTS], "actor2": [RUSSIAN]}),
        ("of the whole country", {"places": [place("Syria", 35.0, 38.0, "country")], "actor2": []}),
    ],
)
def test_what_is_another_happening(what: str, more: dict[str, Any]) -> None:
    assert not links(traits("a"), traits("b", **more)), what


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("over three days", {"day": "2020-06-13/2020-06-15"}),
        ("in the province", {"places": [place("Idlib", 35.9, 36.6, "admin1")]}),
        ("near the village", {"places": [place("al-Bara", 35.70, 36.55, "near_settlement")]}),
        ("told as shelling", {"sub_event_type": "Shelling/artillery/missile attack"}),
        ("blamed on others", {"actor1": [actor("Syrian helicopters", "sy-air-force", "state_forces")], "assertion": "attributed"}),
        ("no doer named", {"actor1": []}),
    ],
)  # fmt: skip
def test_what_is_the_same_happening(what: str, more: dict[str, Any]) -> None:
    assert links(traits("a"), traits("b", **more)), what


def test_tolls_speak_for_and_against() -> None:
    base = COMPARER.score(traits("a", fatalities=toll(24)), traits("b"))
    assert COMPARER.score(traits("a", fatalities=toll(24)), traits("b", fatalities=toll(24))) > base
    assert COMPARER.score(traits("a", fatalities=toll(24)), traits("b", fatalities=toll(3))) < base


def test_a_chain_of_reports_does_not_make_two_days_one() -> None:
    events = [
        traits("a", day="2020-06-13"),
        traits("b", day="2020-06-13/2020-06-15"),
        traits("c", day="2020-06-15"),
    ]
    grouped = group_events(events, COMPARER)
    assert sorted(map(len, grouped.groups)) == [1, 2]


PLACES = st.sampled_from([BARA, KANSAFRA, place("Idlib", 35.9, 36.6, "admin1"), place("Ariha", 35.81, 36.61),
                          place("M4", 35.8, 36.4, "linear_or_fuzzy"), place("Syria", 35, 38, "country"),
                          {**BARA, "latitude": None, "longitude": None, "precision": "unlocated"},
                          {**KANSAFRA, "admin1": None}, {**KANSAFRA, "country": None},
                          {**BARA, "latitude": None, "precision": "unlocated", "country": None, "admin1": None},
                          {**KANSAFRA, "latitude": None, "precision": "unlocated", "name": "Farkia"}])  # fmt: skip
SPANS = st.tuples(st.integers(0, 6), st.sampled_from([0, 0, 0, 1, 2, 6, 40, -1]))


@st.composite
def events(draw: st.DrawFn) -> list[Traits]:
    made = []
    for number in range(draw(st.integers(2, 7))):
        first, length = draw(SPANS)
        start = datetime.date(2020, 6, 10) + datetime.timedelta(days=first)
        end = start + datetime.timedelta(days=max(0, length))
        sub_type = draw(st.sampled_from(["Air/drone strike", "Shelling/artillery/missile attack", "Armed clash"]))
        span = f"/{end}" if length < 0 else f"{start}/{end}"
        made.append(
            traits(f"a{number}", day=span, places=draw(st.lists(PLACES, max_size=2)), sub_event_type=sub_type,
                   actor1=draw(st.sampled_from([[RUSSIAN], [HTS], []])))
        )  # fmt: skip
    return made


@given(events())
@settings(max_examples=150, deadline=None)
def test_scores_are_symmetric_and_no_pair_that_links_is_missed(made: list[Traits]) -> None:
    candidates = set(candidate_pairs(made, WEIGHTS))
    for one in range(len(made)):
        for other in range(one + 1, len(made)):
            score = COMPARER.score(made[one], made[other])
            assert score == COMPARER.score(made[other], made[one])
            quick = COMPARER.links(made[one], made[other])
            assert quick == (score if score >= WEIGHTS.threshold else None)
            if score >= WEIGHTS.threshold:
                assert (one, other) in candidates


@given(events(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_groups_do_not_depend_on_the_order_of_what_is_given(made: list[Traits], chance: Any) -> None:
    def named(given_events: list[Traits]) -> set[frozenset[str]]:
        return {
            frozenset(given_events[n].event_id for n in group) for group in group_events(given_events, COMPARER).groups
        }

    shuffled = list(made)
    chance.shuffle(shuffled)
    assert named(made) == named(shuffled)


def test_a_wrong_weight_is_named(tmp_path: Any) -> None:
    wrong = tmp_path / "weights.yaml"
    wrong.write_text(FILE.read_text().replace("  same_day: 3.0", "  same_day: much"))
    with pytest.raises(CodebookError, match=r"date\.same_day"):
        LinkSettings.load(wrong)
    wrong.write_text(FILE.read_text().replace("Sexual violence", "Sexual violance"))
    with pytest.raises(CodebookError, match="no type 'Sexual violance'"):
        LinkSettings.load(wrong)
