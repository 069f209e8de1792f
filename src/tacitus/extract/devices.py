"""Devices: bombs, mines and grenades as triggers, which tell an event only where they do something."""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.extract.mentions import TriggerMention

_DEVICES = frozenset({"bomb", "mine", "landmine", "ied", "device", "grenade", "vbied", "trap", "round", "shell"})
_KEEPING = frozenset({"of", "with", "for", "containing", "including", "against", "to"})


def is_device(mention: TriggerMention) -> bool:
    """Whether the trigger is a weapon that lies and waits, or is thrown."""
    return mention.token.lemma_.lower() in _DEVICES


def device_acts(token: Token) -> bool:
    """Whether a bomb or mine does something: a subject, or what people were hit by; no find and no load."""
    if token.dep_ in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_.lower()
        return verb not in (
            "defuse",
            "find",
            "discover",
            "seize",
            "recover",
            "dismantle",
            "neutralise",
            "neutralize",
            "remove",
            "be",
            "plant",
        )
    if token.dep_ == "pobj":
        return token.head.lower_ not in _KEEPING or token.head.head.lemma_ == "responsibility"
    return token.dep_ in ("ROOT", "conj") and token.head.lemma_.lower() not in (
        "defuse",
        "find",
        "discover",
        "seize",
        "recover",
    )


_ORES = frozenset(
    "gold coal copper iron diamond coltan cobalt silver uranium jade zinc tin phosphate ore salt nickel bauxite "
    "lithium emerald mineral ruby".split()
)


def is_pit(token: Token) -> bool:
    """ "Near the gold mine": a mine where people dig."""
    if token.lemma_.lower() != "mine":
        return False
    if any(child.lemma_.lower() in _ORES for child in token.children):
        return True
    return token.dep_ == "pobj" and token.head.lower_ in ("near", "at", "around", "outside", "from", "inside", "in")
