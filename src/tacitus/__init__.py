"""Tacitus: from conflict reports to a record that can be defended."""

__version__ = "0.1.0"
