"""Releases: frozen versions with checksums, ids that survive, and what changed between them."""

from tacitus.publish.release.changes import write_changes
from tacitus.publish.release.compare import Change, Comparison
from tacitus.publish.release.freeze import (
    USUAL_FORMATS,
    ReleaseError,
    check_release,
    make_release,
    newest_release,
    read_manifest,
)

__all__ = [
    "USUAL_FORMATS",
    "Change",
    "Comparison",
    "ReleaseError",
    "check_release",
    "make_release",
    "newest_release",
    "read_manifest",
    "write_changes",
]
