"""The complex gateway. BPMN 2.0.2 §10.6.5, §13.4.5."""

from typing import TYPE_CHECKING, Any

from bpmn.model import Gateway
from engine.tokens.specs.conditions import all_true
from engine.tokens.specs.inclusive_gateway import may_fire
from engine.tokens.specs.join import JoinSpec

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.scope_spec import Flow
    from engine.tokens.task import TokenTask

__all__ = ["ComplexGatewaySpec"]


class ComplexGatewaySpec(JoinSpec):
    """Fires when its activation condition is true, then takes the tokens that are late without firing again.

    The condition may ask for `activationCount`, the number of tokens that wait. Without a condition it fires when every
    flow has a token or no more can come, as an inclusive gateway does.
    """

    node: Gateway

    def arrived(self, scope: "ScopeInstance") -> None:
        """Look at the condition, or, after firing, whether all that were late have come."""
        scope.case.joins[(scope.parent_task_id, self.name)] = scope
        if self.name not in scope.marks and self._is_active(scope):
            scope.marks[self.name] = sorted(scope.arrivals[self.name])
            self.take(scope)
            if self.name not in scope.arrivals:
                scope.arrivals[self.name] = {}
            scope.open(self)

    def look(self, scope: "ScopeInstance") -> bool:
        """When nothing else moves: forget the turn if all late tokens have come; fire where there is no condition."""
        waiting = scope.arrivals.get(self.name, {})
        if self.name in scope.marks:
            return self._reset(scope)
        if self.node.activation_condition is None and waiting and may_fire(self, scope):
            self.take(scope)
            self._drop(scope)
            scope.open(self)
            return True
        return False

    def _reset(self, scope: "ScopeInstance") -> bool:
        fired: list[str] = scope.marks[self.name]
        waiting = scope.arrivals.setdefault(self.name, {})
        kept = dict(waiting)
        waiting.update(dict.fromkeys(fired, 1))
        is_over = len(waiting) == len(self.node.incoming) or may_fire(self, scope)
        scope.arrivals[self.name] = kept
        if not is_over:
            return False
        del scope.marks[self.name]
        # What was late is taken; a second token on a flow that has fired belongs to the next turn.
        left = {flow: number - (flow not in fired) for flow, number in kept.items()}
        scope.arrivals[self.name] = {flow: number for flow, number in left.items() if number > 0}
        self._drop(scope)
        scope.case.checks.append(scope)
        return True

    def _drop(self, scope: "ScopeInstance") -> None:
        if not scope.arrivals.get(self.name):
            scope.arrivals.pop(self.name, None)
            scope.case.joins.pop((scope.parent_task_id, self.name), None)

    def _is_active(self, scope: "ScopeInstance") -> bool:
        condition = self.node.activation_condition
        waiting = scope.arrivals[self.name]
        if condition is None:
            return len(waiting) == len(self.node.incoming)
        extra: dict[str, Any] = {"activationCount": sum(waiting.values())}
        return scope.case.evaluator.is_true(condition, scope.chain(), element=self.node.id, extra=extra)

    def choose(self, task: "TokenTask") -> "list[Flow]":
        """Return the flows whose conditions are true.

        Raises:
            NoFlowError: If none is and there is no default flow.
        """
        return all_true(self, task)
