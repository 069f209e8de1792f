"""Map layers: GeoJSON, GeoPackage, GeoParquet and KML, with the uncertainty of a place in its geometry."""

from tacitus.publish.geo.arrow_layers import GeoPackage, GeoParquet
from tacitus.publish.geo.geojson import GeoJson, write_geojson
from tacitus.publish.geo.kml import Kml
from tacitus.publish.geo.uncertainty import (
    AREAS,
    UNCERTAINTY_KM,
    area_of,
    circle,
    geometry_of,
    is_located,
    uncertainty_km,
)

__all__ = [
    "AREAS",
    "UNCERTAINTY_KM",
    "GeoJson",
    "GeoPackage",
    "GeoParquet",
    "Kml",
    "area_of",
    "circle",
    "geometry_of",
    "is_located",
    "uncertainty_km",
    "write_geojson",
]
