"""Dates in news prose: found, read as intervals, and counted from publication or from one another."""

from tacitus.resolve.dates.anaphoric import resolve_anaphor
from tacitus.resolve.dates.find import find_dates
from tacitus.resolve.dates.mention import Anaphor, DateMention, Role

__all__ = ["Anaphor", "DateMention", "Role", "find_dates", "resolve_anaphor"]
