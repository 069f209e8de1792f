"""resolve/places."""
