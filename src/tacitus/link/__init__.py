"""Linking: which reports tell of the same happening, which repeat each other, and what may be said under which rule.

All of it is pure: it takes coded events and gives groups of them, with reasons. The record keeps what comes out.
"""

from tacitus.link.settings import LinkSettings

__all__ = ["LinkSettings"]
