"""A model's flow as networkx graphs."""

import networkx as nx

from bpmn.model import BoundaryEvent, FlowNode, Process, Scope, StartEvent, SubProcess

__all__ = ["process_graph", "scope_graph"]


def scope_graph(scope: Scope) -> "nx.MultiDiGraph[str]":
    """Return the graph of one level: a node for each flow node, an edge for each sequence flow.

    Nodes are ids with the attribute `node` (the `FlowNode`). Edges are keyed by the flow's id and have `kind="flow"`
    and `flow` (the `SequenceFlow`); a boundary event is joined to its host by an edge from the host with
    `kind="boundary"`, keyed by the event's id. Flows that lead nowhere, or out of the scope, have no edge.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_scope(graph, scope)
    return graph


def process_graph(process: Process) -> "nx.MultiDiGraph[str]":
    """Return the graph of a process with its sub-processes opened.

    Beside what `scope_graph` says of each level: a sub-process is joined to its start events, or where it has none to
    the nodes nothing leads to, by edges with `kind="enter"`, keyed by those nodes' ids; and the nodes that nothing
    leaves are joined to the sub-process by edges with `kind="leave"`. An event sub-process is entered the same way.
    Each node has the attribute `parent` as well: the id of the process or sub-process it is directly in.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    waiting = [(process.id, process.scope)]
    while waiting:
        owner, scope = waiting.pop()
        _add_scope(graph, scope)
        for node in scope.nodes:
            graph.nodes[node.id]["parent"] = owner
            if isinstance(node, SubProcess):
                waiting.append((node.id, node.scope))
        if owner != process.id:
            _join_to_owner(graph, scope, owner)
    return graph


def _add_scope(graph: "nx.MultiDiGraph[str]", scope: Scope) -> None:
    for node in scope.nodes:
        graph.add_node(node.id, node=node)
    inside = {node.id for node in scope.nodes}
    for flow in scope.flows:
        if flow.source in inside and flow.target in inside:
            graph.add_edge(flow.source, flow.target, key=flow.id, kind="flow", flow=flow)
    for node in scope.nodes:
        if isinstance(node, BoundaryEvent) and node.attached_to in inside:
            graph.add_edge(node.attached_to, node.id, key=node.id, kind="boundary")


def _join_to_owner(graph: "nx.MultiDiGraph[str]", scope: Scope, owner: str) -> None:
    starts = [node.id for node in scope.nodes if isinstance(node, StartEvent)]
    for start in starts or [node.id for node in scope.nodes if _begins(node)]:
        graph.add_edge(owner, start, key=start, kind="enter")
    for node in scope.nodes:
        if not node.outgoing and not _is_apart(node):
            graph.add_edge(node.id, owner, key=node.id, kind="leave")


def _begins(node: FlowNode) -> bool:
    return not node.incoming and not isinstance(node, BoundaryEvent) and not _is_apart(node)


def _is_apart(node: FlowNode) -> bool:
    """Whether no sequence flow is meant to reach or leave the node."""
    return getattr(node, "is_for_compensation", False) or getattr(node, "is_event_sub_process", False)
