"""Missing start and end events. BPMN 2.0.2 §10.5.2 and §10.5.3, "Sequence Flow Connections"."""

from bpmn.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    Event,
    FlowNode,
    Gateway,
    StartEvent,
    SubProcess,
    Task,
)
from bpmn.normal.draft import Draft

__all__ = ["add_ends", "add_starts"]


def add_starts(draft: Draft, owner: str) -> None:
    """Where a scope has no start event, start every node that nothing leads to.

    Args:
        draft: The scope.
        owner: The id of its process or sub-process.
    """
    if any(isinstance(node, StartEvent) for node in draft.nodes.values()):
        return
    targets = {flow.target for flow in draft.flows.values()}
    apart = _apart(draft)
    first = [node for node in draft.nodes.values() if node.id not in targets and node.id not in apart]
    if any(_instantiates(node) for node in first) or (draft.nodes and not first):
        return
    start = draft.add_node(StartEvent(id=draft.derive(owner, "start"), type="startEvent"))
    if len(first) > 1:
        split = draft.add_gateway(owner, "start_split", "parallelGateway")
        draft.connect(owner, start, split)
        start = split
    for node in first:
        draft.connect(node.id, start, node.id)


def add_ends(draft: Draft) -> None:
    """Let every path that stops at something else than an end event end at one of its own."""
    sources = {flow.source for flow in draft.flows.values()}
    apart = _apart(draft)
    for node in list(draft.nodes.values()):
        if node.id not in sources and node.id not in apart and not _ends_itself(node):
            end = draft.add_node(EndEvent(id=draft.derive(node.id, "end"), type="endEvent", line=node.line))
            draft.connect(node.id, node.id, end)


def _apart(draft: Draft) -> set[str]:
    """Return the ids of the nodes that no sequence flow is meant to reach."""
    compensations = {
        node.id for node in draft.nodes.values() if isinstance(node, BoundaryEvent) and node.kind == "compensate"
    }
    handlers = {artifact.target for artifact in draft.artifacts if artifact.source in compensations}
    return {
        node.id
        for node in draft.nodes.values()
        if isinstance(node, BoundaryEvent)
        or (isinstance(node, SubProcess) and node.is_event_sub_process)
        or (isinstance(node, Activity) and node.is_for_compensation)
        or (isinstance(node, Event) and node.kind == "link")
        or node.id in handlers
    }


def _instantiates(node: FlowNode) -> bool:
    return isinstance(node, Task | Gateway) and node.instantiate


def _ends_itself(node: FlowNode) -> bool:
    # After an event-based gateway only events may follow, so there an end event would be a new fault.
    return isinstance(node, EndEvent) or node.type == "eventBasedGateway"
