"""PROV-JSON: the chain from the file that was read to the row that was published, and who had a hand in it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Decision, Incident

SECTIONS = (
    "entity", "activity", "agent", "used", "wasGeneratedBy", "wasAssociatedWith", "wasAttributedTo", "wasDerivedFrom",
)  # fmt: skip
PREFIXES = {"tac": "urn:tacitus:", "prov": "http://www.w3.org/ns/prov#"}


class Provenance(Writer):
    """Writes provenance.json (W3C PROV-JSON).

    file -> reading -> article -> coding (by a coder, with a codebook) -> event, relation, facility -> linking (under
    named rules) -> incident; a person's decision is an activity of that person on what it is about. Sections wait in
    files, not in memory.
    """

    def begin(self) -> None:
        """Make a waiting file for each section."""
        self._sections: dict[str, IO[str]] = {}
        waiting = Path(self._files.enter_context(tempfile.TemporaryDirectory(prefix="tacitus-")))
        for name in SECTIONS:
            self._sections[name] = self._files.enter_context((waiting / name).open("w+", encoding="utf-8"))
        self._empty = set(SECTIONS)
        self._known: set[str] = set()
        self._number = 0

    def article(self, coded: CodedArticle) -> None:
        """Write where the article came from, and what was coded from it."""
        document = coded.document
        article, reading = f"tac:article/{_part(document.id)}", f"tac:reading/{_part(document.id)}"
        file = f"tac:file/{document.sha256 or _part(document.id)}"
        self._once("entity", file, {"prov:type": "file", "tac:sha256": document.sha256 or "unknown"})
        self._add("activity", reading, {"prov:type": "reading"})
        self._relate("used", {"prov:activity": reading, "prov:entity": file})
        values = {"prov:type": "article", "prov:label": document.title, "tac:publisher": document.publisher,
                  "tac:url": document.url, "tac:published": _day(document.published)}  # fmt: skip
        self._add("entity", article, values)
        self._relate("wasGeneratedBy", {"prov:entity": article, "prov:activity": reading})
        self._relate("wasDerivedFrom", {"prov:generatedEntity": article, "prov:usedEntity": file})
        self._coding(coded, article)

    def incident(self, incident: Incident) -> None:
        """Write what the incident was linked from, and under which rules."""
        entity, linking = f"tac:incident/{_part(incident.id)}", f"tac:linking/{_part(incident.id)}"
        self._add("entity", entity, {"prov:type": "incident", "prov:label": incident.sub_event_type})
        rules = "; ".join(f"{field}: {rule}" for field, rule in incident.rules.items())
        self._add("activity", linking, {"prov:type": "linking", "tac:rules": rules or None})
        self._relate("wasGeneratedBy", {"prov:entity": entity, "prov:activity": linking})
        for voice in incident.voices:
            event = _row("event", voice.event_id)
            self._relate("used", {"prov:activity": linking, "prov:entity": event})
            self._relate("wasDerivedFrom", {"prov:generatedEntity": entity, "prov:usedEntity": event})

    def decision(self, decision: Decision) -> None:
        """Write what a person decided."""
        activity, person = f"tac:decision/{decision.id}", f"tac:person/{_part(decision.coder)}"
        self._once("agent", person, {"prov:type": "prov:Person", "prov:label": decision.coder})
        values = {"prov:type": "decision", "tac:kind": decision.kind, "tac:field": decision.field,
                  "tac:reason": decision.reason, "prov:startTime": decision.made.isoformat()}  # fmt: skip
        self._add("activity", activity, values)
        self._relate("wasAssociatedWith", {"prov:activity": activity, "prov:agent": person})
        kind = {"r": "relation", "f": "facility"}.get(decision.target.rpartition(":")[2][:1], "event")
        self._relate("used", {"prov:activity": activity, "prov:entity": _row(kind, decision.target)})

    def end(self) -> None:
        """Put the sections together."""
        bundle = {"prov:type": "prov:Collection", "prov:label": self.imprint.sentence()}
        self._add("entity", "tac:publication", bundle)
        with self.open_text("provenance.json") as stream:
            stream.write(f'{{"prefix": {_json(PREFIXES)}')
            for name, section in self._sections.items():
                stream.write(f',\n"{name}": {{')
                section.seek(0)
                while block := section.read(1 << 20):
                    stream.write(block)
                stream.write("}")
            stream.write("}\n")

    def _coding(self, coded: CodedArticle, article: str) -> None:
        coder = f"tac:coder/{_part(f'{coded.coder.name} {coded.coder.version}'.strip())}"
        coding = f"tac:coding/{_part(coded.document.id)}"
        kind = "prov:SoftwareAgent" if coded.coder.name == "tacitus" else "prov:Agent"
        self._once(
            "agent", coder, {"prov:type": kind, "prov:label": coded.coder.name, "tac:version": coded.coder.version}
        )
        config = coded.coder.config_sha256 or None
        self._add("activity", coding, {"prov:type": "coding", "tac:config_sha256": config})
        self._relate("used", {"prov:activity": coding, "prov:entity": article})
        self._relate("wasAssociatedWith", {"prov:activity": coding, "prov:agent": coder})
        items = [("event", event.id) for event in coded.events]
        items += [("relation", relation.id) for relation in coded.relations]
        items += [("facility", facility.id) for facility in coded.facilities]
        for type_, own_id in items:
            row = _row(type_, f"{coded.document.id}:{own_id}")
            self._add("entity", row, {"prov:type": type_})
            self._relate("wasGeneratedBy", {"prov:entity": row, "prov:activity": coding})
            self._relate("wasDerivedFrom", {"prov:generatedEntity": row, "prov:usedEntity": article})
            self._relate("wasAttributedTo", {"prov:entity": row, "prov:agent": coder})

    def _once(self, section: str, key: str, values: dict[str, Any]) -> None:
        if key not in self._known:
            self._known.add(key)
            self._add(section, key, values)

    def _relate(self, section: str, values: dict[str, Any]) -> None:
        self._number += 1
        self._add(section, f"_:n{self._number}", values)

    def _add(self, section: str, key: str, values: dict[str, Any]) -> None:
        told = {name: value for name, value in values.items() if value is not None}
        separator = "" if section in self._empty else ",\n"
        self._empty.discard(section)
        self._sections[section].write(f"{separator}{_json(key)}: {_json(told)}")


def _row(type_: str, own_id: str) -> str:
    return f"tac:{type_}/{_part(own_id)}"


def _part(text: str) -> str:
    return quote(text, safe="")


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
