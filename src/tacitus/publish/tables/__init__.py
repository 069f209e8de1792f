"""Tables of the record: one per record type, as CSV, Parquet and SQLite, with a data dictionary."""

from tacitus.publish.tables.csv_files import cell, write_csv

__all__ = ["cell", "write_csv"]
