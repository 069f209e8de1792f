"""Hedges and plans: how surely a thing is told, and whether it has happened yet."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.draft import Draft
from tacitus.parse.tree import children, is_negated
from tacitus.records import Assertion, Event, Span
from tacitus.resolve.article import ResolvedArticle

_APPEARING = frozenset("appear seem believe think suspect fear suppose presume".split())
_IDENTITY = frozenset("suspect believe think allege presume".split())
_SUSPECTED = frozenset("suspected alleged presumed supposed purported".split())
_ARMED_WORDS = frozenset(
    "militant fighter gunman gunmen attacker assailant rebel insurgent jihadist terrorist extremist men man member "
    "bandit separatist element bomber raider guerrilla people person".split()
)
_TAKEN_ALIVE = frozenset({"arrest", "capture_people", "abduct", "disarm"})
_CLAUSE_ENDS = frozenset({"relcl", "advcl", "acl"})
_CALLING = frozenset("call plan announce schedule threaten urge invite convene vow promise set".split())
_COMING = _CALLING | frozenset({"expect", "due", "propose", "prepare", "intend"})
_PROTESTS = frozenset({"Peaceful protest", "Other", "Violent demonstration"})


def hedges_of(draft: Draft, article: ResolvedArticle, sayings: Sayings) -> list[Span]:
    """The hedging words that apply to a mention: adverbs, adjectives, verbs of belief, set phrases."""
    words: list[Token] = []
    chain = _chain(draft)
    for head in chain:
        adverbial = ("advmod", "amod", "dep", "npadvmod")
        words += [c for c in head.children if c.lower_ in sayings["hedge_adverbs"] and c.dep_ in adverbial]
        auxiliaries = children(head, "aux")
        if any(c.lower_ == "have" for c in auxiliaries):
            words += [c for c in auxiliaries if c.lower_ in ("may", "might", "could")]
    if draft.mention.word_class == "noun":
        doubtful = sayings["hedge_adjectives"] | sayings["hedge_adverbs"]
        words += [
            c for c in draft.mention.token.children if c.dep_ in ("amod", "compound", "advmod") and c.lower_ in doubtful
        ]
    words += _governors(chain, sayings)
    words += _unconfirmed(draft)
    return [article.span(word) for word in dict.fromkeys(words)] + _phrases(draft, article, sayings)


def doubted_parties(draft: Draft, article: ResolvedArticle) -> list[Span]:
    """The words that make the doers, or those killed, only suspected ones: they hedge the event."""
    heads = [party.head for party in draft.actor1] + draft.arguments.agents + draft.arguments.parties
    if draft.mention.frame.name not in _TAKEN_ALIVE:
        heads += [party.head for party in draft.actor2] + draft.arguments.targets
    words: list[Token] = []
    for head in dict.fromkeys(heads):
        words += [w for w in (head, *_before(head)) if w.lower_ in _SUSPECTED]
        over = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else None
        if over is not None:
            words += [w for w in _before(over) if w.lower_ in _SUSPECTED]
        for one in (head, over):
            if one is not None and one.lemma_.lower() in _ARMED_WORDS:
                words += [
                    c
                    for c in children(one, "acl", "relcl", "advcl")
                    if c.lemma_ in _IDENTITY and not children(c, "nsubj")
                ]
    words += _believed(draft)
    return [article.span(word) for word in dict.fromkeys(words)]


def _believed(draft: Draft) -> list[Token]:
    """ "Militants believed to be members of X attacked", however the parser hangs it."""
    trigger = draft.mention.token
    found = []
    for word in draft.mention.sentence.syntax:
        if word.lemma_.lower() not in _IDENTITY or word.i + 1 >= len(word.doc) or word.nbor(1).lower_ != "to":
            continue
        noun = word
        while noun.i > word.sent.start and (
            noun == word or noun.is_punct or noun.lower_ in ("who", "are", "were", "is", "was")
        ):
            noun = noun.nbor(-1)
        if noun.lemma_.lower() not in _ARMED_WORDS:
            continue
        by = any(w.lower_ == "by" for w in noun.doc[max(noun.i - 4, noun.sent.start) : noun.i])
        if (word.i < trigger.i < word.i + 25) or (by and trigger.i < noun.i):
            found.append(word)
    return found if draft.mention.frame.name not in _TAKEN_ALIVE else []


def _before(head: Token) -> list[Token]:
    """The words of the phrase before its head, those too that the parser hung elsewhere."""
    found: list[Token] = []
    current = head
    while current.i > head.sent.start and len(found) < 6:
        current = current.nbor(-1)
        if current.is_punct and current.text not in ("-", "–"):
            break
        if current.pos_ not in ("ADJ", "NOUN", "PROPN", "VERB", "PUNCT", "ADP", "NUM", "PART") or current.pos_ == "ADP":
            break
        found.append(current)
    return found


def _chain(draft: Draft) -> list[Token]:
    """The trigger, its carrier, and verbs it is coordinated under."""
    chain = [draft.mention.token]
    if draft.arguments.carrier is not None and draft.arguments.carrier != draft.mention.token:
        chain.append(draft.arguments.carrier)
    for token in list(chain):
        current = token
        while current.dep_ == "conj" and current.head.pos_ in ("VERB", "AUX", "NOUN"):
            current = current.head
            chain.append(current)
    noun = draft.mention.token
    if draft.mention.word_class == "noun" and noun.dep_ in ("nsubj", "nsubjpass", "dobj") and noun.head not in chain:
        chain.append(noun.head)
    return chain


def _governors(chain: list[Token], sayings: Sayings) -> list[Token]:
    """ "Is believed to have killed", "appears to have fired", "were said to have left"."""
    found = []
    for head in chain:
        governor = head.head
        if head.dep_ not in ("xcomp", "ccomp") or governor == head:
            continue
        passive = any(c.dep_ == "auxpass" for c in governor.children)
        lemma = governor.lemma_.lower()
        told_of = lemma == "say" and head.dep_ == "xcomp"
        if lemma in _APPEARING or (passive and (lemma in sayings["hedge_verbs"] or told_of)):
            found.append(governor)
    return found


def _unconfirmed(draft: Draft) -> list[Token]:
    """ "Could not confirm a report that ...", "footage appears to show ..."."""
    trigger = draft.mention.token
    found = []
    for word in draft.mention.sentence.syntax:
        lemma = word.lemma_.lower()
        if lemma in ("confirm", "verify") and is_negated(word) and trigger in list(word.subtree):
            found.append(word)
        shown = lemma == "show" and word.dep_ == "xcomp" and word.head.lemma_ in ("appear", "seem")
        if shown and (trigger in list(word.subtree) or not any(c.dep_ in ("dobj", "ccomp") for c in word.children)):
            found.append(word.head)
    return found


def _phrases(draft: Draft, article: ResolvedArticle, sayings: Sayings) -> list[Span]:
    """Set phrases that stand over the trigger ("unconfirmed reports of"), or speak of all that the sentence tells."""
    sentence = draft.mention.sentence
    lower = sentence.lower.replace("\n", " ")
    found = []
    for phrase in sayings["hedge_phrases"]:
        at = lower.find(phrase)
        if at < 0:
            continue
        start = sentence.span.start + at
        words = article.tokens_of(start, start + len(phrase))
        if not words:
            continue
        noun = next((w for w in words if w.pos_ == "NOUN"), None)
        over = noun if noun is not None else next((w for w in words if w.pos_ in ("VERB", "AUX")), words[0])
        verified = "verif" in phrase or ("confirm" in phrase and noun is None)
        if verified or _under(draft.mention.token, over):
            found.append(article.parsed.cut(start, start + len(phrase)))
    return found


def _under(trigger: Token, over: Token) -> bool:
    """Whether the word governs the trigger within one clause."""
    current = trigger
    while current.head != current:
        if current == over or current.head == over:
            return current == over or current.dep_ not in ("relcl", "advcl", "npadvmod", "conj") or over.pos_ == "NOUN"
        if current.dep_ in _CLAUSE_ENDS and current.head.pos_ in ("NOUN", "PROPN") and current.head != over:
            return False
        current = current.head
    # "There were unconfirmed reports of", where the parser made the reports the subject.
    return False


def loaded_words(draft: Draft, article: ResolvedArticle, sayings: Sayings) -> list[Span]:
    """Loaded words of the sentence ("terrorist", "so-called"): stance cues, never facts."""
    sentence = draft.mention.sentence
    lower = article.document_text(sentence.span.start, sentence.span.end).lower().replace("\n", " ")
    found = []
    for word in sayings["loaded"]:
        if word not in lower:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", lower):
            start, end = sentence.span.start + match.start(), sentence.span.start + match.end()
            if not any(actor.start <= start and end <= actor.end for actor in article.named_actors):
                found.append(article.parsed.cut(start, end))
    return sorted(found, key=lambda span: span.start)


def not_yet(drafts: list[Draft], event: Event, article: ResolvedArticle) -> Assertion | None:
    """ "planned" or "hypothetical" where no mention tells what has happened: a day ahead, a call, a threat."""
    published = article.parsed.document.published
    ahead = published is not None and event.date.start is not None and event.date.start > published
    called = event.sub_event_type in _PROTESTS and all(_called_for(draft.mention.token) for draft in drafts)
    ahead = ahead and all(_ahead(draft.mention.token) for draft in drafts)
    if not (ahead or called or all(draft.planned for draft in drafts)):
        return None
    conditional = all(_conditional(draft.mention.token) for draft in drafts)
    return "hypothetical" if conditional else "planned"


def _ahead(trigger: Token) -> bool:
    """Whether the words around speak of what will be."""
    current = trigger
    for _ in range(5):
        if current.lemma_.lower() in _COMING or any(
            c.lower_ in ("will", "would", "shall", "'ll", "to", "may", "could") and c.dep_ == "aux"
            for c in current.children
        ):
            return True
        if current.head == current:
            return False
        current = current.head
    return False


def _called_for(trigger: Token) -> bool:
    over = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    inner = trigger.dep_ == "dobj" or (trigger.dep_ == "pobj" and trigger.head.lower_ in ("for", "to", "of"))
    return inner and over.lemma_.lower() in _CALLING


def _conditional(trigger: Token) -> bool:
    current = trigger
    for _ in range(6):
        if any(
            c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in current.children
        ) or current.lemma_.lower() in ("threaten", "warn"):
            return True
        if current.head == current:
            return False
        current = current.head
    return False
