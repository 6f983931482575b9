"""Processes of a case and the channels between them, as tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.network import Network
from analysis.simulation.laws import table_of
from analysis.simulation.tables import CHANNEL

__all__ = ["channels_of", "mail_tables", "roots_of"]


def roots_of(network: Network) -> list[int]:
    """Return the regions that are processes of their own, the case's own process first."""
    return [number for number, region in enumerate(network.regions) if region.holder < 0]


def channels_of(network: Network) -> dict[str, int]:
    """Return a number for each channel that something waits for."""
    names = dict.fromkeys(name for node in network.nodes for name in node.hears)
    return {name: number for number, name in enumerate(names)}


def mail_tables(network: Network, channels: dict[str, int], conditions: Mapping[str, int]) -> dict[str, Any]:
    """Return the kernel's tables of processes, and of what they send each other.

    Args:
        network: The network.
        channels: Its channels.
        conditions: The programs of the conditions that are waited for, by channel.
    """
    roots = roots_of(network)
    starts = {
        name: (roots.index(node.region), at)
        for at, node in enumerate(network.nodes)
        for name in node.hears
        if node.type == "startEvent" and node.kind != "arm" and node.region in roots
    }
    rows = []
    for name in channels:
        root, start = starts.get(name, (-1, -1))
        rows.append(
            {
                "kept": name.startswith("message"),
                "root": root,
                "start": start,
                "rule": conditions.get(name, -1),
                "time": name.startswith("time"),
            }
        )
    sendings = [channels[name] for node in network.nodes for name in node.sends]
    begins = [_begins_alone(network, root) for root in roots]
    return {
        "channels": table_of(CHANNEL, rows),
        "hearings": np.array([channels[name] for node in network.nodes for name in node.hears] + [0], dtype=np.int64),
        "sendings": np.array([*sendings, 0], dtype=np.int64),
        "roots": np.array(roots, dtype=np.int64),
        "event_starts": np.array([at for region in network.regions for at in region.events] + [0], dtype=np.int64),
        "begins": np.array(begins, dtype=np.int64),
    }


def _begins_alone(network: Network, root: int) -> bool:
    """Whether a process begins with the case: not where every one of its starts waits for a message."""
    starts = network.regions[root].starts
    return not starts or any(not network.nodes[at].hears for at, _ in starts)
