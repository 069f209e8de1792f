"""Map layers: GeoJSON, GeoPackage, GeoParquet and KML, with the uncertainty of a place in its geometry."""

from tacitus.publish.geo.geojson import write_geojson
from tacitus.publish.geo.uncertainty import (
    AREAS,
    UNCERTAINTY_KM,
    circle,
    geometry_of,
    is_located,
    uncertainty_km,
)

__all__ = ["AREAS", "UNCERTAINTY_KM", "circle", "geometry_of", "is_located", "uncertainty_km", "write_geojson"]
