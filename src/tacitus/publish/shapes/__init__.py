"""Exports in the shape of other projects' datasets: their columns and codes, filled from this record."""

from tacitus.publish.shapes.acled import AcledShape
from tacitus.publish.shapes.plover import PloverJson, PolecatShape
from tacitus.publish.shapes.ucdp import UcdpShape

__all__ = ["AcledShape", "PloverJson", "PolecatShape", "UcdpShape"]
