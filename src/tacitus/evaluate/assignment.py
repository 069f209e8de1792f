"""Exact one-to-one assignment with the greatest total weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


def best_pairs(
    firsts: Sequence[First], seconds: Sequence[Second], weight: Callable[[First, Second], float]
) -> list[tuple[int, int]]:
    """Pair items so that the sum of the weights is greatest; pairs of weight 0 are never made.

    Returns pairs of positions, in the order of `firsts`.
    """
    if not firsts or not seconds:
        return []
    if len(firsts) > len(seconds):
        swapped = best_pairs(seconds, firsts, lambda second, first: weight(first, second))
        return sorted((first, second) for second, first in swapped)
    weights = [[weight(first, second) for second in seconds] for first in firsts]
    pairs = _assign([[-value for value in row] for row in weights])
    return [(row, column) for row, column in pairs if weights[row][column] > 0]


def _assign(costs: list[list[float]]) -> list[tuple[int, int]]:
    """The Hungarian method with potentials, O(rows² · columns), for rows <= columns (Kuhn 1955, Munkres 1957)."""
    rows, columns = len(costs), len(costs[0])
    row_potential = [0.0] * (rows + 1)
    column_potential = [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # Rows count from 1 here, 0 is free; column 0 is where each search starts.
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        least = [float("inf")] * (columns + 1)
        came_from = [0] * (columns + 1)
        seen = [False] * (columns + 1)
        while row_of[column]:
            seen[column] = True
            current, step, following = row_of[column], float("inf"), 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                reduced = costs[current - 1][other - 1] - row_potential[current] - column_potential[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_potential[row_of[other]] += step
                    column_potential[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sorted((row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column])
