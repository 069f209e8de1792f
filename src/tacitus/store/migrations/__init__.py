"""Migrations of the record, run by `tacitus.store.opening` when a record is opened."""
