"""The pipeline: the stages in order, with what they look things up in. One per process."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from spacy.language import Language

from tacitus import __version__
from tacitus.attribute.stage import attribute
from tacitus.coalition.stage import facilities_of, relations_of
from tacitus.codebook import Codebook
from tacitus.errors import EmptyArticle
from tacitus.extract.article import ExtractedArticle
from tacitus.extract.stage import ExtractionRules, extract
from tacitus.gazetteer import Gazetteer
from tacitus.languages.stage import PartialFinder
from tacitus.languages.words import is_partial
from tacitus.parse.stage import parse
from tacitus.parse.syntax import MODEL, load_language
from tacitus.records import Actor, CodedArticle, Coder, Document
from tacitus.resolve.stage import Resources, resolve
from tacitus.run.confidence import give_confidence
from tacitus.run.event_or_not import keep_likely
from tacitus.run.languages import coded_in_part, is_english, unsupported
from tacitus.run.stages import stage
from tacitus.run.triage import FILE as TRIAGE_FILE
from tacitus.run.triage import Triage, irregular_forms

_COMMON_NOUN = re.compile(r"[ -](?!and |of |the |de |e |al-)[a-z]+$")
"""Ends a name that the model parses better word for word ("Iran-backed militia", "Congolese army")."""


@dataclass(frozen=True)
class Pipeline:
    """Codes documents. `coder` names version and configuration; the same bytes and coder give the same coding."""

    language: Language
    codebook: Codebook
    resources: Resources
    coder: Coder
    triage: Triage | None = None

    @classmethod
    def load(
        cls,
        *,
        packs: Sequence[Path] = (),
        codebook: Path | None = None,
        home: Path | None = None,
        triage: bool = False,
    ) -> Pipeline:
        """Load the model, the codebook and the gazetteer. Raises CodebookError or GazetteerError naming the file.

        With `triage`, articles that can tell no event are passed over before they are parsed; that is part of the
        configuration, and so of `coder.config_sha256`.
        """
        book = Codebook.load(codebook)
        gazetteer = Gazetteer.open(packs, home=home)
        fingerprint = hashlib.sha256()
        fingerprint.update(book.sha256.encode())
        for pack in packs:
            fingerprint.update(hashlib.sha256(pack.read_bytes()).digest())
        fingerprint.update(MODEL.encode())
        if triage:
            fingerprint.update(TRIAGE_FILE.read_bytes())
        coder = Coder(name="tacitus", version=__version__, config_sha256=fingerprint.hexdigest())
        language = load_language()
        sieve = Triage.of(book, irregular_forms(language)) if triage else None
        return cls(language, book, Resources(book.actors, gazetteer), coder, sieve)

    @cached_property
    def partial(self) -> PartialFinder:
        """What finds names and days in other languages, made at its first use."""
        return PartialFinder(self.resources.actors, self.resources.gazetteer, self.resources.theatre)

    def code(self, document: Document) -> CodedArticle:
        """Code one document, in part where its language is one of those (docs/languages.md).

        Raises UnsupportedLanguage for the others, EmptyArticle without text.
        """
        if not document.text.strip():
            raise EmptyArticle("the article has no text", where=document.source or document.id)
        if is_partial(document.language):
            return coded_in_part(document, self.partial, self.coder)
        if not is_english(document.language):
            raise unsupported(document)
        if self.triage is not None:
            with stage("triage"):
                if not self.triage.passes(document.text):
                    return CodedArticle(document=document, coder=self.coder, passed_over="no word that tells an event")
        return self.record(self.extracted(document))

    def extracted(self, document: Document) -> ExtractedArticle:
        """Run the stages up to attribution and keep the working layers, for those who look inside."""
        book = self.codebook
        rules = ExtractionRules(book.triggers, book.people, book.weapons, book.worlds)
        with stage("parse"):
            parsed = parse(document, self.language, self._names)
        with stage("resolve"):
            resolved = resolve(parsed, self.resources)
        with stage("extract"):
            extracted = extract(resolved, rules)
        with stage("attribute"):
            attributed = attribute(extracted, book.sayings)
        with stage("judge"):
            return keep_likely(attributed)

    def _names(self, text: str) -> list[tuple[int, int]]:
        """Stretches of a text that are one word to the parser: known actors, and triggers with a hyphen."""
        found = [(hit.start, hit.end) for hit in self.codebook.actors.find(text) if hit.actor_ids]
        actors = [(start, end) for start, end in found if not _COMMON_NOUN.search(text[start:end])]
        return [*actors, *(match.span() for match in self.codebook.triggers.hyphenated.finditer(text))]

    def record(self, article: ExtractedArticle) -> CodedArticle:
        """Make the interchange record of a worked article."""
        with stage("judge"):
            give_confidence(article)
        with stage("relate"):
            relations = relations_of(article, self.codebook.relations, self.codebook.sayings)
            facilities = facilities_of(article, self.codebook.facilities, self.codebook.sayings)
        return CodedArticle(
            document=article.resolved.parsed.document,
            events=[item.event for item in article.events],
            relations=relations,
            facilities=facilities,
            places=[named.place for named in article.resolved.places],
            actors=_all_actors(article),
            coder=self.coder,
        )


def _all_actors(article: ExtractedArticle) -> list[Actor]:
    """Every actor named in the text, in an event or not, in order."""
    actors = {(actor.start, actor.end): actor for actor in article.resolved.named_actors}
    for item in article.events:
        event = item.event
        for actor in [*event.actor1, *event.actor2, *event.associated, *event.attributed_to, *event.denied_by]:
            actors.setdefault((actor.start, actor.end), actor)
    return [actors[key] for key in sorted(actors)]
