"""Opinion pieces: a narrator who says "I" argues; what he calls attacks and battles mostly is none."""

from __future__ import annotations

import re

from tacitus.extract.draft import is_armed
from tacitus.extract.happening import Happening
from tacitus.resolve.article import ResolvedArticle

_QUOTED = re.compile(r"[\"“][^\"”]{0,600}[\"”]")
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|I'd|my|myself)\b")
_PER_WORDS = 200
"""One "I" or "my" outside quotations in so many words makes an opinion piece."""


def is_opinion(article: ResolvedArticle) -> bool:
    """Whether the narrator speaks of himself outside quotations."""
    prose = _QUOTED.sub(" ", " ".join(sentence.syntax.text for sentence in article.sentences))
    words = len(prose.split())
    said = len(_FIRST_PERSON.findall(prose))
    return said >= 2 and said * _PER_WORDS >= words


def holds_in_opinion(happening: Happening) -> bool:
    """Whether an event told in an opinion piece is concrete: a day, and arms or a toll."""
    dated = any(draft.dates for draft in happening.drafts)
    armed = any(is_armed(p) and p.actor.actor_id is not None for d in happening.drafts for p in [*d.actor1, *d.actor2])
    toll = any(draft.tolls.counts for draft in happening.drafts)
    return dated and (armed or toll)
