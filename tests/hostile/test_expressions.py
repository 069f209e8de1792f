"""No regular expression of the package can be made to run away, and no line can hold the readers up."""

from __future__ import annotations

import re
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from expressions import ARTICLE, Expression, attacks, collect_apart

from tacitus.read import read_text

BLOWS_UP = 2.0
"""Seconds of processor time for 100 characters: an expression that runs away takes longer than anybody lives."""


@pytest.fixture(scope="module")
def expressions(home: Path) -> list[Expression]:
    return collect_apart(home)


def test_no_expression_runs_away(expressions: list[Expression]) -> None:
    assert len(expressions) > 100
    slow = []
    for one in expressions:
        pattern = re.compile(one.pattern, one.flags)
        for make in islice(attacks(one), 40):
            text: Any = make(100).encode() if isinstance(one.pattern, bytes) else make(100)
            began = time.process_time()
            pattern.match(text)
            pattern.search(text)
            if time.process_time() - began > BLOWS_UP:
                slow.append((one.where, one.pattern, make(12)))
                break
    assert not slow


def test_no_line_holds_the_readers_up(expressions: list[Expression]) -> None:
    """Lines of 10,000 characters, made to be slow for each expression of the readers, twenty of them an article."""
    lines = {
        make(10_000).replace("\n", " ")
        for one in expressions
        if one.where.startswith("tacitus.read") and isinstance(one.pattern, str)
        for make in attacks(one)
        if make(0).endswith("\x01")
    }
    assert len(lines) > 100
    ordered = sorted(lines)
    for start in range(0, len(ordered), 20):
        text = "\n\n".join([ARTICLE, *ordered[start : start + 20]])
        began = time.process_time()
        document = read_text(text)
        assert time.process_time() - began < 10, ordered[start : start + 20]
        assert document.text == text
