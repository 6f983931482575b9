"""Fewer turns of a loop: the ways that lead back to work already done become less likely."""

from collections.abc import Mapping
from dataclasses import replace

import networkx as nx

from analysis.bottlenecks.relief.change import Change
from analysis.network import choose_process
from analysis.scenario.values import Scenario
from bpmn.graph import process_graph
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["fewer_turns", "ways_back"]

_START = ""


def fewer_turns(model: Model, scenario: Scenario, loop: tuple[str, ...], name: str, left: float) -> Change | None:
    """Return the scenario in which the ways back of a loop are a tenth less likely, or never taken.

    None where nothing can be turned: no exclusive gateway decides, or it decides by the case's attributes.
    """
    ways = ways_back(model, scenario.process, frozenset(loop))
    probabilities = dict(scenario.flows)
    for gateway, flows in ways.items():
        if scenario.gateways.get(gateway) == "rules":
            continue
        probabilities |= _less_likely(probabilities, model.nodes[gateway].outgoing, flows, left)
    if probabilities == dict(scenario.flows):
        return None
    what = (
        Text("No case goes through the loop around {name} again", name=name)
        if left == 0
        else Text("The loop around {name} is gone through again a tenth less often", name=name)
    )
    return Change(what=what, scenario=replace(scenario, flows=probabilities))


def ways_back(model: Model, process_id: str | None, loop: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Return for each exclusive gateway of a loop the flows that can only lead back in it.

    A way back is an edge to a node that dominates where it comes from (natural loops; Aho, Lam, Sethi, Ullman,
    Compilers, 2nd ed., 9.6.4). What can do nothing but take one leads back too; where that branches off, the gateway
    decides.
    """
    graph = process_graph(choose_process(model, process_id))
    root_edges = [(_START, node) for node in graph if graph.in_degree(node) == 0]
    graph.add_edges_from(root_edges)
    dominators = nx.immediate_dominators(nx.DiGraph(graph), _START)
    back = {
        (source, target)
        for source, target in graph.edges()
        if source in loop and target in loop and _dominates(dominators, target, source)
    }
    bound = _bound_back(graph, loop, back)
    found: dict[str, tuple[str, ...]] = {}
    for node in sorted(loop - bound):
        if node not in model.nodes or model.nodes[node].type != "exclusiveGateway":
            continue
        flows = [
            key for _, target, key in graph.out_edges(node, keys=True) if (node, target) in back or target in bound
        ]
        if flows:
            found[node] = tuple(sorted(str(flow) for flow in flows))
    return found


def _dominates(dominators: Mapping[str, str], node: str, of: str) -> bool:
    while of in dominators and of != dominators[of]:
        if of == node:
            return True
        of = dominators[of]
    return of == node


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
