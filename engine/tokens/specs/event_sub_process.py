"""Start events of event sub-processes, which listen while the scope is alive. BPMN 2.0.2 §10.3.5, §13.5.4."""

from typing import TYPE_CHECKING

from bpmn.model import StartEvent
from engine.tokens.specs.catch_event import CatchSpec
from engine.tokens.specs.triggers import Occurrence, Trigger

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.specs.sub_process import SubProcessSpec
    from engine.tokens.task import TokenTask

__all__ = ["EventSubProcessStartSpec"]


class EventSubProcessStartSpec(CatchSpec):
    """Starts its event sub-process when its event occurs: in place of all else in the scope, or beside it.

    Attributes:
        sub_process: What it starts.
    """

    keeps_alive = False
    is_recorded = False
    node: StartEvent

    def __init__(
        self, scope: "ScopeSpec", node: StartEvent, triggers: tuple[Trigger, ...], sub_process: "SubProcessSpec"
    ) -> None:
        super().__init__(scope, node, triggers, name=f"{node.id}#listener")
        self.sub_process = sub_process

    def caught(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Start the event sub-process."""
        scope, case = task.workflow, task.workflow.case
        payload = task.marks.get("payload", {}) | occurrence.stored()
        if self.node.is_interrupting:
            case.clear(scope)
        elif not self.rearm(task, occurrence):
            case.abort([task])
        scope.open(self.sub_process, {"start": self.node.id, "payload": payload})
