"""What people read: tables, map layers, graphs, a briefing, releases; views on the terminal, and a page with a map.

Every function takes coded articles and changes nothing in them. `publish` writes many formats in one pass, `frames`
gives objects for notebooks, `tacitus.publish.redact` says what may leave the house (docs/publishing.md).
"""

from typing import TYPE_CHECKING, Any

from tacitus.publish.geo import write_geojson
from tacitus.publish.map_page import write_map
from tacitus.publish.show import show_event
from tacitus.publish.table_view import events_table
from tacitus.publish.tables import write_csv
from tacitus.publish.terminal import harmless, printable

if TYPE_CHECKING:
    from tacitus.publish.imprint import Imprint, licence_of
    from tacitus.publish.notebooks import Frames, frames
    from tacitus.publish.publication import Source, publish, source_of_articles, source_of_record
    from tacitus.publish.redact import Profile, Redactor, load_profile
    from tacitus.publish.release import check_release, make_release
    from tacitus.publish.report import write_report

__all__ = [
    "Frames",
    "Imprint",
    "Profile",
    "Redactor",
    "Source",
    "check_release",
    "events_table",
    "frames",
    "harmless",
    "licence_of",
    "load_profile",
    "make_release",
    "printable",
    "publish",
    "show_event",
    "source_of_articles",
    "source_of_record",
    "write_csv",
    "write_geojson",
    "write_map",
    "write_report",
]

_LATER = {
    "Frames": "notebooks",
    "frames": "notebooks",
    "Imprint": "imprint",
    "licence_of": "imprint",
    "Source": "publication",
    "publish": "publication",
    "source_of_articles": "publication",
    "source_of_record": "publication",
    "Profile": "redact",
    "Redactor": "redact",
    "load_profile": "redact",
    "check_release": "release",
    "make_release": "release",
    "write_report": "report",
}
"""Names whose modules are loaded when they are first asked for."""


def __getattr__(name: str) -> Any:
    """Load the larger parts when they are first asked for, so that `tacitus show` stays quick."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
