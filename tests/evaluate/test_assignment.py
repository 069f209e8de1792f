from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tacitus.evaluate.assignment import best_pairs

matrices = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


@given(matrices)
def test_total_equals_the_best_of_all_permutations(weights):
    rows, columns = range(len(weights)), range(len(weights[0]))
    pairs = best_pairs(rows, columns, lambda row, column: float(weights[row][column]))
    if len(rows) <= len(columns):
        totals = [
            sum(weights[row][column] for row, column in zip(rows, order, strict=True))
            for order in permutations(columns, len(rows))
        ]
    else:
        totals = [
            sum(weights[row][column] for column, row in zip(columns, order, strict=True))
            for order in permutations(rows, len(columns))
        ]
    assert sum(weights[row][column] for row, column in pairs) == max(totals)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs)


def test_a_greedy_choice_is_not_enough():
    weights = {("a", "x"): 5.0, ("a", "y"): 4.0, ("b", "x"): 4.0, ("b", "y"): 0.0}
    assert best_pairs("ab", "xy", lambda one, other: weights[one, other]) == [(0, 1), (1, 0)]


def test_sixty_events_are_no_trouble():
    pairs = best_pairs(range(60), range(60), lambda one, other: float(one + other == 59))
    assert pairs == [(number, 59 - number) for number in range(60)]
