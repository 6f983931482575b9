"""A process as a graph of what can follow what, its sub-processes opened without making loops of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from bpmn.model import Activity, BoundaryEvent, EndEvent, Event, FlowNode, Process, Scope, StartEvent, SubProcess

__all__ = ["BEGIN", "END", "Shape", "element_of", "shape_of"]

BEGIN, END = "\0begin", "\0end"
_LEAVE = "\0leave"
_RAISING = {"error", "cancel"}


@dataclass(frozen=True)
class Shape:
    """A process as its measures look at it.

    Attributes:
        process: The process.
        nodes: Its flow nodes of all levels by id, in the file's order.
        arcs: Source, target and id of every sequence flow between two of them, in the file's order.
        steps: What can follow what. An opened sub-process is two nodes: its id, from which its inside and its boundary
            events are reached, and one for leaving it (`element_of` gives the element of either). `BEGIN` leads to
            where a case can start, and where it can end leads to `END`. Event sub-processes and compensation, which no
            token reaches by a flow, are in it without a way from `BEGIN`. Edges have `flow`, the sequence flow's id or
            "" for steps that are none.
    """

    process: Process
    nodes: Mapping[str, FlowNode]
    arcs: tuple[tuple[str, str, str], ...]
    steps: "nx.DiGraph[str]"

    @cached_property
    def inner(self) -> "nx.DiGraph[str]":
        """`steps` without `BEGIN` and `END`."""
        graph = self.steps.copy()
        graph.remove_nodes_from((BEGIN, END))
        return graph

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The place of each node of `steps` in the file; a sub-process is left after what is in it."""
        places = {node: index for index, node in enumerate(self.nodes)}
        many = len(places)
        return {node: places.get(element_of(node), -1) + many * node.endswith(_LEAVE) for node in self.steps}

    @cached_property
    def loops(self) -> tuple[frozenset[str], ...]:
        """The strongly connected components of `inner` that hold a cycle, in the file's order."""
        parts = [
            frozenset(part)
            for part in nx.strongly_connected_components(self.inner)
            if len(part) > 1 or any(self.inner.has_edge(node, node) for node in part)
        ]
        return tuple(sorted(parts, key=lambda part: min(self.position[node] for node in part)))


def element_of(node: str) -> str:
    """Return the id of the element that a node of `Shape.steps` stands for, "" for `BEGIN` and `END`."""
    return node.partition("\0")[0]


def shape_of(process: Process) -> Shape:
    """Return the shape of a process."""
    nodes = {node.id: node for _, node in process.scope.walk()}
    steps: nx.DiGraph[str] = nx.DiGraph()
    steps.add_nodes_from((BEGIN, *nodes, END))
    arcs: list[tuple[str, str, str]] = []
    _add_level(steps, arcs, process.scope, (BEGIN, END))
    for node in nodes.values():
        if isinstance(node, SubProcess) and node.scope.nodes:
            _add_level(steps, arcs, node.scope, (node.id, _exit(node)))
            if node.type == "adHocSubProcess":
                steps.add_edge(
                    node.id, _exit(node), flow=""
                )  # BPMN 2.0.2, 13.3.5: none of its activities has to be done
    _add_raises(steps, process)
    return Shape(process=process, nodes=nodes, arcs=tuple(arcs), steps=steps)


def _exit(node: FlowNode) -> str:
    return node.id + _LEAVE if isinstance(node, SubProcess) and node.scope.nodes else node.id


def _add_level(
    steps: "nx.DiGraph[str]", arcs: list[tuple[str, str, str]], scope: Scope, around: tuple[str, str]
) -> None:
    inside = {node.id: node for node in scope.nodes}
    left = set()
    for flow in scope.flows:
        if flow.source in inside and flow.target in inside:
            left.add(flow.source)
            arcs.append((flow.source, flow.target, flow.id))
            steps.add_edge(_exit(inside[flow.source]), flow.target, flow=flow.id)
    for source, target in _links(scope):
        left.add(source)
        steps.add_edge(source, target, flow="")
    for node in scope.nodes:
        if isinstance(node, BoundaryEvent) and node.attached_to in inside and node.kind != "compensate":
            steps.add_edge(node.attached_to, node.id, flow="")
    begin, end = around
    starts = _starts(steps, scope)
    steps.add_edges_from(((begin, node.id) for node in starts), flow="")
    ends = [node for node in scope.nodes if node.id not in left and not _is_apart(node)]
    steps.add_edges_from(((_exit(node), end) for node in ends), flow="")
    if begin != BEGIN and not (starts and ends):
        steps.add_edge(begin, end, flow="")


def _starts(steps: "nx.DiGraph[str]", scope: Scope) -> list[FlowNode]:
    """Return where a level begins: at its start events, or without any at what nothing leads to."""
    events: list[FlowNode] = [node for node in scope.nodes if isinstance(node, StartEvent)]
    if events:
        return events
    return [
        node
        for node in scope.nodes
        if not steps.in_degree(node.id) and not isinstance(node, BoundaryEvent) and not _is_apart(node)
    ]


def _links(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield the steps of a level from a throwing link event to the catching one of the same name."""
    links = [node for node in scope.nodes if isinstance(node, Event) and node.kind == "link"]
    catching = {node.definitions[0].link_name: node.id for node in links if node.type == "intermediateCatchEvent"}
    for node in links:
        target = catching.get(node.definitions[0].link_name)
        if target is not None and node.type == "intermediateThrowEvent":
            yield node.id, target


def _is_apart(node: FlowNode) -> bool:
    """Whether no sequence flow is meant to reach the node."""
    if isinstance(node, BoundaryEvent):
        return node.kind == "compensate"
    if isinstance(node, SubProcess) and node.is_event_sub_process:
        return True
    return isinstance(node, Activity) and node.is_for_compensation


def _add_raises(steps: "nx.DiGraph[str]", process: Process) -> None:
    """Lead error and cancel end events of a sub-process to the boundary events on it that are for them."""
    for scope, node in process.scope.walk():
        if not isinstance(node, SubProcess):
            continue
        for end in node.scope.nodes:
            if isinstance(end, EndEvent) and end.kind in _RAISING:
                caught = [
                    event.id
                    for event in scope.nodes
                    if isinstance(event, BoundaryEvent) and event.attached_to == node.id and event.kind == end.kind
                ]
                if caught:
                    steps.remove_edge(end.id, _exit(node))
                    steps.add_edges_from(((end.id, event) for event in caught), flow="")
