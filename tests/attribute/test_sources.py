"""Who says it, how surely, and who denies it: sentences of our own with the status a trained coder gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("sources.yaml").read_text(encoding="utf-8")
)
CASES = [pytest.param(case, id=f"{topic}: {case['text'][:60]}") for topic, cases in TABLE.items() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_claim_has_the_status_and_sources_that_the_text_gives(
    case: dict[str, Any], differences: Callable[[dict[str, Any]], list[str]]
) -> None:
    assert differences(case) == []
