"""Entities, evidence and provenance: FollowTheMoney, Web Annotations, PROV, HXL, Data Package, CITATION.cff."""

from tacitus.publish.entities.annotations import WebAnnotations
from tacitus.publish.entities.hxl import Hxl
from tacitus.publish.entities.money import FollowTheMoney
from tacitus.publish.entities.package import DataPackage, sha256_of, write_citation, write_datapackage
from tacitus.publish.entities.provenance import Provenance

__all__ = [
    "DataPackage",
    "FollowTheMoney",
    "Hxl",
    "Provenance",
    "WebAnnotations",
    "sha256_of",
    "write_citation",
    "write_datapackage",
]
