"""resolve/actors."""
