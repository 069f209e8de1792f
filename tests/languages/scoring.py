"""Scores partial coding against texts of our own: right where the words overlap and what they mean is the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tacitus.languages.stage import PartialFinder
from tacitus.records import Document

TEXTS = Path(__file__).parent / "texts"
UNSEEN = Path(__file__).parent / "unseen"
"""Texts that nothing was tuned on."""
LAYERS = ("actors", "places", "dates")


@dataclass
class Score:
    """Counts by layer, and what went wrong, in words."""

    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def precision(self, layer: str) -> float:
        return self.right[layer] / max(1, self.found[layer])

    def recall(self, layer: str) -> float:
        return self.right[layer] / max(1, self.expected[layer])


def articles(language: str, texts: Path = TEXTS) -> list[dict[str, Any]]:
    listed = yaml.safe_load((texts / f"{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(listed, list)
    return listed


def score_of(language: str, finder: PartialFinder, texts: Path = TEXTS) -> Score:
    """A name that is told again in the same text counts as found, but is expected once."""
    score = Score()
    for number, case in enumerate(articles(language, texts)):
        document = Document.model_validate(
            {"id": str(number), "text": case["text"], "language": language, "published": case["published"]}
        )
        article = finder.find(document)
        found = {
            "actors": [(one.start, one.end, one.actor_id) for one in article.actors],
            "places": [(one.start, one.end, one.country) for one in article.places],
            "dates": [
                (one.start, one.end, (one.date.start, one.date.end)) for one in article.dates if one.date is not None
            ],
        }
        for layer in LAYERS:
            _count(layer, case, found[layer], f"{language} {number}", score)
    return score


def _count(layer: str, case: dict[str, Any], found: list[tuple[int, int, Any]], where: str, score: Score) -> None:
    wanted = {words: tuple(value) if isinstance(value, list) else value for words, value in case[layer].items()}
    score.expected[layer] += len(wanted)
    meanings = {value: words for words, value in wanted.items()}
    met: set[str] = set()
    for start, end, value in found:
        words = case["text"][start:end]
        same = next((w for w, v in wanted.items() if v == value and w not in met and _overlap(w, words)), None)
        if same is None and value in meanings and any(_overlap(w, words) for w, v in wanted.items() if v == value):
            continue
        score.found[layer] += 1
        if same is None:
            score.wrong.append(f"{where} {layer}: {words!r} read as {value}")
        else:
            score.right[layer] += 1
            met.add(same)
    score.wrong += [f"{where} {layer}: {words!r} missed" for words in wanted if words not in met]


def _overlap(wanted: str, words: str) -> bool:
    return wanted.lower() in words.lower() or words.lower() in wanted.lower()
