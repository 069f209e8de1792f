"""Which languages are coded how: English in full, six others in part, the rest not at all."""

from __future__ import annotations

from typing import Any

from tacitus.errors import UnsupportedLanguage
from tacitus.languages.stage import PartialFinder
from tacitus.languages.words import LANGUAGES
from tacitus.records import CodedArticle, Coder, Document


def is_english(language: str | None) -> bool:
    """Whether an article is coded as English: it is, or nobody can say what else it is."""
    return language is None or language[:2].lower() == "en"


def unsupported(document: Document) -> UnsupportedLanguage:
    """The refusal of an article in a language of which nothing is known."""
    return UnsupportedLanguage(
        f"the article is in '{document.language}', not in English",
        where=document.source or document.id,
        remedy=f"Give 'language: en' if this is wrong; in part, {', '.join(LANGUAGES)} are coded. Nothing was coded.",
    )


def coded_in_part(document: Document, finder: PartialFinder, coder: Coder) -> CodedArticle:
    """The partial coding of an article: actors, places and dates, marked as such, no events."""
    article = finder.find(document)
    fields: dict[str, Any] = {
        "document": document,
        "actors": article.actors,
        "places": article.places,
        "coder": coder,
        **article.marks(),
    }
    return CodedArticle.model_validate(fields)
