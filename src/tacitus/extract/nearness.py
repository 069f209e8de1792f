"""Which date or place in a sentence belongs to which trigger: by the way through the dependency tree."""

from __future__ import annotations

from spacy.tokens import Token

_OTHER_CLAUSE = frozenset({"relcl", "advcl", "ccomp", "acl", "parataxis"})


def tree_distance(first: Token, second: Token) -> float:
    """Steps between two tokens of a sentence through their lowest common head; clause borders cost more."""
    up_first = _way_up(first)
    up_second = _way_up(second)
    for token, cost in up_first.items():
        if token in up_second:
            return cost + up_second[token]
    return 99.0


def _way_up(token: Token) -> dict[Token, float]:
    costs = {token: 0.0}
    current, cost = token, 0.0
    while current.head != current:
        cost += (
            3.0
            if current.dep_ in _OTHER_CLAUSE
            else (0.5 if current.dep_ in ("conj", "prep", "pobj", "compound") else 1.0)
        )
        current = current.head
        costs[current] = cost
    return costs
