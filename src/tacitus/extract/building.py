"""Building: a happening becomes an event of the interchange form."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.codebook.event_types import plover_of, ucdp_type_of
from tacitus.extract.counts import merged_counts, summed_counts
from tacitus.extract.dating import date_of_happening
from tacitus.extract.draft import Draft, is_armed
from tacitus.extract.happening import Happening
from tacitus.extract.placing import places_of_happening
from tacitus.extract.siding import sides_of_happening
from tacitus.records import EVENT_TYPE_OF, Count, Event, Loss, Mention, Span
from tacitus.resolve.article import ResolvedArticle

_TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")


def build_event(happening: Happening, article: ResolvedArticle, event_id: str) -> Event:
    """Make the event of a happening; attribution and status come later."""
    sub_event = happening.sub_event()
    mentions = [
        Mention(trigger=article.span_of(draft.mention.words), sentence=draft.mention.sentence.span)
        if _unbroken(draft.mention.words)
        else Mention(trigger=article.span(draft.mention.token), sentence=draft.mention.sentence.span)
        for draft in happening.drafts
    ]
    actor1, actor2, associated = sides_of_happening(happening, sub_event)
    plover_type, plover_mode = plover_of(sub_event)
    event = Event(
        id=event_id,
        event_type=EVENT_TYPE_OF[sub_event],
        sub_event_type=sub_event,
        ucdp_type=ucdp_type_of(sub_event, [a.actor.kind for a in actor1], [a.actor.kind for a in actor2]),
        plover_type=plover_type,
        plover_mode=plover_mode,
        trigger=mentions[0].trigger,
        sentence=mentions[0].sentence,
        mentions=mentions,
        actor1=[party.actor for party in actor1],
        actor2=[party.actor for party in actor2],
        associated=[party.actor for party in associated],
        weapons=_distinct([span for draft in happening.drafts for span in draft.weapons]),
        losses=_losses(happening),
    )
    event.date, date_spans = date_of_happening(happening, article)
    event.places = places_of_happening(happening)
    for name in _TOLLS:
        setattr(event, name, _toll(happening, name))
    event.evidence = _evidence(event, date_spans)
    return event


def _unbroken(words: tuple[Token, ...]) -> bool:
    positions = sorted(int(word.i) for word in words)
    return positions[-1] - positions[0] == len(positions) - 1


def _toll(happening: Happening, name: str) -> Count | None:
    by_side: dict[str, Count | None] = {}
    for draft in happening.drafts:
        count = draft.tolls.counts.get(name)
        if count is not None:
            side = _side(draft)
            if _is_part(count, by_side.get(side), draft):
                continue
            by_side[side] = merged_counts(by_side.get(side), count)
    sides = {side: count for side, count in by_side.items() if count is not None}
    if set(sides) == {"state", "others"}:
        return summed_counts(list(sides.values()))
    total: Count | None = None
    for count in sides.values():
        total = merged_counts(total, count)
    return total


_A_TOLL = re.compile(
    r"\b(?:toll|put the|puts the|according|said|says|told|confirmed|reported|claimed|announced|counted|at least|only|"
    r"revised)\b"
)
_OF_MORE = re.compile(r"\b(?:others?|another|including|among them|of them|one of|two of)\b")


def _is_part(count: Count, total: Count | None, draft: Draft) -> bool:
    """Whether a smaller number is a part of the toll told before ("five others"), not another toll of somebody."""
    if total is None or count.high is None or total.low is None or count.high >= total.low:
        return False
    sentence = draft.mention.sentence.lower
    return _OF_MORE.search(count.text.lower()) is not None or not _A_TOLL.search(sentence)


def _side(draft: Draft) -> str:
    """Whose dead a toll counts: a state's, its enemies', or just people."""
    kinds = {party.actor.kind for party in draft.actor2 if is_armed(party)}
    if kinds & {"state_forces", "external_forces"}:
        return "state"
    return "others" if kinds else "people"


def _losses(happening: Happening) -> list[Loss]:
    losses: list[Loss] = []
    for draft in happening.drafts:
        losses.extend(loss for loss in draft.tolls.losses if all(loss.what != known.what for known in losses))
    return losses


def _distinct(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if all(span.start != other.start and span.text.lower() != other.text.lower() for other in kept):
            kept.append(span)
    return kept


def _evidence(event: Event, date_spans: list[Span]) -> dict[str, list[Span]]:
    """The spans behind each field."""
    evidence: dict[str, list[Span]] = {"trigger": [mention.trigger for mention in event.mentions]}
    for name in ("actor1", "actor2", "associated", "places"):
        spans = [Span(text=item.text, start=item.start, end=item.end) for item in getattr(event, name)]
        if spans:
            evidence[name] = spans
    if date_spans:
        evidence["date"] = date_spans
    for name in _TOLLS:
        count: Count | None = getattr(event, name)
        if count is not None:
            evidence[name] = count.spans
    if event.losses:
        evidence["losses"] = [span for loss in event.losses for span in loss.count.spans]
    if event.weapons:
        evidence["weapons"] = event.weapons
    return evidence
