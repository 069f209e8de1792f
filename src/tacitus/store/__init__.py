"""The record: a database of articles, their codings, and the runs that made them."""

from tacitus.store.actors import ActorPage, Actors, facilities_to_pandas
from tacitus.store.decisions import ContradictoryDecision, DecisionLog
from tacitus.store.failures import ArticleConflict, StoreUnreachable, Unstorable
from tacitus.store.incidents import IncidentSelection, IncidentsView
from tacitus.store.interchange import read_coded
from tacitus.store.linking import Linked
from tacitus.store.record import Imported, Record
from tacitus.store.runs import Run, RunLog, StoredRefusal
from tacitus.store.views import EventsView, FacilitiesView, RelationsView, Selection, Stored, View

__all__ = [
    "ActorPage",
    "Actors",
    "ArticleConflict",
    "ContradictoryDecision",
    "DecisionLog",
    "EventsView",
    "FacilitiesView",
    "Imported",
    "IncidentSelection",
    "IncidentsView",
    "Linked",
    "Record",
    "RelationsView",
    "Run",
    "RunLog",
    "Selection",
    "StoreUnreachable",
    "Stored",
    "StoredRefusal",
    "Unstorable",
    "View",
    "facilities_to_pandas",
    "read_coded",
]
