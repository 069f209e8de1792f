"""The network of actors, for Gephi, igraph and NetworkX."""

from tacitus.publish.graph.files import Gexf, GraphMl
from tacitus.publish.graph.network import Network

__all__ = ["Gexf", "GraphMl", "Network"]
