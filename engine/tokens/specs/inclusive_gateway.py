"""The inclusive gateway, in loops and unstructured graphs too. BPMN 2.0.2 §10.6.3, §13.4.3."""

from typing import TYPE_CHECKING

from engine.tokens.specs.conditions import all_true
from engine.tokens.specs.join import JoinSpec

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.scope_spec import Flow
    from engine.tokens.task import TokenTask

__all__ = ["InclusiveGatewaySpec", "may_fire"]


class InclusiveGatewaySpec(JoinSpec):
    """Fires when no further token can come to an empty incoming flow; lets tokens out where conditions are true."""

    def arrived(self, scope: "ScopeInstance") -> None:
        """Fire at once if every flow has a token, else remember to look when everything else waits."""
        if len(scope.arrivals[self.name]) == len(self.node.incoming):
            self.fire(scope)
        else:
            scope.case.joins[(scope.parent_task_id, self.name)] = scope

    def look(self, scope: "ScopeInstance") -> bool:
        """Fire if it may, and return whether it did; asked when nothing else in the case can move."""
        if not may_fire(self, scope):
            return False
        self.fire(scope)
        return True

    def fire(self, scope: "ScopeInstance") -> None:
        """Take one token of each flow that has one and let one in."""
        self.take(scope)
        if self.name not in scope.arrivals:
            scope.case.joins.pop((scope.parent_task_id, self.name), None)
        scope.open(self)

    def choose(self, task: "TokenTask") -> "list[Flow]":
        """Return the flows whose conditions are true.

        Raises:
            NoFlowError: If none is and there is no default flow.
        """
        return all_true(self, task)


def may_fire(spec: JoinSpec, scope: "ScopeInstance") -> bool:
    """Return whether no token elsewhere has to be waited for.

    A token is waited for if it can reach an empty incoming flow without passing the gateway and cannot reach one that
    has a token. Source: BPMN 2.0.2 §13.4.3, table 13.3.
    """
    waiting = scope.arrivals[spec.name]
    reach = scope.spec.join_reach[spec.name]
    to_filled = frozenset[str]().union(*(reach[flow] for flow in waiting))
    to_empty = frozenset[str]().union(*(nodes for flow, nodes in reach.items() if flow not in waiting))
    blocking = to_empty - to_filled
    if not blocking:
        return True
    if any(name in blocking for name in scope.arrivals if name != spec.name):
        return False
    return not any(task.task_spec.keeps_alive and task.task_spec.node.id in blocking for task in scope.tasks.values())
