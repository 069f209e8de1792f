"""Orders: sentences of an article that speak to a machine. They are sent as all others, but no deed is taken from them.

This is a second fence, not the first: what such a sentence makes the model say must still stand in the article.
"""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|directions)\b"
    r"|\b(?:system|developer|assistant) ?(?:prompt|message|:)"
    r"|\bas an? (?:ai|language model|llm)\b"
    r"|\byou (?:must|should|are to|will) (?:now )?(?:code|answer|reply|respond|report|output|return)\b"
    r"|\b(?:answer|reply|respond|output|return)\b.{0,30}\b(?:json|empty list|schema)\b"
    r"|\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\binstructions\b"
    r"|\bignor[ae]n?\b.{0,40}\binstrucciones\b"
    r"|\bигнориру\w*\b.{0,40}\b(?:инструкци|указани)\w*"
    r"|\b(?:ігнору\w*|проігнору\w*)\b.{0,40}\b(?:інструкці|вказівк)\w*"
    r"|\btalimat\w*\b.{0,40}\b(?:yok say|görmezden gel|unut)"
    r"|تجاهل.{0,40}(?:تعليمات|التعليمات)",
    re.IGNORECASE | re.DOTALL,
)


def gives_orders(sentence: str) -> bool:
    """Whether a sentence speaks to whoever, or whatever, codes the article."""
    return _ORDER.search(sentence) is not None
