"""Tacitus: from conflict reports to a record that can be defended."""
