"""What finds names in other languages, over the lexicon and the gazetteer that ship with Tacitus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tacitus.languages.stage import PartialFinder
from tacitus.run.pipeline import Pipeline

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def finder(pipeline: Pipeline) -> PartialFinder:
    return pipeline.partial
