"""From many values to one: tolls, days, places, types; what stays contested."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tacitus.errors import CodebookError
from tacitus.link.reconcile import incident_of
from tacitus.link.reports import Report, with_sources
from tacitus.link.rules import RuleSet
from tacitus.link.tolls import figure_label, toll


def report(name: str, outlet: str, published: str = "2021-03-05", copies: tuple[str, ...] = (), **event: Any) -> Report:
    sentence = {"text": "Something happened.", "start": 0, "end": 19}
    base = {"sub_event_type": "Attack", "sentence": sentence, "assertion": "asserted", "date": {}, **event}
    return Report(f"{name}:e1", name, base, outlet, None, datetime.date.fromisoformat(published), None, copies)


def killed(low: int | None, best: int | None, high: int | None) -> dict[str, Any]:
    return {"text": "", "low": low, "best": best, "high": high}


def day(start: str | None, end: str, precision: str, basis: str = "stated") -> dict[str, Any]:
    return {"start": start, "end": end, "precision": precision, "basis": basis}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("range", (9, 12, 20)),
        ("majority_of_independent", (9, 12, 20)),
        ("most_conservative", (9, 9, 20)),
        ("source_hierarchy", (9, 20, 20)),
    ],
)
def test_low_best_and_high(rule: str, expected: tuple[int, int, int]) -> None:
    figures = {"Wire": (12, 12, 12), "Post": (12, 12, None), "Radio": (9, 9, 9), "Office": (20, 20, 20)}
    found = toll(figures, rule, ("Office", "Wire"))
    assert (found.low, found.best, found.high) == expected


def test_figures_are_written_as_people_write_them() -> None:
    assert [figure_label(one) for one in ((12, 12, 12), (12, 12, None), (None, None, 30), (10, 12, 15))] == [
        "12", "at least 12", "at most 30", "10-15",
    ]  # fmt: skip


def test_a_source_that_raised_its_toll_does_not_contradict_itself() -> None:
    reports = with_sources(
        [
            report("a", "Wire", fatalities=killed(9, 9, 9)),
            report("b", "Wire", "2021-03-12", fatalities=killed(14, 14, 14)),
        ]
    )
    incident = incident_of("i", reports)
    assert incident.fatalities is not None
    assert (incident.fatalities.low, incident.fatalities.best) == (14, 14)
    assert [value.label for value in incident.claims["fatalities"]] == ["9", "14"], "the early figure is kept"
    assert "fatalities" not in incident.contested


def test_copies_one_outlet_and_the_same_words_are_one_source() -> None:
    reports = with_sources(
        [
            report("a", "Wire"),
            report("b", "Mirror", "2021-03-06", copies=("a",)),
            report("c", "Wire", "2021-03-07"),
            report("d", "Digest"),
            report("e", "Radio"),
        ],
        same_words=[("a:e1", "d:e1")],
    )
    assert [one.source for one in reports] == ["Wire", "Wire", "Wire", "Wire", "Radio"]


def test_the_most_precise_day_and_place_that_others_do_not_exclude() -> None:
    village = {"text": "Karou", "name": "Karou", "latitude": 14.5, "longitude": -1.2, "precision": "settlement"}
    region = {"text": "Gao", "name": "Gao", "latitude": 16.3, "longitude": 0.0, "precision": "admin1"}
    reports = with_sources(
        [
            report("a", "Wire", date=day(None, "2021-03-04", "unknown", "publication"), places=[region]),
            report("b", "Post", date=day("2021-03-01", "2021-03-07", "week"), places=[{**village, "start": 3, "end": 8}]),
            report("c", "Radio", date=day("2021-03-02", "2021-03-02", "day")),
        ]
    )  # fmt: skip
    reports[0].event["places"][0] |= {"start": 0, "end": 3}
    incident = incident_of("i", reports)
    assert str(incident.date.start) == "2021-03-02"
    assert incident.place is not None
    assert (incident.place.name, incident.clarity) == ("Karou", 1)
    assert "date" not in incident.contested
    apart = incident_of("i", with_sources([*reports, report("d", "Desk", date=day("2021-03-04", "2021-03-04", "day"))]))
    assert "date" in apart.contested


def test_a_rule_file_is_checked(tmp_path: Any) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("name: desk\nrules: {fatalities: source_hierarchy}\nsources: [Wire]\n")
    rules = RuleSet.load(path)
    assert (rules.signature("fatalities"), rules.signature("date")) == ("source_hierarchy@1", "most_precise@1")
    for wrong, message in (
        ("rules: {fatalities: most_precise}", "does not fit"),
        ("rules: {fatalities: source_hierarchy}", "needs a list of sources"),
        ("- range", "is no rule file"),
    ):
        path.write_text(wrong)
        with pytest.raises(CodebookError, match=message):
            RuleSet.load(path)
    with pytest.raises(CodebookError, match="there is no rule 'guess'"):
        RuleSet.all_by("guess")
