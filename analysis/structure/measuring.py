"""Measures of a model's structure, on the graph of one process."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from analysis.network import choose_process
from bpmn.graph import process_graph
from bpmn.language import Text
from bpmn.model import Activity, FlowNode, Gateway, Model, Process, SubProcess

__all__ = ["Structure", "StructureFinding", "measure_structure"]

if TYPE_CHECKING:
    Graph = nx.DiGraph[str]

_SPLITTING = {"exclusiveGateway": "xor", "eventBasedGateway": "xor", "inclusiveGateway": "or", "complexGateway": "or"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFinding:
    """Something in the structure that makes a model hard or a process slow.

    Attributes:
        measure: The measure it comes from.
        element: Id of the element it is about, or None for the whole process.
        text: What it is.
        value: The measured value.
        threshold: The value from which on it is worth saying.
        source: Where the threshold comes from.
    """

    measure: str
    element: str | None
    text: Text
    value: float
    threshold: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Structural measures of one process.

    Attributes:
        process: The process's id.
        measures: Values by name.
        findings: What is worth saying.
        unavoidable: Ids of the activities that every case passes, in order of the flow.
        rework_loops: For each loop the ids of its elements, sorted.
        hand_offs: Ids of the flows that go from one lane to another.
        betweenness: Share of the shortest paths that pass an activity, by id.
    """

    process: str
    measures: Mapping[str, float]
    findings: tuple[StructureFinding, ...]
    unavoidable: tuple[str, ...]
    rework_loops: tuple[tuple[str, ...], ...]
    hand_offs: tuple[str, ...]
    betweenness: Mapping[str, float]


def measure_structure(model: Model, process_id: str | None = None) -> Structure:
    """Return the structural measures of a process.

    Args:
        model: The model as the file has it.
        process_id: Which process; None: the only one, or the first executable one.

    Raises:
        ScenarioError: If there is no such process.

    Source: Mendling, Metrics for Process Models, 2008, ch. 4; Cardoso, Control-flow complexity, 2005 (CFC); Conte,
    Dunsmore, Shen, Software Engineering Metrics, 1986 (coefficient of connectivity).
    """
    process = choose_process(model, process_id)
    nodes = {node.id: node for _, node in process.scope.walk()}
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a, b) for a, b, _ in process_graph(process).edges if a in nodes and b in nodes)
    hand_offs = _hand_offs(model, process)
    loops = tuple(
        sorted(tuple(sorted(part)) for part in nx.strongly_connected_components(graph) if _is_loop(graph, part))
    )
    unavoidable = _unavoidable(graph, nodes)
    between = nx.betweenness_centrality(graph) if len(nodes) <= 2000 else {}
    measures = {name: float(measure(graph, nodes)) for name, measure in _MEASURES.items()}
    measures |= {
        "hand_offs": float(len(hand_offs)),
        "rework_loops": float(len(loops)),
        "unavoidable_activities": float(len(unavoidable)),
    }
    return Structure(
        process=process.id,
        measures=measures,
        findings=tuple(_findings(measures)),
        unavoidable=unavoidable,
        rework_loops=loops,
        hand_offs=hand_offs,
        betweenness={key: value for key, value in sorted(between.items()) if isinstance(nodes[key], Activity)},
    )


def _is_loop(graph: "Graph", part: set[str]) -> bool:
    return len(part) > 1 or any(graph.has_edge(node, node) for node in part)


def _hand_offs(model: Model, process: Process) -> tuple[str, ...]:
    """Return the flows whose ends lie in different lanes."""
    lanes = model.lane_of
    scopes = {id(process.scope): process.scope} | {id(scope): scope for scope, _ in process.scope.walk()}
    return tuple(
        flow.id
        for scope in scopes.values()
        for flow in scope.flows
        if lanes.get(flow.source) and lanes.get(flow.target) and lanes[flow.source] != lanes[flow.target]
    )


def _unavoidable(graph: "Graph", nodes: Mapping[str, FlowNode]) -> tuple[str, ...]:
    """Return the activities that lie on every way from a start to an end: the dominators of a common end."""
    whole = graph.copy()
    starts = [node for node in nodes if graph.in_degree(node) == 0]
    ends = [node for node in nodes if graph.out_degree(node) == 0]
    if not starts or not ends:
        return ()
    whole.add_edges_from(("\0start", node) for node in starts)
    whole.add_edges_from((node, "\0end") for node in ends)
    above = nx.immediate_dominators(whole, "\0start")
    chain: list[str] = []
    at = above.get("\0end")
    while at is not None and at != "\0start":
        chain.append(at)
        at = above.get(at)
    return tuple(node for node in reversed(chain) if isinstance(nodes[node], Activity))


Nodes = Mapping[str, FlowNode]


def _gateways(nodes: Nodes) -> list[Gateway]:
    return [node for node in nodes.values() if isinstance(node, Gateway)]


def _size(graph: "Graph", nodes: Nodes) -> float:
    """Number of flow nodes."""
    del graph
    return len(nodes)


def _connectivity(graph: "Graph", nodes: Nodes) -> float:
    """CNC = |A| / |N|."""
    return graph.number_of_edges() / max(1, len(nodes))


def _density(graph: "Graph", nodes: Nodes) -> float:
    """|A| / (|N| (|N| - 1))."""
    return graph.number_of_edges() / max(1, len(nodes) * (len(nodes) - 1))


def _complexity(graph: "Graph", nodes: Nodes) -> float:
    """CFC: fan-out of exclusive and event splits, 2ⁿ - 1 of inclusive ones, 1 of parallel ones."""
    del graph
    total = 0
    for gateway in _gateways(nodes):
        ways = len(gateway.outgoing)
        if ways > 1:
            total += {"xor": ways, "or": 2 ** min(ways, 30) - 1}.get(_SPLITTING.get(gateway.type, ""), 1)
    return total


def _degrees(nodes: Nodes) -> list[int]:
    return [len(gateway.incoming) + len(gateway.outgoing) for gateway in _gateways(nodes)]


def _average_degree(graph: "Graph", nodes: Nodes) -> float:
    """Mean number of ways at a gateway."""
    del graph
    return sum(_degrees(nodes)) / max(1, len(_degrees(nodes)))


def _maximum_degree(graph: "Graph", nodes: Nodes) -> float:
    """Most ways at a gateway."""
    del graph
    return max(_degrees(nodes), default=0)


def _mismatch(graph: "Graph", nodes: Nodes) -> float:
    """Sum over gateway types of | Σ ways out of splits - Σ ways into joins |."""
    del graph
    surplus: Counter[str] = Counter()
    for gateway in _gateways(nodes):
        if len(gateway.outgoing) > 1:
            surplus[gateway.type] += len(gateway.outgoing)
        if len(gateway.incoming) > 1:
            surplus[gateway.type] -= len(gateway.incoming)
    return sum(abs(value) for value in surplus.values())


def _heterogeneity(graph: "Graph", nodes: Nodes) -> float:
    """Entropy of the gateway types to base 3."""
    del graph
    kinds = Counter(_SPLITTING.get(gateway.type, "and") for gateway in _gateways(nodes))
    total = sum(kinds.values())
    return sum(count / total * math.log(total / count, 3) for count in kinds.values()) if total else 0.0


def _cyclicity(graph: "Graph", nodes: Nodes) -> float:
    """Share of nodes on cycles."""
    on = sum(len(part) for part in nx.strongly_connected_components(graph) if _is_loop(graph, part))
    return on / max(1, len(nodes))


def _sequentiality(graph: "Graph", nodes: Nodes) -> float:
    """Share of arcs between nodes that are no gateways."""
    plain = sum(not isinstance(nodes[a], Gateway) and not isinstance(nodes[b], Gateway) for a, b in graph.edges)
    return plain / max(1, graph.number_of_edges())


def _separability(graph: "Graph", nodes: Nodes) -> float:
    """Articulation points by nodes without start and end."""
    return len(set(nx.articulation_points(graph.to_undirected()))) / max(1, len(nodes) - 2)


def _diameter(graph: "Graph", nodes: Nodes) -> float:
    """Nodes on the longest path, loops counted once (their condensation)."""
    del nodes
    whole = nx.condensation(graph)
    longest: dict[int, int] = {}
    for part in nx.topological_sort(whole):
        before = max((longest[above] for above in whole.predecessors(part)), default=0)
        longest[part] = before + len(whole.nodes[part]["members"])
    return max(longest.values(), default=0)


def _token_split(graph: "Graph", nodes: Nodes) -> float:
    """Tokens that parallel and inclusive splits may add: Σ (ways out - 1)."""
    del graph
    splits = {"parallelGateway", "inclusiveGateway", "complexGateway"}
    return sum(max(0, len(gateway.outgoing) - 1) for gateway in _gateways(nodes) if gateway.type in splits)


def _depth(graph: "Graph", nodes: Nodes) -> float:
    """Deepest nesting: for each node the smaller of the splits open before it and the joins open after it."""
    inward = _nesting(graph, nodes)
    outward = _nesting(graph.reverse(), nodes, reverse=True)
    return max((min(inward[node], outward[node]) for node in nodes), default=0)


def _nesting(graph: "Graph", nodes: Nodes, *, reverse: bool = False) -> dict[str, int]:
    """Return the least nesting at which each node can be reached."""
    depth = {node: 0 for node in nodes if graph.in_degree(node) == 0}
    waiting = list(depth)
    while waiting:
        at = waiting.pop(0)
        node = nodes[at]
        ways_in, ways_out = (node.outgoing, node.incoming) if reverse else (node.incoming, node.outgoing)
        change = (len(ways_out) > 1) - (len(ways_in) > 1) if isinstance(node, Gateway) else 0
        for after in graph.successors(at):
            if after not in depth:
                depth[after] = max(0, depth[at] + change)
                waiting.append(after)
    return {node: depth.get(node, 0) for node in nodes}


def _count(kind: type[FlowNode]) -> Callable[["Graph", Nodes], float]:
    def count(graph: "Graph", nodes: Nodes) -> float:
        del graph
        return sum(isinstance(node, kind) and not isinstance(node, SubProcess) for node in nodes.values())

    return count


_MEASURES: dict[str, Callable[["Graph", Nodes], float]] = {
    "size": _size,
    "activities": _count(Activity),
    "gateways": _count(Gateway),
    "diameter": _diameter,
    "depth": _depth,
    "density": _density,
    "connectivity": _connectivity,
    "average_gateway_degree": _average_degree,
    "maximum_gateway_degree": _maximum_degree,
    "gateway_mismatch": _mismatch,
    "gateway_heterogeneity": _heterogeneity,
    "control_flow_complexity": _complexity,
    "cyclicity": _cyclicity,
    "sequentiality": _sequentiality,
    "separability": _separability,
    "token_split": _token_split,
}

_THRESHOLDS = (
    ("size", 50.0, "7PMG G7: Mendling, Reijers, van der Aalst, Information and Software Technology 52 (2010)",
     "With {value} elements errors become likely; break it into sub-processes."),
    ("control_flow_complexity", 7.0, "90th percentile of 3,147 public models",
     "Its choices are more tangled than those of nine models in ten (complexity {value})."),
    ("maximum_gateway_degree", 7.0, "largest of 3,147 public models: 7",
     "A gateway with {value} ways is hard to follow."),
    ("hand_offs", 3.0, "Reijers, Limam Mansar, Omega 33 (2005): numerical involvement",
     "Work goes from one lane to another {value} times; each hand-off may wait."),
)  # fmt: skip


def _findings(measures: Mapping[str, float]) -> list[StructureFinding]:
    return [
        StructureFinding(
            measure=name,
            element=None,
            text=Text(sentence, value=f"{measures[name]:g}"),
            value=measures[name],
            threshold=threshold,
            source=source,
        )
        for name, threshold, source, sentence in _THRESHOLDS
        if measures[name] > threshold
    ]
