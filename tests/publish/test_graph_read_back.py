"""The network as NetworkX and igraph see it."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.publish.graph import Network
from tacitus.publish.graph.files import edge_values, node_values
from tacitus.publish.graph.network import joined
from tacitus.publish.publication import Source, publish

networkx = pytest.importorskip("networkx")
DAY = datetime.date


@pytest.fixture
def network(source: Source) -> Network:
    network = Network()
    for coded in source.articles():
        network.add_relations(coded)
    for incident in source.incidents():
        network.add_incident(incident)
    return network


def test_gexf_has_every_actor_and_tie_with_its_spells(source: Source, network: Network, tmp_path: Path) -> None:
    publish(source, tmp_path, ["gexf"])
    graph = networkx.read_gexf(tmp_path / "network.gexf")
    assert set(graph.nodes) == {key.replace("\n", " ") for key in network.nodes}
    for key, node in network.nodes.items():
        read = graph.nodes[key.replace("\n", " ")]
        assert [(start, end) for start, end in read["spells"]] == [
            (start.isoformat(), end.isoformat() if end else None) for start, end in node.spells
        ]
        told = {name: value for name, value in node_values(node).items() if value is not None and name != "name"}
        assert {name: read[name] for name in told} == told
    edges = {(source, target, data["type"]): data for source, target, data in graph.edges(data=True)}
    assert len(edges) == len(network.edges)
    opposed = next(data for (_, _, type_), data in edges.items() if type_ == "opposed_to")
    assert opposed["start_told"] == "2021-01-01"
    assert opposed["open_ended"] is True
    assert opposed["spells"][0][0] == "2021-01-01"


@pytest.mark.filterwarnings("ignore")
def test_graphml_read_by_networkx_and_igraph(source: Source, network: Network, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    publish(source, tmp_path, ["graphml"])
    graph = networkx.read_graphml(tmp_path / "network.graphml")
    other = igraph.Graph.Read_GraphML(str(tmp_path / "network.graphml"))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (other.vcount(), other.ecount())
    assert sorted(other.vs["name"]) == sorted(node.name.replace("\n", " ") for node in network.nodes.values())
    types = sorted(data["type"] for _, _, data in graph.edges(data=True))
    assert types == sorted(edge.type for edge in network.edges.values()) == sorted(other.es["type"])
    for edge in network.edges.values():
        assert edge_values(edge)["reports"] in {data["reports"] for _, _, data in graph.edges(data=True)}


def test_a_fight_of_two_reports_is_one_edge_that_both_outlets_tell(network: Network) -> None:
    fights = {edge.target: edge for edge in network.edges.values() if edge.type == "fought_with"}
    shelling = next(edge for ends, edge in fights.items() if "farmers" in ends or "farmers" in edge.source)
    assert shelling.spells == [(DAY(2021, 5, 4), DAY(2021, 5, 4))]
    assert shelling.symmetric
    assert not shelling.open_ended


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), min_size=1, max_size=30))
def test_joined_spells_cover_the_same_days_and_never_touch(pairs: list[tuple[int, int]]) -> None:
    start = DAY(2020, 1, 1)
    spells = [(start + datetime.timedelta(a), start + datetime.timedelta(a + b)) for a, b in pairs]

    def days(found: list[tuple[DAY, DAY | None]]) -> set[DAY]:
        return {a + datetime.timedelta(n) for a, b in found for n in range(((b or a) - a).days + 1)}

    result = joined(list(spells))
    assert days(result) == days(list(spells))
    for (_, end), (begin, _) in pairwise(result):
        assert end is not None
        assert begin > end + datetime.timedelta(1)
