"""The coalition stage."""

from __future__ import annotations

from typing import Any

from tacitus.extract.article import ExtractedArticle
from tacitus.records import Facility, Relation


def relations_of(article: ExtractedArticle, words: dict[str, Any]) -> list[Relation]:
    """Relations."""
    return []


def facilities_of(article: ExtractedArticle, words: dict[str, Any]) -> list[Facility]:
    """Facilities."""
    return []
