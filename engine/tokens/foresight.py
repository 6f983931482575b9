"""What would wait forever: parallel joins to which no token can come any more. BPMN 2.0.2 §13.4.1."""

from collections.abc import Iterator

from bpmn.model import BoundaryEvent
from engine.tokens.case import Case
from engine.tokens.scope import ScopeInstance
from engine.tokens.specs.parallel_gateway import ParallelGatewaySpec

__all__ = ["hopeless_joins"]


def hopeless_joins(case: Case) -> tuple[str, ...]:
    """Return the ids of the parallel gateways at which tokens wait for others that cannot come.

    A token can come to an incoming flow if a token elsewhere in the scope can reach it along flows, whatever their
    conditions say. So what is named here does wait forever, while what is not named may do so too.
    """
    scopes = (case, *case.subprocesses.values())
    return tuple(dict.fromkeys(name for scope in scopes for name in _hopeless(scope)))


def _hopeless(scope: ScopeInstance) -> Iterator[str]:
    for name, waiting in scope.arrivals.items():
        spec = scope.spec.task_specs[name]
        if not isinstance(spec, ParallelGatewaySpec):
            continue
        alive = {task.task_spec.node.id for task in scope.tasks.values() if task.task_spec.keeps_alive}
        alive |= scope.arrivals.keys()
        if any(not alive & leading for flow, leading in _leading(scope, name).items() if flow not in waiting):
            yield name


def _leading(scope: ScopeInstance, join: str) -> dict[str, set[str]]:
    """Return for each flow into a join the nodes from which a token can come to it."""
    source = scope.spec.source
    before: dict[str, set[str]] = {node.id: set() for node in source.nodes}
    for flow in source.flows:
        before.setdefault(flow.target, set()).add(flow.source)
    for node in source.nodes:
        if isinstance(node, BoundaryEvent):
            before[node.id].add(node.attached_to)
    return {flow.id: _all_before(flow.source, before) for flow in source.flows if flow.target == join}


def _all_before(node: str, before: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [node]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(before.get(one, ()))
    return found
