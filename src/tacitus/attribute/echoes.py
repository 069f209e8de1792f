"""Echoes: sentences that have no word for the event but say more of it ("a doctor put the dead at nine")."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.attribute.sources import Saying, SourceFinder
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, prepositional_objects
from tacitus.records import Actor

_REACH = 3
"""How many sentences after its last mention an event may still be spoken of without a word for it."""
_TOLLS = frozenset(
    "toll number figure count dead death deaths casualty casualties fatality fatalities victim body bodies corpse "
    "wounded injured killed total strength".split()
)
_PUTTING = frozenset("put place set give provide revise raise lower count speak disclose release".split())
_IT = frozenset({"it", "this", "that"})
_DEEDS = frozenset("incident attack report account deed killing operation claim event strike news".split())
_TAKING_UP = frozenset("confirm claim own admit report disclose announce contain reveal".split())
_SAW = re.compile(r"\b(?:saw|seen|heard|watched|witnessed|told how|counted|buried|fled|hid|ran|escaped|survived)\b")
_THERE = frozenset(
    "attacker assailant gunman hijacker kidnapper suspect victim dead body bomber perpetrator wounded scene device "
    "bomb blast hostage captive deceased injured corpse".split()
)
"""Those and that which took part: named with "the", they point back at the event."""
_TIMED = re.compile(r"\W*\d{1,2}[.:]\d{2}\b")
"""An entry of a live blog."""
_OWNED = re.compile(r"\b(?:did|carried|committed|behind|responsible)\b")


def echoes_of(item: ExtractedEvent, article: ExtractedArticle, finder: SourceFinder) -> list[Actor]:
    """Who says more of the event in the sentences just after its mentions, in words that point back at it."""
    if item.event.background:
        return []
    positions = {draft.position for draft in item.happening.drafts}
    found: list[Actor] = []
    for sentence in sentences_about(item, article):
        if sentence.index in positions:
            continue
        for head in _echoing(sentence, finder):
            found.extend(finder.source(head))
    return found


def sentences_about(item: ExtractedEvent, article: ExtractedArticle) -> list[Sentence]:
    """The sentences that mention the event, and those just after that tell no other."""
    positions = {draft.position for draft in item.happening.drafts}
    return [
        sentence
        for sentence in article.resolved.sentences
        if sentence.index in positions
        or (
            min(positions) < sentence.index <= max(positions) + _REACH
            and event_before(sentence, article, _REACH) is item
            and not new_item(sentence, item, article)
        )
    ]


def new_item(sentence: Sentence, item: ExtractedEvent, article: ExtractedArticle) -> bool:
    """Whether the sentence stands under another heading of a list of items."""
    headed = sentence.block in article.resolved.parsed.slugs or _TIMED.match(sentence.syntax.text)
    return bool(headed) and all(d.mention.sentence.block != sentence.block for d in item.happening.drafts)


def event_before(sentence: Sentence, article: ExtractedArticle, reach: int) -> ExtractedEvent | None:
    """The event told last before the sentence, if the sentence tells none itself."""
    best: tuple[int, int] | None = None
    chosen: ExtractedEvent | None = None
    for other in article.events:
        for draft in other.happening.drafts:
            if draft.position == sentence.index:
                return None
            if sentence.index - reach <= draft.position < sentence.index:
                where = (draft.position, -draft.mention.token.i)
                if best is None or where > best:
                    best, chosen = where, other
    return chosen


def _echoing(sentence: Sentence, finder: SourceFinder) -> list[Token]:
    """The heads of source phrases of the sentence that point back."""
    heads: list[Token] = []
    for word in sentence.syntax:
        if word.pos_ != "VERB":
            continue
        lemma = word.lemma_.lower()
        if lemma in _PUTTING and _gives_toll(word):
            heads.extend(children(word, "nsubj"))
    for saying in finder.said_in(sentence):
        if _points_back(saying, sentence):
            heads.extend(saying.source_heads)
    return list(dict.fromkeys(heads))


def _gives_toll(verb: Token) -> bool:
    objects = children(verb, "dobj", "nsubj", "ccomp")
    objects += prepositional_objects(verb, "of")
    words = {w.lemma_.lower() for o in objects for w in o.subtree} | {w.lower_ for o in objects for w in o.subtree}
    return bool(words & _TOLLS) and bool(children(verb, "nsubj"))


def _points_back(saying: Saying, sentence: Sentence) -> bool:
    verb = saying.word
    objects = children(verb, "dobj", "nsubjpass")
    lemmas = {o.lemma_.lower() for o in objects}
    taken = lemmas & _IT or (lemmas & _DEEDS and saying.lemma == "confirm")
    if taken and saying.lemma in _TAKING_UP:
        return True
    clauses = children(verb, "ccomp")
    text = sentence.lower
    if saying.lemma in ("say", "tell", "insist", "maintain", "admit", "claim", "add"):
        did_it = any(o.lower_ in _IT for c in clauses for o in children(c, "dobj", "pobj")) and _OWNED.search(text)
        if "condolence" not in text and any(_takes_part(word) for clause in clauses for word in clause.subtree):
            return True
        if did_it or (_SAW.search(text) and not clauses) or (clauses and any(_SAW.search(c.text) for c in clauses)):
            return True
    return False


def _takes_part(word: Token) -> bool:
    definite = any(c.lower_ in ("the", "those", "these") for c in word.children)
    return definite and (word.lemma_.lower() in _THERE or word.lower_ in _THERE)
