"""Status: what the model says of it, as far as it quotes words, and our own check; the more cautious one stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from tacitus.llm.building import BuiltEvent
from tacitus.llm.reading import ArticleReading
from tacitus.llm.usage import Usage
from tacitus.records import Assertion, EventDate

_CAUTION = {"asserted": 0, "attributed": 1, "hedged": 2, "denied": 3}
_UNREAL = ("planned", "hypothetical")


def settle_status(built: Sequence[BuiltEvent], reading: ArticleReading, usage: Usage) -> None:
    """Give every event its status. A status that the model gives without words of the article for it is dropped."""
    told = {id(one): _told(one, usage) for one in built}
    for one in built:
        one.event.assertion = "asserted"
    reading.check_status([one.event for one in built])
    for one in built:
        own, claimed = one.event.assertion, told[id(one)]
        one.event.assertion = _chosen(own, claimed, one)
        if claimed == one.event.assertion != own:
            known = one.event.evidence.setdefault("assertion", [])
            known += [span for span in one.status_words if all(span.start != other.start for other in known)]
        for span in one.status_words:
            if all(span.start != known.start for known in one.event.cues):
                one.event.cues.append(span)
        if not one.event.evidence.get("assertion", True):
            del one.event.evidence["assertion"]


def _told(one: BuiltEvent, usage: Usage) -> Assertion | None:
    """The model's status where it quotes what bears it."""
    status = one.status
    if status not in get_args(Assertion) or status == "asserted":
        return None
    borne = {
        "attributed": bool(one.event.attributed_to),
        "denied": bool(one.event.denied_by) and bool(one.status_words),
    }.get(status, bool(one.status_words))
    if not borne:
        usage.drop("events.status", status, "no words of the article are quoted for it")
        return None
    return status  # type: ignore[return-value]


def _chosen(own: Assertion, claimed: Assertion | None, one: BuiltEvent) -> Assertion:
    if own in _UNREAL:
        return own
    if one.unreal is not None:
        return one.unreal  # type: ignore[return-value]
    if claimed in _UNREAL and claimed is not None:
        return claimed
    if one.event.attributed_to and own == "asserted":
        own = "attributed"
    if claimed is None:
        return own
    return claimed if _CAUTION[claimed] > _CAUTION[own] else own


def undated(published: object) -> EventDate:
    """The date of an event of which the text says no day: publication as the upper bound."""
    return EventDate.model_validate({"end": published, "precision": "unknown", "basis": "publication"})
