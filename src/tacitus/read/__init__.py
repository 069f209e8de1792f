"""Reading: from files to documents, with where each comes from, when it was published, and what is not to be coded."""

from tacitus.read.limits import Limits, Refusal
from tacitus.read.rules import load_rules
from tacitus.read.sources import read_paths, read_text

__all__ = ["Limits", "Refusal", "load_rules", "read_paths", "read_text"]
