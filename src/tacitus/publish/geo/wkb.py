"""Well-known binary, the geometry encoding of GeoPackage and GeoParquet (OGC 06-103r4)."""

from __future__ import annotations

import struct
from typing import Any

_CODES = {"Point": 1, "Polygon": 3, "MultiPolygon": 6}


def wkb_of(geometry: dict[str, Any]) -> bytes:
    """Return a GeoJSON point, polygon or multipolygon as little-endian WKB."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    head = struct.pack("<BI", 1, _CODES[kind])
    if kind == "Point":
        return head + struct.pack("<dd", *coordinates)
    if kind == "Polygon":
        return head + struct.pack("<I", len(coordinates)) + b"".join(_ring(ring) for ring in coordinates)
    parts = [wkb_of({"type": "Polygon", "coordinates": part}) for part in coordinates]
    return head + struct.pack("<I", len(parts)) + b"".join(parts)


def _ring(ring: list[list[float]]) -> bytes:
    return struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring)
