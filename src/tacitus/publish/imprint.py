"""The imprint: what every publication says about itself."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tacitus import __version__

FULL = "none (full record)"
"""Name of the profile where nothing was removed."""


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX name, title and address."""

    name: str
    title: str
    path: str


LICENCES: Mapping[str, Licence] = {
    licence.name: licence
    for licence in (
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence(
            "CC-BY-NC-4.0",
            "Creative Commons Attribution-NonCommercial 4.0",
            "https://creativecommons.org/licenses/by-nc/4.0/",
        ),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence(
            "ODbL-1.0", "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/"
        ),
    )
}
"""Licences that publications usually carry. Any other SPDX name may be given."""


@dataclass(frozen=True)
class Imprint:
    """Title, version, people, licence and redaction of a publication.

    `removed` fills while the rows go by: what the profile took away, by kind. `made` is the day of making.
    `has_incidents` says that incidents follow the articles: shaped exports then count each happening once.
    """

    title: str = "Coded conflict events"
    version: str | None = None
    authors: tuple[str, ...] = ()
    licence: Licence | None = None
    profile: str = FULL
    profile_sha256: str | None = None
    made: datetime.date | None = None
    has_incidents: bool = False
    removed: Counter[str] = field(default_factory=Counter)

    def notes(self) -> dict[str, Any]:
        """Return the imprint as plain JSON values, for formats that can carry it."""
        return {
            "title": self.title,
            "version": self.version,
            "authors": list(self.authors),
            "licence": self.licence.name if self.licence else None,
            "made": self.made.isoformat() if self.made else None,
            "made_with": f"tacitus {__version__}",
            "redaction_profile": self.profile,
            "redaction_profile_sha256": self.profile_sha256,
            "removed": {kind: count for kind, count in sorted(self.removed.items()) if count},
        }

    def sentence(self) -> str:
        """Return the imprint in one line of words."""
        licence = self.licence.name if self.licence else "no licence given"
        version = f", version {self.version}" if self.version else ""
        counts = [f"{count} {kind}" for kind, count in sorted(self.removed.items()) if count]
        removed = ", ".join(counts) or "nothing"
        return (
            f"{self.title}{version}. Licence: {licence}. Redaction profile: {self.profile}; it removed {removed}. "
            f"Made with tacitus {__version__}."
        )


def licence_of(name: str | None) -> Licence | None:
    """Return the licence of a name; one that is not in the list keeps its name."""
    if not name:
        return None
    return LICENCES.get(name) or Licence(name, name, "")
