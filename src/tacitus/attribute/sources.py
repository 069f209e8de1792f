"""Sources: acts of saying, who says them, and which words of the sentence they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.attribute.speakers import PAPERS, SpeakerFinder
from tacitus.codebook.vocabulary import Sayings
from tacitus.parse.sentence import Sentence, start_of
from tacitus.parse.tree import ancestors, children, prepositional_objects
from tacitus.records import Actor
from tacitus.resolve.actors import PartyFinder

_TELLS_DEEDS = frozenset(
    "report claim announce document record confirm allege verify admit acknowledge witness register mention describe "
    "recount disclose reveal publish carry own".split()
)
"""Verbs whose object may be the deed itself ("confirmed the attack")."""
_ABOUT = frozenset({"of", "about"})
_ADDRESSED = frozenset({"tell", "inform", "brief"})
_CIRCUMSTANCES = frozenset(
    "after as when while before since because if once although though until unless where whereas following amid during "
    "despite without".split()
)
_INVERTED = frozenset("inform report say confirm announce add indicate state declare claim denounce signal".split())
_HOLDING = frozenset("believe think suspect fear suppose presume understand".split())
_NEED_CLAUSE = frozenset("hold find count put list suggest charge read show observe argue recall think believe".split())
"""Verbs that say something only with a clause after them ("found that soldiers had fired")."""
_REPORTING_NOUNS = frozenset(
    "claim report account allegation accusation story rumour rumor fabrication information news testimony".split()
)
_SPREADING = frozenset("spread circulate publish put make disseminate carry issue invent launch file".split())
_REACTIONS = frozenset(
    "condemn denounce deplore regret mourn welcome hail praise slam criticise criticize decry lament investigate probe "
    "celebrate applaud protest".split()
)
_NOT_SO = re.compile(r"\b(?:nobody|no one|no such) (?:has|have|had|was|were|attack|incident)\b")
_SHOWN = frozenset("footage photo photograph picture image broadcast".split())
_BREAKS = frozenset({";"})
_CONTENT = frozenset({"ccomp", "xcomp", "parataxis", "dep", "pcomp", "acl", "oprd", "attr", "acomp", "relcl"})


@dataclass
class Saying:
    """One act of saying in a sentence: the verb (or "according"), who says it, and its lemma."""

    word: Token
    lemma: str
    sources: list[Actor] = field(default_factory=list)
    source_heads: list[Token] = field(default_factory=list)


@dataclass
class SourceFinder:
    """Finds who says what in an article. Sayings are read once, in order of the text."""

    finder: PartyFinder
    sayings: Sayings
    speakers: SpeakerFinder = field(init=False)
    _said: dict[int, list[Saying]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read the acts of saying of the whole article, so that "he added" knows who spoke before."""
        self.speakers = SpeakerFinder(self.finder, self.sayings)
        for sentence in self.finder.article.sentences:
            self._said[sentence.index] = self._read(sentence)

    def source(self, head: Token) -> list[Actor]:
        """The actors behind a source phrase."""
        return self.speakers.source(head)

    def said_in(self, sentence: Sentence) -> list[Saying]:
        """The acts of saying of a sentence that somebody can be named for."""
        return self._said.get(sentence.index, [])

    def saying_over(self, trigger: Token) -> list[Saying]:
        """The acts of saying that tell what the trigger tells, in order of the text."""
        sentence = self.finder.article.parsed.sentence_at(start_of(trigger))
        if sentence is None:
            return []
        return [saying for saying in self.said_in(sentence) if tells(saying, trigger)]

    def _read(self, sentence: Sentence) -> list[Saying]:
        found = []
        for word in sentence.syntax:
            heads = self._heads(word)
            if heads is None:
                if word.pos_ == "VERB" and word.lemma_.lower() in _REACTIONS:
                    for subject in children(word, "nsubj"):
                        self.speakers.remember(_antecedent(subject))
                continue
            lemma = "according" if word.lower_ == "according" else word.lemma_.lower()
            saying = Saying(word, lemma, source_heads=heads)
            if _nobody_says(saying):
                continue
            heads = [head for head in heads if not _dateline(head, word) and any(c.isalpha() for c in head.text)]
            if saying.source_heads and not heads and (beside := _just_before(word)) is not None:
                heads = [beside]
            saying.source_heads = heads
            for head in heads:
                saying.sources.extend(self.source(head))
            for head in heads:
                self.speakers.remember(head)
            if saying.sources or word.tag_ == "VBN":
                found.append(saying)
        return found

    def _heads(self, word: Token) -> list[Token] | None:
        """The heads of the phrases that name who says it; None where the word is no saying."""
        if word.lower_ == "according":
            return [o for c in word.children if c.lower_ == "to" for o in children(c, "pobj")]
        if word.lower_ in ("citing", "quoting"):
            return children(word, "dobj")
        if word.pos_ == "NOUN" and word.lemma_.lower() in _REPORTING_NOUNS:
            return _tellers(word) or None
        if word.pos_ not in ("VERB", "AUX") or word.lemma_.lower() not in self.sayings["saying"]:
            return None
        if word.lemma_.lower() in _HOLDING and (word.tag_ == "VBN" or any(c.dep_ == "xcomp" for c in word.children)):
            return None
        if word.lemma_.lower() == "describe" and any(c.lower_ == "as" for c in word.children):
            return None
        if word.lemma_.lower() in _NEED_CLAUSE and not children(word, "ccomp") and not _stands_beside(word):
            return None
        heads = _speakers_of(word)
        if word.lemma_.lower() in ("quote", "cite") and children(word, "dobj"):
            heads = children(word, "dobj")
        if word.lemma_.lower() == "show":
            heads = [h for h in heads if h.lemma_.lower() not in _SHOWN or _seems(word)]
        return heads


def _seems(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ in ("appear", "seem")


def _told_clauses(noun: Token) -> list[Token]:
    """The clauses that say what a report says; the parser hangs them on the verb beside it too."""
    beside = children(noun.head, "ccomp") if noun.dep_ == "dobj" else []
    return [*children(noun, "acl", "relcl", "ccomp"), *(c for c in beside if c.i > noun.i)]


def _tellers(noun: Token) -> list[Token]:
    """ "The claim by the other side that ...", "a report in a daily that ...", "the story put about by the radio"."""
    if not _told_clauses(noun):
        return []
    found = [c for c in noun.lefts if c.dep_ == "poss" and c.pos_ != "PRON"]
    found += [o for o in prepositional_objects(noun, "by", "in", "from", "of") if o.pos_ in ("NOUN", "PROPN")]
    for clause in children(noun, "acl"):
        found += prepositional_objects(clause, "by") if clause.lemma_.lower() in _SPREADING else []
    return found


def _speakers_of(verb: Token) -> list[Token]:
    subjects = children(verb, "nsubj")
    if not subjects and children(verb, "nsubjpass") and verb.lemma_ in ("quote", "cite", "hear"):
        return children(verb, "nsubjpass")
    if subjects:
        inserted = _inserted(verb, subjects)
        # "Five people killed, medics say": two subjects, the second speaks.
        before = [s for s in subjects if s.i < verb.i]
        return [inserted] if inserted is not None else [_antecedent(s) for s in before[-1:] or subjects]
    by = prepositional_objects(verb, "by")
    if by and verb.tag_ == "VBN":
        return by
    if verb.tag_ == "VBN" and (papers := [o for o in prepositional_objects(verb, "in", "through", "via") if _paper(o)]):
        return papers
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return []
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "relcl"):
        return []
    if _aside(verb):
        return [verb.head]
    if verb.lemma_.lower() in _INVERTED:
        after = [c for c in verb.rights if c.dep_ in ("dobj", "attr") and c.pos_ in ("NOUN", "PROPN")]
        if after and verb.dep_ in ("ROOT", "parataxis", "ccomp", "conj") and not children(verb, "ccomp"):
            return after
    beside = _just_before(verb)
    if beside is not None:
        return [beside]
    if verb.dep_ in ("conj", "advcl", "xcomp", "acl", "pcomp") and verb.head != verb:
        over = verb.head
        if over.pos_ in ("VERB", "AUX"):
            return [_antecedent(s) for s in children(over, "nsubj")[-1:]] or _speakers_of(over)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return [over]
        if verb.dep_ == "pcomp":
            return _speakers_of(over.head) if over.head.pos_ in ("VERB", "AUX") else []
    return []


def _aside(verb: Token) -> bool:
    """ "The army, a spokesman confirmed, has left": the parser makes it a participle."""
    after = verb.nbor(1).text if verb.i + 1 < len(verb.doc) else ""
    return verb.dep_ == "acl" and verb.tag_ == "VBD" and verb.head.dep_ == "appos" and after == ","


def _paper(head: Token) -> bool:
    return head.lemma_.lower() in PAPERS


def _inserted(verb: Token, subjects: list[Token]) -> Token | None:
    """ "A drone, tribal sources said, killed a man": the speaker stands between commas, the subject before them."""
    after = [token.text for token in verb.doc[verb.i + 1 : verb.i + 3]]
    if "," not in after or verb.i == verb.sent.start or verb.nbor(-1).pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    phrase = _between(verb)
    if not phrase or phrase[0].i == verb.sent.start or phrase[0].nbor(-1).text != "," or set(phrase) & set(subjects):
        return None
    return _just_before(verb)


def _dateline(head: Token, verb: Token) -> bool:
    """Whether a dash or bracket of the dateline stands between the head and the verb ("(KPA) On Monday, ...")."""
    if head.i > verb.i or head.i - head.sent.start > 24:
        return False
    between = head.doc[head.i + 1 : verb.i]
    if any(token.text in ("--", "–", "—", "Ñ") for token in between):
        return not any(token.pos_ in ("VERB", "AUX") for token in between) and len(between) > 3
    return head.i == head.sent.start + 1 and head.nbor(-1).text == "(" and head.nbor(1).text == ")"


def _just_before(verb: Token) -> Token | None:
    """ "..., witnesses and officials said": the phrase before a finite verb that the parser hung elsewhere."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return None
    last = verb.nbor(-1)
    while last.pos_ == "ADV" and last.i > verb.sent.start:
        last = last.nbor(-1)
    if last.text == ",":
        beside = next((w for w in _between(last) if w.dep_ == "appos" and w.head.i < w.i), None)
        return beside.head if beside is not None and beside.head.pos_ in ("NOUN", "PROPN") else None
    if last.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    phrase = _between(verb)
    inside = set(phrase)
    nouns = [w for w in phrase if w.pos_ in ("NOUN", "PROPN", "PRON")]
    return next((w for w in nouns if w.head not in inside or w.head.pos_ not in ("NOUN", "PROPN")), None)


def _between(end: Token) -> list[Token]:
    """The words from the last comma, bracket or verb to the token."""
    found: list[Token] = []
    current = end
    while current.i > end.sent.start:
        current = current.nbor(-1)
        if current.text == ")":
            while current.text != "(" and current.i > end.sent.start:
                current = current.nbor(-1)
            continue
        if (current.is_punct and current.text not in ("-", ".", "'", "’")) or current.pos_ == "AUX":
            break
        found.insert(0, current)
    return found


def _antecedent(subject: Token) -> Token:
    if subject.lower_ in ("who", "which", "that"):
        for ancestor in ancestors(subject):
            if ancestor.dep_ in ("relcl", "acl"):
                return ancestor.head
    return subject


def tells(saying: Saying, trigger: Token) -> bool:
    """Whether what the trigger tells is part of what is said, not of who says it, when or why."""
    verb = saying.word
    if _reacted_to(trigger):
        return False
    if verb.pos_ == "NOUN":
        return any(trigger in list(clause.subtree) for clause in _told_clauses(verb))
    if _NOT_SO.search(verb.sent.text.lower()):
        return False
    step = _step_below(verb, trigger)
    within = [h for h in saying.source_heads if trigger == h or trigger in list(h.subtree)]
    if step is None and within and not _aside(verb):
        return any(_is_told_of(head, trigger) for head in saying.source_heads)
    if saying.lemma == "according" or verb.lower_ in ("citing", "quoting"):
        return True
    if step is not None:
        if step in saying.source_heads:
            return any(_is_told_of(head, trigger) for head in saying.source_heads)
        return _is_content(verb, step)
    return _stands_beside(verb) and not _apart(trigger, verb) and not _own_clause(verb, trigger)


def _reacted_to(trigger: Token) -> bool:
    """ "Condemned the attack": who only reacts tells nothing."""
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return False
    over = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    return over.lemma_.lower() in _REACTIONS and trigger.dep_ in ("dobj", "pobj")


def _is_told_of(head: Token, trigger: Token) -> bool:
    """ "A report that police had beaten four"; "a man whose brother died in the blast": the speaker was there."""
    clauses = [c for c in head.subtree if c.dep_ in ("relcl", "acl", "ccomp") and trigger in list(c.subtree)]
    if head.lemma_.lower() in PAPERS:
        return bool(clauses)
    there = any(w.lower_ in ("whose", "where") for c in clauses for w in c.subtree)
    return there and trigger.pos_ == "NOUN"


def _step_below(verb: Token, trigger: Token) -> Token | None:
    """The child of the verb on the way down to the trigger, or None where the verb does not govern it."""
    current = trigger
    while current.head != current:
        if current.head == verb:
            return current
        current = current.head
    return None


def _is_content(verb: Token, step: Token) -> bool:
    lemma = verb.lemma_.lower()
    if step.dep_ in _CONTENT:
        return True
    if step.dep_ == "advcl":
        marked = any(c.lower_ in _CIRCUMSTANCES for c in step.children)
        return not marked and (step.lemma_.lower() not in ("speak", "address", "visit", "condemn") or step.i < verb.i)
    if step.dep_ in ("dobj", "nsubjpass"):
        return lemma in _TELLS_DEEDS or (lemma in _ADDRESSED and step.dep_ == "dobj" and step.pos_ == "VERB")
    if step.dep_ == "prep":
        return step.lower_ in _ABOUT and lemma in (
            "speak", "tell", "talk", "write", "report", "warn", "inform", "publish",
        )  # fmt: skip

    if step.dep_ in ("nsubj", "nsubjpass", "csubj"):
        return step.i < verb.i and len(children(verb, "nsubj")) > 1
    if step.dep_ == "conj" and step.tag_ == "VBN" and any(c.i < verb.i for c in children(verb, "ccomp")):
        return True
    if step.dep_ == "conj":
        return any(c.lower_ == "that" and c.dep_ == "mark" for c in step.children) or (
            bool(children(verb, "ccomp")) and bool(children(step, "nsubj", "nsubjpass")) and verb.dep_ != "conj"
        )
    return False


def _stands_beside(verb: Token) -> bool:
    """ "..., police said": the verb has no clause of its own to its right."""
    if _aside(verb):
        return True
    if verb.dep_ in ("relcl", "acl") or (verb.tag_ == "VBN" and verb.dep_ != "ROOT"):
        return False
    for child in verb.rights:
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "dobj" and verb.lemma_.lower() not in _ADDRESSED):
            return verb.lemma_.lower() in _INVERTED and child.pos_ in ("NOUN", "PROPN") and not children(verb, "nsubj")
    if verb.dep_ == "advcl":
        return any(c.lower_ == "as" for c in verb.children)
    return verb.dep_ in ("ROOT", "parataxis", "ccomp", "conj", "dep", "advcl") or _seems(verb)


def _own_clause(verb: Token, trigger: Token) -> bool:
    """ "Police said so and the army fired": the trigger heads a clause coordinated to the right of the saying."""
    return verb.dep_ == "ROOT" and trigger.i > verb.i and trigger.dep_ == "conj" and trigger.head == verb


def _apart(trigger: Token, word: Token) -> bool:
    """Whether a semicolon parts the two."""
    first, last = sorted((trigger.i, word.i))
    return any(token.text in _BREAKS for token in trigger.doc[first:last])


def _nobody_says(saying: Saying) -> bool:
    """ "No group claimed the attack", "state media did not mention it"."""
    if any(
        child.dep_ == "neg" or (child.dep_ == "dobj" and child.lower_ == "nothing") for child in saying.word.children
    ):
        return True
    return any(
        head.lower_ in ("none", "nobody", "neither") or any(c.lower_ in ("no", "neither") for c in head.children)
        for head in saying.source_heads
    )
