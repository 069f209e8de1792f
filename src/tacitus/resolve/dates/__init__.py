"""resolve/dates."""
