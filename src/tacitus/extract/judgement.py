"""Judgement: named features are weighed into a probability. The weights are a readable file (docs/quality.md)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Judgement:
    """A logistic model: the log-odds are the sum of the weights of the features that hold, times their value."""

    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1. A feature without a weight says nothing."""
        score = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def reasons(self, features: Mapping[str, float], most: int = 5) -> list[tuple[str, float]]:
        """The features that weighed most, with their part of the log-odds."""
        parts = [(name, self.weights.get(name, 0.0) * value) for name, value in features.items()]
        return sorted(parts, key=lambda part: -abs(part[1]))[:most]


@cache
def judge_of(package: str, name: str) -> Judgement:
    """The judgement whose weights lie in a package's folder of weights."""
    return Judgement(json.loads((files(package) / "weights" / f"{name}.json").read_text(encoding="utf-8")))


@cache
def judgements(name: str) -> dict[str, Judgement]:
    """The judgements of a weights file, by the question that each answers."""
    text = (files("tacitus.extract") / "weights" / f"{name}.json").read_text(encoding="utf-8")
    return {question: Judgement(weights) for question, weights in json.loads(text).items()}
