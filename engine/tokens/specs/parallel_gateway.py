"""The parallel gateway. BPMN 2.0.2 §10.6.4, §13.4.1."""

from typing import TYPE_CHECKING

from engine.tokens.specs.join import JoinSpec

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance

__all__ = ["ParallelGatewaySpec"]


class ParallelGatewaySpec(JoinSpec):
    """Fires when every incoming flow has a token, takes one of each, and puts one on every outgoing flow."""

    def arrived(self, scope: "ScopeInstance") -> None:
        """Fire if there is a token on every flow."""
        if len(scope.arrivals[self.name]) == len(self.node.incoming):
            self.take(scope)
            scope.open(self)
