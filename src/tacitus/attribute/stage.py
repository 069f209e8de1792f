"""The attribute stage: every event gains its status, its sources, its deniers and its cues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.attribute.hedges import denial_of, hedges_of, loaded_words
from tacitus.attribute.sources import Saying, SourceFinder, open_quotation
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.arguments import subjects_of
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.draft import ARMED, Draft
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, is_negated, prepositional_objects
from tacitus.records import Actor, Assertion, Span

_CLAIM_WORDS = frozenset({"responsibility", "credit"})
_DENIED_THINGS = frozenset(
    "claim report accusation allegation charge involvement responsibility account statement role "
    "news version figure toll "
    "attack killing it".split()
)
_UNTRUE = re.compile(
    r"\b(?:reports?|claims?|allegations?|rumou?rs?|news|story|accusations?)\b.{0,160}?\b(?:are|is|were|was)\s+"
    r"(?:not true|false|untrue|baseless|unfounded|fabricated|devoid|without foundation|completely false|totally false)|"
    r"\bno truth (?:in|to)\b|\b(?:dismissed|rejected|denied)\b.{0,30}\b(?:reports?|claims?) (?:that|of)\b"
)


@dataclass
class Voices:
    """What one mention says about who tells it, and how surely."""

    sources: list[Actor] = field(default_factory=list)
    deniers: list[Actor] = field(default_factory=list)
    hedges: list[Span] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    attributed: bool = False
    occurrence_denied: bool = False


def attribute(article: ExtractedArticle, sayings: Sayings) -> ExtractedArticle:
    """Give status, sources, deniers and cues to every event."""
    finder = SourceFinder(article.finder, sayings)
    for item in article.events:
        heard = [_voices(draft, article, finder, sayings) for draft in item.happening.drafts]
        hedged = _hedged(item, heard)
        for voices in heard:
            _apply(item, voices, hedged=hedged)
        _blame(item, article, finder)
        _claims_and_denials(item, article, finder, sayings)
        if all(draft.planned for draft in item.happening.drafts):
            item.event.assertion = "planned"
        _settle(item)
    return article


def _voices(draft: Draft, article: ExtractedArticle, finder: SourceFinder, sayings: Sayings) -> Voices:
    resolved = article.resolved
    voices = Voices(hedges=hedges_of(draft, resolved, sayings))
    voices.cues = [*voices.hedges, *loaded_words(draft, resolved, sayings)]
    trigger = draft.mention.token
    denial = denial_of(trigger, sayings)
    if denial is not None:
        verb, authorship = denial
        voices.cues.append(resolved.span(verb))
        subjects, _ = subjects_of(verb)
        voices.deniers = [actor for subject in subjects for actor in finder.source(subject)]
        # "Denied that civilians were killed" denies a toll, not the act.
        voices.occurrence_denied = not authorship and not draft.mention.frame.effect
        return voices
    for saying in finder.saying_over(trigger):
        _hear(voices, saying, trigger, article, sayings)
    if _UNTRUE.search(draft.mention.sentence.lower):
        voices.occurrence_denied = True
    if not voices.sources:
        _from_quotation(voices, draft.mention.sentence, article, finder)
    return voices


def _hear(voices: Voices, saying: Saying, trigger: Token, article: ExtractedArticle, sayings: Sayings) -> None:
    passive_report = saying.word.tag_ == "VBN" and not saying.sources
    if passive_report:
        if saying.lemma in sayings["hedge_verbs"]:
            voices.hedges.append(article.resolved.span(saying.word))
            voices.cues.append(article.resolved.span(saying.word))
        return
    if saying.lemma in ("allege", "suspect", "believe", "think", "fear") and saying.lemma in sayings["hedge_verbs"]:
        span = article.resolved.span(saying.word)
        voices.hedges.append(span)
        voices.cues.append(span)
    own_act = [a for a in saying.sources if _is_part_of(trigger, saying)]
    if own_act:
        return
    voices.attributed = True
    voices.sources.extend(a for a in saying.sources if all(a.start != known.start for known in voices.sources))


def _is_part_of(trigger: Token, saying: Saying) -> bool:
    """The trigger stands inside the source phrase ("residents who fled the attack said")."""
    return any(trigger in list(head.subtree) for head in saying.source_heads)


def _from_quotation(voices: Voices, sentence: Sentence, article: ExtractedArticle, finder: SourceFinder) -> None:
    """A sentence inside a quotation is said by whoever speaks there."""
    opened = open_quotation(article.resolved.sentences, sentence.index, article.resolved.parsed.document.text)
    if opened is None:
        return
    for index in (*range(opened, sentence.index), sentence.index + 1):
        if index >= len(article.resolved.sentences) or article.resolved.sentences[index].block != sentence.block:
            continue
        for word in article.resolved.sentences[index].syntax:
            if word.lemma_.lower() in ("say", "tell", "add", "state", "explain") and word.pos_ == "VERB":
                subjects, _ = subjects_of(word)
                sources = [actor for subject in subjects for actor in finder.source(subject)]
                if sources:
                    voices.sources.extend(sources)
                    voices.attributed = True
                    return


def _hedged(item: ExtractedEvent, heard: list[Voices]) -> bool:
    """Whether the event itself is hedged: where it is told first, or in half of its mentions, not in one detail."""
    first = item.happening.first.position
    drafts = item.happening.drafts
    in_first = any(v.hedges for v, draft in zip(heard, drafts, strict=True) if draft.position == first)
    return in_first or 2 * sum(1 for v in heard if v.hedges) >= len(heard)


def _apply(item: ExtractedEvent, voices: Voices, *, hedged: bool) -> None:
    event = item.event
    _add_actors(event.attributed_to, voices.sources)
    _add_actors(event.denied_by, voices.deniers)
    for span in voices.cues:
        if all(span.start != known.start for known in event.cues):
            event.cues.append(span)
    states = event.evidence.setdefault("assertion", [])
    states.extend(span for span in voices.hedges if all(span.start != known.start for known in states))
    rank: dict[Assertion, int] = {
        "asserted": 0,
        "attributed": 1,
        "hedged": 2,
        "denied": 3,
        "planned": 4,
        "hypothetical": 5,
    }
    status: Assertion = "asserted"
    if voices.occurrence_denied:
        status = "denied"
    elif voices.hedges and hedged:
        status = "hedged"
    elif voices.attributed:
        status = "attributed"
    if rank[status] > rank[event.assertion]:
        event.assertion = status


def _add_actors(known: list[Actor], new: list[Actor]) -> None:
    for actor in new:
        label = actor.actor_id or actor.text.lower()
        if all((other.actor_id or other.text.lower()) != label and not _said_shorter(actor, other) for other in known):
            known.append(actor)


def _said_shorter(actor: Actor, known: Actor) -> bool:
    """ "Ali Sharif ... Sharif", "a regional governor ... the governor": one source in fewer words."""
    if actor.actor_id is not None and known.actor_id is not None:
        return False
    words, others = _words_of(actor), _words_of(known)
    return bool(words) and bool(others) and words[-1] == others[-1] and set(words) <= set(others)


def _words_of(actor: Actor) -> list[str]:
    skipped = ("the", "a", "an", "mr.", "mr", "mrs", "ms", "dr", "another")
    return [word for word in actor.text.lower().replace("’s", "").split() if word not in skipped]


def _claims_and_denials(
    item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder, sayings: Sayings
) -> None:
    """Claims of responsibility and denials told in the event's sentence or the ones just after."""
    positions = sorted({draft.position for draft in item.happening.drafts})
    sentences = article.resolved.sentences
    last = positions[-1]
    for index in range(positions[0], min(last + 3, len(sentences))):
        if index > last and _tells_other_event(index, item, article):
            break
        for word in sentences[index].syntax:
            lemma = word.lemma_.lower()
            if lemma in ("claim", "take", "accept", "admit", "deny") and word.pos_ == "VERB":
                objects = {o.lemma_.lower() for o in children(word, "dobj")}
                subjects, passive = subjects_of(word)
                if passive:
                    objects |= {s.lemma_.lower() for s in subjects}
                    subjects = prepositional_objects(word, "by")
                actors = [
                    actor
                    for subject in subjects
                    if subject.lower_ not in ("no", "one", "nobody")
                    for actor in finder.source(subject)
                ]
                actors = [actor for actor in actors if not actor.text.lower().startswith(("no ", "nobody"))]
                if _none_said(subjects) or any(c.dep_ == "neg" for c in word.children):
                    continue
                if lemma != "deny" and objects & _CLAIM_WORDS:
                    _claimed(item, actors)
                elif (
                    lemma == "deny"
                    and index >= last
                    and (index == last or objects & _DENIED_THINGS or _denies_part(word))
                ):
                    _add_actors(item.event.denied_by, actors)
                    item.event.cues.append(article.resolved.span(word))


def _blame(item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder) -> None:
    """ "blamed on X", "accused X of", "laid at the door of X": the accused is the perpetrator, the accuser a source."""
    for draft in item.happening.drafts:
        for word in draft.mention.sentence.syntax:
            lemma = word.lemma_.lower()
            if (
                word.pos_ != "VERB"
                or lemma not in ("blame", "accuse", "attribute", "impute", "pin")
                or is_negated(word)
            ):
                continue
            if not _concerns(word, draft.mention.token):
                continue
            accused = prepositional_objects(word, "on", "to") if lemma != "accuse" else []
            accused += children(word, "dobj") if lemma in ("accuse", "blame") else []
            accused = [a for a in accused if a != draft.mention.token]
            subjects, passive = subjects_of(word)
            if passive and lemma in ("accuse",):
                accused += subjects
            parties = [
                party.actor
                for head in accused
                for party in article.finder.parties(head)
                if party.actor.kind in ARMED or party.named
            ]
            if not parties:
                continue
            item.event.cues.append(article.resolved.span(word))
            if not passive:
                _add_actors(item.event.attributed_to, [a for s in subjects for a in finder.source(s)])
            if item.event.assertion == "asserted":
                item.event.assertion = "attributed"
            if all(actor.name is None and actor.kind in ("unidentified", "rebel_group") for actor in item.event.actor1):
                item.event.actor1 = parties


def _concerns(verb: Token, trigger: Token) -> bool:
    """Whether the verb of blame and the trigger stand together: one governs the other, or they share a clause."""
    return (
        trigger in list(verb.subtree)
        or verb in list(trigger.subtree)
        or (
            trigger.sent == verb.sent
            and verb.dep_ in ("ROOT", "conj", "relcl", "ccomp")
            and abs(trigger.i - verb.i) < 25
        )
    )


def _denies_part(deny: Token) -> bool:
    """ "A spokesman denied that the group was involved"."""
    return any(
        clause.lemma_.lower() in ("involve", "participate", "carry", "target", "use") or "responsible" in clause.text
        for clause in children(deny, "ccomp", "xcomp")
        for clause in (clause, *children(clause, "acomp"))
    )


def _none_said(subjects: list[Token]) -> bool:
    return any(
        s.lower_ in ("no", "nobody", "none") or any(c.lower_ in ("no", "neither") for c in s.children) for s in subjects
    )


def _tells_other_event(index: int, item: ExtractedEvent, article: ExtractedArticle) -> bool:
    return any(
        draft.position == index for other in article.events if other is not item for draft in other.happening.drafts
    )


def _claimed(item: ExtractedEvent, actors: list[Actor]) -> None:
    """A claim of responsibility: the claimant is a source and, unless another is named, the perpetrator."""
    event = item.event
    _add_actors(event.attributed_to, actors)
    if event.assertion == "asserted":
        event.assertion = "attributed"
    if all(actor.name is None for actor in event.actor1):
        event.actor1 = [
            *list(actors),
            *[a for a in event.actor1 if a.kind not in ("unidentified", "rebel_group")],
        ]


def _settle(item: ExtractedEvent) -> None:
    event = item.event
    spans = [Span(text=a.text, start=a.start, end=a.end) for a in event.attributed_to]
    if spans:
        event.evidence["attributed_to"] = spans
    if event.denied_by:
        event.evidence["denied_by"] = [Span(text=a.text, start=a.start, end=a.end) for a in event.denied_by]
    event.evidence = {name: found for name, found in event.evidence.items() if found}
