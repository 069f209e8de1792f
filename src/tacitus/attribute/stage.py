"""The attribute stage: every event gains its status, its sources, its deniers and its cues."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.attribute.claims import blame, claimants_of, settle_claim, suspected_by
from tacitus.attribute.denials import Denial, called_false, denial_of, later_denials
from tacitus.attribute.echoes import echoes_of, sentences_about
from tacitus.attribute.hedges import doubted_parties, hedges_of, loaded_words, not_yet
from tacitus.attribute.quotations import Quotation, quotations, speech_around
from tacitus.attribute.sources import Saying, SourceFinder
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.draft import Draft
from tacitus.records import Actor, Assertion, Span
from tacitus.resolve.article import ResolvedArticle

_BODIES = frozenset(
    "agency organization organisation committee observatory group center centre channel daily newspaper mission rights "
    "commission council network ministry command front movement army".split()
)
_FOUNDING = frozenset({"Change to group/activity", "Agreement", "Headquarters or base established"})
_PROCLAIMING = frozenset({"announce", "declare", "proclaim"})


@dataclass
class Voices:
    """What one mention says about who tells it, and how surely."""

    sources: list[Actor] = field(default_factory=list)
    hedges: list[Span] = field(default_factory=list)
    doubted: list[Span] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    attributed: bool = False
    denial: Denial | None = None


def attribute(article: ExtractedArticle, sayings: Sayings) -> ExtractedArticle:
    """Give status, sources, deniers and cues to every event."""
    finder = SourceFinder(article.finder, sayings)
    spoken = quotations(article.resolved)
    for item in article.events:
        heard = [_voices(draft, item, article, finder, sayings, spoken) for draft in item.happening.drafts]
        _claims(item, article, finder, heard)
        _settle(item, heard, _denial(item, heard, article, finder, sayings), article)
    return article


def _voices(
    draft: Draft,
    item: ExtractedEvent,
    article: ExtractedArticle,
    finder: SourceFinder,
    sayings: Sayings,
    spoken: list[Quotation],
) -> Voices:
    resolved = article.resolved
    voices = Voices(hedges=hedges_of(draft, resolved, sayings), doubted=doubted_parties(draft, resolved))
    voices.cues = [*voices.hedges, *voices.doubted, *loaded_words(draft, resolved, sayings)]
    voices.denial = denial_of(draft, article, finder, sayings)
    for saying in finder.saying_over(draft.mention.token):
        if not _proclaims(saying, item):
            _hear(voices, saying, article, sayings)
    if not voices.sources:
        speech = speech_around(draft.mention.sentence, resolved, finder, spoken)
        if speech is not None:
            voices.sources.extend(speech.sources)
            voices.attributed = True
    return voices


def _proclaims(saying: Saying, item: ExtractedEvent) -> bool:
    """Who announces the front that he founds does the deed by saying it."""
    if saying.lemma not in _PROCLAIMING or item.event.sub_event_type not in _FOUNDING:
        return False
    return any(source.overlaps(actor) for source in saying.sources for actor in item.event.actor1)


def _hear(voices: Voices, saying: Saying, article: ExtractedArticle, sayings: Sayings) -> None:
    passive_report = saying.word.tag_ == "VBN" and not saying.sources
    doubting = saying.lemma in ("allege", "suspect", "believe", "think", "fear", "suppose")
    if (passive_report or doubting) and saying.lemma in sayings["hedge_verbs"]:
        span = article.resolved.span(saying.word)
        voices.hedges.append(span)
        voices.cues.append(span)
    if passive_report:
        return
    voices.attributed = True
    voices.sources.extend(a for a in saying.sources if all(a.start != known.start for known in voices.sources))


def _claims(item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder, heard: list[Voices]) -> None:
    """Echoes, blame, suspicion and claims of responsibility: voices about the event as a whole."""
    whole = Voices(sources=echoes_of(item, article, finder))
    whole.attributed = bool(whole.sources)
    accusers, cues, blamed = blame(item, article, finder)
    whole.sources.extend(accusers)
    whole.cues.extend(cues)
    whole.attributed = whole.attributed or blamed
    for sentence in sentences_about(item, article):
        suspecting, words = suspected_by(sentence, article.resolved, finder)
        whole.sources.extend(suspecting)
        if words:
            heard[0].doubted.extend(words)
            whole.cues.extend(words)
    claimants = claimants_of(item, article, finder)
    if claimants:
        whole.sources.extend(claimants)
        whole.attributed = True
        settle_claim(item, claimants)
    heard.append(whole)


def _denial(
    item: ExtractedEvent, heard: list[Voices], article: ExtractedArticle, finder: SourceFinder, sayings: Sayings
) -> Denial:
    """All denials. One that governs a mention denies the event if the mentions beside it tell the same kind of deed."""
    for voices in heard:
        add_actors(item.event.attributed_to, voices.sources)
    whole = later_denials(item, article, finder, sayings)
    drafts = item.happening.drafts
    for voices, draft in zip(heard, drafts, strict=False):
        if voices.denial is None:
            continue
        whole.deniers.extend(voices.denial.deniers)
        whole.cues.extend(voices.denial.cues)
        others = [d.mention.frame.name for v, d in zip(heard, drafts, strict=False) if v.denial is None]
        same = not others or draft.mention.frame.name in others
        if voices.denial.occurrence and same and not _denies_own(voices.denial.deniers, item, draft):
            whole.occurrence = True
    if any(called_false(draft.mention.sentence) for draft in drafts):
        whole.occurrence = True
    return whole


def _denies_own(deniers: list[Actor], item: ExtractedEvent, draft: Draft) -> bool:
    """ "The group denied the attack": its part in it, for a noun does not tell the two apart."""
    if draft.mention.word_class != "noun":
        return False
    ids = {actor.actor_id or actor.text.lower() for actor in item.event.actor1}
    return any((denier.actor_id or denier.text.lower()) in ids for denier in deniers)


def _hedged(item: ExtractedEvent, heard: list[Voices]) -> bool:
    """Whether the event itself is hedged, not one detail.

    It is where those who did it are only suspected, where it is told first, or in half of its mentions.
    """
    if any(voices.doubted for voices in heard):
        return True
    drafts = item.happening.drafts
    first = item.happening.first.position
    in_first = any(v.hedges for v, draft in zip(heard, drafts, strict=False) if draft.position == first)
    return in_first or 2 * sum(1 for v in heard[: len(drafts)] if v.hedges) >= len(drafts)


def _settle(item: ExtractedEvent, heard: list[Voices], denial: Denial, article: ExtractedArticle) -> None:
    event = item.event
    add_actors(event.denied_by, denial.deniers)
    hedges = [span for voices in heard for span in (*voices.hedges, *voices.doubted)]
    for span in [*(cue for voices in heard for cue in voices.cues), *denial.cues]:
        if all(span.start != known.start for known in event.cues):
            event.cues.append(span)
    event.assertion = _status(item, heard, denial, article.resolved)
    states: list[Span] = []
    states.extend(span for span in hedges if all(span.start != known.start for known in states))
    event.evidence["assertion"] = states
    event.evidence["attributed_to"] = [Span(text=a.text, start=a.start, end=a.end) for a in event.attributed_to]
    event.evidence["denied_by"] = [Span(text=a.text, start=a.start, end=a.end) for a in event.denied_by]
    event.evidence = {name: found for name, found in event.evidence.items() if found}


def _status(item: ExtractedEvent, heard: list[Voices], denial: Denial, article: ResolvedArticle) -> Assertion:
    ahead = not_yet(item.happening.drafts, item.event, article)
    if ahead is not None:
        return ahead
    if denial.occurrence:
        return "denied"
    if _hedged(item, heard):
        return "hedged"
    return "attributed" if any(voices.attributed for voices in heard) else "asserted"


def add_actors(known: list[Actor], new: list[Actor]) -> None:
    """Add the actors that are not yet listed under the same name or in fewer words."""
    for actor in new:
        label = actor.actor_id or actor.text.lower()
        if all((other.actor_id or other.text.lower()) != label and not _said_shorter(actor, other) for other in known):
            known.append(actor)


def _said_shorter(actor: Actor, known: Actor) -> bool:
    """ "Ali Sharif ... Sharif", "a regional governor ... the governor", "Fars news agency ... Fars": one source."""
    if actor.actor_id is not None and known.actor_id is not None:
        return False
    if known.start <= actor.end + 1 and actor.start <= known.end + 1:
        # "President" and "Omar Tola", side by side.
        return True
    words, others = _words_of(actor), _words_of(known)
    if not words or not others or not set(words) <= set(others):
        return False
    named = all(word[:1].isupper() for word in actor.text.split())
    by_name = known.actor_id is not None and words[0] == others[0] and named
    return words[-1] == others[-1] or by_name or (named and others[-1] in _BODIES)


def _words_of(actor: Actor) -> list[str]:
    skipped = ("the", "a", "an", "mr.", "mr", "mrs", "ms", "dr", "another")
    return [word for word in actor.text.lower().replace("’s", "").split() if word not in skipped]
