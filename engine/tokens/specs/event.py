"""What all events have in common once they occur: their payload becomes variables. BPMN 2.0.2 §10.5."""

from typing import TYPE_CHECKING

from bpmn.model import Event
from engine.tokens.specs.conditions import all_true
from engine.tokens.specs.node import NodeSpec
from engine.tokens.values import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.tokens.scope_spec import Flow
    from engine.tokens.specs.data_flow import DataFlow
    from engine.tokens.task import TokenTask

__all__ = ["EventSpec"]


class EventSpec(NodeSpec):
    """An event that has occurred: a none event, a start event, a boundary event that was reached.

    Attributes:
        data_flow: Its data associations, where they change anything, or None.
    """

    is_recorded = True
    node: Event
    data_flow: "DataFlow | None" = None

    def _run(self, my_task: "TokenTask") -> bool | None:
        if "payload" in my_task.marks or self.node.outputs or self.data_flow is not None:
            self.take_payload(my_task)
        return True

    def take_payload(self, task: "TokenTask") -> None:
        """Make what came with the event variables of the process, through the output mappings where there are any."""
        case = task.workflow.case
        payload = decoded(task.marks.pop("payload", {}))
        seen = [payload, *task.workflow.chain()]
        taken = {} if self.data_flow is None else self.data_flow.taken(case.evaluator, seen, self.node.id)
        if not self.node.outputs:
            own = self.data_flow.own if self.data_flow is not None else ()
            taken = {name: value for name, value in payload.items() if name not in own} | taken
        case.set_variables(task.workflow.chain(), taken)
        for mapping in self.node.outputs:
            value = case.evaluator.kept(mapping.source, seen, element=self.node.id)
            case.set_variables(task.workflow.chain(), {mapping.target: value})

    def finished(self, task: "TokenTask") -> None:
        """Write the event log."""
        task.workflow.case.record(task, "complete")

    def choose(self, task: "TokenTask") -> "Sequence[Flow]":
        """Return the flows: unconditional ones, and those whose condition is true.

        Raises:
            NoFlowError: If none is taken.
        """
        if all(flow.condition is None for flow in self.out):
            return self.out
        return all_true(self, task)
