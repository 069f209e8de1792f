"""Plain typed records: the interchange form (docs/interchange.md), and what the record makes of it."""

from tacitus.records.actor import Actor, ActorKind
from tacitus.records.base import Record
from tacitus.records.claim import Claim
from tacitus.records.count import Count, Loss
from tacitus.records.date import DateBasis, DatePrecision, EventDate
from tacitus.records.decision import Decision, DecisionKind
from tacitus.records.document import Boilerplate, CodedArticle, Coder, Document
from tacitus.records.event import EVENT_TYPE_OF, SUB_EVENT_TYPES, Assertion, Event, Mention
from tacitus.records.incident import ClaimedValue, Incident, Party, Toll, Voice
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
    "Claim",
    "ClaimedValue",
    "CodedArticle",
    "Coder",
    "Count",
    "DateBasis",
    "DatePrecision",
    "Decision",
    "DecisionKind",
    "Document",
    "Event",
    "EventDate",
    "Facility",
    "FacilityStatus",
    "Incident",
    "Loss",
    "Mention",
    "Party",
    "Place",
    "PlacePrecision",
    "PlaceRelation",
    "Record",
    "Relation",
    "RelationType",
    "Span",
    "Toll",
    "Voice",
]
