"""Denials: who denies an event, and whether he denies that it happened or only that it was his doing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.attribute.echoes import event_before, new_item
from tacitus.attribute.sources import SourceFinder
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.arguments import subjects_of
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.draft import Draft
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children
from tacitus.records import Actor, Span

_REACH = 4
"""How many sentences after its last mention an event may still be denied."""
_REPORTS = frozenset(
    "claim report accusation allegation charge account statement news version story rumour rumor word suggestion "
    "information assertion fabrication".split()
)
_OWN_PART = frozenset("involvement responsibility role part link participation hand connection complicity".split())
_POINTERS = _REPORTS | _OWN_PART | frozenset({"it", "that", "this", "attack", "killing", "incident", "figure", "toll"})
_OWN = frozenset("it they he she we its their his her our".split())
_AGAINST_PLANS = frozenset({"reject", "dismiss", "disown", "dispute", "contradict", "rebut"})
"""Verbs that deny a report, but turn down a deal."""
_FALSE = (
    r"(?:(?:completely|totally|categorically|absolutely|utterly|entirely) false|not true|untrue|baseless|unfounded|"
    r"without (?:any )?(?:foundation|basis)|(?:has|have|had) no (?:basis|foundation)|no truth|nonsense|"
    r"(?:pure |sheer |a )?fabricat(?:ion|ions|ed)|(?:a|are|is|were|was|about looting) lies?|propaganda|a smear|"
    r"devoid of (?:all |any )?(?:foundation|truth)|hoax|slander|misinformation|disinformation)"
)
_CALLED_FALSE = re.compile(rf"\b{_FALSE}\b")
_REPORTS_FALSE = re.compile(
    r"\b(?:reports?|claims?|allegations?|rumou?rs?|news|story|accusations?|what)\b.{0,160}?\b(?:are|is|were|was|has|have)"
    rf"\s+(?:all |simply )?(?:false|{_FALSE}|no basis|no foundation)|\bno truth (?:in|to)\b|"
    r"\bfalse (?:reports?|claims?|information|news|rumou?rs?)\b"
)
_NOTHING_HAPPENED = re.compile(
    r"\bno such (?:attacks?|incidents?|events?|thing|strikes?|raids?|operations?)\b|"
    r"\b(?:nobody|no one|no civilians?|not a single \w+) (?:has|have|had|was|were) (?:been )?"
    r"(?:killed|hurt|shot|harmed|wounded|beaten|burned|attacked|arrested|taken)\b|"
    r"\b(?:never|did not) (?:happen|happened|occur|occurred|take place)\b|\bnobody fired\b"
)


@dataclass
class Denial:
    """Who denies, by which words, and whether the event itself is denied."""

    deniers: list[Actor] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    occurrence: bool = False


def denial_of(draft: Draft, article: ExtractedArticle, finder: SourceFinder, sayings: Sayings) -> Denial | None:
    """The denial that governs a mention ("denied that planes had bombed", "denied firing"), or None."""
    trigger = draft.mention.token
    verb, reported = _denying_verb(trigger, sayings)
    if verb is None:
        return None
    objects = children(verb, "dobj")
    part = any(o.lemma_.lower() in _OWN_PART for o in objects) or _is_part_clause(verb, trigger)
    having = any(c.lower_ == "having" for c in trigger.children)
    own_act = (trigger.tag_ == "VBG" or having) and not reported
    subjects, _ = subjects_of(verb)
    denial = Denial([a for s in subjects for a in finder.source(s)], [article.resolved.span(verb)])
    denial.occurrence = not part and not own_act
    return denial


def _denying_verb(trigger: Token, sayings: Sayings) -> tuple[Token | None, bool]:
    """The verb of denying above the trigger, and whether what it denies is a report of the deed."""
    current, reported = trigger, False
    for _ in range(8):
        parent = current.head
        if parent == current:
            return None, reported
        reported = reported or current.lemma_.lower() in _REPORTS
        lemma = parent.lemma_.lower()
        if lemma in sayings["denying"] and current.dep_ in ("dobj", "ccomp", "xcomp", "pcomp", "prep", "advcl"):
            # To reject a deal denies nothing.
            turned_down = lemma in _AGAINST_PLANS and not reported and current.dep_ != "ccomp"
            return (None if turned_down else parent), reported
        current = parent
    return None, reported


def _is_part_clause(verb: Token, trigger: Token) -> bool:
    """ "A spokesman denied that the group was involved"."""
    return any(
        (clause.lemma_.lower() in ("involve", "participate") or "responsible" in clause.text)
        and trigger in list(clause.subtree)
        for outer in children(verb, "ccomp", "xcomp")
        for clause in (outer, *children(outer, "acomp"))
    )


def called_false(sentence: Sentence) -> bool:
    """Whether the sentence calls reports of what it tells false."""
    return bool(_REPORTS_FALSE.search(sentence.lower))


def later_denials(item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder, sayings: Sayings) -> Denial:
    """Denials in the sentences of the mentions and just after, in words that point back at the event."""
    positions = {draft.position for draft in item.happening.drafts}
    found = Denial()
    reach = 0 if item.event.background else _REACH
    for sentence in article.resolved.sentences:
        if not min(positions) <= sentence.index <= max(positions) + reach:
            continue
        if sentence.index not in positions and (
            event_before(sentence, article, _REACH) is not item or new_item(sentence, item, article)
        ):
            continue
        here = sentence.index in positions
        for verb in sentence.syntax:
            if verb.pos_ == "VERB" and verb.lemma_.lower() in sayings["denying"]:
                _denied(verb, sentence.index, item, article, finder, found)
        _contradicted(sentence, item, article, finder, found, here=here)
    return found


def _denied(
    verb: Token, index: int, item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder, found: Denial
) -> None:
    governs = any(d.mention.token in list(verb.subtree) for d in item.happening.drafts)
    objects = [o.lemma_.lower() for o in children(verb, "dobj")]
    clauses = children(verb, "ccomp", "xcomp")
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "neg" for c in verb.children) or governs:
        return
    points = any(o in _POINTERS for o in objects) or _denies_part(verb)
    bare = lemma == "deny" and not objects and not clauses and verb.dep_ != "xcomp"
    # "The army denied that its men had been there": what it denies has no word for the event.
    whole = lemma == "deny" and bool(children(verb, "ccomp")) and not points and _after(index, item)
    if not (points or bare or whole):
        return
    if lemma != "deny" and not any(o in _REPORTS for o in objects):
        return
    subjects, passive = subjects_of(verb)
    if passive or any(s.lower_ in ("no", "nobody", "none") for s in subjects):
        return
    found.deniers.extend(a for s in subjects for a in finder.source(s))
    found.cues.append(article.resolved.span(verb))
    # "Denied that its men were behind it" denies a part, "that anyone had been hurt" the deed.
    own = any(_speaks_of_himself(s) for c in clauses for s in children(c, "nsubj", "nsubjpass"))
    found.occurrence = found.occurrence or (whole and not own)


def _speaks_of_himself(subject: Token) -> bool:
    return subject.lower_ in _OWN or any(c.dep_ == "poss" and c.lower_ in _OWN for c in subject.children)


def _after(index: int, item: ExtractedEvent) -> bool:
    """Whether the verb stands in one of the three sentences after the event's last mention."""
    last = max((draft.mention.sentence for draft in item.happening.drafts), key=lambda sentence: sentence.index)
    return 0 < index - last.index <= 3


def _denies_part(deny: Token) -> bool:
    return any(
        clause.lemma_.lower() in ("involve", "participate", "carry", "target", "use") or "responsible" in clause.text
        for outer in children(deny, "ccomp", "xcomp")
        for clause in (outer, *children(outer, "acomp"))
    )


def _contradicted(
    sentence: Sentence,
    item: ExtractedEvent,
    article: ExtractedArticle,
    finder: SourceFinder,
    found: Denial,
    *,
    here: bool,
) -> None:
    """Somebody says that it is false, that no such thing happened, or the contrary of what the event's mention says."""
    text = sentence.lower
    match = _NOTHING_HAPPENED.search(text) or (None if here else _CALLED_FALSE.search(text))
    contrary = None if match or here else _contrary(sentence, item, article)
    if match is None and contrary is None:
        return
    speakers = [actor for saying in finder.said_in(sentence) for actor in saying.sources]
    if not speakers:
        subjects = children(sentence.syntax.root, "nsubj")
        speakers = [a for s in subjects for a in finder.source(s)] if sentence.syntax.root.lemma_ in _CALLING else []
    known = {a.text for a in item.event.attributed_to}
    speakers = [a for a in speakers if a.text not in known]
    if not speakers:
        return
    found.deniers.extend(speakers)
    found.occurrence = True
    start = sentence.span.start + match.start() if match is not None else None
    if match is not None and start is not None:
        found.cues.append(article.resolved.parsed.cut(start, start + len(match.group())))
    elif contrary is not None:
        found.cues.append(article.resolved.span(contrary))


_CALLING = frozenset({"call", "describe", "dismiss", "reject", "brand", "label", "denounce", "say", "slam"})


def _nothing_of_it(verb: Token) -> bool:
    """ "They had not fired", "it signed nothing"."""
    own = any(s.lower_ in ("it", "they", "we") or s.pos_ == "PROPN" for s in children(verb, "nsubj"))
    negated = any(c.dep_ == "neg" and c.lower_ != "never" for c in verb.children)
    return own and (negated or any(o.lower_ in ("nothing", "none") for o in children(verb, "dobj")))


def _contrary(sentence: Sentence, item: ExtractedEvent, article: ExtractedArticle) -> Token | None:
    """A negated trigger of the event's own kind ("the police said they had not fired")."""
    frames = {draft.mention.frame.name for draft in item.happening.drafts}
    for mention, reason in article.refused:
        if mention.sentence.index != sentence.index or reason != "negated" or mention.frame.name not in frames:
            continue
        subjects, _ = subjects_of(mention.token)
        own = {actor.actor_id for actor in item.event.actor1 if actor.actor_id}
        for subject in subjects:
            actor = article.resolved.actor_of(subject)
            if subject.lower_ in ("it", "they", "we") or (actor is not None and actor.actor_id in own):
                return mention.token
    lemmas = {draft.mention.token.lemma_.lower() for draft in item.happening.drafts}
    for verb in sentence.syntax:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in lemmas and _nothing_of_it(verb):
            return verb
    return None
