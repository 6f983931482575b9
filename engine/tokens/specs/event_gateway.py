"""The event-based gateway. BPMN 2.0.2 §10.6.6, §13.4.4."""

from typing import TYPE_CHECKING

from bpmn.model import Gateway
from engine.tokens.specs.node import NodeSpec

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask

__all__ = ["EventGatewaySpec"]


class EventGatewaySpec(NodeSpec):
    """Offers all events after it; the first that occurs withdraws the others, unless the gateway is a parallel one."""

    node: Gateway

    def leave(self, task: "TokenTask") -> None:
        """Let every event after it wait."""
        offered = [task.workflow.open(flow.target) for flow in self.out]
        if self.node.event_gateway_type == "Parallel":
            return
        race = [one.id for one in offered]
        for one in offered:
            one.marks["race"] = race
