"""Tables of the record: one per record type, as CSV, Parquet and SQLite, with a data dictionary."""

from tacitus.publish.tables.csv_files import CsvTables, cell, write_csv
from tacitus.publish.tables.parquet import ParquetTables
from tacitus.publish.tables.spec import table_specs
from tacitus.publish.tables.sqlite import SqliteTables

__all__ = ["CsvTables", "ParquetTables", "SqliteTables", "cell", "table_specs", "write_csv"]
