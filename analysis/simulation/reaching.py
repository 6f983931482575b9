"""Which joins a token can still reach: what an inclusive join waits for. BPMN 2.0.2 §13.3.4."""

from collections.abc import Mapping

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
    before: list[list[int]] = [[] for _ in network.nodes]
    for way in network.ways:
        before[way.target].append(way.source)
    for at, node in enumerate(network.nodes):
        for boundary in node.boundaries:
            before[boundary].append(at)
    for at, node in enumerate(network.nodes):
        if node.join == "some":
            for number in node.incoming:
                source = network.ways[number].source
                if source != at:
                    reaches[_from_where(before, source, at), slots[number]] = True
    return reaches


def _from_where(before: list[list[int]], target: int, without: int) -> list[int]:
    """Return the nodes from which a token comes to `target`, that one too, without passing another node."""
    found, rest = {target}, [target]
    while rest:
        new = {at for at in before[rest.pop()] if at != without} - found
        found |= new
        rest += new
    return sorted(found)
