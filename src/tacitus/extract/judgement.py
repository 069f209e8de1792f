"""Judgement: named features are weighed into a probability. The weights are a readable file (docs/quality.md)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from tacitus.errors import DamagedInstallation

DIGESTS = "SHA256SUMS"
"""The file beside the weights that holds their digests, as `sha256sum` writes them."""


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
    """The judgement whose weights lie in a package's folder of weights. Raises DamagedInstallation."""
    return Judgement(json.loads(_shipped(package, name)))


@cache
def judgements(name: str) -> dict[str, Judgement]:
    """The judgements of a weights file, by the question that each answers."""
    text = _shipped("tacitus.extract", name)
    return {question: Judgement(weights) for question, weights in json.loads(text).items()}


def _shipped(package: str, name: str) -> bytes:
    """A file of weights, checked against the digest that was written beside it when it was trained."""
    folder = files(package) / "weights"
    data = (folder / f"{name}.json").read_bytes()
    lines = (folder / DIGESTS).read_text(encoding="ascii").splitlines()
    if f"{sha256(data).hexdigest()}  {name}.json" not in lines:
        raise DamagedInstallation(
            f"the weights are not those that were shipped: their digest is not in {DIGESTS}",
            where=str(folder / f"{name}.json"),
            remedy="Install Tacitus anew; who trains weights does so with `make train`, which writes their digests",
        )
    return data
