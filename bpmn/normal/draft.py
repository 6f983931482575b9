"""One scope while it is rewritten."""

from dataclasses import replace

from bpmn.model import Activity, FlowNode, Gateway, Scope, SequenceFlow
from bpmn.normal.names import Names

__all__ = ["Draft"]


class Draft:
    """The nodes and flows of one scope, which the rewriting steps change.

    Attributes:
        nodes: The nodes by id, in order.
        flows: The flows by id, in order.
        artifacts: The scope's artifacts, which say what compensates what.
    """

    def __init__(self, scope: Scope, names: Names) -> None:
        self._scope = scope
        self._names = names
        self.artifacts = scope.artifacts
        self.nodes = {node.id: node for node in scope.nodes}
        # A flow that leads nowhere, or out of its scope, moves no token.
        self.flows = {flow.id: flow for flow in scope.flows if flow.source in self.nodes and flow.target in self.nodes}
        for kept in (*self.nodes, *self.flows):
            names.keep(kept)

    def by_source(self) -> dict[str, list[SequenceFlow]]:
        """Return the flows as they are now by the id of the node they leave, in order."""
        found: dict[str, list[SequenceFlow]] = {}
        for flow in self.flows.values():
            found.setdefault(flow.source, []).append(flow)
        return found

    def by_target(self) -> dict[str, list[SequenceFlow]]:
        """Return the flows as they are now by the id of the node they enter, in order."""
        found: dict[str, list[SequenceFlow]] = {}
        for flow in self.flows.values():
            found.setdefault(flow.target, []).append(flow)
        return found

    def add_gateway(self, original: str, suffix: str, kind: str, *, default: str | None = None) -> str:
        """Add a gateway of a kind ("parallelGateway", …) that `original` implies, and return its id."""
        return self.add_node(
            Gateway(id=self._names.derive(original, suffix), type=kind, default=default, line=self._line(original))
        )

    def add_node(self, node: FlowNode) -> str:
        """Add a node and return its id."""
        self.nodes[node.id] = node
        return node.id

    def derive(self, original: str, suffix: str) -> str:
        """Return a new id for a node that `original` implies."""
        return self._names.derive(original, suffix)

    def connect(self, original: str, source: str, target: str) -> str:
        """Add a flow that `original` implies, and return its id."""
        flow_id = self._names.derive(original, "flow")
        line = self._line(original)
        self.flows[flow_id] = SequenceFlow(id=flow_id, type="sequenceFlow", source=source, target=target, line=line)
        return flow_id

    def move_source(self, flow: SequenceFlow, source: str) -> None:
        """Let a flow leave another node."""
        self.flows[flow.id] = replace(flow, source=source)

    def move_target(self, flow: SequenceFlow, target: str) -> None:
        """Let a flow enter another node."""
        self.flows[flow.id] = replace(flow, target=target)

    def scope(self) -> Scope:
        """Return the rewritten scope, with what enters and leaves each node."""
        incoming, outgoing = self.by_target(), self.by_source()
        nodes = (
            _with_flows(node, _ids(incoming.get(node.id, [])), _ids(outgoing.get(node.id, [])))
            for node in self.nodes.values()
        )
        return replace(self._scope, nodes=tuple(nodes), flows=tuple(self.flows.values()))

    def _line(self, original: str) -> int | None:
        node = self.nodes.get(original)
        return node.line if node else None


def _ids(flows: list[SequenceFlow]) -> tuple[str, ...]:
    return tuple(flow.id for flow in flows)


def _with_flows(node: FlowNode, incoming: tuple[str, ...], outgoing: tuple[str, ...]) -> FlowNode:
    node = replace(node, incoming=incoming, outgoing=outgoing)
    if isinstance(node, Activity | Gateway) and node.default is not None and node.default not in outgoing:
        node = replace(node, default=None)
    return node
