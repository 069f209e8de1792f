"""The codebook: event types, trigger words, hedges, actors and rules as files that a researcher edits."""

from tacitus.codebook.book import Codebook, check_codebook

__all__ = ["Codebook", "check_codebook"]
