"""GEXF 1.3 with spells, for Gephi, and GraphML, for igraph and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tacitus.publish.graph.network import Edge, Network, Node, Spell
from tacitus.publish.terminal import harmless
from tacitus.publish.writer import Writer
from tacitus.records import CodedArticle, Incident

Values = dict[str, str | int | bool | None]

NODE_TYPES = {
    "name": "string", "kind": "string", "actor_id": "string", "country": "string", "first_cited": "string",
    "last_cited": "string", "created": "string", "dissolved": "string",
}  # fmt: skip
EDGE_TYPES = {
    "type": "string", "symmetric": "boolean", "reports": "integer", "articles": "integer", "publishers": "string",
    "statuses": "string", "first_cited": "string", "last_cited": "string", "start_told": "string",
    "end_told": "string", "open_ended": "boolean",
}  # fmt: skip
"""The attributes of nodes and edges and their types. Days are ISO dates."""

_GEXF = "http://gexf.net/1.3"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"


class NetworkWriter(Writer):
    """Base of the graph formats: gathers the network while the articles go by, writes it in the end."""

    def begin(self) -> None:
        """Make an empty network."""
        self.network = Network()

    def article(self, coded: CodedArticle) -> None:
        """Take ties, and fights unless incidents will tell them once."""
        self.network.add_relations(coded)
        if not self.imprint.has_incidents:
            self.network.add_events(coded)

    def incident(self, incident: Incident) -> None:
        """Take the incident as a fight."""
        self.network.add_incident(incident)


class Gexf(NetworkWriter):
    """Writes network.gexf: a directed dynamic graph; every actor and tie has the spells of its life."""

    def end(self) -> None:
        """Write the graph."""
        path = str(self.open_path("network.gexf"))
        with etree.xmlfile(path, encoding="utf-8") as file:
            file.write_declaration()
            with file.element("gexf", version="1.3", xmlns=_GEXF):
                made = {"lastmodifieddate": self.imprint.made.isoformat()} if self.imprint.made else {}
                with file.element("meta", made):
                    file.write(_text("creator", self.imprint.notes()["made_with"]))
                    file.write(_text("description", self.imprint.sentence()))
                with file.element("graph", mode="dynamic", defaultedgetype="directed", timeformat="date"):
                    for kind, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
                        file.write(_gexf_attributes(kind, types))
                    with file.element("nodes"):
                        for node in _in_order(self.network):
                            file.write(_gexf_node(node))
                    with file.element("edges"):
                        for number, edge in enumerate(_edges_in_order(self.network)):
                            file.write(_gexf_edge(edge, number))


class GraphMl(NetworkWriter):
    """Writes network.graphml: the same graph without spells; times stand as attributes."""

    def end(self) -> None:
        """Write the graph."""
        path = str(self.open_path("network.graphml"))
        with etree.xmlfile(path, encoding="utf-8") as file:
            file.write_declaration()
            with file.element("graphml", xmlns=_GRAPHML):
                file.write(_text("desc", self.imprint.sentence()))
                for kind, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES | {"weight": "integer"})):
                    for name, type_ in types.items():
                        key = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": _ml(type_)}
                        file.write(etree.Element("key", key))
                with file.element("graph", edgedefault="directed"):
                    for node in _in_order(self.network):
                        element = etree.Element("node", id=harmless(node.key))
                        _graphml_data(element, "node", node_values(node))
                        file.write(element)
                    for number, edge in enumerate(_edges_in_order(self.network)):
                        ends = {"source": harmless(edge.source), "target": harmless(edge.target)}
                        element = etree.Element("edge", {"id": f"e{number}", **ends})
                        _graphml_data(element, "edge", edge_values(edge) | {"weight": edge.weight})
                        file.write(element)


def node_values(node: Node) -> Values:
    """Return the attributes of a node; null where nothing is known."""
    return {
        "name": node.name,
        "kind": node.kind,
        "actor_id": node.actor_id,
        "country": node.country or None,
        "first_cited": _day(node.first_cited),
        "last_cited": _day(node.last_cited),
        "created": _day(node.created),
        "dissolved": _day(node.dissolved),
    }


def edge_values(edge: Edge) -> Values:
    """Return the attributes of an edge; null where nothing is known."""
    return {
        "type": edge.type,
        "symmetric": edge.symmetric,
        "reports": edge.reports,
        "articles": len(edge.articles),
        "publishers": "; ".join(sorted(edge.publishers)) or None,
        "statuses": "; ".join(f"{status} {count}" for status, count in sorted(edge.statuses.items())),
        "first_cited": _day(edge.first_cited),
        "last_cited": _day(edge.last_cited),
        "start_told": _day(edge.start),
        "end_told": _day(edge.end),
        "open_ended": edge.open_ended,
    }


def _in_order(network: Network) -> list[Node]:
    return [node for _, node in sorted(network.nodes.items())]


def _edges_in_order(network: Network) -> list[Edge]:
    return [edge for _, edge in sorted(network.edges.items())]


def _gexf_attributes(kind: str, types: dict[str, str]) -> Any:
    attributes = etree.Element("attributes", {"class": kind, "mode": "static"})
    for name, type_ in types.items():
        attributes.append(etree.Element("attribute", id=name, title=name, type=type_))
    return attributes


def _gexf_node(node: Node) -> Any:
    element = etree.Element("node", id=harmless(node.key), label=harmless(node.name))
    return _gexf_filled(element, node_values(node), node.spells)


def _gexf_edge(edge: Edge, number: int) -> Any:
    element = etree.Element(
        "edge",
        id=str(number),
        source=harmless(edge.source),
        target=harmless(edge.target),
        kind=edge.type,
        label=edge.type,
        weight=str(edge.weight),
    )
    return _gexf_filled(element, edge_values(edge), edge.spells)


def _gexf_filled(element: Any, values: Values, spells: list[Spell]) -> Any:
    held = etree.Element("attvalues")
    for name, text in _texts(values):
        held.append(etree.Element("attvalue", {"for": name, "value": text}))
    element.append(held)
    if spells:
        listed = etree.Element("spells")
        for start, end in spells:
            days = {"start": start.isoformat()} | ({"end": end.isoformat()} if end else {})
            listed.append(etree.Element("spell", days))
        element.append(listed)
    return element


def _graphml_data(element: Any, kind: str, values: Values) -> None:
    for name, text in _texts(values):
        data = etree.Element("data", key=f"{kind}_{name}")
        data.text = text
        element.append(data)


def _texts(values: Values) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value is not None:
            yield name, str(value).lower() if isinstance(value, bool) else harmless(str(value))


def _ml(type_: str) -> str:
    return "int" if type_ == "integer" else type_


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _text(tag: str, text: str) -> Any:
    element = etree.Element(tag)
    element.text = harmless(text)
    return element
