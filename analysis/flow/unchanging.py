"""Loops that go by what nothing in them changes: whoever goes round once goes round for ever."""

from collections.abc import Iterator

import networkx as nx

from analysis.flow.known import asked_by
from analysis.network import Network
from bpmn.language import Text
from bpmn.model import Expression

__all__ = ["unchanging_loops"]


def unchanging_loops(network: Network) -> Iterator[Text]:
    """Yield what is to be said of loops whose rules ask only for what is known before and does not change in them."""
    yield from _activities(network)
    yield from _ways_back(network)


def _activities(network: Network) -> Iterator[Text]:
    for at, node in enumerate(network.nodes):
        rule = node.repetition.goes_on if node.repetition is not None else None
        if rule is None or node.repetition is None or node.repetition.numbers:
            continue
        asked = _asked(network, rule)
        if asked and not asked & _set_in(network, {at}):
            yield Text(
                "Nothing in the loop {name} changes {data}, by which it goes on: it is done {count} times or once.",
                name=node.name,
                data=", ".join(sorted(asked)),
                count=node.repetition.most,
            )


def _ways_back(network: Network) -> Iterator[Text]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    for at, node in enumerate(network.nodes):
        graph.add_edges_from((at, network.ways[way].target) for way in node.outgoing)
        graph.add_edges_from((at, boundary) for boundary in node.boundaries)
    for knot in sorted(map(sorted, nx.strongly_connected_components(graph))):
        inside = set(knot)
        exits = [at for at in knot if any(target not in inside for target in graph.successors(at))]
        if len(knot) < 2 or not exits:
            continue
        asked: set[str] = set()
        for at in exits:
            node = network.nodes[at]
            if not node.goes_by_rules:
                break
            rules = [rule for way in node.outgoing if (rule := network.ways[way].rule) is not None]
            asked |= {name for rule in rules for name in _asked(network, rule)}
        else:
            if asked and not asked & _set_in(network, inside):
                yield Text(
                    "Nothing on the way back to {name} changes {data}, by which cases leave the loop: a case that goes"
                    " back goes round without end.",
                    name=network.nodes[exits[0]].name,
                    data=", ".join(sorted(asked)),
                )


def _asked(network: Network, rule: Expression) -> frozenset[str]:
    return asked_by((rule.text, rule.language), network.facts.names) & network.facts.names


def _set_in(network: Network, nodes: set[int]) -> set[str]:
    """Return the attributes that get values at nodes or inside of them."""
    held = set(nodes)
    for number, region in enumerate(network.regions):  # a region comes after the one it is in
        if region.holder in held:
            held |= set(network.members(number))
    said = network.scenario.activities
    found = {name for at in held if network.nodes[at].id in said for name in said[network.nodes[at].id].sets}
    ids = {network.nodes[at].id for at in held}
    uses = [use for element, use in network.facts.decisions.items() if element in ids]
    return found | {name for use in uses for name in (use.variable, *use.outputs)}
