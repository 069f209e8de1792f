"""Names of incidents across releases: an incident is known again by the events in it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from tacitus.records import Incident

_PAIRS = """
SELECT now.incident, before.incident, COUNT(*) AS shared, now.incident = before.incident AS same
FROM now JOIN before ON before.event = now.event
GROUP BY now.incident, before.incident ORDER BY shared DESC, same DESC, before.incident, now.incident
"""


class IncidentNames:
    """Which id each incident is published under. The record makes its own from the number of an event in its article,
    and that number may stand for another event after a new coding; publications cannot have that."""

    def __init__(self, known: sqlite3.Connection) -> None:
        """`known` is the ledger as IdKeeper reads it: for incidents, the anchor holds the events."""
        self._known = known
        self._known.executescript(
            "CREATE TABLE before (incident TEXT, event TEXT); CREATE TABLE now (incident TEXT, event TEXT);"
            "CREATE TABLE names (own TEXT PRIMARY KEY, published TEXT UNIQUE);"
        )

    def learn(self, incidents: Iterable[Incident]) -> None:
        """See every incident, with the published ids of its events, and settle all names."""
        before = self._known.execute("SELECT own, anchor FROM known WHERE kind = 'incident'").fetchall()
        self._known.executemany(
            "INSERT INTO before VALUES (?, ?)", ((own, event) for own, anchor in before for event in anchor.split())
        )
        self._known.execute("CREATE INDEX before_event ON before (event)")
        rows = ((incident.id, voice.event_id) for incident in incidents for voice in incident.voices)
        self._known.executemany("INSERT INTO now VALUES (?, ?)", rows)
        # Who shares most events with a published incident is that incident; each name is given once.
        for own, published, *_ in self._known.execute(_PAIRS).fetchall():
            self._known.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (own, published))
        self._name_the_rest()

    def name(self, own_id: str) -> str:
        """Return the id under which an incident is published."""
        found = self._known.execute("SELECT published FROM names WHERE own = ?", (own_id,)).fetchone()
        return str(found[0]) if found else own_id

    def own(self, published: str) -> str:
        """Return the record's id of a published incident."""
        found = self._known.execute("SELECT own FROM names WHERE published = ?", (published,)).fetchone()
        return str(found[0]) if found else published

    def _name_the_rest(self) -> None:
        unnamed = "SELECT DISTINCT incident FROM now WHERE incident NOT IN (SELECT own FROM names) ORDER BY incident"
        for (own,) in self._known.execute(unnamed).fetchall():
            name, number = own, 1
            while self._is_used(name):
                number += 1
                name = f"i{hashlib.sha256(f'{own} {number}'.encode()).hexdigest()[:12]}"
            self._known.execute("INSERT INTO names VALUES (?, ?)", (own, name))

    def _is_used(self, name: str) -> bool:
        known = "SELECT 1 FROM known WHERE kind = 'incident' AND own = ?"
        query = f"{known} UNION SELECT 1 FROM names WHERE published = ? LIMIT 1"
        return self._known.execute(query, (name, name)).fetchone() is not None
