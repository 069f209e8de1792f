"""The language of a text, offline, as an ISO 639-1 code."""

from __future__ import annotations

import re

_SAMPLE = 6000
_FEWEST_LETTERS = 20
_FEWEST_OF_A_SCRIPT = 6
"""Letters of another script than ours that are enough: a few of them may leave the language open, but not English."""
_FIRST_AFTER_LATIN = "\u0370"
_DOUBTFUL_RANKS = 3
# Short reports full of foreign names mislead a letter model; their function words and stock words do not.
_ENGLISH = frozenset(
    (
        *("the", "of", "and", "in", "to", "was", "were", "near", "by", "on", "with", "from", "at", "for", "that", "is"),
        *("are", "has", "have", "had", "said", "after", "against", "between", "killed", "wounded", "attacked", "army"),
        *("troops", "police", "gunmen", "fighters", "clashes", "shelled", "abducted", "soldiers", "civilians"),
    )
)


def detect_language(text: str, hint: str | None = None) -> str | None:
    """The language of `text`; None under 20 letters, of which 6 are enough where most are not Latin ones.

    `hint` (a page's own statement) decides among the likeliest.
    """
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character < _FIRST_AFTER_LATIN for character in letters)
    if len(letters) < (_FEWEST_LETTERS if 2 * latin >= len(letters) else _FEWEST_OF_A_SCRIPT):
        return None
    words = re.findall(r"[^\W\d_]+", sample.lower())
    english = sum(word in _ENGLISH for word in words)
    if english >= 2 and english * 7 >= len(words):
        return "en"
    import py3langid

    # The model also knows dialects and pidgins by three letters; ISO 639-1 names their main language.
    ranked = [str(code) for code, _ in py3langid.rank(sample) if len(code) == 2]
    declared = (hint or "").lower()[:2]
    return declared if declared in ranked[:_DOUBTFUL_RANKS] else ranked[0]
