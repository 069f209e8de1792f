"""The coalition stage: relations between actors, and facilities, as far as one article states them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tacitus.coalition.facilities import find_facilities
from tacitus.coalition.relations import find_relations
from tacitus.coalition.telling import shipped_sayings
from tacitus.coalition.words import facility_words, relation_words
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.article import ExtractedArticle
from tacitus.records import Facility, Relation


def relations_of(article: ExtractedArticle, words: Mapping[str, Any], sayings: Sayings | None = None) -> list[Relation]:
    """The relations that an article states, each once, in order of the text. `words` is relations.yaml.

    Raises CodebookError where a list or template of `words` is wrong.
    """
    return find_relations(article, relation_words(words), sayings or shipped_sayings())


def facilities_of(
    article: ExtractedArticle, words: Mapping[str, Any], sayings: Sayings | None = None
) -> list[Facility]:
    """The facilities that an article tells of, one a place, in order of the text. `words` is facilities.yaml.

    Raises CodebookError where a list of `words` is wrong.
    """
    return find_facilities(article, facility_words(words), sayings or shipped_sayings())
