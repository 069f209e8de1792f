"""Fitting: weights follow the examples, stay near their start where little speaks, and are the same every time."""

from __future__ import annotations

import pytest

from tacitus.train.fitting import Example, fit

EXAMPLES: list[Example] = [
    *[({"bias": 1.0, "same day": 1.0}, True)] * 12,
    *[({"bias": 1.0, "same day": 1.0}, False)] * 2,
    *[({"bias": 1.0, "other day": 1.0}, False)] * 12,
    *[({"bias": 1.0, "rare": 1.0}, True)] * 2,
]


def test_weights_follow_the_examples() -> None:
    weights = fit(EXAMPLES, pull=0.1)
    assert weights["same day"] > 0 > weights["other day"]


def test_a_feature_seen_too_seldom_keeps_its_starting_value() -> None:
    assert fit(EXAMPLES, start={"rare": -1.5})["rare"] == -1.5


def test_a_strong_pull_holds_the_starting_values() -> None:
    weights = fit(EXAMPLES, start={"same day": -2.0}, pull=1e6)
    assert weights["same day"] == pytest.approx(-2.0, abs=0.01)


def test_the_same_examples_give_the_same_weights() -> None:
    assert fit(EXAMPLES) == fit(EXAMPLES)
