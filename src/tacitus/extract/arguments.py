"""Arguments: who stands where around a trigger, by syntax."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.extract.mentions import TriggerMention
from tacitus.parse.tree import children, is_passive, prepositional_objects

LIGHT_VERBS = frozenset(
    "carry conduct launch stage stag mount perpetrate commit make wage undertake execute stage organise "
    "organize hold continue begin start "
    "resume open initiate lead do repel resist unleash intensify step perform deliver direct attempt join".split()
)
_HAPPENING = frozenset(
    "erupt break occur take happen ensue begin start continue rage resume follow flare hit rock shake".split()
)
_SUFFERING = frozenset(
    "suffer face sustain receive endure repel repulse thwart foil witness survive escape repulse fend".split()
)
_TARGET_PREPOSITIONS = ("on", "against", "at", "upon", "targeting", "into", "to", "toward", "towards")
_WITH = ("with", "against", "between", "among", "involving")
_AGENT = ("by", "from")
_PROCLAIMING = frozenset({"announce", "declare", "proclaim", "form", "sign", "reach", "conclude", "see"})


@dataclass
class Arguments:
    """Heads of the phrases around a trigger. `parties` are sides without direction ("between X and Y")."""

    agents: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    parties: list[Token] = field(default_factory=list)
    companions: list[Token] = field(default_factory=list)
    carrier: Token | None = None
    """The verb that carries the event's adverbs and prepositions: the trigger itself or its light verb."""


def arguments_of(mention: TriggerMention) -> Arguments:
    """Collect the arguments of a trigger, verb or noun."""
    read = {"verb": _of_verb, "noun": _of_noun, "adjective": _of_adjective}[mention.word_class]
    arguments = read(mention)
    for heads in (arguments.agents, arguments.targets, arguments.parties, arguments.companions):
        heads[:] = [_antecedent(head) for head in heads if head not in mention.words]
    arguments.targets += _aboard(arguments.targets)
    if mention.frame.name in ("explosion", "suicide"):
        # "an explosives-laden truck detonated": the vehicle is the weapon.
        arguments.targets = [t for t in arguments.targets if not _is_weapon(t, mention.token)]
    return arguments


def _is_weapon(head: Token, trigger: Token) -> bool:
    if head.lemma_.lower() not in (
        "truck",
        "car",
        "vehicle",
        "van",
        "lorry",
        "pickup",
        "motorcycle",
        "tanker",
        "ambulance",
    ):
        return False
    laden = any(
        word.lower_ in ("laden", "loaded", "packed", "rigged", "explosive", "explosives") for word in head.subtree
    )
    return laden or (head.head == trigger and trigger.lemma_ in ("explode", "detonate", "blow"))


def _aboard(heads: list[Token]) -> list[Token]:
    """Those whom a vehicle carries: "a minibus carrying returnees"."""
    return [
        person
        for head in heads
        for clause in children(head, "acl")
        if clause.lemma_.lower() in ("carry", "transport", "take", "ferry", "bring")
        for person in children(clause, "dobj")
    ]


def _antecedent(head: Token) -> Token:
    """What a relative pronoun stands for ("the village, which they seized")."""
    if head.lower_ in ("which", "who", "that", "whom") and head.pos_ in ("PRON", "DET", "SCONJ"):
        for ancestor in head.ancestors:
            if ancestor.dep_ in ("relcl", "acl"):
                return ancestor.head
    return head


def _of_verb(mention: TriggerMention) -> Arguments:
    verb = mention.token
    arguments = Arguments(carrier=verb)
    subjects, passive = subjects_of(verb)
    phrase_words = set(mention.words)
    reversed_roles = {"come", "suffer"} & {verb.lemma_.lower()} and len(mention.words) > 1
    if passive or reversed_roles or _subject_suffers(mention):
        arguments.targets += subjects
    elif mention.frame.mutual:
        arguments.parties += subjects
    else:
        arguments.agents += subjects
    objects = [child for child in children(verb, "dobj", "obj", "dative") if child not in phrase_words]
    if passive and mention.frame.name == "abduct":
        objects = []
    if not reversed_roles and verb.lemma_.lower() not in ("die", "perish", "succumb"):
        (arguments.parties if mention.frame.mutual else arguments.targets).extend(objects)
    arguments.agents += prepositional_objects(verb, "by") if passive or reversed_roles else []
    arguments.agents += prepositional_objects(verb, "from") if reversed_roles else []
    arguments.agents += children(verb, "agent") and prepositional_objects(verb, "by") if not passive else []
    _prepositions(mention, verb, arguments, phrase_words)
    for word in mention.words[1:]:
        _prepositions(mention, word, arguments, phrase_words)
    return arguments


_TELLING = frozenset("say tell report add state confirm announce note claim explain".split())
_SUFFERED = frozenset({"flee", "die", "perish", "succumb", "fall", "lose", "vanish", "disappear"})
_SUFFERED_PHRASES = frozenset({"find", "meet", "drive", "run", "step", "go", "hit", "strike", "trip", "trigger"})


def _subject_suffers(mention: TriggerMention) -> bool:
    """Active verbs whose subject is the victim: "died", "found death", "drove over a mine"."""
    lemma = mention.token.lemma_.lower()
    phrase = len(mention.words) > 1 and mention.frame.name in ("kill", "explosion", "abduct")
    hurt = len(mention.words) > 1 and mention.frame.name == "wound" and lemma in ("suffer", "sustain", "receive")
    return lemma in _SUFFERED or hurt or (lemma in _SUFFERED_PHRASES and phrase)


def _prepositions(mention: TriggerMention, word: Token, arguments: Arguments, phrase_words: set[Token]) -> None:
    frame = mention.frame
    if frame.mutual:
        arguments.parties += prepositional_objects(word, *_WITH)
        arguments.companions += prepositional_objects(word, "alongside")
        return
    arguments.companions += (
        prepositional_objects(word, "alongside", "with") if frame.name in ("attack", "capture") else []
    )
    if frame.name in (
        "attack",
        "shelling",
        "air_strike",
        "grenade",
        "explosion",
        "suicide",
        "disperse",
        "riot",
        "sexual",
    ):
        arguments.targets += [t for t in prepositional_objects(word, *_TARGET_PREPOSITIONS) if t not in phrase_words]
    if frame.name == "capture" and word == mention.token:
        # "captured the town from X"
        arguments.targets += prepositional_objects(word, "from")
    if frame.name in ("capture", "transfer"):
        if mention.token.lemma_.lower() == "fall":
            arguments.agents += prepositional_objects(word, "to")
        elif word != mention.token or frame.name == "transfer":
            arguments.targets += prepositional_objects(word, "of", "over", "from", "into", "inside")
        elif mention.token.lemma_.lower() in ("advance", "push", "enter", "move", "march"):
            arguments.targets += prepositional_objects(word, "into", "on")


def subjects_of(verb: Token) -> tuple[list[Token], bool]:
    """The subjects of a verb, shared ones of coordinated and dependent verbs included, and whether it is passive."""
    own = children(verb, "nsubj")
    passive_own = children(verb, "nsubjpass")
    if passive_own:
        return passive_own, True
    if own:
        # The parser calls the subject of a reduced passive active: "12 others injured".
        bare = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass", "dobj") for c in verb.children)
        reduced = bare and (verb.dep_ in ("ROOT", "advcl", "ccomp") or (verb.dep_ == "conj" and is_passive(verb.head)))
        return own, reduced or _is_gapped_passive(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and _is_lost_main_verb(verb):
        return [verb.sent.root], False
    if verb.dep_ == "acl" and verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return [verb.head], verb.tag_ == "VBN"
    if verb.dep_ == "relcl":
        return [verb.head], is_passive(verb)
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return _shared_subjects(verb)
    if verb.dep_ in ("xcomp", "advcl", "pcomp", "dep") and _governor(verb) is not None:
        governor = _governor(verb)
        assert governor is not None
        objects = children(governor, "dobj")
        if verb.dep_ == "pcomp" and governor.lemma_ in ("accuse", "suspect", "blame", "charge", "convict"):
            return (objects or children(governor, "nsubjpass")), False
        if verb.dep_ == "xcomp" and objects and governor.lemma_ in ("force", "order", "allow", "see", "leave", "find"):
            return objects, verb.tag_ == "VBN"
        if governor.lemma_.lower() in _TELLING and verb.dep_ == "advcl" and verb.tag_ == "VBG":
            # "Gunmen attacked a base on Monday, officials said, killing seven": the officials killed nobody.
            told = [c for c in governor.children if c.dep_ == "ccomp" and c.i < verb.i]
            return (subjects_of(told[-1])[0], False) if told else ([], False)
        if verb.tag_ in ("VBG", "VB", "VBN"):
            subjects, passive = subjects_of(governor)
            if verb.tag_ == "VBG":
                agents = prepositional_objects(governor, "by") if passive else []
                return (agents or ([] if passive else subjects)), False
            perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "has", "had") for c in verb.children)
            by_be = any(c.dep_ == "auxpass" for c in verb.children)
            return subjects, by_be or (verb.tag_ == "VBN" and not perfect)
    return [], is_passive(verb)


_DONE_TO_PEOPLE = frozenset("wound injure hurt abduct kidnap kill arrest detain capture".split())


def _is_gapped_passive(verb: Token) -> bool:
    """ "Eleven people were killed and nine others abducted": the second passive is told without its "were"."""
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or verb.lemma_.lower() not in _DONE_TO_PEOPLE:
        return False
    return is_passive(verb.head) and not any(c.dep_ in ("aux", "auxpass", "dobj") for c in verb.children)


def _is_lost_main_verb(verb: Token) -> bool:
    """ "Attackers armed with machetes hacked two farmers to death": the parser found no main verb in the sentence."""
    root = verb.sent.root
    return root.pos_ in ("NOUN", "PROPN") and root.i < verb.i and bool(children(verb, "dobj"))


def _governor(verb: Token) -> Token | None:
    head = verb.head
    while head.pos_ in ("ADP", "SCONJ") and head.head != head:
        head = head.head
    return head if head.pos_ in ("VERB", "AUX") and head != verb else None


def _shared_subjects(verb: Token) -> tuple[list[Token], bool]:
    subjects, passive = subjects_of(verb.head)
    if verb.tag_ == "VBN" and passive:
        return subjects, True
    if passive and verb.tag_ in ("VBD", "VBG", "VBZ", "VBP"):
        # "was stopped by gunmen and died": the subject is shared, the voice is not.
        return subjects, False
    return subjects, is_passive(verb) and verb.tag_ == "VBN" and passive


def _of_noun(mention: TriggerMention) -> Arguments:
    noun = mention.token
    arguments = Arguments()
    frame = mention.frame
    for child in noun.lefts:
        if child.lower_ in ("terrorist", "military", "militant", "armed", "civil") and child.dep_ in (
            "amod",
            "compound",
        ):
            continue
        if child.dep_ == "amod" and child.pos_ not in ("NOUN", "PROPN") and not child.text[0].isupper():
            continue
        if child.dep_ in ("compound", "poss", "amod", "nmod") and child not in mention.words:
            (arguments.parties if frame.mutual else arguments.agents).append(child)
    if frame.mutual:
        arguments.parties += prepositional_objects(noun, *_WITH, "of", "by")
        arguments.parties += [
            # "with fleeing rebels": the parser takes them for what is fled from.
            party
            for preposition in children(noun, "prep")
            for participle in children(preposition, "pcomp")
            if preposition.lower_ in _WITH and participle.tag_ == "VBG"
            for party in children(participle, "dobj")
        ]
    else:
        arguments.agents += prepositional_objects(noun, *_AGENT)
        arguments.targets += prepositional_objects(noun, *_TARGET_PREPOSITIONS)
        of = prepositional_objects(noun, "of")
        (arguments.targets if frame.of == "target" else arguments.agents).extend(of)
        for participle in children(noun, "acl"):
            if participle.lemma_.lower() in LIGHT_VERBS | {"claim"} and participle.tag_ == "VBN":
                # "attacks launched by X on Y"
                arguments.agents += prepositional_objects(participle, "by")
                arguments.targets += prepositional_objects(participle, "on", "against", "at")
            if participle.lemma_ in ("target", "blame", "claim", "hit", "strike", "aim"):
                arguments.targets += [] if participle.lemma_ in ("blame", "claim") else children(participle, "dobj")
    _carrier(mention, arguments)
    return arguments


def _carrier(mention: TriggerMention, arguments: Arguments) -> None:
    """Arguments that a verb brings to an event noun: "X carried out a raid on Y", "X came under attack"."""
    noun, frame = mention.token, mention.frame
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ == "NOUN":
        noun, head = head, head.head
    if noun.dep_ in ("dobj", "obj") and head.pos_ == "VERB":
        subjects, passive = subjects_of(head)
        lemma = head.lemma_.lower()
        proclaimed = frame.name in ("group", "agreement", "base") and lemma in _PROCLAIMING
        if (lemma in LIGHT_VERBS or proclaimed) and not passive:
            (arguments.parties if frame.mutual else arguments.agents).extend(subjects)
            arguments.carrier = head
        elif lemma in _SUFFERING:
            (arguments.parties if frame.mutual else arguments.targets).extend(subjects)
            arguments.carrier = head
        if arguments.carrier is not None and not frame.mutual:
            arguments.targets += prepositional_objects(head, "on", "against", "at")
        if arguments.carrier is not None and frame.mutual:
            arguments.parties += prepositional_objects(head, "with", "against")
    elif noun.dep_ in ("nsubjpass", "nsubj") and head.pos_ in ("VERB", "AUX"):
        lemma = head.lemma_.lower()
        if noun.dep_ == "nsubjpass" and lemma in LIGHT_VERBS:
            arguments.agents += prepositional_objects(head, "by")
            arguments.targets += prepositional_objects(head, "on", "against")
            arguments.carrier = head
        elif lemma in _HAPPENING:
            arguments.carrier = head
            if frame.mutual:
                arguments.parties += prepositional_objects(head, *_WITH)
            elif lemma in ("hit", "rock", "shake"):
                arguments.targets += children(head, "dobj")
        else:
            arguments.carrier = head
            if lemma in ("target", "strike", "pound", "destroy"):
                arguments.targets += children(head, "dobj")
    elif frame.mutual and noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ == "NOUN":
        # "Troops in an encounter with Maoists seized rifles"
        arguments.parties += [noun.head.head]
    elif frame.mutual and noun.dep_ == "pobj" and noun.head.lower_ == "in" and _is_engaged(noun.head.head):
        # "Troops have been in an encounter with Maoists"
        arguments.parties += subjects_of(noun.head.head)[0]
        arguments.carrier = noun.head.head
    elif noun.dep_ == "pobj" and noun.head.head.pos_ == "VERB" and noun.head.lower_ == "under":
        verb = noun.head.head
        if verb.lemma_.lower() in ("come", "be", "fall"):
            subjects, _ = subjects_of(verb)
            arguments.targets += subjects
            arguments.agents += prepositional_objects(verb, "from", "by")
            arguments.carrier = verb


def _is_engaged(verb: Token) -> bool:
    return verb.lemma_.lower() in ("be", "engage", "involve", "lock", "participate", "take")


def _of_adjective(mention: TriggerMention) -> Arguments:
    """ "five people dead", "were found dead", "left ten soldiers dead"."""
    word = mention.token
    head = word.head
    arguments = Arguments(carrier=head if head.pos_ in ("VERB", "AUX") else None)
    if word.dep_ in ("acomp", "oprd", "ccomp", "advcl", "xcomp", "dobj") and head.pos_ in ("VERB", "AUX"):
        arguments.targets += children(word, "nsubj") or children(head, "dobj") or children(head, "nsubj", "nsubjpass")
    elif word.dep_ in ("amod", "acl", "relcl", "nmod"):
        arguments.targets.append(head)
    if not arguments.targets and children(word, "nummod"):
        # "spoke of 46 dead"
        arguments.targets.append(word)
    return arguments
