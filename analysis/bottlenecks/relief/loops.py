"""Fewer turns of a loop: the ways that lead back to work already done become less likely."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.bottlenecks.relief.change import Change
from analysis.bottlenecks.values import Bottleneck
from analysis.network import choose_process
from analysis.scenario.values import Scenario
from bpmn.graph import process_graph
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["fewer_turns", "ways_back"]


def fewer_turns(model: Model, scenario: Scenario, found: Bottleneck, left: float) -> Change | None:
    """Return the scenario in which the ways back of a loop are a tenth less likely, or never taken.

    None where nothing can be turned: no exclusive gateway decides, or it decides by the case's attributes.
    """
    probabilities = dict(scenario.flows)
    for gateway, flows in ways_back(model, scenario.process, found.elements, found.back_edges).items():
        if scenario.gateways.get(gateway) != "rules":
            probabilities |= _less_likely(probabilities, model.nodes[gateway].outgoing, flows, left)
    if probabilities == dict(scenario.flows):
        return None
    what = (
        Text("No case goes through the loop around {name} again", name=found.name)
        if left == 0
        else Text("The loop around {name} is gone through again a tenth less often", name=found.name)
    )
    return Change(what=what, scenario=replace(scenario, flows=probabilities))


def ways_back(
    model: Model, process_id: str | None, loop: tuple[str, ...], back_edges: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    """Return for each exclusive gateway of a loop the flows that can only lead back in it.

    Those are its back edges, and what leads to where nothing but a back edge can be taken.

    Args:
        model: The model.
        process_id: The process, or None for the one that is meant.
        loop: Ids of the loop's elements.
        back_edges: As in `analysis.structure.Loop`.
    """
    graph = process_graph(choose_process(model, process_id))
    named = set(back_edges)
    edges = graph.edges(loop, keys=True)
    back = {(source, target) for source, target, key in edges if key in named or target in named}
    bound = _bound_back(graph, frozenset(loop), back)
    found: dict[str, tuple[str, ...]] = {}
    for node in sorted(set(loop) - bound):
        if node not in model.nodes or model.nodes[node].type != "exclusiveGateway":
            continue
        leaving = graph.out_edges(node, keys=True)
        flows = sorted(str(key) for _, target, key in leaving if (node, target) in back or target in bound)
        if flows:
            found[node] = tuple(flows)
    return found


def _bound_back(graph: "nx.MultiDiGraph[str]", loop: frozenset[str], back: set[tuple[str, str]]) -> set[str]:
    """Return the nodes from which every way goes back."""
    bound: set[str] = set()
    is_growing = True
    while is_growing:
        more = {
            node
            for node in loop - bound
            if graph.out_degree(node) > 0
            and all((node, target) in back or target in bound for _, target in graph.out_edges(node))
        }
        bound |= more
        is_growing = bool(more)
    return bound


def _less_likely(
    known: Mapping[str, float], outgoing: tuple[str, ...], back: tuple[str, ...], left: float
) -> dict[str, float]:
    """Return the probabilities of a gateway's ways with those back scaled; the others share what is freed."""
    unsaid = [flow for flow in outgoing if flow not in known]
    rest = max(0.0, 1.0 - sum(known[flow] for flow in outgoing if flow in known))
    now = {flow: known.get(flow, rest / max(1, len(unsaid))) for flow in outgoing}
    before = sum(now[flow] for flow in back if flow in now)
    others = sum(chance for flow, chance in now.items() if flow not in back)
    if before <= 0 or others <= 0:
        return {}
    scale = (1.0 - left * before) / others
    return {flow: chance * (left if flow in back else scale) for flow, chance in now.items()}
