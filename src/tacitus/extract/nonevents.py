"""What is no event though it uses the words: habits, totals, threats, drills, sport, metaphor, accidents."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.extract.arguments import Arguments
from tacitus.extract.devices import device_acts, is_device, is_pit
from tacitus.extract.mentions import TriggerMention
from tacitus.extract.numbers import quantity_of
from tacitus.parse.tree import children, is_negated, prepositional_objects
from tacitus.resolve.article import ResolvedArticle

_HABIT = re.compile(
    r"\b(?:more than once|time and again|many times|several times|in the habit of|often|usually|"
    r"regularly|frequently|routinely|normally|always|daily|repeatedly|every (?:day|week|month|night|"
    r"year|friday)|"
    r"commonly|occasionally|sporadically|periodically|near-daily|almost daily|from time to time|"
    r"in recent years|over the years|"
    r"for years|for decades|increasingly|continually|constantly)\b"
)
_QUESTION = re.compile(r"\?[\"”’']?\s*$")
_ROUND_UP = re.compile(r"\b(?:different|various|multiple) (?:operations|attacks|incidents|encounters|locations)\b")
_TOTAL = re.compile(
    r"\b(?:since (?:the )?(?:start|beginning|outbreak|onset)|since the \w+ (?:began|erupted|started|"
    r"broke)|so far this (?:year|month)|in \w+ (?:years|months) of (?:war|fighting|conflict|"
    r"insurgency|violence)|in total|a total of|overall|since (?:19|20)\d\d|"
    r"since (?:a|an|the) [\w-]+ (?:in|of) (?:19|20)\d\d|"
    r"(?:this|last) year alone|over the (?:past|last) (?:\w+ )?(?:years|decade|months)|"
    r"during the (?:war|conflict|civil war)|"
    r"in the (?:past|last) (?:\w+ )?(?:years|decade|decades)|since (?:january|february|march|april|"
    r"may|june|july|august|september|"
    r"october|november|december)\b(?! \d)|since then|has claimed|have claimed|annually|per cent|"
    r"percent|%|statistics|more than \w+ years)"
)
_SPORT = re.compile(
    r"\b(?:goalkeeper|midfielder|football|soccer|cricket|basketball|tournament|championship|league|"
    r"season|coach|stadium crowd|"
    r"scored|halftime|half-time|free kick|top corner|nil|own goal|extra time|first half|second half|"
    r"title race|wicket|striker|semi-final|semifinal|quarter-final|playoffs|fixture|premier|"
    r"cup final|penalty kick|referee|rugby|defender|equaliser|winger)\b"
)
_REHEARSING = frozenset({"practise", "practice", "rehearse", "simulate", "train", "pretend"})
_DRILL = re.compile(
    r"\b(?:in the scenario|drill|drills|manoeuvres|maneuvers|exercise|exercises|simulated|simulation|"
    r"war games|wargames|mock|rehearsal|"
    r"training exercise|live-fire training)\b"
)
_ACCIDENT = re.compile(
    r"\b(?:earthquake|quake|flood|floods|flooding|landslide|mudslide|cyclone|hurricane|typhoon|"
    r"storm surge|road accident|traffic accident|car accident|"
    r"collision|collided|collide|overturned|capsized|derailed|epidemic|cholera|ebola|outbreak of|"
    r"measles|drowned|lightning|tsunami|famine|"
    r"short circuit|gas leak|wildfire|heatwave|avalanche|malaria|plane crash|bus crash|stampede|"
    r"boiler|electrical fault|gas cylinder|virus|heart attack|brake failure|brakes|accidental|"
    r"accidentally|by accident|plunged|gorge|ravine|skidded|lost control|veered off|rolled over|mechanical failure)\b"
)
_METAPHOR_OBJECTS = frozenset(
    "corruption poverty disease inflation cancer malaria hunger unemployment illiteracy "
    "pandemic virus epidemic climate change "
    "outbreak commission airwave airwaves budget bill reform policy price prices idea ideas title election "
    "elections ballot nomination argument claim critics critic myth inequality "
    "discrimination racism problem problems deadline chord balance nerve freedom "
    "freedoms credibility integrity rights speech life lives survival justice democracy independence".split()
)
_OTHER_FIGHTS = frozenset(
    "verbal heart legal court panic media political trade price courtroom electoral landing cyber diplomatic asthma "
    "rhetorical war-time".split()
)
_IMPLICATIVE = frozenset("manage begin start continue use go come proceed help succeed force".split())
_TALLY = 500
_SERIES = frozenset("wave series spate string number rise increase surge escalation pattern cycle campaign risk "
        "threat fear danger possibility "
                    "likelihood prospect victim history type kind form level rate scale fears warning prevention "
        "absence end halt cessation investigation "
                    "anniversary talk talks plan".split())  # fmt: skip


_RECURRING = frozenset(
    "frequent regular sporadic periodic recurrent recurring repeated constant daily near-daily".split()
)
_TRENDS = frozenset(
    {
        "intensify",
        "increase",
        "escalate",
        "rise",
        "decrease",
        "decline",
        "soar",
        "surge",
        "grow",
        "drop",
        "persist",
        "become",
        "worsen",
        "abate",
    }
)


def is_no_event(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> str | None:
    """Say why the trigger tells no specific event, or None where it may."""
    for reason, test in _TESTS.items():
        if test(mention, arguments, article):
            return reason
    return None


def _wrong_use(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    """A noun that only qualifies another ("attack helicopter", "protest movement")."""
    token = mention.token
    if mention.word_class == "verb":
        # "a displaced persons camp", "the captured town"
        misread = token.tag_ == "VBD" and token.i > 0 and token.nbor(-1).pos_ in ("NOUN", "PROPN")
        return token.dep_ == "amod" and token.head.i > token.i and not misread
    if mention.word_class != "noun":
        return False
    if article.actor_of(token) is not None or article.place_of(token) is not None:
        return True
    if token.dep_ in ("compound", "nmod", "amod") and token.head.i > token.i:
        return True
    if token.dep_ == "poss":
        return True
    return is_device(mention) and (is_pit(token) or not device_acts(token))


def _negated(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    return (
        is_negated(mention.token)
        or (arguments.carrier is not None and arguments.carrier != mention.token and is_negated(arguments.carrier))
        or any(
            c.lower_ == "no" and c.dep_ == "det" for t in [*arguments.targets, *arguments.agents] for c in t.children
        )
    )


def _habitual(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    verb = arguments.carrier or (mention.token if mention.word_class == "verb" else mention.token.head)
    near = _clause_text(verb)
    if _HABIT.search(near) or _QUESTION.search(mention.sentence.lower) or _ROUND_UP.search(mention.sentence.lower):
        return True
    auxiliaries = {c.lower_ for c in children(verb, "aux")}
    if verb.tag_ == "VBG" and "been" in auxiliaries and auxiliaries & {"has", "have"} and not _dated(verb):
        # "The group has been carrying out attacks in support of its demand"
        return True
    if mention.word_class == "verb" and not mention.sentence.headline:
        verb_tag = mention.token.tag_
        auxiliaries = {c.lower_ for c in children(mention.token, "aux", "auxpass")}
        if verb_tag in ("VBP", "VBZ") and not auxiliaries:
            # "Villagers beat a man to death on Monday": the past of some verbs looks like their present.
            return not (verb_tag == "VBP" and mention.token.lower_ in _SAME_IN_PAST and _dated(mention.token))
        if (
            verb_tag == "VBN"
            and auxiliaries & {"is", "are"}
            and not auxiliaries & {"been", "being", "has", "have", "had", "was", "were"}
        ):
            return mention.token.lemma_ not in ("surround", "besiege")
        if verb_tag == "VBN" and "being" in auxiliaries and auxiliaries & {"is", "are"}:
            # "The leaders are being targeted by armed groups"
            return True
    if mention.word_class == "noun" and not mention.sentence.headline and _plural_indefinite(mention.token):
        # "Al-Shabaab stages deadly gun and bomb attacks"; "condemned all attacks"
        if verb.tag_ in ("VBP", "VBZ") and not children(verb, "aux", "auxpass") and verb.lemma_ != "be":
            return True
        if any(c.lower_ in ("all", "any", "such", "more", "most", "many") for c in mention.token.children):
            return True
        accused = mention.token.head.head if mention.token.dep_ == "pobj" else verb
        return accused.lemma_ in ("accuse", "guilty", "suspect") and not _dated(mention.token)
    return False


_SAME_IN_PAST = frozenset({"beat", "hit", "set", "put", "cut", "burst", "hurt", "shut", "split", "cast", "slit"})


def _plural_indefinite(noun: Token) -> bool:
    determined = any(
        c.dep_ in ("nummod", "poss") or c.lower_ in ("the", "these", "those", "two", "several") for c in noun.children
    )
    return noun.tag_ in ("NNS", "NNPS") and not determined


def _dated(noun: Token) -> bool:
    return any(word.ent_type_ == "DATE" for word in noun.subtree)


def _total(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    verb = arguments.carrier or mention.token
    return bool(_TOTAL.search(_clause_text(verb))) or _standing_total(mention, arguments)


def _standing_total(mention: TriggerMention, arguments: Arguments) -> bool:
    """ "Homes have been burned", "more than 56,000 people have been detained": a tally with no day."""
    token = mention.token
    auxiliaries = {c.lower_ for c in children(token, "aux", "auxpass")}
    if token.tag_ != "VBN" or not auxiliaries & {"has", "have"} or "been" not in auxiliaries:
        return False
    if mention.sentence.headline or mention.sentence.index <= 1 or _dated(token):
        return False
    quantities = [quantity_of(head) for head in arguments.targets]
    known = [q for q in quantities if q is not None and (q.low or q.high)]
    if any((q.low or q.high or 0) >= _TALLY for q in known):
        return True
    return not known and all(head.tag_ in ("NNS", "NNPS") for head in arguments.targets) and bool(arguments.targets)


def _series(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    """ "a wave of attacks", "the risk of clashes"."""
    token = mention.token
    if mention.word_class != "noun":
        return False
    if token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_.lower() in _TRENDS:
        return True
    if any(c.dep_ == "amod" and c.lower_ in _RECURRING for c in token.children):
        return True
    if token.dep_ != "pobj":
        return False
    over = token.head.head
    if over.lemma_.lower() in ("sentence", "condemn") and token.lemma_ == "death":
        return True
    return over.lemma_.lower() in _SERIES and token.head.lower_ in ("of", "in", "about", "on", "into")


def _unreal(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    """Infinitives of purpose, plans without a day, wishes, conditions, warnings."""
    token = mention.token
    verb = arguments.carrier or token
    if verb.pos_ not in ("VERB", "AUX"):
        verb = token.head if token.head.pos_ == "VERB" and token.dep_ in ("dobj", "nsubj", "nsubjpass") else token
    current: Token = verb
    for _ in range(6):
        auxiliaries = [c for c in current.children if c.dep_ in ("aux",)]
        words = {c.lower_ for c in auxiliaries}
        if current.tag_ in ("VB", "VBN") and "to" in words and "have" not in words:
            governor = current.head
            if not (governor.lemma_.lower() in _IMPLICATIVE and current.dep_ in ("xcomp", "ccomp")):
                return True
        if current.dep_ == "ccomp" and current.tag_ in ("VB", "VBN") and _bare_subjunctive(current):
            # "has directed that the stronghold be cleared"
            return True
        if words & {"would"} and "have" in words:
            return True
        if (
            words & {"will", "shall", "would", "should", "must", "'ll", "can", "could", "may", "might"}
            and "have" not in words
        ):
            return True
        if any(c.lower_ in ("if", "unless", "lest") and c.dep_ == "mark" for c in current.children):
            return True
        if current.dep_ not in ("conj", "xcomp", "dobj", "pobj", "prep", "pcomp") or current.head == current:
            break
        if current.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in current.children):
            break
        current = current.head
    return mention.word_class == "verb" and token.tag_ == "VB" and token.dep_ == "ROOT" and not arguments.agents


_ANNOUNCING = frozenset({"plan", "schedule", "announce", "agree", "expect", "intend", "be", "due", "set", "slate"})


def is_announced(mention: TriggerMention, arguments: Arguments) -> bool:
    """Whether an act that has not happened is announced for a time ("will march", "is to be held", "plan to")."""
    verb = _acting_verb(mention, arguments)
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if auxiliaries & {"will", "shall", "'ll"}:
        return not any(c.lower_ in ("if", "unless") for c in verb.children)
    said = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in ("say", "announce", "declare", "confirm", "tell")
    if "would" in auxiliaries and said and "have" not in auxiliaries:
        return True
    return "to" in auxiliaries and verb.head.lemma_.lower() in _ANNOUNCING


def is_possible(mention: TriggerMention, arguments: Arguments) -> bool:
    """Whether an act is told as possible, conditional or threatened ("may attack", "threatened to burn it")."""
    verb = _acting_verb(mention, arguments)
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    conditional = any(c.lower_ in ("if", "unless") and c.dep_ == "mark" for c in verb.children)
    if auxiliaries & {"may", "might", "could"} or (conditional and not auxiliaries & {"had", "have"}):
        return True
    return "to" in auxiliaries and verb.head.lemma_.lower() in ("threaten", "vow", "warn", "prepare")


def _acting_verb(mention: TriggerMention, arguments: Arguments) -> Token:
    verb = arguments.carrier or mention.token
    return verb if verb.pos_ in ("VERB", "AUX") else verb.head


def _bare_subjunctive(verb: Token) -> bool:
    if any(c.dep_ == "aux" for c in verb.children):
        return False
    return any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.children) or (
        verb.tag_ == "VB" and verb.head.lemma_ in ("order", "demand", "direct", "insist", "request", "urge", "ask")
    )


def _idle_participle(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    """ "the groups fighting Indian rule": a lasting trait of a party, no deed."""
    token = mention.token
    if token.dep_ in ("acl", "amod") and token.tag_ == "VBN" and token.lemma_ in ("deploy", "station", "base"):
        # "members of X deployed in the village": where they stand.
        return True
    if token.dep_ == "acl" and token.lemma_ in ("besiege", "surround", "blockade", "encircle"):
        # "the town besieged by government forces"
        return True
    return mention.frame.name in ("clash",) and token.dep_ == "acl" and token.tag_ == "VBG"


def _not_conflict(mention: TriggerMention, arguments: Arguments, article: ResolvedArticle) -> bool:
    lower = mention.sentence.lower
    if mention.token.head.lemma_.lower() in _REHEARSING or _talk(mention):
        return True
    if (
        mention.word_class == "verb"
        and any(t.lower_ in ("himself", "herself", "themselves") for t in arguments.targets)
        and mention.frame.name in ("kill", "wound")
    ):
        return True
    if _SPORT.search(lower) or (_DRILL.search(_paragraph(mention, article)) and mention.frame.name != "arrest"):
        return True
    if mention.frame.name in ("kill", "wound", "explosion", "attack", "property") and _ACCIDENT.search(lower):
        return True
    for head in [
        *arguments.targets,
        *arguments.parties,
        *prepositional_objects(mention.token, "against", "with", "over", "for"),
    ]:
        if head.lemma_.lower() in _METAPHOR_OBJECTS or head.lower_ in _METAPHOR_OBJECTS:
            return True
    modifiers = {c.lower_ for c in mention.token.children if c.dep_ in ("amod", "compound")}
    if mention.frame.name == "attack" and "hunger" in modifiers:
        return True
    return bool(modifiers & _OTHER_FIGHTS)


_IDLE_OBJECTS = frozenset(
    "part place care note step steps action refuge office effect time measure measures aim".split()
)
_BURSTING = frozenset(
    "price anger population market debate row rage crowd economy cost number demand sale rumour".split()
)
_SHARP = frozenset(
    "fierce scathing stinging blistering bitter harsh veiled thinly-veiled sharp angry outspoken".split()
)


_INTO_AIR = re.compile(r"\b(?:into|in) the air\b|\bin celebration\b|\bwarning shots?\b")


def _talk(mention: TriggerMention) -> bool:
    """Words that only speak: "fired back", "a fierce attack on the minister", "told a rally", "took part"."""
    token = mention.token
    if token.lemma_ in ("fire", "shoot") and _INTO_AIR.search(_clause_text(token)):
        return True
    if any(child.dep_ in ("prt", "advmod") and child.lower_ == "back" for child in token.children) and token.lemma_ in (
        "fire", "hit", "shoot", "strike",
    ):  # fmt: skip
        return not any(child.dep_ in ("dobj", "prep") for child in token.children if child.lower_ != "at")
    if (
        token.lemma_ == "take"
        and token.tag_ == "VBN"
        and token.head.lemma_ in ("picture", "photo", "photograph", "image")
    ):
        return True
    if token.lemma_.lower() == "take" and any(c.lemma_.lower() in _IDLE_OBJECTS for c in children(token, "dobj")):
        return "hostage" not in mention.sentence.lower
    if token.lemma_ == "strike" and any(child.lower_ in ("down", "out", "blow", "chord") for child in token.children):
        return True
    if mention.frame.name == "explosion" and mention.word_class == "verb" and token.lemma_ == "explode":
        return any(c.dep_ == "nsubj" and c.lemma_.lower() in _BURSTING for c in token.children)
    if mention.frame.name == "explosion" and any(c.lower_ in ("gas", "boiler", "cylinder") for c in token.children):
        return True
    if mention.word_class == "noun":
        if mention.frame.name == "attack" and any(child.lower_ in _SHARP for child in token.children):
            return True
        return mention.frame.name == "protest" and token.dep_ == "dobj" and token.head.lemma_ in ("tell", "address")
    return False


def _paragraph(mention: TriggerMention, article: ResolvedArticle) -> str:
    """The paragraph of the mention, in lower case."""
    block = mention.sentence.block
    near = article.sentences[max(0, mention.sentence.index - 4) : mention.sentence.index + 3]
    return " ".join(sentence.lower for sentence in near if sentence.block == block)


def _clause_text(verb: Token) -> str:
    """The words of the verb's clause, without clauses about something in it."""
    skipped = {
        inner.i
        for child in verb.subtree
        if child.dep_ in ("relcl", "ccomp", "acl", "appos") and child != verb
        for inner in child.subtree
    }
    return " ".join(word.lower_ for word in verb.subtree if word.i not in skipped)


_TESTS = {
    "only qualifies another noun": _wrong_use,
    "negated": _negated,
    "habitual": _habitual,
    "a total or trend": _total,
    "a series, risk or fear": _series,
    "not happened": _unreal,
    "a lasting trait": _idle_participle,
    "not conflict": _not_conflict,
}
