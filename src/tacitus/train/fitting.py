"""Fitting a logistic model over named features, with weights drawn towards given starting values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

Example = tuple[Mapping[str, float], bool]


def fit(
    examples: Sequence[Example], start: Mapping[str, float] | None = None, pull: float = 1.0, least: int = 3
) -> dict[str, float]:
    """Return the weights that explain the examples best; each is drawn to its value in `start` (0 where it has none).

    The loss is the negative log-likelihood plus `pull` times the squared distance from `start`. Features seen in fewer
    than `least` examples keep their starting value. Deterministic.
    """
    start = dict(start or {})
    seen = Counter(name for features, _ in examples for name, value in features.items() if value)
    names = sorted(name for name, count in seen.items() if count >= least)
    column = {name: index for index, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)))
    for row, (features, _) in enumerate(examples):
        for name, value in features.items():
            if name in column:
                table[row, column[name]] = value
    answers = np.array([float(answer) for _, answer in examples])
    origin = np.array([start.get(name, 0.0) for name in names])
    fitted = minimize(_loss, origin, args=(table, answers, origin, pull), jac=True, method="L-BFGS-B").x
    return {**start, **{name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True)}}


def _loss(
    weights: NDArray[np.float64],
    table: NDArray[np.float64],
    answers: NDArray[np.float64],
    origin: NDArray[np.float64],
    pull: float,
) -> tuple[float, NDArray[np.float64]]:
    scores = table @ weights
    loss = float((np.logaddexp(0.0, scores) - answers * scores).sum() + pull * ((weights - origin) ** 2).sum())
    gradient = table.T @ (1.0 / (1.0 + np.exp(-scores)) - answers) + 2.0 * pull * (weights - origin)
    return loss, gradient
