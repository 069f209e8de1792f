"""The index: what a record's incidents are filtered, counted, mapped and put in time by, held in memory."""

from tacitus.serve.index.columns import Columns, Labels, Many
from tacitus.serve.index.filters import Filters
from tacitus.serve.index.matching import Matches, match

__all__ = ["Columns", "Filters", "Labels", "Many", "Matches", "match"]
