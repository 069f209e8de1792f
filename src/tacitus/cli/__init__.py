"""The command line: one command a file, each thin over functions that a notebook can call."""
