"""Deciding on what was coded: checked before it is kept, noted in the audit log, and undone by a second act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from tacitus.errors import ReviewError
from tacitus.records import (
    SUB_EVENT_TYPES,
    CodedArticle,
    Decision,
    DecisionKind,
    Event,
    Facility,
    Record,
    Relation,
    Span,
)
from tacitus.records.event import EVENT_TYPE_OF
from tacitus.review.audit import AuditLog
from tacitus.store import Record as Store

KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
EVENT_FIELDS = (
    "sub_event_type", "actor1", "actor2", "associated", "date", "places", "fatalities", "injured", "abducted",
    "arrested", "displaced", "assertion", "attributed_to", "denied_by", "background",
)  # fmt: skip
"""Fields of an event that a person corrects, in the order in which they are gone through."""

_ON_CODED = {"accept", "reject", "correct"}


class Overtaken(ReviewError):
    """Somebody else decided on the same since the page was loaded; `others` are those decisions."""

    def __init__(self, problem: str, others: Sequence[Decision] = (), **more: Any) -> None:
        super().__init__(problem, **more)
        self.others = list(others)


class Judging:
    """Makes and undoes decisions on one record."""

    def __init__(self, record: Store, audit: AuditLog) -> None:
        self._record = record
        self._audit = audit

    def decide(
        self,
        kind: str,
        target: str,
        *,
        coder: str,
        field: str | None = None,
        new: Any = None,
        reason: str = "",
        seen: int | None = None,
    ) -> Decision:
        """Keep a decision. `seen` is the id of the last decision on the target that the coder knew of (0 for none).

        Raises Overtaken where another coder decided on the same in the meantime, ReviewError where the decision makes
        no sense: an unknown target, a value that is not of the field's form or not grounded in the text.
        """
        known = next((each for each in KINDS if each == kind), None)
        if known is None:
            raise ReviewError("there is no such kind of decision", where=kind, remedy=f"Use one of {', '.join(KINDS)}")
        old: Any = None
        if kind in _ON_CODED:
            item, coded = self._find(target)
            if kind == "correct":
                old, new = self._corrected(item, coded, field, new, reason)
        elif kind != "note" and not new:
            raise ReviewError("it is not said which others are meant", where=target, remedy="Name at least one")
        if seen is not None:
            self._check_seen(target, kind, field, coder, seen)
        decision = self._record.decisions.make(
            known, target, coder=coder, reason=reason.strip()[:2000], field=field if kind != "note" else None,
            old=old, new=new,
        )  # fmt: skip
        self._note(decision)
        return decision

    def undo(self, decision_id: int, *, coder: str) -> Decision:
        """Undo a decision; it stays in the log. Raises StoreError where there is none or it was undone before."""
        decision = self._record.decisions.undo(decision_id, coder=coder)
        detail = {"undone": decision.id, "kind": decision.kind, "field": decision.field, "made_by": decision.coder}
        self._audit.append("undo", who=coder, target=decision.target, detail=detail)
        return decision

    def on(self, target: str) -> list[Decision]:
        """Return the decisions on a target, undone ones too, the first first."""
        return self._record.decisions.all(target=target)

    def _note(self, decision: Decision) -> None:
        detail = {"decision": decision.id, "kind": decision.kind, "field": decision.field, "old": decision.old,
                  "new": decision.new, "reason": decision.reason}  # fmt: skip
        self._audit.append("decision", who=decision.coder, target=decision.target, detail=detail)

    def _find(self, target: str) -> tuple[Event | Relation | Facility, CodedArticle]:
        article_id, _, own = target.rpartition(":")
        for coded in self._record.judged(article_id):
            items: list[Event | Relation | Facility] = [*coded.events, *coded.relations, *coded.facilities]
            for item in items:
                if item.id == own:
                    return item, coded
        raise ReviewError(
            "there is nothing of this id to decide on",
            where=target,
            remedy="It may have been rejected: undo that first",
        )

    def _corrected(
        self, item: Event | Relation | Facility, coded: CodedArticle, field: str | None, new: Any, reason: str
    ) -> tuple[Any, Any]:
        if field is None or field not in type(item).model_fields or field in ("id", "mentions", "evidence"):
            raise ReviewError("this field cannot be corrected", where=str(field))
        if not reason.strip():
            raise ReviewError(
                "a value is overruled without a reason", where=field, remedy="Say in a few words why the other is right"
            )
        values = item.to_json()
        try:
            changed = type(item).model_validate({**values, field: new})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ReviewError(f"this is no value of {field}: {first['msg']}", where=where) from error
        value = changed.to_json()[field]
        if value == values[field]:
            raise ReviewError("this is the value that stands already", where=field)
        _check(changed, coded, field)
        return values[field], value

    def _check_seen(self, target: str, kind: str, field: str | None, coder: str, seen: int) -> None:
        since = [
            d for d in self._record.decisions.all(target=target, standing=True) if d.id > seen and d.coder != coder
        ]
        clashing = [
            d for d in since if d.kind != "note" and (kind != "correct" or d.kind != "correct" or d.field == field)
        ]
        if clashing:
            names = ", ".join(sorted({d.coder for d in clashing}))
            raise Overtaken(
                f"{names} decided on this in the meantime", clashing, where=target,
                remedy="Look at what they decided; yours is kept as a draft",
            )  # fmt: skip


def _check(item: Event | Relation | Facility, coded: CodedArticle, field: str) -> None:
    """Raise ReviewError where a corrected value stands on words that are not in the text, or on no known type."""
    text = coded.document.text
    for span in spans_in(getattr(item, field)):
        if not 0 <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.text:
            raise ReviewError(
                f"“{span.text[:60]}” does not stand in the article at {span.start}", where=field,
                remedy="Choose the words in the article",
            )  # fmt: skip
    if isinstance(item, Event):
        if item.sub_event_type not in EVENT_TYPE_OF:
            raise ReviewError("this is no type of event", where=item.sub_event_type)
        if item.event_type not in SUB_EVENT_TYPES and field == "event_type":
            raise ReviewError("this is no type of event", where=item.event_type)
    if field == "date":
        date = getattr(item, "date", None)
        if date is not None and date.start and date.end and date.start > date.end:
            raise ReviewError("the first day lies after the last", where=field)


def spans_in(value: Any) -> Iterator[Span]:
    """Yield every span in a value: a record, a list, or what they hold."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from spans_in(getattr(value, name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from spans_in(part)


def span_of(coded: CodedArticle, start: int, end: int) -> Span:
    """Return the words between two offsets of the article. Raises ReviewError where they are not in it."""
    if not 0 <= start < end <= len(coded.document.text):
        raise ReviewError("these words are not in the article", where=coded.document.id)
    return Span.of(coded.document.text, start, end)
