"""Which joins a token can still reach: what an inclusive join waits for. BPMN 2.0.2 §13.3.4."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from analysis.network import Network

__all__ = ["reached_slots"]


def reached_slots(network: Network, slots: Mapping[int, int], count: int) -> NDArray[np.bool_]:
    """Return, for each node and slot of an inclusive join, whether a token at the node can reach the slot.

    Args:
        network: The network.
        slots: The slot of each way into a join.
        count: How many slots there are.
    """
    reaches = np.zeros((len(network.nodes), max(1, count)), dtype=np.bool_)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_edges_from((way.source, way.target) for way in network.ways)
    graph.add_edges_from((at, b) for at, node in enumerate(network.nodes) for b in node.boundaries)
    for at, node in enumerate(network.nodes):
        if node.join == "some":
            without = nx.restricted_view(graph, [at], [])
            for way in node.incoming:
                source = network.ways[way].source
                if source != at:
                    reaches[[source, *nx.ancestors(without, source)], slots[way]] = True
    return reaches
