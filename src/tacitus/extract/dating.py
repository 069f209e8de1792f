"""The date of an event from the dates of its mentions (docs/codebook.md, "When")."""

from __future__ import annotations

from tacitus.extract.happening import Happening
from tacitus.records import EventDate, Span
from tacitus.resolve.article import ResolvedArticle
from tacitus.resolve.dates import DateMention, resolve_anaphor

FINENESS = {"day": 0, "days": 1, "week": 2, "month": 3, "season": 4, "year": 5, "unknown": 6}
"""How fine a date is told, the finest first."""


def date_of_happening(happening: Happening, article: ResolvedArticle) -> tuple[EventDate, list[Span]]:
    """The most precise date that a mention tells, else the publication date as upper bound, with its words."""
    told = [
        (resolved, date) for draft in happening.drafts for date in draft.dates if (resolved := _resolved(date, article))
    ]
    told = [(resolved, date) for resolved, date in told if resolved.end is not None or resolved.start is not None]
    if not told:
        return EventDate(end=article.parsed.document.published, precision="unknown", basis="publication"), []
    told.sort(key=lambda item: (FINENESS[item[0].precision], item[1].start))
    first, mention = told[0]
    return first, [article.parsed.cut(mention.start, mention.end)]


def _resolved(date: DateMention, article: ResolvedArticle) -> EventDate | None:
    if date.date is not None:
        return date.date.model_copy(update={"text": date.text})
    if date.anaphor is None:
        return None
    antecedent = last_date_before(date.start, article)
    if antecedent is None:
        return None
    resolved = resolve_anaphor(date, antecedent)
    return None if resolved is None else resolved.model_copy(update={"text": date.text})


def last_date_before(position: int, article: ResolvedArticle) -> EventDate | None:
    """The last resolved date before an offset: the antecedent of "the next day"."""
    found: EventDate | None = None
    for date in article.dates:
        if date.start >= position:
            break
        if date.date is not None and date.date.start is not None and date.role in ("point", "future"):
            found = date.date
    return found
