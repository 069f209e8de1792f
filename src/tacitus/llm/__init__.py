"""Coding with a language model of the user's own: it quotes, we check every quote and resolve it.

A model says which words of an article tell an event, and of whom, where, when and how many. Nothing that it says
enters the record unless the words stand in the article; who and where they mean is resolved as everywhere else.
"""

from tacitus.llm.settings import LlmSettings

__all__ = ["LlmSettings"]
