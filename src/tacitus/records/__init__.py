"""Plain typed records: the interchange form (docs/interchange.md) as Python types."""

from tacitus.records.actor import Actor, ActorKind
from tacitus.records.base import Record
from tacitus.records.count import Count, Loss
from tacitus.records.date import DateBasis, DatePrecision, EventDate
from tacitus.records.document import Boilerplate, CodedArticle, Coder, Document
from tacitus.records.event import EVENT_TYPE_OF, SUB_EVENT_TYPES, Assertion, Event, Mention
from tacitus.records.place import Place, PlacePrecision, PlaceRelation
from tacitus.records.relation import Facility, FacilityStatus, Relation, RelationType
from tacitus.records.span import Span

__all__ = [
    "EVENT_TYPE_OF",
    "SUB_EVENT_TYPES",
    "Actor",
    "ActorKind",
    "Assertion",
    "Boilerplate",
    "CodedArticle",
    "Coder",
    "Count",
    "DateBasis",
    "DatePrecision",
    "Document",
    "Event",
    "EventDate",
    "Facility",
    "FacilityStatus",
    "Loss",
    "Mention",
    "Place",
    "PlacePrecision",
    "PlaceRelation",
    "Record",
    "Relation",
    "RelationType",
    "Span",
]
