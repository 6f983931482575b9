"""Joins: tokens wait on their flows until the gateway takes them together."""

from typing import TYPE_CHECKING

from engine.tokens.specs.node import NodeSpec

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.scope_spec import Flow

__all__ = ["JoinSpec"]


class JoinSpec(NodeSpec):
    """A gateway at which tokens meet.

    The tokens are counted for each flow, as BPMN describes it, so a token that is early by a turn of a loop waits on
    its flow for the next turn.
    """

    def receive(self, scope: "ScopeInstance", flow: "Flow") -> None:
        """Take a token: put it with those that wait, and let the gateway fire if it may."""
        if len(self.node.incoming) < 2:
            scope.open(self)
            return
        waiting = scope.arrivals.setdefault(self.name, {})
        waiting[flow.id] = waiting.get(flow.id, 0) + 1
        self.arrived(scope)

    def arrived(self, scope: "ScopeInstance") -> None:
        """Look whether the gateway may fire, now that a token has come."""
        raise NotImplementedError

    def take(self, scope: "ScopeInstance") -> None:
        """Take one token from each flow that has one."""
        waiting = scope.arrivals[self.name]
        left = {flow: number - 1 for flow, number in waiting.items() if number > 1}
        if left:
            scope.arrivals[self.name] = left
        else:
            del scope.arrivals[self.name]
