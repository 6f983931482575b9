"""Which activities need a station: where people differ, or work is gathered, set back, set up, or not in plain order.

A pool whose people are all alike and whose work waits in the order it came needs no more than their number. For any
other, each of its activities is a station, at which people are told apart. A pool that shares an activity with such a
pool is treated likewise; so are several pools of one activity whose work goes to the longest free of all.
"""

from collections.abc import Iterator

from analysis.network import Network, Node
from analysis.scenario.values import LONGEST_FREE, ActivityParameters, Scenario
from bpmn.language import Text

__all__ = ["endless_pool", "limited_pools", "said_of", "station_nodes", "timeless_work"]


def said_of(network: Network, node: Node) -> ActivityParameters:
    """Return what the scenario says of a node."""
    return network.scenario.activities.get(node.id, ActivityParameters())


def endless_pool(network: Network, node: Node) -> str | None:
    """Return the first pool of as many as needed among those that can do a node: it does all of it."""
    pools = network.scenario.resources
    return next((pool for pool in node.resources if pools[pool].amount is None), None)


def limited_pools(network: Network, node: Node) -> tuple[str, ...]:
    """Return the pools whose people take turns at a node."""
    return () if endless_pool(network, node) is not None else node.resources


def station_nodes(network: Network) -> tuple[int, ...]:
    """Return the indices of the nodes that are stations, in order."""
    tasks = [(at, node) for at, node in enumerate(network.nodes) if node.kind == "task"]
    chosen = {at for at, node in tasks if _is_special(network, node)}
    special = set(_special_pools(network.scenario, [node for _, node in tasks]))
    while True:
        reached = {at for at, node in tasks if special & set(limited_pools(network, node))} | chosen
        wider = special.union(*(limited_pools(network, network.nodes[at]) for at in reached))
        if reached == chosen and wider == special:
            return tuple(sorted(chosen))
        chosen, special = reached, wider


def _is_special(network: Network, node: Node) -> bool:
    said = said_of(network, node)
    has_way = bool(network.scenario.transfers) and bool(node.resources)
    if network.scenario.assignment == LONGEST_FREE and len(limited_pools(network, node)) > 1:
        return True
    return has_way or bool(said.durations) or any((said.batch, said.setback, said.set_up)) or said.due_s is not None


def _special_pools(scenario: Scenario, tasks: list[Node]) -> Iterator[str]:
    for key, pool in scenario.resources.items():
        priorities = {node.priority for node in tasks if key in node.resources}
        if pool.members or pool.absence or pool.queue or scenario.case_priority or len(priorities) > 1:
            yield key


def timeless_work(network: Network) -> tuple[Text, ...]:
    """Return a sentence for each activity that takes no time though somebody does it: most often that is forgotten."""
    found = []
    for node in network.nodes:
        laws = [node.duration, *said_of(network, node).durations.values()]
        if node.kind == "task" and node.resources and all(law is None or law.expected <= 0 for law in laws):
            found.append(Text("{name} takes no time, though somebody does it.", name=node.name))
    return tuple(dict.fromkeys(found))
