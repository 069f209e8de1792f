"""Facilities of sentences of our own, with the shipped codebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tacitus.records import CodedArticle

TABLE = yaml.safe_load(Path(__file__).with_name("facilities.yaml").read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=f"{topic}: {case['text'][:60]}") for topic, cases in TABLE.items() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_sentence_tells_of_these_facilities(case: dict[str, Any], code: Callable[..., CodedArticle]) -> None:
    found = {(f.kind, f.place.text, f.status): f for f in code(case["text"]).facilities}
    assert sorted(found) == sorted(tuple(row[:3]) for row in case["facilities"])
    for row in case["facilities"]:
        facility = found[tuple(row[:3])]
        wanted = row[3] if len(row) > 3 else {}
        if "owner" in wanted:
            assert facility.owner is not None
            assert facility.owner.text == wanted["owner"]
        if "day" in wanted:
            assert (facility.date.start, facility.date.end) == (wanted["day"], wanted["day"])
        assert facility.assertion == wanted.get("assertion", facility.assertion)


def test_facility_without_a_date_is_bounded_by_publication(code: Callable[..., CodedArticle]) -> None:
    coded = code("The rebels abandoned their headquarters in Saraqib.")
    assert [(f.date.start, f.date.end, f.date.basis) for f in coded.facilities] == [
        (None, coded.document.published, "publication")
    ]
