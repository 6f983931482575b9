"""Which activities a token should be able to reach, and which bodies are looked at by themselves."""

from collections.abc import Iterator

from bpmn.model import Activity, BoundaryEvent, FlowNode, Process, Scope, StartEvent, SubProcess

__all__ = ["bodies_apart", "expected_activities"]


def expected_activities(process: Process) -> Iterator[Activity]:
    """Yield the activities that a token or event should be able to start.

    Left out is what undoes others (BPMN 2.0.2 §13.5.5) and what is inside an ad-hoc sub-process (§13.3.5): people, not
    tokens, choose what is done there.
    """
    yield from (node for node in _reachable(process.scope) if isinstance(node, Activity))


def bodies_apart(process: Process) -> Iterator[SubProcess]:
    """Yield the outermost sub-processes that no token of the process enters, so that each is looked at by itself."""
    yield from _apart(process.scope)


def _reachable(scope: Scope) -> Iterator[FlowNode]:
    undoing = _undoing(scope)
    for node in scope.nodes:
        if node.id in undoing:
            continue
        yield node
        if isinstance(node, SubProcess) and node.type != "adHocSubProcess":
            yield from _reachable(node.scope)


def _apart(scope: Scope, *, is_ad_hoc: bool = False) -> Iterator[SubProcess]:
    undoing = _undoing(scope)
    for node in scope.nodes:
        if not isinstance(node, SubProcess):
            continue
        if node.type == "adHocSubProcess":
            yield from _apart(node.scope, is_ad_hoc=True)
        elif (node.id in undoing or is_ad_hoc) and node.scope.nodes:
            yield node
        else:
            yield from _apart(node.scope)


def _undoing(scope: Scope) -> set[str]:
    """Return the ids of the activities of a scope that only compensation starts."""
    edges = {node.id for node in scope.nodes if isinstance(node, BoundaryEvent) and node.kind == "compensate"}
    found = {artifact.target for artifact in scope.artifacts if artifact.source in edges}
    for node in scope.nodes:
        if isinstance(node, Activity) and (node.is_for_compensation or _handles_compensation(node)):
            found.add(node.id)
    return found


def _handles_compensation(node: Activity) -> bool:
    if not isinstance(node, SubProcess) or not node.is_event_sub_process:
        return False
    return any(isinstance(inner, StartEvent) and inner.kind == "compensate" for inner in node.scope.nodes)
