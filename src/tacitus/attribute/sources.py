"""Sources: who says a thing, by verbs of saying, "according to", and quotations."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.arguments import subjects_of
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, noun_phrase, prepositional_objects
from tacitus.records import Actor
from tacitus.resolve.actors import PartyFinder

_NO_SOURCE = frozenset({"it", "this", "that", "there", "which", "what", "who", "i", "we", "you"})
_PAPERS = frozenset(
    {
        "report",
        "statement",
        "communique",
        "communiqué",
        "release",
        "tweet",
        "post",
        "video",
        "message",
        "letter",
        "bulletin",
    }
)
_BODIES = frozenset(
    "police army military hospital navy government ministry health security gendarmerie un court "
    "mission agency council "
    "office palace presidency defence defense interior state air rebel militia union church party".split()
)
_TELLS_DEEDS = frozenset(
    "report claim announce document record confirm condemn describe allege verify admit acknowledge witness register "
    "mention denounce".split()
)
_GOVERNED = frozenset({"ccomp", "parataxis", "xcomp", "advcl", "dep", "pcomp", "acl"})


@dataclass
class Saying:
    """One act of saying in a sentence: the verb (or "according"), who says it, and its lemma."""

    word: Token
    lemma: str
    sources: list[Actor] = field(default_factory=list)
    source_heads: list[Token] = field(default_factory=list)


@dataclass
class SourceFinder:
    """Finds who says what in an article."""

    finder: PartyFinder
    sayings: Sayings

    def saying_over(self, trigger: Token) -> list[Saying]:
        """The acts of saying that govern a trigger, the outermost last."""
        found = []
        current = trigger
        while current.head != current:
            parent = current.head
            governed = current.dep_ in _GOVERNED or self._is_object_of_saying(current, parent)
            aside = current.dep_ == "advcl" and not self._quoting(parent, current)
            if governed and not aside and self._says(parent):
                found.append(self._saying(parent))
            current = parent
        if not any(saying.word == current for saying in found):
            found.extend(self._trailing(current, trigger))
        found.extend(self._according(trigger))
        found = [saying for saying in found if not _nobody_says(saying)]
        return [saying for saying in found if saying.sources or saying.source_heads or saying.word.tag_ == "VBN"]

    def _says(self, verb: Token) -> bool:
        lemma = verb.lemma_.lower()
        return not (verb.pos_ not in ("VERB", "AUX") or lemma not in self.sayings["saying"])

    def _quoting(self, verb: Token, clause: Token) -> bool:
        """ "As X said", or a trigger clause that the parser hung on the verb of saying as adverbial."""
        return verb.dep_ == "ROOT" and verb.lemma_ in ("say", "tell", "report", "state", "add") and clause.i < verb.i

    def _is_object_of_saying(self, noun: Token, verb: Token) -> bool:
        return noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in _TELLS_DEEDS

    def _trailing(self, root: Token, trigger: Token) -> list[Saying]:
        """ "..., police said": a saying clause beside the main clause."""
        found = []
        for child in root.children:
            if (
                child.dep_ in ("parataxis", "ccomp", "advcl", "dep", "conj")
                and child.i > trigger.i
                and self._says(child)
            ):
                if any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in child.children) and child.dep_ not in (
                    "parataxis",
                ):
                    marked = any(c.lower_ == "as" for c in child.children)
                    if not marked:
                        continue
                if child.lemma_.lower() in (
                    "say",
                    "report",
                    "state",
                    "announce",
                    "claim",
                    "tell",
                    "add",
                    "confirm",
                    "document",
                ):
                    found.append(self._saying(child))
        return found

    def _saying(self, verb: Token) -> Saying:
        subjects, passive = subjects_of(verb)
        if children(verb, "nsubj"):
            # "local sources reported": the tagger often takes it for a participle.
            subjects, passive = children(verb, "nsubj"), False
        if passive:
            subjects = prepositional_objects(verb, "by")
        subjects = [s for s in subjects if s.lower_ not in _NO_SOURCE or s.lower_ == "who"]
        saying = Saying(verb, verb.lemma_.lower(), source_heads=subjects)
        for subject in subjects:
            saying.sources.extend(self.source(subject))
        if not subjects:
            for child in children(verb, "prep"):
                if child.lower_ == "by":
                    for item in children(child, "pobj"):
                        saying.sources.extend(self.source(item))
        return saying

    def _according(self, trigger: Token) -> list[Saying]:
        found = []
        for word in trigger.sent:
            if word.lower_ == "according" and any(c.lower_ == "to" for c in word.children):
                objects = [o for c in word.children if c.lower_ == "to" for o in children(c, "pobj")]
            elif word.lower_ in ("citing", "quoting"):
                objects = children(word, "dobj")
            else:
                continue
            saying = Saying(word, "according", source_heads=objects)
            for item in objects:
                saying.sources.extend(self.source(item))
            found.append(saying)
        return found

    def source(self, head: Token) -> list[Actor]:
        """The actors behind a source phrase; a spokesman stands for the body he speaks for."""
        article = self.finder.article
        if head.lemma_.lower() in _PAPERS:
            owned = [article.actor_of(w) for w in head.subtree if w != head]
            named = [actor for actor in owned if actor is not None][:1]
            if named:
                return named
            by = [p for o in prepositional_objects(head, "by", "from", "of") for p in self.finder.parties(o)]
            if by:
                return [party.actor for party in by]
        actors = []
        for member in _members(head):
            actors.append(self._one(member))
        return [actor for actor in actors if actor is not None]

    def _one(self, head: Token) -> Actor | None:
        article = self.finder.article
        if head.pos_ == "PRON":
            party = self.finder.discourse.pronoun(head, article)
            return party.actor if party is not None and party.named else None
        for word in (head, *_nearby(head)):
            actor = article.actor_of(word)
            if actor is not None:
                return actor
        words = noun_phrase(head)
        body = next((w for w in words if w.lower_ in _BODIES or w.lemma_.lower() == "police"), None)
        if body is not None and head.pos_ == "PROPN" and body != head:
            return Actor(**article.span(body).model_dump(), kind=self._body_kind(body))
        for owner in prepositional_objects(head, "of", "for", "from", "with", "at"):
            actor = article.actor_of(owner)
            if actor is not None:
                return actor
        words = [w for w in words if w.dep_ not in ("det", "predet", "nummod", "quantmod")] or [head]
        span = article.span(min(words, key=lambda w: w.i), head)
        return Actor(**span.model_dump(), kind=self._kind(head))

    def _body_kind(self, body: Token) -> str:
        return (
            "state_forces"
            if body.lower_ not in ("hospital", "health", "un", "rebel", "church", "union")
            else "civilians"
        )

    def _kind(self, head: Token) -> str:
        kind = self.finder.people.kind_of.get(head.lemma_.lower())
        state = any(
            w.lower_ in ("police", "army", "military", "security", "government", "defence", "defense")
            for w in head.subtree
            if w.i <= head.i
        )
        if state:
            return "state_forces"
        return kind or "civilians"


def _nobody_says(saying: Saying) -> bool:
    """ "No group claimed the attack", "state media did not mention it"."""
    if any(child.dep_ == "neg" for child in saying.word.children):
        return True
    return any(
        head.lower_ in ("none", "nobody", "neither") or any(c.lower_ in ("no", "neither") for c in head.children)
        for head in saying.source_heads
    )


def _members(head: Token) -> list[Token]:
    found = [head]
    for member in found:
        found.extend(child for child in member.children if child.dep_ == "conj")
    return found


def _nearby(head: Token) -> list[Token]:
    """Words of the phrase, its apposition and its "of": where a source's body is named."""
    words = [c for c in head.lefts if c.dep_ in ("compound", "poss", "amod", "nmod")]
    words += [w for c in words for w in c.lefts]
    words += [w for a in children(head, "appos") for w in (a, *a.lefts)]
    words += [w for o in prepositional_objects(head, "of", "for", "from") for w in (o, *o.lefts)]
    return words


def open_quotation(sentences: list[Sentence], index: int, text: str) -> int | None:
    """The index of the sentence that opened the quotation in which sentence `index` stands, or None."""
    block = sentences[index].block
    depth_open: int | None = None
    for sentence in sentences[max(0, index - 8) : index]:
        if sentence.block != block:
            depth_open = None
            continue
        plain = sentence.syntax.text
        for _ in range(plain.count('"')):
            depth_open = sentence.index if depth_open is None else None
    return depth_open
