"""Actors: from words to whom they name."""

from tacitus.resolve.actors.anaphora import Discourse
from tacitus.resolve.actors.parties import PartyFinder

__all__ = ["Discourse", "PartyFinder"]
