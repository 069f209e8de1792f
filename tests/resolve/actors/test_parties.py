"""From words to actors: belongings, demonyms, anaphora, backing, unknown names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tacitus.records import CodedArticle

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("parties.yaml").read_text(encoding="utf-8")
)
CASES = [pytest.param(case, id=f"{topic}: {case['text'][:60]}") for topic, cases in TABLE.items() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_words_name_the_right_actor(case: dict[str, Any], differences: Callable[[dict[str, Any]], list[str]]) -> None:
    assert differences(case) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Opposition supporters blocked roads in Minsk on Sunday.", "civilians"),
        ("Opposition fighters attacked a convoy in Idlib on Monday.", "rebel_group"),
    ],
)
def test_who_backs_the_opposition_does_not_fight_for_it(
    code: Callable[[str], CodedArticle], sentence: str, kind: str
) -> None:
    assert [actor.kind for event in code(sentence).events for actor in event.actor1] == [kind]
