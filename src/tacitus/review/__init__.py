"""Review: who may work on a record, what waits for a person, what people decided, and how far they agree."""
