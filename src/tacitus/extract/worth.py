"""Whether a happening is specific enough to be an event: who, where or when must be told."""

from __future__ import annotations

import re

from tacitus.extract.draft import is_armed
from tacitus.extract.happening import Happening
from tacitus.resolve.article import ResolvedArticle

_TOLL_OF_A_WAR = 1500
"""Deaths that no single event of a report's week has; told without a day they are a total."""


def _war_toll(happening: Happening) -> bool:
    tolls = [d.tolls.counts["fatalities"] for d in happening.drafts if "fatalities" in d.tolls.counts]
    to_the_day = any(
        date.date is not None and date.date.precision in ("day", "days") for d in happening.drafts for date in d.dates
    )
    return not to_the_day and any((count.low or count.high or 0) >= _TOLL_OF_A_WAR for count in tolls)


def _day_ahead(happening: Happening, article: ResolvedArticle) -> bool:
    """Whether a day on or after publication is told."""
    published = article.parsed.document.published
    return any(
        date.date is not None
        and date.date.precision in ("day", "days")
        and (published is None or date.date.end is None or date.date.end >= published)
        for draft in happening.drafts
        for date in draft.dates
    )


def _back_to_news(happening: Happening) -> bool:
    """Headlines tell deeds in nouns alone."""
    return happening.first.mention.sentence.headline


_GROUP_NAME = re.compile(
    r"\b(?:Alliance|Front|Army|Coalition|Movement|Council|Brigades?|Forces?|Union|Party|Command|Room|Group|League|Faction)\b"
)
_DYING = frozenset({"die", "death", "dead", "perish", "succumb", "lose"})


def _killed_in_deed(happening: Happening) -> bool:
    """Whether more than one died, or a doer or weapon is told."""
    lows = [count.low or 0 for d in happening.drafts for count in d.tolls.counts.values()]
    return max(lows, default=0) > 1 or any(d.actor1 or d.weapons or d.means for d in happening.drafts)


def _dates_itself(happening: Happening) -> bool:
    """Whether a date stands with the noun itself ("the agreement of March 5"), not with what else is told."""
    return any(
        any(word.ent_type_ in ("DATE", "TIME") or word.like_num for word in d.mention.token.subtree)
        for d in happening.drafts
    )


_ONLY_BACK = frozenset({"conflict", "incident", "violence", "situation", "hostility"})
_CONCLUDING = frozenset(
    "sign reach announce declare conclude broker agree take come enter hold collapse begin expire "
    "follow mediate seal strike negotiate break".split()
)


def _concluded(happening: Happening) -> bool:
    """Whether a verb says that the agreement was made, came into force or ended."""
    return any(
        (d.arguments.carrier is not None and d.arguments.carrier.lemma_.lower() in _CONCLUDING)
        or d.mention.token.head.lemma_.lower() in _CONCLUDING
        or any(over.lemma_.lower() in ("signing", "conclusion") for over in list(d.mention.token.ancestors)[:3])
        for d in happening.drafts
    )


def worth_keeping(happening: Happening, article: ResolvedArticle) -> str | None:
    """Say why the happening is refused, or None where it is kept."""
    drafts = happening.drafts
    parties = [p for d in drafts for p in [*d.actor1, *d.actor2] if p.named or not p.anaphor]
    has_party = bool(parties)
    has_date = any(d.dates for d in drafts)
    has_place = any(d.places for d in drafts)
    named_place = any(not (p.place.basis or "").startswith("anaphoric") for d in drafts for p in d.places)
    has_toll = any(d.tolls.counts or d.tolls.losses for d in drafts)
    nouns_only = all(d.mention.word_class == "noun" for d in drafts)
    carried = any(d.arguments.carrier is not None for d in drafts)
    frame = happening.first.mention.frame
    if nouns_only and all(d.mention.token.lemma_.lower() in _ONLY_BACK for d in drafts):
        return "a noun that only points back"
    if nouns_only and all(d.mention.frame.name == "kill" for d in drafts) and not has_toll and not has_party:
        return "a killing of nobody"
    if all(d.points_at_it for d in drafts):
        return "a noun that only points back"
    if all(d.unreal for d in drafts) and not (_day_ahead(happening, article) and (has_party or has_place)):
        return "a plan without a day"
    if (
        has_date
        and all(date.role == "future" for d in drafts for date in d.dates)
        and not any(d.unreal for d in drafts)
    ):
        return "not yet happened"
    if frame.name == "group" and not any(
        is_armed(p) or p.actor.actor_id is not None or _GROUP_NAME.search(p.actor.text) for p in parties
    ):
        return "no group changes"
    if _war_toll(happening):
        return "the toll of a war, not of an event"
    if frame.weak and not (has_date or has_place or has_party):
        return "neither who, where nor when"
    if nouns_only and not carried and not has_date and not has_toll and not (has_party and has_place):
        return "a noun that tells no deed"
    if all(d.mention.token.lemma_.lower() in _DYING for d in drafts) and not _killed_in_deed(happening):
        return "a death, no deed"
    if frame.name == "agreement" and nouns_only and not _dates_itself(happening) and not _concluded(happening):
        return "an agreement that only is, not made"
    if nouns_only and not (has_date or has_place or has_toll) and not _back_to_news(happening):
        return "a noun without when, where or how many"
    if not (has_party or named_place or has_date or has_toll):
        return "neither who, where nor when"
    if all(d.mention.frame.name == "displace" for d in drafts):
        return "flight told without what caused it"
    if all(d.mention.frame.effect for d in drafts) and not (has_party or has_toll or has_place):
        return "an effect on nobody"
    return None
