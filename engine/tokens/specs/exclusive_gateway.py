"""The exclusive gateway. BPMN 2.0.2 §10.6.2, §13.4.2."""

from typing import TYPE_CHECKING

from engine.tokens.specs.conditions import first_true
from engine.tokens.specs.node import NodeSpec

if TYPE_CHECKING:
    from engine.tokens.scope_spec import Flow
    from engine.tokens.task import TokenTask

__all__ = ["ExclusiveGatewaySpec"]


class ExclusiveGatewaySpec(NodeSpec):
    """Lets every token that comes go on along the first flow whose condition is true."""

    takes_one_flow = True

    def choose(self, task: "TokenTask") -> "list[Flow]":
        """Return one flow.

        Raises:
            NoFlowError: If no condition is true and there is no default flow.
        """
        return first_true(self, task)
