"""FollowTheMoney: entities as JSON lines, and a statement for each value that an article gives.

The schemata and the making of statement ids are those of followthemoney 4; tests read the files with that library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tacitus.gazetteer.countries import code_of_country
from tacitus.publish.graph.files import NetworkWriter
from tacitus.publish.graph.network import FOUGHT, Edge, Node, key_of
from tacitus.publish.shapes.happening import Happening, Side, happening_of_event
from tacitus.publish.words import STATUS_WORDS, date_words, place_words
from tacitus.records import CodedArticle, EventDate

DATASET = "tacitus"
_NAMED_KINDS = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"})
_SUCCESSIONS = frozenset({"renamed_to", "merged_into"})
_DIGITS = {"year": 4, "month": 7}
"""Digits of an ISO date that a precision leaves."""

Properties = dict[str, list[str]]
Entity = dict[str, Any]


class FollowTheMoney(NetworkWriter):
    """Writes entities.ftm.json (one entity a line) and statements.json (one statement a line).

    Articles are Article, events Event, named groups Organization, leaders Person, ties Membership, Succession and
    UnknownLink. Unnamed actors and facilities have no schema there and are left out.
    """

    def begin(self) -> None:
        """Open the files."""
        super().begin()
        self._entities = self.open_text("entities.ftm.json")
        self._statements = self.open_text("statements.json")
        self._leaders: set[str] = set()

    def article(self, coded: CodedArticle) -> None:
        """Write the article and its events; actors wait until all their names are known."""
        super().article(coded)
        self._leaders |= {
            relation.subject.actor_id or (relation.subject.name or relation.subject.text).casefold()
            for relation in coded.relations
            if relation.type == "leader_of"
        }
        day = coded.document.published.isoformat() if coded.document.published else None
        origin = f"{coded.coder.name} {coded.coder.version}".strip()
        self._write(article_entity(coded), day, origin)
        for event in coded.events:
            self._write(event_entity(coded, happening_of_event(coded, event)), day, origin)

    def end(self) -> None:
        """Write actors and ties."""
        named = {key: node for key, node in sorted(self.network.nodes.items()) if is_named(node)}
        for key, node in named.items():
            self._write(actor_entity(node, person=key in self._leaders), _iso(node.first_cited), "tacitus")
        for edge in self.network.edges.values():
            if edge.type != FOUGHT and edge.source in named and edge.target in named:
                self._write(tie_entity(edge, self._leaders), _iso(edge.first_cited), "tacitus")

    def _write(self, entity: Entity, first_seen: str | None, origin: str) -> None:
        self._entities.write(_json(entity))
        for statement in statements_of(entity, first_seen, origin):
            self._statements.write(_json(statement))


def is_named(node: Node) -> bool:
    """Tell whether the actor is one with a name, and not "gunmen" or "residents"."""
    words = [word for word in node.name.split() if word.lower() != "the"]
    capitals = [word for word in words if not word[0].islower()]
    if node.kind == "unidentified":
        # "Gunmen" opens a sentence, "the Valley Front" has a name.
        return node.actor_id is not None or len(capitals) > 1
    return node.actor_id is not None or (node.kind in _NAMED_KINDS and words[:1] == capitals[:1])


def article_entity(coded: CodedArticle) -> Entity:
    """Return the article as an Article."""
    document = coded.document
    values = {
        "title": document.title,
        "publisher": document.publisher,
        "publishedAt": document.published.isoformat() if document.published else None,
        "sourceUrl": document.url,
        "author": document.author,
        "recordId": None,
    }
    return _entity(f"article/{document.id}", "Article", values)


def event_entity(coded: CodedArticle, happening: Happening) -> Entity:
    """Return the event as an Event; its proof is the article."""
    where = happening.places[0] if happening.places else None
    title = [happening.sub_event_type, place_words(where) if where else "", date_words(happening.date)]
    start, end = _days(happening.date)
    countries = [code for place in happening.places if place.country and (code := code_of_country(place.country))]
    entity = _entity(
        f"event/{happening.id}",
        "Event",
        {
            "name": ", ".join(filter(None, title)),
            "startDate": start,
            "endDate": end,
            "summary": happening.reports[0].sentence,
            "description": f"{happening.status}: {STATUS_WORDS[happening.status]}",
            "sourceUrl": coded.document.url,
            "publisher": coded.document.publisher,
            "recordId": happening.id,
        },
    )
    properties: Properties = entity["properties"]
    properties["keywords"] = [happening.event_type, happening.sub_event_type]
    properties["location"] = [place.name or place.text for place in happening.places]
    properties["country"] = [code.lower() for code in dict.fromkeys(countries)]
    sides = (*happening.actor1, *happening.actor2, *happening.associated)
    properties["involved"] = [actor_id_of(side) for side in sides if _names_somebody(side)]
    properties["proof"] = [_id(f"article/{coded.document.id}")]
    entity["properties"] = {
        name: list(dict.fromkeys(" ".join(value.split()) for value in values))
        for name, values in properties.items()
        if values
    }
    return entity


def actor_entity(node: Node, *, person: bool) -> Entity:
    """Return the actor as an Organization, or as a Person where reports call it a leader."""
    values = {"name": node.name, "country": (code_of_country(node.country) or "").lower() if node.country else None}
    if not person:
        values |= {"incorporationDate": _iso(node.created), "dissolutionDate": _iso(node.dissolved)}
    entity = _entity(f"actor/{node.key}", "Person" if person else "Organization", values)
    if not person:
        entity["properties"]["classification"] = [node.kind.replace("_", " ")]
    return entity


def tie_entity(edge: Edge, people: set[str]) -> Entity:
    """Return the tie as a Membership, Succession or UnknownLink, with its type as the role."""
    source, target = _id(f"actor/{edge.source}"), _id(f"actor/{edge.target}")
    own_id = f"tie/{edge.source}/{edge.type}/{edge.target}"
    values: dict[str, str | None] = {
        "role": edge.type.replace("_", " "),
        "startDate": _iso(edge.start),
        "endDate": _iso(edge.end),
        "status": "; ".join(sorted(edge.statuses)),
    }
    if edge.type in ("member_of", "leader_of") and edge.target not in people:
        return _entity(own_id, "Membership", values | {"member": source, "organization": target})
    if edge.type in _SUCCESSIONS:
        return _entity(own_id, "Succession", values | {"predecessor": source, "successor": target})
    return _entity(own_id, "UnknownLink", values | {"subject": source, "object": target})


def statements_of(entity: Entity, first_seen: str | None, origin: str) -> Iterator[dict[str, Any]]:
    """Yield a statement for each value of the entity, and the one that stands for the entity itself."""
    common = {"canonical_id": entity["id"], "entity_id": entity["id"], "schema": entity["schema"], "dataset": DATASET}
    more = {"lang": None, "original_value": None, "first_seen": first_seen, "last_seen": first_seen, "external": False}
    values = [(name, value) for name, found in entity["properties"].items() for value in found]
    checksum = hashlib.sha1(_json(entity).encode()).hexdigest()
    for name, value in (*values, ("id", checksum)):
        key = hashlib.sha1(f"{DATASET}.{entity['id']}.{name}.{value}".encode()).hexdigest()
        yield common | {"prop": name, "value": value} | more | {"origin": origin, "id": key}


def actor_id_of(side: Side) -> str:
    """Return the id of an actor's entity."""
    return _id(f"actor/{key_of(side)}")


def _names_somebody(side: Side) -> bool:
    return side.actor_id is not None or (side.kind in _NAMED_KINDS and side.words[:1].isupper())


def _entity(own_id: str, schema: str, values: dict[str, str | None]) -> Entity:
    # followthemoney keeps values on one line.
    properties = {name: [" ".join(value.split())] for name, value in values.items() if value}
    return {"id": _id(own_id), "schema": schema, "properties": properties, "datasets": [DATASET]}


def _id(own_id: str) -> str:
    # Hashed: ids of the record may hold characters that other tools do not take.
    return f"tac-{hashlib.sha1(own_id.encode()).hexdigest()}"


def _days(date: EventDate) -> tuple[str | None, str | None]:
    digits = _DIGITS.get(date.precision, 10)
    if date.start and date.end and digits < 10 and date.start.isoformat()[:digits] != date.end.isoformat()[:digits]:
        digits = 10
    return _iso(date.start, digits), _iso(date.end, digits) if date.start else _iso(date.end)


def _iso(day: Any, digits: int = 10) -> str | None:
    return day.isoformat()[:digits] if day else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"
