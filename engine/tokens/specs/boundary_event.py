"""Boundary events. BPMN 2.0.2 §10.5.4, §13.5.3."""

from typing import TYPE_CHECKING

from bpmn.model import BoundaryEvent
from engine.tokens.specs.catch_event import CatchSpec
from engine.tokens.specs.event import EventSpec
from engine.tokens.specs.triggers import Occurrence, Trigger

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["BoundaryEventSpec"]


class BoundaryEventSpec(CatchSpec):
    """Listens while its activity is active; ends it, or, as often as its event occurs, begins something beside it.

    Attributes:
        reached: What a token is put at when it occurs; the outgoing flows are there.
    """

    keeps_alive = False
    is_recorded = False
    node: BoundaryEvent

    def __init__(
        self, scope: "ScopeSpec", node: BoundaryEvent, triggers: tuple[Trigger, ...], *, lane: str = ""
    ) -> None:
        super().__init__(scope, node, triggers, name=f"{node.id}#listener", lane=lane)
        self.reached = EventSpec(scope, node, lane=lane)

    def caught(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """End the activity, where the event is interrupting, and put a token at the event."""
        case = task.workflow.case
        payload = task.marks.get("payload", {}) | occurrence.stored()
        if self.node.cancel_activity:
            case.abort([case.index[task.marks["host"]]])
        elif not self.rearm(task, occurrence):
            case.abort([task])
        task.workflow.open(self.reached, {"payload": payload} if payload else None)
