"""Places: from names in a text to where they are, with the basis of each choice."""

from tacitus.resolve.places.anaphora import PlaceAnaphor, find_anaphora, resolve_area_phrase
from tacitus.resolve.places.choice import resolve_places

__all__ = ["PlaceAnaphor", "find_anaphora", "resolve_area_phrase", "resolve_places"]
