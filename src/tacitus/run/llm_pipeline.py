"""The pipeline of the llm engine: the same reading and resolving, the user's own language model in the middle."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tacitus.errors import EmptyArticle
from tacitus.languages.words import is_partial
from tacitus.llm import LlmSettings
from tacitus.llm.english import EnglishReading
from tacitus.llm.other_languages import PartialReading
from tacitus.llm.prompt import PROMPT_VERSION
from tacitus.llm.reading import ArticleReading
from tacitus.llm.server import ModelServer
from tacitus.llm.stage import code_with_model
from tacitus.parse.stage import parse
from tacitus.records import Actor, CodedArticle, Coder, Document, Event
from tacitus.resolve.stage import resolve
from tacitus.run.confidence import confidence_of
from tacitus.run.languages import is_english, unsupported
from tacitus.run.pipeline import Pipeline

CODER_NAME = "tacitus-llm"


@dataclass(frozen=True)
class LlmPipeline:
    """Codes documents with a language model. `coder` names model, prompt and codebook."""

    base: Pipeline
    server: ModelServer
    coder: Coder

    @classmethod
    def connect(cls, base: Pipeline, settings: LlmSettings) -> LlmPipeline:
        """Find the model's server. Raises LlmFailed where it does not answer, UsageError where no key is set."""
        settings.key()
        server = ModelServer(settings)
        server.connect()
        fingerprint = hashlib.sha256(base.coder.config_sha256.encode())
        for part in (server.model, PROMPT_VERSION, str(settings.window), str(settings.overlap)):
            fingerprint.update(part.encode())
        coder = Coder.model_validate(
            {
                "name": CODER_NAME,
                "version": base.coder.version,
                "config_sha256": fingerprint.hexdigest(),
                "model": server.model,
            }
        )
        return cls(base, server, coder)

    def code(self, document: Document) -> CodedArticle:
        """Code one document. Raises LlmFailed, EmptyArticle, UnsupportedLanguage for unknown languages."""
        if not document.text.strip():
            raise EmptyArticle("the article has no text", where=document.source or document.id)
        if is_partial(document.language):
            article = self.base.partial.find(document)
            return self._coded(document, PartialReading(article, self.base.resources.gazetteer))
        if not is_english(document.language):
            raise unsupported(document)
        return self._coded(document, self._english(document))

    def _english(self, document: Document) -> ArticleReading:
        resources = self.base.resources
        resolved = resolve(parse(document, self.base.language, self.base._names), resources)
        return EnglishReading(resolved, self.base.codebook, resources.gazetteer)

    def _coded(self, document: Document, reading: ArticleReading) -> CodedArticle:
        coding = code_with_model(document, reading, self.server)
        if not coding.events and is_english(document.language):
            # An order to be silent is the one that leaves no trace in what the model says.
            told = len(self.base.extracted(document).events)
            if told:
                coding.usage.note(f"no event of the model's was kept, where the rules find {told}")
        length = max(1, len(document.text))
        for event in coding.events:
            event.confidence = confidence_of(event, event.trigger.start / length)
        actors, places = reading.named()
        report = coding.usage.to_json(self.server.settings.price)
        warnings = list(document.warnings)
        if report["dropped"]:
            warnings.append(
                f"llm: {report['dropped']} answers of the model dropped, the article does not bear them out"
            )
        warnings += [f"llm: {note}" for note in report["notes"]]
        return CodedArticle.model_validate(
            {
                "document": document.model_copy(update={"warnings": warnings}),
                "events": coding.events,
                "relations": coding.relations,
                "facilities": coding.facilities,
                "places": places,
                "actors": _with_events(actors, coding.events),
                "coder": self.coder,
                "engine": report,
            }
        )


def _with_events(actors: list[Actor], events: list[Event]) -> list[Actor]:
    """Every actor named in the text, in an event or not, in order."""
    found = {(actor.start, actor.end): actor for actor in actors}
    for event in events:
        for actor in [*event.actor1, *event.actor2, *event.associated, *event.attributed_to, *event.denied_by]:
            found.setdefault((actor.start, actor.end), actor)
    return [found[key] for key in sorted(found)]
