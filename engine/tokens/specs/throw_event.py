"""Events that cause something: intermediate throw events and end events. BPMN 2.0.2 §10.5.3, §10.5.4, §13.5."""

from typing import TYPE_CHECKING

from bpmn.model import ThrowEvent
from engine.tokens.specs.compensation import undo_next
from engine.tokens.specs.effects import CompensateEffect, Effect
from engine.tokens.specs.event import EventSpec

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["ThrowSpec"]


class ThrowSpec(EventSpec):
    """Causes what its definitions say and goes on; at an end event there is nowhere to go on to.

    Attributes:
        effects: What it causes, in the file's order.
    """

    node: ThrowEvent

    def __init__(self, scope: "ScopeSpec", node: ThrowEvent, effects: tuple[Effect, ...], *, lane: str = "") -> None:
        super().__init__(scope, node, lane=lane)
        self.effects = effects

    def _run(self, my_task: "TokenTask") -> bool | None:
        if not self.effects:
            return True
        if not any(isinstance(effect, CompensateEffect) for effect in self.effects):
            # Written first: what it causes may end its own scope, and it did occur. Only undoing takes time.
            my_task.marks["is_written"] = True
            my_task.workflow.case.record(my_task, "complete")
        goes_on = [effect.throw(my_task) for effect in self.effects if my_task.is_alive]
        return True if all(goes_on) else None

    def undone(self, task: "TokenTask") -> None:
        """Undo the next activity; when all are undone, go on, or leave the cancelled transaction."""
        if undo_next(task):
            return
        if task.marks.get("cancels"):
            task.workflow.case.cancel_transaction(task.workflow)
        elif task.is_alive:
            task.complete()

    def finished(self, task: "TokenTask") -> None:
        """Write the event log, unless that is done."""
        if "is_written" not in task.marks:
            super().finished(task)
