"""Event mentions: words of the trigger lexicon where they can tell an event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from tacitus.codebook.triggers import Frame, TriggerLexicon, TriggerPhrase
from tacitus.parse.sentence import Sentence

WordClass = Literal["verb", "noun", "adjective"]
_REACH = 9
"""How many words to the right of a verb the rest of its phrase may stand ("took the three men hostage")."""


@dataclass(frozen=True, eq=False)
class TriggerMention:
    """A trigger in a sentence. `token` is the syntactic head, `words` are all tokens of the phrase."""

    token: Token
    words: tuple[Token, ...]
    phrase: TriggerPhrase
    sentence: Sentence
    word_class: WordClass
    others: tuple[TriggerMention, ...] = ()
    """Further readings of the same words, to be tried where this one does not fit its object."""

    @property
    def frame(self) -> Frame:
        """The frame that the trigger opens."""
        return self.phrase.frame


def find_triggers(sentence: Sentence, lexicon: TriggerLexicon) -> list[TriggerMention]:
    """All triggers of the sentence, longest phrase first, no token in two triggers."""
    found: list[TriggerMention] = []
    for token in sentence.syntax:
        mention = _match(token, sentence, lexicon)
        if mention is not None:
            found.append(mention)
    found.sort(key=lambda mention: (-_weight(mention), mention.token.i))
    taken: set[int] = set()
    chosen = []
    for mention in found:
        if not any(word.i in taken for word in mention.words):
            taken.update(word.i for word in mention.words)
            chosen.append(mention)
    return sorted(chosen, key=lambda mention: mention.token.i)


_DEVICES = frozenset({"bomb", "mine", "landmine", "ied", "device"})


def _weight(mention: TriggerMention) -> int:
    """How many words speak for the reading. "Struck an improvised explosive device": what was done, not with what."""
    device = mention.word_class == "noun" and mention.words[-1].lemma_.lower() in _DEVICES
    return 1 if device else len(mention.words)


def _match(token: Token, sentence: Sentence, lexicon: TriggerLexicon) -> TriggerMention | None:
    lemma = _lemma(token, lexicon)
    readings: list[TriggerMention] = []
    nominal = token.tag_ == "VBG" and (
        token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") or any(child.dep_ == "det" for child in token.children)
    )
    if not nominal and (token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBG", "VBN", "VBD")):
        for phrase in _entries(lexicon.verbs, lemma, token):
            words = _verb_phrase(token, phrase)
            if words is not None:
                readings.append(TriggerMention(token, words, phrase, sentence, "verb"))
        # What was fired says more than that it was fired: "fired rockets at" before "fired at".
        readings.sort(key=lambda reading: (-len(reading.words), reading.frame.by_sides))
    if token.pos_ in ("NOUN", "PROPN") or token.tag_ in ("NN", "NNS") or (token.tag_ == "VBG" and not readings):
        # A gerund is its own noun: "according" is no accord.
        name = token.lower_ if token.tag_ == "VBG" else lemma
        for phrase in _entries(lexicon.nouns, name, token):
            words = _noun_phrase(token, phrase, sentence)
            if words is not None:
                head = words[0] if "of" in phrase.rest else token
                readings.append(TriggerMention(head, words, phrase, sentence, "noun"))
    for special in (_falling_munition, _weapons_found):
        found = special(token, lemma, sentence, lexicon)
        if found is not None:
            readings.insert(0, found)
    if readings:
        return replace(readings[0], others=tuple(readings[1:]))
    if token.pos_ in ("ADJ", "ADV") or token.dep_ in ("oprd", "acomp"):
        for phrase in lexicon.adjectives.get(token.lower_, ()):
            return TriggerMention(token, (token,), phrase, sentence, "adjective")
    return None


_MUNITIONS = frozenset(
    {"rocket", "shell", "mortar", "missile", "projectile", "round", "katyusha", "salvo", "barrage", "bomb"}
)
_FALLING = frozenset({"fall", "land", "rain", "crash", "strike", "hit", "slam", "come", "plough", "plow", "smash"})


def _falling_munition(token: Token, lemma: str, sentence: Sentence, lexicon: TriggerLexicon) -> TriggerMention | None:
    """ "Two rockets fell inside the zone": what munitions do is a bombardment, whatever the verb."""
    frame = lexicon.frames.get("shelling")
    if frame is None or lemma not in _FALLING or token.pos_ != "VERB":
        return None
    for child in token.children:
        if child.dep_ == "nsubj" and child.lemma_.lower() in _MUNITIONS:
            car_bomb = child.lemma_.lower() == "bomb"
            if car_bomb and not any(w.lower_ in ("guided", "glide", "aerial", "barrel") for w in child.lefts):
                return None
            return TriggerMention(token, (token,), TriggerPhrase(frame, lemma, ()), sentence, "verb")
    return None


_FINDING = frozenset({"seize", "recover", "find", "discover", "uncover", "confiscate", "unearth", "impound"})
_ARMS = frozenset(
    "weapon weaponry firearm pistol revolver gun shotgun rifle carbine ammunition ammo cartridge magazine round bullet "
    "explosive grenade detonator launcher mortar mine landmine ied bomb rocket missile munition cache arsenal".split()
)
_MEASURES = frozenset(
    "cache number quantity haul stash amount consignment dozen hundred piece kilo kilogram ton".split()
)


def _weapons_found(token: Token, lemma: str, sentence: Sentence, lexicon: TriggerLexicon) -> TriggerMention | None:
    """ "Troops seized nine pistols and 300 rounds", "a cache of firearms was found": arms that will not be used."""
    frame = lexicon.frames.get("disarm")
    if frame is None or lemma not in _FINDING or token.pos_ != "VERB":
        return None
    for child in token.children:
        passive = child.dep_ == "nsubjpass" or (child.dep_ == "nsubj" and token.tag_ == "VBN")
        if child.dep_ == "dobj" or passive:
            heads = [child, *(word for word in child.subtree if word.dep_ in ("pobj", "conj"))]
            named = child.lemma_.lower()
            if named in _ARMS or (named in _MEASURES and any(head.lemma_.lower() in _ARMS for head in heads)):
                return TriggerMention(token, (token, child), TriggerPhrase(frame, lemma, (named,)), sentence, "verb")
    return None


_UNKNOWN_PASTS = {"retook": "retake", "retaken": "retake"}
"""Forms that the model does not know."""


def _lemma(token: Token, lexicon: TriggerLexicon) -> str:
    """The lemma, or, where the model's is no trigger, a regular stem that is ("raped" is not of "rap")."""
    lemma, lower = _UNKNOWN_PASTS.get(token.lower_, token.lemma_.lower()), token.lower_
    if lemma in lexicon.verbs or not token.tag_.startswith("V"):
        return lemma
    stems = []
    if lower.endswith("ed"):
        stems = [lower[:-1], lower[:-2], lower[:-3] if lower[-3:-2] == lower[-4:-3] else lower]
    elif lower.endswith("ing"):
        stems = [lower[:-3] + "e", lower[:-3], lower[:-4] if lower[-4:-3] == lower[-5:-4] else lower]
    return next((stem for stem in stems if stem in lexicon.verbs), lemma)


def _entries(index: dict[str, list[TriggerPhrase]], lemma: str, token: Token) -> list[TriggerPhrase]:
    entries = index.get(lemma)
    if entries is None and token.lower_ != lemma:
        entries = index.get(token.lower_)
    return entries or []


def _verb_phrase(verb: Token, phrase: TriggerPhrase) -> tuple[Token, ...] | None:
    """Find the rest of a verb's phrase to its right, each word hanging on the verb or on a word of the phrase."""
    words = [verb]
    position = verb.i
    for wanted in phrase.rest:
        match = _next_word(verb, wanted, position, words)
        if match is None:
            match = _passive_subject(verb, wanted) if len(phrase.rest) == 1 else None
        if match is None:
            return None
        words.append(match)
        position = max(position, match.i)
    return tuple(words)


def _next_word(verb: Token, wanted: str, position: int, words: list[Token]) -> Token | None:
    document = verb.doc
    for index in range(position + 1, min(verb.i + _REACH, len(document), verb.sent.end)):
        token = document[index]
        if _is_word(token, wanted) and _hangs_on(token, words):
            return token
    return None


def _is_word(token: Token, wanted: str) -> bool:
    """Whether the token is the word, or a name that ends in it ("Turkish observation posts" is one token)."""
    if wanted in (token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")):
        # The model takes "bases" for the plural of "basis".
        return True
    return token.lower_.endswith((" " + wanted, f" {wanted}s"))


def _hangs_on(token: Token, words: list[Token]) -> bool:
    current = token
    for _ in range(3):
        if any(current.head == word for word in words):
            return True
        current = current.head
    return False


def _passive_subject(verb: Token, wanted: str) -> Token | None:
    """ "Checkpoints were set up": the phrase's object is the passive's subject."""
    for child in verb.children:
        if child.dep_ in ("nsubjpass", "nsubj") and verb.tag_ == "VBN" and _is_word(child, wanted):
            return child
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and _is_word(verb.head, wanted):
        return verb.head
    return None


def _noun_phrase(noun: Token, phrase: TriggerPhrase, sentence: Sentence) -> tuple[Token, ...] | None:
    if noun.pos_ == "PROPN" and not (sentence.headline or noun.text.isupper() or noun.text.islower()):
        # "Operation Barkhane", "Battle of Algiers Street": a proper name tells no event.
        return None
    if not phrase.rest:
        return (noun,)
    words = [noun]
    position = noun.i - 1
    for wanted in reversed(phrase.rest):
        found = _left_word(noun, wanted, position)
        if found is None:
            return None
        words.insert(0, found)
        position = found.i - 1
    return tuple(words)


def _left_word(noun: Token, wanted: str, position: int) -> Token | None:
    for index in range(position, max(position - 3, noun.sent.start - 1), -1):
        token = noun.doc[index]
        if token.lower_ == wanted or token.lemma_.lower() == wanted:
            return token
        if token.pos_ not in ("DET", "ADJ", "PUNCT", "NOUN") or token.lower_ in (",", ";"):
            return None
    return None
